"""The measurements of a level of open records."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import assert_never

from sladsl.measurement.backlog.open_records import oldest, open_counts
from sladsl.measurement.backlog.open_scans import snapshots_key
from sladsl.measurement.engines.engine import Statements, query
from sladsl.measurement.records.staging import aside
from sladsl.measurement.results import Counts, Measurement, SnapshotCounts
from sladsl.measurement.scanning.layers import populated, scanned, windowed
from sladsl.measurement.scanning.scan_tables import Tables
from sladsl.measurement.scanning.scans import Scan, scan_key
from sladsl.measurement.sql.expressions import Scope
from sladsl.measurement.sql.pieces import TRUE, Sql, name, sql
from sladsl.measurement.uptime.measurement_context import MeasurementContext
from sladsl.planning.plan import Open, OpenRecords, Plan, Quantity, ServiceLevel
from sladsl.planning.snapshots import Snapshots
from sladsl.values import frozen

_WindowSeries = tuple[int, int]  # a window's number, a series' position


@frozen
class _SnapshotTotals:
    """What the snapshots of one window show of one series: how many there are, and open records at them."""

    snapshots: int
    least: int
    most: int
    total: int
    least_at: int
    most_at: int
    records: int


def open_measurements(
    context: MeasurementContext,
    level: ServiceLevel,
    scoped: Sequence[tuple[Scan, Scope]],
    *,
    is_reduced: bool,
) -> list[Measurement]:
    """The rows of a level in the order of its windows, then of its series; a window without a snapshot has no value.

    `is_reduced` says that rows of its records are set aside, so that they are to be counted.
    """
    session, plan, tables = context.session, context.plan, context.tables
    scan, scope = next(
        (scan, scope) for scan, scope in scoped if scan.key == scan_key(level, level.series[0])
    )
    found = tables.snapshots[snapshots_key(scan)]
    looked = _looked(session, level, scan, found, name(scan.table))
    set_aside = _looked(session, level, scan, found, _aside(plan, scan, scope, tables)) if is_reduced else {}
    ages = _ages(session, level, scan, tables)
    rows = []
    for number, window in enumerate(tables.windows[level.window].windows):
        for position, series in enumerate(level.series):
            place = (number, position)
            counts = _counts(looked.get(place), set_aside.get(place))
            value, looks = None, SnapshotCounts(0, None)
            if place in looked:
                value, looks = _value(series.measure, looked[place], ages.get(place), found)
            rows.append(Measurement(level.name, series.key, window, counts, value, looks=looks))
    return rows


def _aside(plan: Plan, scan: Scan, scope: Scope, tables: Tables) -> Sql:
    """The rows set aside that would have been looked at; a condition that is not known counts as met."""
    rows = windowed(plan, scan, scope, tables, aside(scan.key.records))
    return sql("({})", scanned(scan, scope, populated(scan, scope, rows, tables, unknown=TRUE)))


def _looked(
    session: Statements, level: ServiceLevel, scan: Scan, found: Snapshots, rows: Sql
) -> dict[_WindowSeries, _SnapshotTotals]:
    if not found.instants:
        return {}
    counted = query(session, open_counts(level, scan, len(found.instants), rows))
    many = len(found.instants)
    return {
        (window, series): _SnapshotTotals(
            snapshots, least, most, total, int(least_first) % many, many - 1 - int(most_first) % many, records
        )
        for window, series, snapshots, least, most, total, least_first, most_first, records in counted
    }


def _ages(
    session: Statements, level: ServiceLevel, scan: Scan, tables: Tables
) -> dict[_WindowSeries, tuple[int, int]]:
    """The greatest age in each window and series, and the snapshot at which it is; none where no record is open."""
    measure = level.series[0].measure
    assert isinstance(measure, OpenRecords)
    if measure.statistic is not Open.OLDEST or not tables.snapshots[snapshots_key(scan)].instants:
        return {}
    rows = query(session, oldest(level, scan, tables, name(scan.table)))
    return {(window, series): (age, number) for window, series, age, number in rows}


def _counts(looked: _SnapshotTotals | None, set_aside: _SnapshotTotals | None) -> Counts:
    records = 0 if looked is None else looked.records
    return Counts(records, records, None, None, 0, 0, 0 if set_aside is None else set_aside.records)


def _value(
    measure: object, looked: _SnapshotTotals, age: tuple[int, int] | None, found: Snapshots
) -> tuple[Quantity, SnapshotCounts]:
    """The value of a window, and the first snapshot that has it; a mean is that of all of them."""
    assert isinstance(measure, OpenRecords)
    at: int | None
    match measure.statistic:
        case Open.MOST:
            value, at = Fraction(looked.most), looked.most_at
        case Open.LEAST:
            value, at = Fraction(looked.least), looked.least_at
        case Open.MEAN:
            value, at = Fraction(int(looked.total), looked.snapshots), None
        case Open.OLDEST:
            value, at = (Fraction(0), None) if age is None else (Fraction(age[0]), age[1])
        case _:
            assert_never(measure.statistic)
    instant = None if at is None else found.instants[at]
    return Quantity(measure.type, value), SnapshotCounts(looked.snapshots, instant)
