"""What levels of time ask of a run beside its records: windows, calendars and the tables of the zone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from sladsl.measurement.records.extremes import Instant
from sladsl.measurement.sql.expressions import moves_in
from sladsl.measurement.uptime.frames import term_start
from sladsl.measurement.uptime.sources import measure_of, own, sources
from sladsl.planning.plan import Plan, ServiceLevel, WindowRule
from sladsl.planning.windows import Window, whole_window


def time_levels(plan: Plan) -> tuple[ServiceLevel, ...]:
    """The levels that measure time up or down."""
    return tuple(level for level in plan.levels if level.down is not None and level.series)


def instants(plan: Plan) -> Iterator[tuple[WindowRule, Instant]]:
    """The instants in the own records of each level of time, with the kind of its windows."""
    for level in time_levels(plan):
        source = own(level)
        for field in (source.since, source.until):
            if field is not None:
                yield level.window, (source.records, field)


def calendars(
    plan: Plan, units: Mapping[WindowRule, Sequence[Window]]
) -> Iterator[tuple[str, tuple[int, int]]]:
    """From when to when the calendar of each level of time is looked at."""
    for level in time_levels(plan):
        calendar, windows = measure_of(level).calendar, units[level.window]
        if calendar is not None and windows:
            edges = [edge for window in windows for edge in whole_window(plan, level.window, window)]
            yield calendar, (min(term_start(plan), *edges), max(edges))


def needs_zone(plan: Plan) -> bool:
    """Whether some condition of a level of time moves an instant by local days."""
    read = (source for level in time_levels(plan) for source in sources(plan, level))
    return any(True for source in read for condition in source.conditions for _ in moves_in(condition))
