"""Windows, settlement periods, horizons and the labels of periods."""

import datetime as dt
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sladsl.planning.buckets import DAY
from sladsl.planning.periods import (
    Period,
    check_term,
    days_between,
    days_of_unit,
    label_of,
    period_holding,
    read_period,
)
from sladsl.planning.plan import Anchor, PeriodWindow, Term, Unit
from sladsl.planning.windows import horizon, through_last, window_segments, windows, zone_of
from sladsl.planning.zones import day_start, known_zone, to_local, to_utc
from sladsl.source import Span
from sladsl.values import evolve

SPAN = Span("a.sla", 0, 1, 1, 1, 1, 2)
UTC = known_zone("UTC")
units = st.sampled_from(Unit)
days = st.dates(dt.date(1990, 1, 1), dt.date(2100, 12, 31))


def term(first, last=None):
    return Term("term", SPAN, dt.date.fromisoformat(first), last and dt.date.fromisoformat(last))


def at(plan, text):
    return to_utc(zone_of(plan), dt.datetime.fromisoformat(text))


def shown(plan, found):
    """Windows as one line each, in local time."""

    def local(instant):
        return to_local(zone_of(plan), instant).isoformat(" ", "minutes").removesuffix(" 00:00")

    return [
        f"{w.label} {local(w.start)} {local(w.end)} as of {local(w.as_of)}{' partial' if w.partial else ''}"
        for w in found
    ]


def agreement(plan, first, last=None, *, settled=True, zone="Europe/London"):
    return evolve(plan, term=term(first, last), zone=zone, settlement=plan.settlement if settled else None)


def test_windows_are_read_as_of_the_settlement_of_their_last_instant(plan):
    plan = agreement(plan, "2026-01-16", "2026-05-10")
    assert shown(plan, windows(plan, PeriodWindow(Anchor.CALENDAR, Unit.MONTH), at(plan, "2027-01-01"))) == [
        "2026-01 2026-01-16 2026-02-01 as of 2026-02-11 partial",
        "2026-02 2026-02-01 2026-03-01 as of 2026-03-11",
        "2026-03 2026-03-01 2026-04-01 as of 2026-04-11",
        "2026-04 2026-04-01 2026-05-01 as of 2026-05-11",
        "2026-05 2026-05-01 2026-05-11 as of 2026-05-21 partial",
    ]
    assert shown(
        plan, windows(plan, PeriodWindow(Anchor.CALENDAR, Unit.QUARTER), at(plan, "2026-05-01"))
    ) == [
        "2026-Q1 2026-01-16 2026-04-01 as of 2026-04-11 partial",
    ]
    assert shown(plan, windows(plan, PeriodWindow(Anchor.CALENDAR, Unit.WEEK), at(plan, "2026-02-10"))) == [
        "2026-W03 2026-01-16 2026-01-19 as of 2026-02-11 partial",
        "2026-W04 2026-01-19 2026-01-26 as of 2026-02-11",
        "2026-W05 2026-01-26 2026-02-02 as of 2026-03-11",  # its last instant is in February
        "2026-W06 2026-02-02 2026-02-09 as of 2026-03-11",
    ]


def test_without_a_settlement_windows_are_read_as_of_the_end_of_what_is_asked_for(plan):
    plan = agreement(plan, "2026-01-01", settled=False)
    assert shown(plan, windows(plan, PeriodWindow(Anchor.CALENDAR, Unit.MONTH), at(plan, "2026-03-01"))) == [
        "2026-01 2026-01-01 2026-02-01 as of 2026-03-01",
        "2026-02 2026-02-01 2026-03-01 as of 2026-03-01",
    ]


