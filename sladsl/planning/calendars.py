"""Working calendars as open intervals of instants, and as an integer table of open time for engines.

docs/clocks.md: intervals are half-open; shifts are wall-clock hours, so one over a clock change has its real
length; a shift that crosses midnight belongs to the day it starts on; a holiday drops the shifts that start
on it; the hours of a single date beat weekly hours and holidays. All times are µs, instants since
1970-01-01T00:00Z.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from sladsl.planning.buckets import DAY, SECOND, SplitTable, origin_of, split_table, widest
from sladsl.planning.holidays import holidays_in
from sladsl.planning.plan import Calendar, Plan, Shift
from sladsl.planning.zones import clock_reader, day_start, known_zone, local_date, wall_clock
from sladsl.values import frozen

Interval = tuple[int, int]


def calendar_of(plan: Plan, name: str) -> Calendar:
    """The calendar of a name that the plan has."""
    return next(each for each in plan.calendars if each.name == name)


def known_calendar(plan: Plan, name: str | None) -> Calendar | None:
    """The calendar of a name; None where that is none, or the plan has no calendar of it."""
    return next((each for each in plan.calendars if each.name == name), None)


class OpenRow(NamedTuple):
    """A bucket with its one open segment [opens, closes): `twice` is the open time before it and that up to its end."""

    bucket: int
    twice: int
    opens: int
    closes: int


@frozen
class BucketTable:
    """The open time f before t, by the row with `bucket == (t - origin) // width`; never t < origin.

    2 f(t) = twice + |t - opens| - |t - closes|, and the open time in [a, b) is f(b) - f(a). Where f counts from has no
    meaning. (Twice an instant put within [opens, closes] is opens + closes + |t - opens| - |t - closes|; engines take
    two absolute values in half the time of two comparisons.)
    """

    origin: int
    width: int
    rows: tuple[OpenRow, ...]


def open_intervals(calendar: Calendar, first: dt.date, last: dt.date) -> tuple[Interval, ...]:
    """The open time within the local days first to last, inclusive: sorted, none empty, no two that touch."""
    zone = known_zone(calendar.zone)
    earliest, latest = day_start(zone, first), day_start(zone, last + dt.timedelta(days=1))
    days = open_days(calendar, first - dt.timedelta(days=1), last)
    shifts = (shift for _, listed in days for shift in listed)
    return united(sorted((max(start, earliest), min(end, latest)) for start, end in shifts))


def open_days(
    calendar: Calendar, first: dt.date, last: dt.date
) -> Iterator[tuple[dt.date, tuple[Interval, ...]]]:
    """The days from first to last on which some shift starts, each with its shifts in order, none empty."""
    instant = clock_reader(known_zone(calendar.zone), first, last)
    closed = dict.fromkeys(holidays_of(calendar, first, last), ())
    own = closed | _hours_of_dates(calendar, first, last)
    midnight = wall_clock(dt.datetime.combine(first, dt.time()))
    for day in _days(first, last):
        shifts = own[day] if day in own else calendar.week[day.weekday()]
        read = (
            (instant(midnight + shift.start * SECOND), instant(midnight + shift.end * SECOND))
            for shift in shifts
        )
        if listed := tuple(sorted((opens, closes) for opens, closes in read if opens < closes)):
            yield day, listed
        midnight += DAY


def elapsed(intervals: Sequence[Interval], start: int, end: int) -> int:
    """The open time in [start, end); zero when the end is not after the start."""
    return sum(max(0, min(end, closes) - max(start, opens)) for opens, closes in intervals)


def deadline(intervals: Sequence[Interval], start: int, duration: int) -> int | None:
    """The earliest instant by which the duration has elapsed since `start`; None if the intervals end before.

    Used up exactly at a closing time, it is that closing time. Nothing to elapse is due at the start.
    """
    if duration <= 0:
        return start
    for opens, closes in intervals:
        begins = max(start, opens)
        if closes - begins >= duration:
            return begins + duration
        duration -= max(0, closes - begins)
    return None


def buckets(calendar: Calendar, start: int, end: int) -> BucketTable:
    """Tabulate the open time of a calendar for all instants in [start, end]."""
    zone = known_zone(calendar.zone)
    day = dt.timedelta(days=1)
    intervals = open_intervals(
        calendar, local_date(zone, start - DAY) - day, local_date(zone, end + DAY) + day
    )
    width = widest((closes, opens) for (_, closes), (opens, _) in pairwise(intervals))
    origin = origin_of(start, width)
    return BucketTable(origin, width, tuple(_rows(origin, width, (start, end), intervals)))


def open_time_in(table: BucketTable) -> int:
    """The open time from the beginning of a calendar's table to its end."""
    last = table.rows[-1] if table.rows else OpenRow(0, 0, 0, 0)
    return (last.twice + last.closes - last.opens) // 2


