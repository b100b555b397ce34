"""Measuring levels of time: from their evidence to a measurement for every window and series.

Levels that are alike but for what they measure of the time share its lines.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import assert_never

from sladsl.measurement.engines.engine import insert, query
from sladsl.measurement.results import Measurement
from sladsl.measurement.sql.pieces import name, sql
from sladsl.measurement.uptime import outages, rates, samples
from sladsl.measurement.uptime.alike import grouped
from sladsl.measurement.uptime.asked import time_levels
from sladsl.measurement.uptime.counts import (
    make_unfinished,
    records_aside,
    records_in_windows,
    records_unfinished,
)
from sladsl.measurement.uptime.found import Found, with_values
from sladsl.measurement.uptime.frames import Frame, days_of, frames, hour_pieces, window_pieces
from sladsl.measurement.uptime.hours import OpenHours, hours
from sladsl.measurement.uptime.intervals import BucketPiece, Shown
from sladsl.measurement.uptime.measurement_context import MeasurementContext
from sladsl.measurement.uptime.partition import ENTITIES, table
from sladsl.measurement.uptime.reduce import Clipping, Reduced, WindowSeries, reduced_time
from sladsl.measurement.uptime.sources import down_of, measure_of
from sladsl.measurement.uptime.timeline import make_states
from sladsl.measurement.uptime.values import RecordCounts, measurement
from sladsl.planning.calendars import calendar_of, open_intervals
from sladsl.planning.plan import Across, Outages, Rates, Samples, ServiceLevel
from sladsl.planning.windows import Window
from sladsl.values import frozen

Cells = Mapping[str, str]
"""Of levels by name, the tables of cells that were made when their samples were checked, and still hold."""


@frozen
class _Time:
    """What the time of a frame comes to, by window and series, and what was found on the way."""

    found: Found | None
    hours: OpenHours | None
    lines: Mapping[int, int]
    reduced: Reduced
    records: Mapping[WindowSeries, int]
    aside: Mapping[WindowSeries, int]
    from_before: Mapping[WindowSeries, int]
    unfinished: Mapping[WindowSeries, int]

    def records_at(self, place: WindowSeries) -> RecordCounts:
        """How many records one window and series has."""
        return RecordCounts(
            self.records.get(place, 0),
            self.unfinished.get(place, 0),
            self.aside.get(place, 0),
            self.from_before.get(place, 0),
        )


def uptime_rows(
    context: MeasurementContext, reduced: Collection[str], cells: Cells
) -> dict[str, list[Measurement]]:
    """The rows of each level of time by its name, in the order of its windows, then of its series.

    `reduced` are the record sets of which rows are set aside.
    """
    rows: dict[str, list[Measurement]] = {}
    for levels in grouped(time_levels(context.plan)):
        windows = context.tables.windows[levels[0].window].windows
        rows |= {level.name: [] for level in levels}
        found = list(_measured(context, levels, windows, reduced, cells))
        for _, row in sorted(found, key=lambda each: each[0]):
            rows[row.level].append(row)
    return rows


def _measured(
    context: MeasurementContext,
    levels: Sequence[ServiceLevel],
    windows: Sequence[Window],
    reduced: Collection[str],
    cells: Cells,
) -> Iterator[tuple[WindowSeries, Measurement]]:
    for frame in frames(context.plan, levels[0], windows):
        time = _time(context, levels[0], frame, reduced, cells)
        for level in levels:
            for position, series in enumerate(with_values(level, time.found).series):
                for span in frame.spans:
                    place, lines = (span.number, position), time.lines.get(position, 0)
                    whole = lines * span.agreed(time.hours)
                    records = time.records_at(place)
                    yield (
                        place,
                        measurement(level, series, span.window, whole, time.reduced.at(place), records),
                    )


@frozen
class LineTables:
    """The lines of time of a level in a frame, as tables: their states, and what they are clipped to.

    `level` has a series for each value found; without any there are no tables.
    """

    level: ServiceLevel
    found: Found | None
    hours: OpenHours | None
    states: str
    clipping: Clipping


def lines_of_time(
    context: MeasurementContext, level: ServiceLevel, frame: Frame, cells: Cells
) -> LineTables | None:
    """Make the lines of time of a level in a frame; None where it has no series there."""
    found, raw = _found(context, level, frame, cells)
    level = with_values(level, found)
    if not level.series:
        return None
    shown = _shown(context, level, frame, raw)
    opened, clipping = _clipping(context, level, frame)
    return LineTables(
        level, found, opened, make_states(context, level, frame, shown, clipping.hours), clipping
    )


def _time(
    context: MeasurementContext, level: ServiceLevel, frame: Frame, reduced: Collection[str], cells: Cells
) -> _Time:
    lines = lines_of_time(context, level, frame, cells)
    if lines is None:
        return _Time([], None, {}, Reduced({}, {}, {}), {}, {}, {}, {})
    level, windows = lines.level, lines.clipping.windows
    unfinished = make_unfinished(context, level, frame)
    is_reduced = level.records in reduced
    return _Time(
        lines.found,
        lines.hours,
        _lines(context, level),
        reduced_time(context, level, lines.states, lines.clipping),
        records_in_windows(context, level, frame, windows),
        records_aside(context, level, frame, (windows, *unfinished)) if is_reduced else {},
        outages.from_before(context, level, frame),
        records_unfinished(context, level, frame, unfinished),
    )


def _found(
    context: MeasurementContext, level: ServiceLevel, frame: Frame, cells: Cells
) -> tuple[Found | None, str]:
    """The values of the level's open dimensions, and of samples the table of raw cells."""
    evidence = down_of(level).evidence
    match evidence:
        case Outages():
            return outages.found_in(context, level, frame), ""
        case Samples():
            as_of = samples.read_as_of(level, frame)
            is_ready = as_of is None and level.name in cells
            raw = cells[level.name] if is_ready else samples.make_raw_cells(context, level, evidence, as_of)
            return samples.found_in(context, level, evidence, frame, raw), raw
        case Rates():
            return rates.found_in(context, level, evidence, frame), ""
    assert_never(evidence)


def _shown(context: MeasurementContext, level: ServiceLevel, frame: Frame, raw: str) -> Shown:
    evidence = down_of(level).evidence
    match evidence:
        case Outages():
            return outages.make_outages(context, level, frame)
        case Samples():
            return samples.make_samples(context, level, evidence, frame, raw)
        case Rates():
            return rates.make_rates(context, level, evidence, frame)
    assert_never(evidence)


def _clipping(
    context: MeasurementContext, level: ServiceLevel, frame: Frame
) -> tuple[OpenHours | None, Clipping]:
    """Make the tables that time is clipped by."""
    windows, calendar = table(level, "windows"), measure_of(level).calendar
    insert(context.session, windows, window_pieces(frame), BucketPiece._fields)
    if calendar is None:
        return None, Clipping(None, windows, frame.origin)
    opened = open_intervals(calendar_of(context.plan, calendar), *days_of(context.plan, frame))
    insert(context.session, table(level, "hours"), hour_pieces(frame, opened), BucketPiece._fields)
    return hours(opened), Clipping(table(level, "hours"), windows, frame.origin)


def _lines(context: MeasurementContext, level: ServiceLevel) -> dict[int, int]:
    """How many lines of time each series adds up."""
    lines = sql("SELECT series, count(*) FROM {} GROUP BY series", name(table(level, ENTITIES)))
    is_pooled = level.entities is None or level.entities.rule is Across.POOLED
    return {series: number if is_pooled else 1 for series, number in query(context.session, lines)}
