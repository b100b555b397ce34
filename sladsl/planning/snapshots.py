"""The instants at which the records that are open are looked at, and the windows that they belong to.

A snapshot is of a local day: each day of the agreement's zone, or each day on which a calendar opens, in the
calendar's zone. It belongs to the windows that its date lies in, also where the day ends later, with a shift that
crosses midnight. A day that the clocks skip has none. A rule may ask
for the last such day of each unit of the calendar alone. All times are µs since 1970-01-01T00:00Z.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from zoneinfo import ZoneInfo

from sladsl.planning.buckets import SplitTable, split_table
from sladsl.planning.calendars import Interval, calendar_of, open_days
from sladsl.planning.periods import unit_after, unit_start
from sladsl.planning.plan import Anchor, Calendar, Plan, Snapshot, Unit
from sladsl.planning.windows import Window, zone_of
from sladsl.planning.zones import day_start, known_zone, local_date, to_utc
from sladsl.values import frozen

_DAY = dt.timedelta(days=1)
_MICROSECOND = dt.timedelta(microseconds=1)


@frozen
class Snapshots:
    """Snapshots by their numbers from 0: `instants` in order, and for each window the numbers [first, until) it has.

    A window has those that have been taken by the instant as of which its records are read.
    """

    instants: tuple[int, ...]
    windows: tuple[tuple[int, int], ...]


def snapshots_of(plan: Plan, at: Snapshot, windows: Sequence[Window]) -> Snapshots:
    """The snapshots of windows, which are in order."""
    if not windows:
        return Snapshots((), ())
    zone = zone_of(plan)
    first, last = local_date(zone, windows[0].start), local_date(zone, max(each.end for each in windows) - 1)
    taken = tuple(
        _of_days(plan, at, first, last) if at.unit is None else _last_of(plan, at, at.unit, first, last)
    )
    days, instants = [day_start(zone, day) for day, _ in taken], tuple(instant for _, instant in taken)
    return Snapshots(instants, tuple(_taken(days, instants, window) for window in windows))


def passed(instants: Sequence[int]) -> SplitTable:
    """Tabulate how many of some snapshots are before an instant, from the first of them to just after the last."""
    changes = tuple((instant + 1, number) for number, instant in enumerate(instants, 1))
    return split_table(instants[0], instants[-1] + 1, 0, changes)


def _taken(days: Sequence[int], instants: Sequence[int], window: Window) -> tuple[int, int]:
    first, until = bisect_left(days, window.start), bisect_left(days, window.end)
    return first, max(first, min(until, bisect_right(instants, window.as_of)))


def _last_of(
    plan: Plan, at: Snapshot, unit: Unit, first: dt.date, last: dt.date
) -> Iterator[tuple[dt.date, int]]:
    """The last of the days of each unit of the calendar, where it is one of those from the first to the last."""
    until = unit_after(unit_start(unit, last), Anchor.CALENDAR, unit) - _DAY
    days = _of_days(plan, at, first, until)
    latest = {unit_start(unit, day): (day, instant) for day, instant in days}
    yield from (each for each in latest.values() if each[0] <= last)


def _of_days(plan: Plan, at: Snapshot, first: dt.date, last: dt.date) -> Iterator[tuple[dt.date, int]]:
    if at.calendar is not None:
        yield from _of_open_days(calendar_of(plan, at.calendar), at.time, first, last)
        return
    zone = zone_of(plan)
    for number in range((last - first).days + 1):
        day = first + number * _DAY
        if not _is_skipped(zone, day):
            yield day, day_start(zone, day + _DAY) if at.time is None else _at(zone, day, at.time)


def _of_open_days(
    calendar: Calendar, time: int | None, first: dt.date, last: dt.date
) -> Iterator[tuple[dt.date, int]]:
    """A day ends with its last close; where its hours run into those of the next day, when these begin."""
    zone = known_zone(calendar.zone)
    days = [each for each in open_days(calendar, first, last + _DAY) if not _is_skipped(zone, each[0])]
    nexts = [shifts[0][0] for _, shifts in days[1:]]
    for (day, shifts), opens in zip(days, [*nexts, None], strict=True):
        if day <= last:
            yield day, _end(shifts, opens) if time is None else _at(zone, day, time)


def _end(shifts: Sequence[Interval], opens: int | None) -> int:
    closes = max(closes for _, closes in shifts)
    return closes if opens is None else min(closes, opens)


def _is_skipped(zone: ZoneInfo, day: dt.date) -> bool:
    """Whether a change of the clocks leaves the whole day out."""
    return day_start(zone, day) == day_start(zone, day + _DAY)


def _at(zone: ZoneInfo, day: dt.date, time: int) -> int:
    return to_utc(zone, dt.datetime.combine(day, dt.time()) + time * _MICROSECOND)