def test_an_instant_given_replaces_every_as_of_and_lets_a_window_run(plan):
    plan = agreement(plan, "2026-01-01")
    as_of, through = at(plan, "2026-02-14 12:00"), at(plan, "2026-03-01")
    assert shown(plan, windows(plan, PeriodWindow(Anchor.CALENDAR, Unit.MONTH), through, as_of)) == [
        "2026-01 2026-01-01 2026-02-01 as of 2026-02-14 12:00",
        "2026-02 2026-02-01 2026-03-01 as of 2026-02-14 12:00",
    ]
    assert shown(plan, windows(plan, PeriodWindow(Anchor.CALENDAR, Unit.YEAR), through, as_of)) == [
        "2026 2026-01-01 2027-01-01 as of 2026-02-14 12:00",
    ]
    assert windows(plan, PeriodWindow(Anchor.CALENDAR, Unit.YEAR), through) == ()
    # A window that starts at that instant has nothing to show; one that has ended is not running.
    assert [
        w.label
        for w in windows(plan, PeriodWindow(Anchor.CALENDAR, Unit.MONTH), through, at(plan, "2026-02-01"))
    ] == ["2026-01"]
    for ended in ("2026-04-01", "2026-05-01"):
        assert windows(plan, PeriodWindow(Anchor.CALENDAR, Unit.QUARTER), through, at(plan, ended)) == ()


def test_results_end_with_the_settlement_period_or_window_of_the_last_counted_instant(plan):
    settled, bare = (
        agreement(plan, "2026-01-16", "2026-05-10", settled=settled) for settled in (True, False)
    )
    ends = [
        (settled, Unit.WEEK, "2026-02-28 23:59", "2026-03-01"),
        (settled, Unit.WEEK, "2026-03-01", "2026-04-01"),
        (bare, Unit.WEEK, "2026-03-01", "2026-03-02"),
        (bare, Unit.QUARTER, "2026-03-01", "2026-04-01"),
        (bare, Unit.YEAR, "2026-03-01", "2026-05-11"),
        (settled, Unit.WEEK, "2029-03-01", "2026-05-11"),
        (settled, Unit.WEEK, "2025-03-01", "2026-01-16"),
    ]
    for one, unit, counted, end in ends:
        assert through_last(one, PeriodWindow(Anchor.CALENDAR, unit), at(one, counted)) == at(one, end)


def test_a_day_that_the_clocks_skip_has_no_window(plan):
    plan = agreement(plan, "2011-12-28", "2012-01-02", settled=False, zone="Pacific/Apia")
    found = windows(plan, PeriodWindow(Anchor.CALENDAR, Unit.DAY), at(plan, "2012-01-03"))
    assert [w.label for w in found] == ["2011-12-28", "2011-12-29", "2011-12-31", "2012-01-01", "2012-01-02"]
    assert all(before.end == after.start for before, after in pairwise(found))


@pytest.mark.parametrize(
    ("anchor", "unit", "end", "label", "horizon_days"),
    [
        (Anchor.CALENDAR, Unit.MONTH, "2026-02-01", "2026-01", ("2026-01-31", "2026-02-01")),
        (Anchor.CALENDAR, Unit.YEAR, "2028-02-01", "2028", ("2028-01-01", "2028-03-16")),
        (Anchor.CONTRACT, Unit.MONTH, "2026-02-28", "contract month 1", ("2026-01-31", "2026-02-28")),
        (Anchor.CONTRACT, Unit.MONTH, "2026-03-01", "contract month 2", ("2026-02-28", "2026-03-31")),
        (Anchor.CONTRACT, Unit.MONTH, "2026-04-30", "contract month 3", ("2026-03-31", "2026-04-30")),
        (Anchor.CONTRACT, Unit.QUARTER, "2026-05-01", "contract quarter 2", ("2026-04-30", "2026-07-31")),
        (Anchor.CONTRACT, Unit.YEAR, "2027-01-31", "contract year 1", ("2026-01-31", "2027-01-31")),
        (Anchor.CONTRACT, Unit.YEAR, "2028-03-16", "contract year 3", ("2028-01-31", "2028-03-16")),
        (Anchor.CONTRACT, Unit.WEEK, "2026-02-08", "contract week 2", ("2026-02-07", "2026-02-14")),
        (Anchor.CONTRACT, Unit.DAY, "2026-02-02", "contract day 2", ("2026-02-01", "2026-02-02")),
    ],
)
def test_the_horizon_of_a_window_holds_its_last_instant(plan, anchor, unit, end, label, horizon_days):
    plan = agreement(plan, "2026-01-31", "2028-03-15")
    found = horizon(plan, anchor, unit, at(plan, end))
    assert found.label == label
    assert (found.first.isoformat(), found.until.isoformat()) == horizon_days
    assert (found.start, found.end) == tuple(at(plan, day) for day in horizon_days)
    assert days_between(zone_of(plan), found.start, found.end) == (found.first, found.until)


