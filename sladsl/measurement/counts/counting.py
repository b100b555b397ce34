"""Runs a plan's scans on the engine and reads off the measurements."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from fractions import Fraction
from functools import partial
from itertools import product
from typing import TYPE_CHECKING, assert_never

from sladsl.measurement.backlog.open_counting import open_measurements
from sladsl.measurement.clocks.clocking import clocked
from sladsl.measurement.clocks.long_pauses import long_pauses
from sladsl.measurement.counts.groups import Group, groups, reduction
from sladsl.measurement.counts.intervals import interval_groups, interval_rows
from sladsl.measurement.counts.level_means import with_means
from sladsl.measurement.counts.record_units import record_tallies
from sladsl.measurement.counts.record_windows import listed_records
from sladsl.measurement.counts.reducing import values_of
from sladsl.measurement.counts.shared_passes import (
    SharedCounts,
    SharedPass,
    count_together,
    counted_together,
    read_again,
    tallies_of,
)
from sladsl.measurement.counts.shares import share_of, shares_of
from sladsl.measurement.counts.statistics import members
from sladsl.measurement.counts.tallies import NO_TALLY, Tally, WindowSeries
from sladsl.measurement.engines.engine import Statements, make_table, query
from sladsl.measurement.excluded.level import (
    LevelScans,
    left_by_exclusions,
    net_rows,
    net_table,
    with_exclusions,
)
from sladsl.measurement.excluded.records import excluded_rows, make_excluded
from sladsl.measurement.records.staging import aside
from sladsl.measurement.results import Counts, LongPauses, Measurement, RecordWindows, ValuePart
from sladsl.measurement.scanning.dimensions import with_found_values
from sladsl.measurement.scanning.layers import populated, scanned, windowed
from sladsl.measurement.scanning.members import keep_members
from sladsl.measurement.scanning.scan_tables import Reaching, Tables
from sladsl.measurement.scanning.scans import Scan
from sladsl.measurement.sql.expressions import Scope
from sladsl.measurement.sql.pieces import TRUE, Sql
from sladsl.measurement.uptime.asked import time_levels
from sladsl.measurement.uptime.measurement_context import MeasurementContext
from sladsl.planning.plan import (
    IntervalMean,
    LevelMean,
    Measure,
    OpenRecords,
    Plan,
    Quantity,
    Ratio,
    RecordWindow,
    Series,
    ServiceLevel,
    Uptime,
)
from sladsl.planning.record_units import units_in
from sladsl.planning.series import reductions
from sladsl.planning.windows import Window
from sladsl.planning.wording import write_reduction
from sladsl.values import evolve, frozen

if TYPE_CHECKING:
    from sladsl.measurement.uptime.level import Cells

Rows = tuple[tuple[Measurement, ...], tuple[RecordWindows, ...], tuple[LongPauses, ...]]
"""The measured rows of a plan, how many windows of single records there are beside those that have one, long pauses."""


@frozen
class _Run:
    """What is measured from, the record sets of which rows are set aside, and the rows of levels of time by name.

    `counted` is what several levels have been counted for together. With `every_record`, each record that is a window
    has a row, whether it keeps its targets or not.
    """

    context: MeasurementContext
    reduced: Collection[str]
    of_time: Mapping[str, list[Measurement]]
    counted: SharedCounts
    every_record: bool


def measured_rows(
    context: MeasurementContext,
    scoped: Sequence[tuple[Scan, Scope]],
    reduced: Collection[str],
    cells: Cells,
    *,
    every_record: bool = False,
) -> Rows:
    """Measure every series in every window.

    `reduced` are the record sets of which rows are set aside, `cells` the tables of samples that are there already.
    """
    passes = passes_over(context, scoped)
    for scan, scope in read_again(scoped, passes):
        make_scan(context, scan, scope)
    together = count_together(context.session, passes)
    run = _Run(context, reduced, _of_time(context, reduced, cells), together, every_record)
    measured, records = list[Measurement](), list[RecordWindows]()
    for level in context.plan.levels:
        if isinstance(level.window, RecordWindow):
            rows, counted = _single_records(level, scoped, run)
            records += counted
        else:
            rows = _level_rows(level, scoped, run)
        measured += rows
    listed = context.tables.windows.items()
    windows = {rule: found.windows for rule, found in listed if not isinstance(rule, Reaching)}
    long = tuple(long_pauses(context, scoped, together))
    return with_means(context.plan, measured, windows), tuple(records), long


def _of_time(
    context: MeasurementContext, reduced: Collection[str], cells: Cells
) -> Mapping[str, list[Measurement]]:
    if not time_levels(context.plan):
        return {}
    from sladsl.measurement.uptime.level import uptime_rows  # loaded where a level measures time

    return uptime_rows(context, reduced, cells)


def measure_level(
    context: MeasurementContext,
    level: ServiceLevel,
    scoped: Sequence[tuple[Scan, Scope]],
    counted: SharedCounts,
) -> Sequence[Measurement]:
    """Measure a level of records whose scans are there, of which no rows are set aside."""
    run = _Run(context, (), {}, counted, every_record=False)
    if isinstance(level.window, RecordWindow):
        return _single_records(level, scoped, run)[0]
    return _level_rows(level, scoped, run)


def passes_over(
    context: MeasurementContext, scoped: Sequence[tuple[Scan, Scope]]
) -> list[tuple[SharedPass, Sql | None]]:
    """The passes that count several levels, each with the rows of its scan where no table is made of them."""
    return [
        (one, _scan_rows(context.plan, one.scan, one.scope, context.tables) if one.is_all else None)
        for one in counted_together(context.plan, scoped)
    ]


def make_scan(context: MeasurementContext, scan: Scan, scope: Scope) -> None:
    """Make the table of a scan, and that of what exclusions leave of it where there are some."""
    if scan.key.exclusions:
        make_excluded(context, scan, scope)
    make_table(context.session, scan.table, _scan_rows(context.plan, scan, scope, context.tables))
    if scan.key.exclusions:
        make_table(context.session, net_table(scan), net_rows(scan))


def _scan_rows(plan: Plan, scan: Scan, scope: Scope, tables: Tables) -> Sql:
    """The rows of a scan; what exclusions take of them is there already."""
    if scan.key.exclusions:
        rows = excluded_rows(scan)
    else:
        rows = populated(scan, scope, windowed(plan, scan, scope, tables, scan.key.records), tables)
    return scanned(scan, scope, clocked(plan, scan, scope, rows, tables))


def _aside_statement(plan: Plan, group: Group, scope: Scope, tables: Tables) -> Sql:
    """Count the rows set aside that would have been counted; a condition that is not known counts as met."""
    rows = windowed(plan, group.scan, scope, tables, aside(group.scan.key.records))
    return members(group, populated(group.scan, scope, rows, tables, unknown=TRUE))


def _level_rows(level: ServiceLevel, scoped: Sequence[tuple[Scan, Scope]], run: _Run) -> list[Measurement]:
    """The rows of a level in the order of its windows, then of its series."""
    if not level.series:
        return []
    context = run.context
    match level.series[0].measure:
        case Measure() | Ratio() | IntervalMean() if level.exclusions:
            scans = [scan for scan, _ in scoped]
            return with_exclusions(
                context, level, scans, partial(_rows, run), partial(_rows, evolve(run, reduced=()))
            )
        case Measure() | Ratio() | IntervalMean():
            found = with_found_values(
                context.session, level, [scan for scan, _ in scoped], context.tables.held
            )
            return _rows(run, found, scoped) if found.series else []
        case Uptime():
            return run.of_time[level.name]
        case OpenRecords():
            is_reduced = level.records in run.reduced
            found = with_found_values(
                context.session, level, [scan for scan, _ in scoped], context.tables.held
            )
            return open_measurements(context, found, scoped, is_reduced=is_reduced) if found.series else []
        case LevelMean():
            return []
    assert_never(level.series[0].measure)


def _single_records(
    level: ServiceLevel, scoped: Sequence[tuple[Scan, Scope]], run: _Run
) -> tuple[list[Measurement], list[RecordWindows]]:
    """The windows of single records that do not keep a target, in the order of time, and how many there are of all."""
    context, windows = run.context, run.context.tables.windows[level.window].windows
    left = left_by_exclusions(context, level, scoped)
    found = with_found_values(
        context.session, evolve(level, exclusions=()), [scan for scan, _ in left.gross], context.tables.held
    )
    scopes = {scan.key: scope for scan, scope in left.net}
    whole = _whole_counts(context.session, found, left) if level.exclusions else {}
    rows, counted = list[tuple[int, int, Measurement]](), dict[WindowSeries, RecordWindows]()
    for group, tallied in tallies_of(
        context.session, groups(found, tuple(scan for scan, _ in left.net)), scopes
    ):
        scope = scopes[group.scan.key]
        keep_members(context.session, group)
        listed = listed_records(
            context.session, context.plan, group, scope, windows, every_record=run.every_record
        )
        set_aside = _set_aside(context.session, group, scope, run)
        rows += listed.rows
        for place in product(range(len(windows)), group.series):
            series, tally = found.series[place[1]], tallied.get(place, NO_TALLY)
            excluded = whole.get(place, tally.records) - tally.records
            counts = evolve(_counts(series, tally, set_aside.get(place, 0)), excluded=excluded)
            counts = evolve(counts, records=counts.records + excluded)
            met = tally.decided - listed.failing.get(place, 0)
            counted[place] = RecordWindows(level.name, series.key, windows[place[0]], counts, met)
    in_order = sorted(rows, key=lambda row: (row[0], row[1], row[2].window.start, row[2].window.label))
    return [row for _, _, row in in_order], [counted[place] for place in sorted(counted)]


def _whole_counts(session: Statements, level: ServiceLevel, left: LevelScans) -> dict[WindowSeries, int]:
    """How many records there are of each window and series, those that are excluded among them."""
    scopes, scans = {scan.key: scope for scan, scope in left.gross}, tuple(scan for scan, _ in left.gross)
    tallied = tallies_of(session, groups(level, scans), scopes)
    return {place: tally.records for _, found in tallied for place, tally in found.items()}


def _rows(run: _Run, level: ServiceLevel, scoped: Sequence[tuple[Scan, Scope]]) -> list[Measurement]:
    """The rows of a level of records whose values are known, by the scans given."""
    context = run.context
    if isinstance(level.series[0].measure, IntervalMean):
        return _intervals(run, level, scoped)
    return _reduced(context.session, level, scoped, run)


def _intervals(run: _Run, level: ServiceLevel, scoped: Sequence[tuple[Scan, Scope]]) -> list[Measurement]:
    """The rows of a mean over intervals, with the rows set aside that would have been counted."""
    session, windows = run.context.session, run.context.tables.windows[level.window].windows
    rows = interval_rows(session, level, scoped, windows)
    quarantined = dict[WindowSeries, int]()
    for group, _, scope in interval_groups(level, scoped):
        quarantined |= _set_aside(session, group, scope, run)
    places = product(range(len(windows)), range(len(level.series)))
    return [
        evolve(row, counts=evolve(row.counts, quarantined=quarantined.get(place, 0)))
        for row, place in zip(rows, places, strict=True)
    ]


def _reduced(
    session: Statements, level: ServiceLevel, scoped: Sequence[tuple[Scan, Scope]], run: _Run
) -> list[Measurement]:
    """The rows of a level of records: a reduction of those of each window and series, or a ratio of two."""
    scopes = {scan.key: scope for scan, scope in scoped}
    found: dict[tuple[int, object], _ReducedRecords] = {}
    for group, tallied in tallies_of(
        session, groups(level, tuple(scan for scan, _ in scoped)), scopes, run.counted
    ):
        reduced = _found(session, group, scopes[group.scan.key], run, tallied)
        found.update({(position, reduction(group.measure)): reduced for position in group.series})
    windows = run.context.tables.windows[level.window].windows
    shares = shares_of(session, level, scoped)
    each = record_tallies(session, level, scoped)
    return [
        evolve(
            _row(
                run.context.plan,
                level,
                windows[w],
                (w, s),
                [found[s, reduction(one)] for one in reductions(series.measure)],
            ),
            shares=tuple(
                share_of(target, tested.get((w, s), NO_TALLY))
                for target, tested in zip(series.further, shares, strict=True)
            ),
            each=each[w, s] if units_in(series) else None,
        )
        for w in range(len(windows))
        for s, series in enumerate(level.series)
    ]


@frozen
class _ReducedRecords:
    """What a reduction of records comes to in each window and series."""

    tallies: dict[WindowSeries, Tally]
    values: dict[WindowSeries, Fraction]
    set_aside: dict[WindowSeries, int]


def _found(
    session: Statements, group: Group, scope: Scope, run: _Run, tallied: dict[WindowSeries, Tally]
) -> _ReducedRecords:
    values = values_of(session, group, scope, tallied)
    return _ReducedRecords(tallied, values, _set_aside(session, group, scope, run))


def _row(
    plan: Plan, level: ServiceLevel, window: Window, place: WindowSeries, found: Sequence[_ReducedRecords]
) -> Measurement:
    series, tally = level.series[place[1]], found[0].tallies.get(place, NO_TALLY)
    values = [each.values.get(place) for each in found]
    amount, parts = values[0], tuple[ValuePart, ...]()
    if isinstance(series.measure, Ratio):
        amount, parts = _ratio(series.measure, *values), _parts(plan, series.measure, values)
    return Measurement(
        level.name,
        series.key,
        window,
        _counts(series, tally, found[0].set_aside.get(place, 0)),
        None if amount is None else Quantity(series.measure.type, amount),
        parts=parts,
    )


def _ratio(measure: Ratio, over: Fraction | None, under: Fraction | None) -> Fraction | None:
    return None if over is None or not under else measure.per * over / under


def _parts(plan: Plan, measure: Ratio, values: Sequence[Fraction | None]) -> tuple[ValuePart, ...]:
    return tuple(
        ValuePart(write_reduction(plan, each), None if value is None else Quantity(each.type, value))
        for each, value in zip((measure.over, measure.under), values, strict=True)
    )


def _set_aside(session: Statements, group: Group, scope: Scope, run: _Run) -> dict[WindowSeries, int]:
    if group.scan.key.records not in run.reduced:
        return {}
    found = query(session, _aside_statement(run.context.plan, group, scope, run.context.tables))
    return {(window, series): records for window, series, records in found}


def _counts(series: Series, tally: Tally, quarantined: int) -> Counts:
    has_good = series.good is not None
    return Counts(
        records=tally.records,
        decided=tally.decided,
        good=tally.good if has_good else None,
        bad=tally.bad if has_good else None,
        undecided=tally.records - tally.decided,
        excluded=0,
        quarantined=quarantined,
    )
