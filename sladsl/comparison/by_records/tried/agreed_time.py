"""Which time down to try where two versions agree time by other hours: in those of one alone, or in those of both."""

from __future__ import annotations

from collections.abc import Iterator

from sladsl.comparison.by_records.made.record_groups import RowsWithin
from sladsl.comparison.by_records.made.time_down import time_down
from sladsl.comparison.by_records.spans import windows_in_force
from sladsl.comparison.by_records.versions import Versions
from sladsl.comparison.sameness import same
from sladsl.comparison.service_levels.measures import target_of
from sladsl.comparison.service_levels.open_time import first_apart
from sladsl.planning.buckets import MINUTE
from sladsl.planning.calendars import Interval, calendar_of, elapsed, open_intervals
from sladsl.planning.plan import Calendar, Plan, Up, Uptime
from sladsl.planning.windows import Window, zone_of
from sladsl.planning.zones import local_date


def agreed_hours(versions: Versions) -> tuple[Calendar, Calendar] | None:
    """The calendars by which both versions agree time, where they are two of one name."""
    measure = versions.new[1].measure
    if not isinstance(measure, Uptime) or measure.calendar is None:
        return None
    old, new = (calendar_of(plan, measure.calendar) for plan in versions.plans)
    return None if same(old, new) else (old, new)


def down_in_hours(versions: Versions, calendars: tuple[Calendar, Calendar]) -> Iterator[RowsWithin]:
    """Down while one version alone is open; then for so long, while both are, that the agreed time decides it."""
    terms = (versions.before.term, versions.after.term)
    listed = windows_in_force(versions, versions.new[0])
    for instant in first_apart(*calendars, terms):
        window = next(
            (each for each in listed if instant is not None and each.start <= instant < each.end), None
        )
        if instant is not None and window is not None:
            hours = [_open_in(versions.after, calendar, window) for calendar in calendars]
            yield window.start, window.end, time_down(versions, [(instant, _until(hours, instant) - instant)])
            yield from _within_both(versions, window, hours)


def open_time_of(plan: Plan, calendar: str | None, start: int, end: int) -> int:
    """How long a calendar is open in a stretch of time, or all of it where there is none, in µs."""
    if calendar is None:
        return end - start
    first, last = (local_date(zone_of(plan), each) for each in (start, end))
    return elapsed(open_intervals(calendar_of(plan, calendar), first, last), start, end)


def _within_both(
    versions: Versions, window: Window, hours: list[tuple[Interval, ...]]
) -> Iterator[RowsWithin]:
    measure, target = versions.new[1].measure, target_of(versions.new[1])
    if target is None or not isinstance(measure, Uptime) or measure.statistic is not Up.AVAILABILITY:
        return
    agreed = sum(elapsed(each, window.start, window.end) for each in hours)
    length = int((1 - target.values[0].value.amount) * agreed / 2) // MINUTE * MINUTE
    both = (
        start
        for start, end in hours[0]
        for begins, ends in hours[1]
        if begins == start >= window.start and min(end, ends, window.end) - start >= length > 0
    )
    for start in list(both)[:1]:
        yield window.start, window.end, time_down(versions, [(start, length)])


def _open_in(plan: Plan, calendar: Calendar, window: Window) -> tuple[Interval, ...]:
    first, last = (local_date(zone_of(plan), each) for each in (window.start, window.end))
    return open_intervals(calendar, first, last)


def _until(hours: list[tuple[Interval, ...]], instant: int) -> int:
    """When the hours that an instant lies in close, or the others open or close before that."""
    edges = (edge for intervals in hours for interval in intervals for edge in interval)
    return min(edge for edge in edges if edge > instant)
