"""Business days of a calendar as integer tables, from which an engine finds the instant that ends the Nth of them.

N business days end at the last close of the Nth open day after the day of the start, or at the same time of day on it;
a start outside opening hours counts as made at the next opening. A shift belongs to the day it starts on.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from sladsl.planning.buckets import DAY, SplitTable, split_table
from sladsl.planning.calendars import Interval, open_days, united
from sladsl.planning.plan import Calendar
from sladsl.planning.zones import (
    LocalTable,
    day_start,
    known_zone,
    local_date,
    local_days,
    utc_days,
    wall_clock,
)
from sladsl.values import frozen

OPEN = -1
"""The landing of an instant that lies in opening hours: itself."""

_MARGIN = 4 * DAY


class OpenDay(NamedTuple):
    """An open day by its number: its first opening, its last close, and its midnight on the wall."""

    number: int
    opens: int
    closes: int
    midnight: int


@frozen
class BusinessDayTables:
    """The business days around a stretch of time.

    `number` tells for an instant the open day to which a start then belongs, `dated` for the local midnight of a date
    the last open day that is not after it (-1 for none); `landing` tells the next opening, or OPEN;
    `days` the open days; `to_local` and `to_utc` lead from instants to what the calendar's clocks show, and back.
    """

    number: SplitTable
    dated: SplitTable
    landing: SplitTable
    days: tuple[OpenDay, ...]
    to_local: SplitTable
    to_utc: LocalTable


def business_day_tables(calendar: Calendar, start: int, end: int) -> BusinessDayTables:
    """Tabulate the business days of a calendar for starts from `start` on and deadlines until `end`."""
    zone = known_zone(calendar.zone)
    earliest, latest = start - _MARGIN, end + _MARGIN
    first, last = local_date(zone, earliest), local_date(zone, latest)
    opened = tuple(open_days(calendar, first, last))
    days = _numbered(opened)
    covered = (day_start(zone, first), day_start(zone, last + dt.timedelta(days=1)))
    return BusinessDayTables(
        split_table(*covered, 0, tuple(_belongings(opened))),
        split_table(*_walls(first, last), -1, tuple((day.midnight, day.number) for day in days)),
        split_table(*covered, _first_opening(opened), tuple(_landings(opened))),
        days,
        utc_days(zone, *covered),
        local_days(zone, first, last),
    )


def numbered_days(calendar: Calendar, first: dt.date, last: dt.date) -> tuple[OpenDay, ...]:
    """The open days of a calendar from first to last, numbered from 0."""
    return _numbered(tuple(open_days(calendar, first, last)))


def _numbered(opened: Sequence[tuple[dt.date, Sequence[Interval]]]) -> tuple[OpenDay, ...]:
    return tuple(_day(number, day, shifts) for number, (day, shifts) in enumerate(opened))


def _day(number: int, day: dt.date, shifts: Sequence[Interval]) -> OpenDay:
    return OpenDay(number, shifts[0][0], max(closes for _, closes in shifts), _midnight(day))


def _walls(first: dt.date, last: dt.date) -> tuple[int, int]:
    """The local µs that dates from first to last start with."""
    return _midnight(first), _midnight(last)


def _midnight(day: dt.date) -> int:
    return wall_clock(dt.datetime.combine(day, dt.time()))


def _first_opening(opened: Sequence[tuple[dt.date, Sequence[Interval]]]) -> int:
    return opened[0][1][0][0] if opened else OPEN


def _belongings(opened: Sequence[tuple[dt.date, Sequence[Interval]]]) -> Iterator[tuple[int, int]]:
    """Where the open day changes to which a start belongs: that of the last shift to begin that holds it, or the next.

    Hours that a date has of its own may lie in a shift of the night before.
    """
    shifts = sorted((shift, number) for number, (_, listed) in enumerate(opened) for shift in listed)
    begins = [opens for (opens, _), _ in shifts]
    longest = max((closes - opens for (opens, closes), _ in shifts), default=0)
    day = 0
    for instant in sorted({instant for shift, _ in shifts for instant in shift}):
        near = shifts[bisect_left(begins, instant - longest) : bisect_right(begins, instant)]
        held = [number for (_, closes), number in near if instant < closes]
        following = bisect_left(begins, instant)
        belongs = held[-1] if held else shifts[following][1] if following < len(shifts) else len(opened)
        if belongs != day:
            day = belongs
            yield instant, day


def _landings(opened: Sequence[tuple[dt.date, Sequence[Interval]]]) -> Iterator[tuple[int, int]]:
    """Where an instant lands from each opening on, and from each close until the next opening."""
    stretches = united([shift for _, listed in opened for shift in listed])
    for (opens, closes), (following, _) in pairwise(stretches):
        yield opens, OPEN
        yield closes, following
    if stretches:
        yield stretches[-1][0], OPEN