def instants_of_open_time(table: BucketTable) -> SplitTable:
    """Tabulate what to add to open time, less one µs, for the instant by which it has passed since the table begins.

    The open time F has passed at F + v, where v is the table's value at F - 1, with F above 0 and not above that of the
    whole table: at a closing time, not at the opening after it.
    """
    changes: list[tuple[int, int]] = []
    for row in table.rows:
        before = (row.twice - (row.closes - row.opens)) // 2
        if row.opens < row.closes and (not changes or changes[-1][1] != row.opens - before):
            changes.append((before, row.opens - before))
    return split_table(0, open_time_in(table) - 1, 0, changes) if changes else SplitTable(0, DAY, ())


def holidays_of(calendar: Calendar, first: dt.date, last: dt.date) -> dict[dt.date, str]:
    """The holidays of a calendar from first to last, inclusive, in order, with their names.

    They are the public holidays of its regions and those added, less those removed. On a date the regions hold that are
    written with the latest `since` by then, all of them.
    """
    removed = {each.day for each in calendar.removed}
    named = {
        day: name
        for region in dict.fromkeys(dated.value for dated in calendar.regions)
        for day, name in holidays_in(region, range(first.year, last.year + 1)).items()
        if first <= day <= last and day not in removed and region in _regions_on(calendar, day)
    }
    added = {each.day: each.name for each in calendar.added if first <= each.day <= last}
    return dict(sorted((named | added).items()))


def _hours_of_dates(calendar: Calendar, first: dt.date, last: dt.date) -> dict[dt.date, tuple[Shift, ...]]:
    """The shifts of the days from first to last that have hours of their own; of two, those written later."""
    return {
        day: hours.shifts
        for hours in calendar.dates
        for day in _days(max(first, hours.first), min(last, hours.last))
    }


def _days(first: dt.date, last: dt.date) -> Iterator[dt.date]:
    return (dt.date.fromordinal(number) for number in range(first.toordinal(), last.toordinal() + 1))


def _regions_on(calendar: Calendar, day: dt.date) -> Iterator[str]:
    begun = [dated for dated in calendar.regions if dated.since is None or dated.since <= day]
    latest = max((dated.since or dt.date.min for dated in begun), default=None)
    return (dated.value for dated in begun if (dated.since or dt.date.min) == latest)


def united(intervals: Sequence[Interval]) -> tuple[Interval, ...]:
    """Intervals in order of their starts as stretches, none empty, no two that touch."""
    merged: list[Interval] = []
    for opens, closes in intervals:
        if opens >= closes:
            continue
        if merged and opens <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], closes))
        else:
            merged.append((opens, closes))
    return tuple(merged)


def _rows(
    origin: int, width: int, covered: tuple[int, int], intervals: Sequence[Interval]
) -> Iterator[OpenRow]:
    start, end = covered
    base, remaining = 0, iter((*intervals, (end + width, end + width)))
    opens, closes = next(remaining)
    for bucket in range((start - origin) // width, (end - origin) // width + 1):
        begins = origin + bucket * width
        while closes <= begins:
            opens, closes = next(remaining)
        if opens >= begins + width:
            yield OpenRow(bucket, 2 * base, begins, begins)
            continue
        first, past = max(opens, begins), min(closes, begins + width)
        yield OpenRow(bucket, 2 * base + past - first, first, past)
        base += past - first
