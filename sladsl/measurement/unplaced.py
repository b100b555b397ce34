"""Rows set aside that no series counts: their values of dimensions are bad themselves, or no sound record has them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence

from sladsl.measurement.engine import query
from sladsl.measurement.excluded.level import gross_scan
from sladsl.measurement.expressions import Scope
from sladsl.measurement.layers import populated, windowed
from sladsl.measurement.results import Measurement, RecordWindows, Unplaced
from sladsl.measurement.scans import WINDOW, Scan, scan_key
from sladsl.measurement.sql_pieces import TRUE, name, sql
from sladsl.measurement.staging import aside
from sladsl.measurement.uptime.ground import Ground
from sladsl.planning.plan import ServiceLevel


def unplaced_rows(
    ground: Ground,
    scoped: Sequence[tuple[Scan, Scope]],
    reduced: Collection[str],
    rows: Iterable[Measurement | RecordWindows],
) -> Iterator[Unplaced]:
    """Of each level by dimensions, the rows set aside in its windows that are among those of none of its `rows`."""
    placed = Counter[object]()
    for row in rows:
        placed[row.level, row.window] += row.counts.quarantined
    for level in ground.plan.levels:
        if level.dimensions and level.series and level.counted is not None and level.records in reduced:
            windows = ground.tables.windows[level.window].windows
            for number, records in _all(ground, scoped, level):
                left = records - placed[level.name, windows[number]]
                if left:
                    yield Unplaced(level.name, windows[number], left)


def _all(ground: Ground, scoped: Sequence[tuple[Scan, Scope]], level: ServiceLevel) -> list[tuple[int, int]]:
    """How many rows are set aside in each window of a level, whatever they say."""
    key = scan_key(level, level.series[0])
    scan, scope = next((gross_scan(scan), scope) for scan, scope in scoped if scan.key == key)
    rows = windowed(ground.plan, scan, scope, ground.tables, aside(scan.key.records))
    counted = populated(scan, scope, rows, ground.tables, unknown=TRUE)
    window = name(WINDOW)
    found = query(
        ground.session,
        sql("SELECT {}, count(*) FROM ({}) GROUP BY {} ORDER BY {}", window, counted, window, window),
    )
    return [(number, records) for number, records in found]