@given(st.sampled_from(Anchor), units, days, st.integers(0, 4000))
def test_units_follow_one_another_without_a_gap(anchor, unit, first, later):
    whole = Term("term", SPAN, first, None)
    day = first + dt.timedelta(days=later)
    period = period_holding(UTC, whole, anchor, unit, day)
    assert period.first <= day < period.until
    following = period_holding(UTC, whole, anchor, unit, period.until)
    assert following.first == period.until
    assert following.label != period.label


@given(units, days)
def test_a_label_is_read_as_the_unit_that_it_names(unit, day):
    period = read_period(UTC, label_of(unit, day))
    assert isinstance(period, Period)
    assert (period.unit, period.label) == (unit, label_of(unit, day))
    assert period.first <= day < period.until
    assert (period.until - period.first).days == days_of_unit(unit, day)


@pytest.mark.parametrize(
    ("label", "first", "until"),
    [
        ("2026-W01", "2025-12-29", "2026-01-05"),
        ("2026-W53", "2026-12-28", "2027-01-04"),
        ("2026-Q4", "2026-10-01", "2027-01-01"),
        ("2024-02", "2024-02-01", "2024-03-01"),
        ("2199", "2199-01-01", "2200-01-01"),
    ],
)
def test_labels_name_whole_periods_in_the_zone(label, first, until):
    zone = known_zone("America/New_York")
    unit = {"W": Unit.WEEK, "Q": Unit.QUARTER}.get(label[5:6]) or (
        Unit.YEAR if len(label) == 4 else Unit.MONTH
    )
    start, end = dt.date.fromisoformat(first), dt.date.fromisoformat(until)
    expected = Period(unit, label, start, end, day_start(zone, start), day_start(zone, end), partial=False)
    assert read_period(zone, label) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2025-W53",
        "2026-W00",
        "2026-Q5",
        "2026-13",
        "2026-02-30",
        "2026-3",
        "26",
        "0000",
        "9999",
        " 2026",
        "２０２６",
    ],
)
def test_other_text_is_no_period(text):
    assert read_period(UTC, text) is None


@given(
    units,
    st.sampled_from(["Europe/London", "Australia/Lord_Howe", "Pacific/Apia", "Atlantic/Azores"]),
    st.data(),
)
def test_the_table_of_windows_finds_the_window_of_every_instant(plan_factory, unit, zone, data):
    first = data.draw(st.dates(dt.date(2010, 1, 1), dt.date(2012, 6, 1)))
    last = first + dt.timedelta(days=data.draw(st.integers(0, 150)))
    plan = plan_factory(Term("term", SPAN, first, last), zone)
    found = windows(
        plan, PeriodWindow(Anchor.CALENDAR, unit), day_start(zone_of(plan), last + dt.timedelta(days=1))
    )
    table = window_segments(found).buckets
    edges = [edge for w in found for edge in (w.start, w.end)]
    for t in [data.draw(st.sampled_from(edges)) + n for n in (-1, 0, 1, 7 * DAY // 24)]:
        rows = [row for row in table.rows if row.bucket == (t - table.origin) // table.width]
        position = (rows[0].before if t < rows[0].split else rows[0].after) if rows else -1
        assert position == next((n for n, w in enumerate(found) if w.start <= t < w.end), -1)


def test_no_windows_make_an_empty_table():
    assert window_segments(()).buckets.rows == ()


def test_a_term_outside_the_known_years_is_a_finding():
    assert check_term(term("2026-01-01", "2028-12-31")) is None
    assert check_term(term("2026-01-01")) is None
    found = check_term(term("2026-01-01", "2228-12-31"))
    assert found is not None
    assert (found.code, found.message) == (
        "SLA303",
        "the term has the date `2228-12-31`, outside the years 1900 to 2199",
    )
