"""Open time against a clock that is read minute by minute."""

import datetime as dt
from itertools import accumulate, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sladsl.planning.buckets import DAY, MINUTE
from sladsl.planning.calendars import (
    buckets,
    deadline,
    elapsed,
    holidays_of,
    instants_of_open_time,
    open_intervals,
    open_time_in,
)
from sladsl.planning.plan import Calendar, Dated, DateHours, Shift
from sladsl.planning.zones import known_zone, to_utc
from sladsl.source import Span
from sladsl.values import evolve
from tests.tries import tries

SPAN = Span("a.sla", 0, 1, 1, 1, 1, 2)
EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
# A day at whose start or within which the clocks change, or that they leave out.
CHANGES = [
    ("Europe/London", dt.date(2026, 3, 29)),
    ("Europe/London", dt.date(2026, 10, 25)),
    ("America/New_York", dt.date(2026, 3, 8)),
    ("America/New_York", dt.date(2026, 11, 1)),
    ("Australia/Lord_Howe", dt.date(2026, 4, 5)),
    ("Australia/Lord_Howe", dt.date(2026, 10, 4)),
    ("America/Havana", dt.date(2026, 11, 1)),
    ("Asia/Kolkata", dt.date(2026, 5, 1)),
    ("Pacific/Apia", dt.date(2011, 12, 30)),
]


def calendar(zone="UTC", week=((),) * 7, regions=(), dates=()):
    return Calendar("calendar:C", SPAN, "C", "", zone, week, regions, dates)


def shifts_of(*hours):
    return tuple(Shift(seconds(start), seconds(end)) for start, end in (one.split("-") for one in hours))


def seconds(text):
    hour, minute = text.split(":")
    return int(hour) * 3600 + int(minute) * 60


OFFICE = shifts_of("09:00-12:30", "13:30-17:30")
WORKDAYS = (OFFICE,) * 5 + ((), ())


@st.composite
def shifts(draw):
    """Up to three shifts on quarter hours, the last of which may run into the next day."""
    edges = draw(st.lists(st.integers(0, 95), max_size=5, unique=True).map(sorted))
    pairs = [(a, b) for a, b in zip(edges[::2], edges[1::2], strict=False)]
    if len(edges) % 2:
        pairs.append((edges[-1], draw(st.integers(96, 140))))
    return tuple(Shift(a * 900, b * 900) for a, b in pairs)


@st.composite
def cases(draw):
    """A calendar and three days around a clock change of its zone."""
    zone, day = draw(st.sampled_from(CHANGES))
    week = draw(st.tuples(*[shifts()] * 7))
    own = DateHours(day, day, draw(shifts()), SPAN)
    first = day - dt.timedelta(days=draw(st.integers(0, 2)))
    dates = (own,) if draw(st.booleans()) else ()
    return calendar(zone, week, dates=dates), first, first + dt.timedelta(days=2)


def open_minutes(calendar, first, last):
    """The open minutes of some days, from a clock that is never put back: it waits until it is overtaken again."""
    zone = known_zone(calendar.zone)
    start = (dt.datetime.combine(first, dt.time(), dt.UTC) - EPOCH) // dt.timedelta(minutes=1) - 3 * 1440
    minutes = range(start, start + ((last - first).days + 7) * 1440)
    wall = accumulate(
        ((EPOCH + dt.timedelta(minutes=m)).astimezone(zone).replace(tzinfo=None) for m in minutes), max
    )
    return {
        m
        for m, shown in zip(minutes, wall, strict=True)
        if first <= shown.date() <= last and is_open(calendar, shown)
    }


def is_open(calendar, shown):
    today = shown.date()
    return any(
        shift.start <= (shown - dt.datetime.combine(day, dt.time())).total_seconds() < shift.end
        for day in (today - dt.timedelta(days=1), today)
        for shift in hours_of(calendar, day)
    )


def hours_of(calendar, day):
    own = [hours.shifts for hours in calendar.dates if hours.first <= day <= hours.last]
    return own[0] if own else calendar.week[day.weekday()]


