"""Rows set aside that no value counts.

Those of levels by dimensions have values that are bad themselves or that no sound record has; those that would say what
a charge comes to are in no amount.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence

from sladsl.measurement.engines.engine import query
from sladsl.measurement.excluded.level import gross_scan
from sladsl.measurement.records.staging import aside
from sladsl.measurement.results import Measurement, RecordWindows, Unplaced
from sladsl.measurement.scanning.layers import populated, windowed
from sladsl.measurement.scanning.scans import WINDOW, Scan, scan_key
from sladsl.measurement.sql.expressions import Scope
from sladsl.measurement.sql.pieces import TRUE, name, sql
from sladsl.measurement.uptime.measurement_context import MeasurementContext
from sladsl.planning.plan import ServiceLevel
from sladsl.planning.windows import Window


def unplaced_rows(
    context: MeasurementContext,
    scoped: Sequence[tuple[Scan, Scope]],
    reduced: Collection[str],
    rows: Iterable[Measurement | RecordWindows],
) -> Iterator[Unplaced]:
    """Of each level by dimensions, the rows set aside that are among those of none of its `rows`; of charges, all."""
    charges = {each.measured.name: each.name for each in context.plan.charges if each.measured is not None}
    placed = Counter[object]()
    for row in rows:
        if row.level not in charges:
            placed[row.level, row.window] += row.counts.quarantined
    for level in context.plan.levels:
        if level.series and level.counted is not None and level.records in reduced:
            if level.name in charges:
                yield from _of_charge(charges[level.name], _all(context, scoped, level))
            elif level.dimensions:
                for window, records in _all(context, scoped, level):
                    left = records - placed[level.name, window]
                    if left:
                        yield Unplaced(level.name, window, left)


def _of_charge(charge: str, found: Sequence[tuple[Window, int]]) -> Iterator[Unplaced]:
    """The rows of each day of a charge, as of the last settlement that reads it."""
    days = {window.start: (window, rows) for window, rows in sorted(found, key=lambda each: each[0].as_of)}
    for _, (window, rows) in sorted(days.items()):
        yield Unplaced(charge, window, rows, is_charge=True)


def _all(
    context: MeasurementContext, scoped: Sequence[tuple[Scan, Scope]], level: ServiceLevel
) -> list[tuple[Window, int]]:
    """How many rows are set aside in each window of a level, whatever they say."""
    key = scan_key(level, level.series[0])
    scan, scope = next((gross_scan(scan), scope) for scan, scope in scoped if scan.key == key)
    rows = windowed(context.plan, scan, scope, context.tables, aside(scan.key.records))
    counted = populated(scan, scope, rows, context.tables, unknown=TRUE)
    window = name(WINDOW)
    found = query(
        context.session,
        sql("SELECT {}, count(*) FROM ({}) GROUP BY {} ORDER BY {}", window, counted, window, window),
    )
    windows = context.tables.windows[level.window].windows
    return [(windows[number], records) for number, records in found]
