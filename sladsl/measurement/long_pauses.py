"""Pauses that reach beyond the clocks that they stop, of which only the part within counts: how many, by window."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sladsl.measurement.clocking import begun_at
from sladsl.measurement.engine import query
from sladsl.measurement.excluded.level import gross_scan
from sladsl.measurement.expressions import ENDED, Scope
from sladsl.measurement.layers import populated, windowed
from sladsl.measurement.open_time import START, STOP
from sladsl.measurement.pauses import lasting_fields, met_pauses
from sladsl.measurement.raw_files import ROW
from sladsl.measurement.results import LongPauses
from sladsl.measurement.scans import WINDOW, Scan, ScanKey, scan_key
from sladsl.measurement.sql_pieces import Sql, listed, name, sql
from sladsl.measurement.staging import FILE
from sladsl.measurement.uptime.ground import Ground
from sladsl.planning.plan import Evidence

_PAUSE = ("#pause row", "#pause file")
_Found = tuple[int, str, int]
"""The number of a window, the record set of pauses, and how many of them are long there."""


def long_pauses(ground: Ground, scoped: Sequence[tuple[Scan, Scope]]) -> Iterator[LongPauses]:
    """Of each level, the pauses in each window that begin before the clock they stop, or go on after it.

    Levels that share a scan share them.
    """
    known: dict[ScanKey, tuple[_Found, ...]] = {}
    for level in ground.plan.levels:
        clock = None if not level.series or level.counted is None else level.series[0].clock
        if clock is None or not clock.pauses:
            continue
        key = scan_key(level, level.series[0])
        if key not in known:
            scan, scope = next((gross_scan(scan), scope) for scan, scope in scoped if scan.key == key)
            known[key] = tuple(_of_scan(ground, scan, scope))
        windows = ground.tables.windows[level.window].windows
        for number, records, pauses in known[key]:
            yield LongPauses(level.name, windows[number], records, pauses)


def _of_scan(ground: Ground, scan: Scan, scope: Scope) -> Iterator[_Found]:
    clock = scan.key.clock
    assert clock is not None, "what is paused is a clock"
    rows = windowed(ground.plan, scan, scope, ground.tables, scan.key.records)
    begun = begun_at(clock, populated(scan, scope, rows, ground.tables), ground.tables)
    window = name(WINDOW)
    for pause, inner in zip(clock.pauses, scope.pauses, strict=True):
        counted = sql(
            "SELECT {}, count(*) FROM ({}) GROUP BY {} ORDER BY {}",
            *(window, _reaching_beyond(ground, pause, inner, begun), window, window),
        )
        for number, pauses in query(ground.session, counted):
            yield number, pause.records, pauses


def _reaching_beyond(ground: Ground, pause: Evidence, scope: Scope, begun: Sql) -> Sql:
    """Each pause of a window, once, that covers some of its clock's run and begins before that or ends after it."""
    begins, ends = map(name, lasting_fields(ground.plan, pause))
    start, stop = name(f"#owner {START}"), name(f"#owner {STOP}")
    met = met_pauses(
        ground.plan,
        pause,
        scope,
        sql("({})", begun),
        owner=(WINDOW, START, STOP, ENDED),
        own=((ROW, _PAUSE[0]), (FILE, _PAUSE[1])),
    )
    is_longer = sql(
        "{} < {} OR ({} AND coalesce({} > {}, TRUE))", *(begins, start, name(f"#owner {ENDED}"), ends, stop)
    )
    return sql(
        "SELECT DISTINCT {} AS {}, {} FROM ({}) AS met WHERE coalesce({} > {}, TRUE) AND ({})",
        *(name(f"#owner {WINDOW}"), name(WINDOW), listed(map(name, _PAUSE)), met, ends, start, is_longer),
    )