@tries(13)
@given(cases())
def test_open_intervals_are_the_open_minutes(case):
    intervals = open_intervals(*case)
    assert all(opens < closes for opens, closes in intervals)
    assert all(before < after for (_, before), (after, _) in pairwise(intervals))
    minutes = {m for opens, closes in intervals for m in range(opens // MINUTE, closes // MINUTE)}
    assert minutes == open_minutes(*case)


@given(cases(), st.integers(-1, 4 * 1440), st.integers(0, 4 * 1440))
def test_the_table_of_open_time_gives_the_sum_of_the_intervals(case, minute, length):
    calendar, first, last = case
    day = dt.timedelta(days=1)
    start = to_utc(known_zone(calendar.zone), dt.datetime.combine(first, dt.time())) + minute * MINUTE
    table = buckets(calendar, start, start + length * MINUTE)
    intervals = open_intervals(calendar, first - 2 * day, last + 6 * day)
    for a, b in pairwise((start, start + length * MINUTE // 3 + 1, start + length * MINUTE)):
        if a <= b:
            assert open_before(table, b) - open_before(table, a) == elapsed(intervals, a, b)
    assert [row.bucket for row in table.rows] == list(
        range(
            (start - table.origin) // table.width, (start + length * MINUTE - table.origin) // table.width + 1
        )
    )


def open_before(table, t):
    (row,) = (row for row in table.rows if row.bucket == (t - table.origin) // table.width)
    twice = row.twice + abs(t - row.opens) - abs(t - row.closes)
    assert twice % 2 == 0
    return twice // 2


@given(cases(), st.integers(0, 3 * 1440), st.integers(1, 4000))
def test_a_deadline_is_the_first_instant_by_which_its_time_has_elapsed(case, minute, length):
    intervals = open_intervals(*case)
    start = to_utc(known_zone(case[0].zone), dt.datetime.combine(case[1], dt.time())) + minute * MINUTE
    due = deadline(intervals, start, length)
    if due is None:
        assert elapsed(intervals, start, 2**62) < length
    else:
        assert elapsed(intervals, start, due) == length
        assert elapsed(intervals, start, due - 1) < length


@given(cases(), st.integers(0, 3 * 1440), st.integers(1, 4000 * MINUTE))
def test_the_table_of_instants_gives_the_deadline(case, minute, length):
    calendar, first, last = case
    start = to_utc(known_zone(calendar.zone), dt.datetime.combine(first, dt.time())) + minute * MINUTE
    table = buckets(calendar, start, start + 8 * DAY)
    inverse = instants_of_open_time(table)
    before = open_before(table, start) + length - 1
    found = [row for row in inverse.rows if row.bucket == (before - inverse.origin) // inverse.width]
    due = deadline(
        open_intervals(calendar, first - dt.timedelta(days=2), last + dt.timedelta(days=12)), start, length
    )
    if before < open_time_in(table):
        (row,) = found
        assert before + 1 + (row.before if before < row.split else row.after) == due
    else:
        assert due is None or due > start + 8 * DAY


def test_a_bucket_is_as_wide_as_the_closed_times_between_shifts_allow():
    def width(week, zone="UTC"):
        return buckets(calendar(zone, week), *(at("2026-01-05T00:00"), at("2026-12-31T00:00"))).width

    assert width((shifts_of("09:00-17:00"),) * 7) == DAY
    assert width((OFFICE,) * 7) == 160 * MINUTE  # there is an edge at 13:20, within the break
    assert width((OFFICE,) * 7, "Europe/London") == 90 * MINUTE  # and the break is an hour earlier in summer
    assert width((shifts_of("09:00-12:00", "13:00-17:00"),) * 7) == DAY // 2  # closes where a bucket ends
    assert width((shifts_of("00:00-24:00"),) * 7) == DAY
    assert width((shifts_of("09:00-09:01", "09:02-09:03"),) * 7) == 2 * MINUTE


def test_a_table_before_1970_counts_its_buckets_from_its_own_start():
    start, end = at("1969-12-29T00:00"), at("1970-01-03T00:00")
    table = buckets(calendar(week=(OFFICE,) * 7), start, end)
    assert table.origin == start
    assert open_before(table, end) - open_before(table, start) == 5 * 7.5 * 60 * MINUTE


def at(text):
    return (dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC) - EPOCH) // dt.timedelta(microseconds=1)


@pytest.mark.parametrize(
    ("start", "hours", "due"),
    [
        ("2026-03-02T09:00", 7.5, "2026-03-02T17:30"),  # a closing time, not the next opening
        ("2026-03-02T09:00", 3.5, "2026-03-02T12:30"),
        ("2026-03-02T12:45", 1, "2026-03-02T14:30"),
        ("2026-03-06T17:30", 1, "2026-03-09T10:00"),
        ("2026-03-07T10:00", 0, "2026-03-07T10:00"),
    ],
)
def test_deadlines_in_office_hours(start, hours, due):
    intervals = open_intervals(calendar(week=WORKDAYS), dt.date(2026, 3, 1), dt.date(2026, 3, 31))
    assert deadline(intervals, at(start), int(hours * 60) * MINUTE) == at(due)


def test_a_holiday_drops_the_shifts_that_start_on_it_and_a_date_of_its_own_beats_it():
    night = (shifts_of("22:00-30:00"),) * 7
    english = calendar("Europe/London", night, (Dated(None, "GB-ENG", SPAN),))
    december = (dt.date(2026, 12, 24), dt.date(2026, 12, 29))
    assert lengths(english, *december) == [6, 8, 8, 2]  # of the nights from the 23rd, 24th, 27th and 29th
    own = DateHours(dt.date(2026, 12, 25), dt.date(2026, 12, 26), shifts_of("09:00-10:00"), SPAN)
    assert lengths(evolve(english, dates=(own,)), *december) == [6, 8, 1, 1, 8, 2]


def lengths(calendar, first, last):
    return [(closes - opens) / (60 * MINUTE) for opens, closes in open_intervals(calendar, first, last)]


def test_regions_hold_from_their_date_and_together_where_they_have_the_same():
    regions = (
        Dated(None, "GB-ENG", SPAN),
        Dated(None, "US", SPAN),
        Dated(dt.date(2027, 1, 1), "DE-BY", SPAN),
    )
    days = holidays_of(calendar(regions=regions), dt.date(2026, 11, 1), dt.date(2027, 1, 10))
    assert [f"{day} {name}" for day, name in days.items()] == [
        "2026-11-11 Veterans Day",
        "2026-11-26 Thanksgiving Day",
        "2026-12-25 Christmas Day",
        "2026-12-26 Boxing Day",
        "2026-12-28 Boxing Day (observed)",
        "2027-01-01 New Year's Day",
        "2027-01-06 Epiphany",
    ]
