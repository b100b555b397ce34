"""Stretches of time that one of two versions of a level counts in one window, and the other in several."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from itertools import pairwise

from sladsl.comparison.by_records.versions import Versions
from sladsl.planning.buckets import DAY, HOUR
from sladsl.planning.plan import PeriodWindow, Plan, RecordWindow, ServiceLevel, Unit, WindowRule
from sladsl.planning.windows import Window, windows, zone_of
from sladsl.planning.zones import day_start, local_date
from sladsl.values import evolve, frozen

_YEARS = 731 * DAY
_WEEK = 7
_TUESDAY = 1
_DAYS = {Unit.DAY: 1, Unit.WEEK: 7, Unit.MONTH: 31, Unit.QUARTER: 92, Unit.YEAR: 366}


@frozen
class Span:
    """A window of one version, and an instant in each of two parts of it that the other version counts apart, in µs.

    `parts` are these parts, [start, end) each: the first and the last of them.
    """

    window: Window
    parts: tuple[tuple[int, int], tuple[int, int]]
    places: tuple[int, int]


def spans_of(versions: Versions) -> Iterator[Span]:
    """The first whole window of each version that the other one counts in several, the longest first."""
    sides = [windows_in_force(versions, level) for level, _ in (versions.old, versions.new)]
    found = [
        span
        for (level, _), mine, others in (
            (versions.new, sides[0], sides[1]),
            (versions.old, sides[1], sides[0]),
        )
        if (span := _first(versions, level, mine, others)) is not None
    ]
    yield from sorted(found, key=lambda each: each.window.start - each.window.end)


def last_end(versions: Versions, start: int, end: int) -> int:
    """When the last of the windows ends that either version has in a stretch of time."""
    found = (each for level, _ in (versions.old, versions.new) for each in windows_in_force(versions, level))
    return max((each.end for each in found if each.start < end and each.end > start), default=end)


def whole_windows(versions: Versions, level: ServiceLevel) -> Sequence[Window]:
    """The windows of a level that the term does not cut, in the same time."""
    return [each for each in windows_in_force(versions, level) if not each.partial]


def whole_units(versions: Versions, rule: PeriodWindow) -> Sequence[Window]:
    """The units of time that the term does not cut, in the same time."""
    return [each for each in _in_force(versions, rule) if not each.partial]


def window_of(versions: Versions, at: int) -> Window | None:
    """The whole window of the new version that an instant lies in."""
    listed = whole_windows(versions, versions.new[0])
    return next((each for each in listed if each.start <= at < each.end), None)


def instant_in(plan: Plan, start: int, end: int) -> int:
    """Ten o'clock on the first Tuesday of a stretch, or on its first day, or its start where it has neither."""
    zone = zone_of(plan)
    first = local_date(zone, start)
    tuesday = first + dt.timedelta(days=(_TUESDAY - first.weekday()) % _WEEK)
    wanted = (day_start(zone, day) + 10 * HOUR for day in (tuesday, first))
    return next((each for each in wanted if start <= each < end), start)


def apart(unit: Unit) -> int:
    """So far apart, in µs, two instants are never in one unit of time, and those of early days in units that follow."""
    return _DAYS[unit] * DAY


def windows_in_force(versions: Versions, level: ServiceLevel) -> Sequence[Window]:
    """The windows of a level in the two years from where the versions are in force."""
    return _in_force(versions, level.window)


def _in_force(versions: Versions, rule: WindowRule) -> Sequence[Window]:
    plan = versions.after
    if isinstance(rule, PeriodWindow):
        plan = evolve(plan, settlement=None)
    zone = zone_of(plan)
    through = day_start(zone, versions.first) + _YEARS
    if plan.term.last is not None:
        through = min(through, day_start(zone, plan.term.last + dt.timedelta(days=1)))
    return windows(plan, rule, through)


def _first(
    versions: Versions, other: ServiceLevel, mine: Sequence[Window], others: Sequence[Window]
) -> Span | None:
    """The first of some windows that is whole and lies in several of the other version."""
    is_apart = isinstance(other.window, RecordWindow)
    for window in (each for each in mine if not each.partial):
        parts = [*_parts(window, others)]
        if is_apart:
            parts = [(window.start, window.start + 8 * DAY), (window.start + 8 * DAY, window.end)]
        if len(parts) > 1 and parts[-1][1] == window.end:
            ends = (parts[0], parts[-1])
            first, last = (instant_in(versions.after, *each) for each in ends)
            return Span(window, ends, (first, last))
    return None


def _parts(window: Window, others: Sequence[Window]) -> Iterator[tuple[int, int]]:
    """What the edges of other windows cut a window into, as far as these windows reach."""
    edges = {edge for each in others for edge in (each.start, each.end) if window.start < edge < window.end}
    if not others or not others[0].start <= window.start < window.end <= others[-1].end:
        return
    yield from pairwise((window.start, *sorted(edges), window.end))
