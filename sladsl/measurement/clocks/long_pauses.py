"""Pauses that reach beyond the clocks that they stop, of which only the part within counts: how many, by window."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from sladsl.measurement.clocks.clocking import begun_at
from sladsl.measurement.clocks.pauses import cut_pauses, long_columns
from sladsl.measurement.counts.shared_passes import SharedCounts
from sladsl.measurement.engines.engine import query
from sladsl.measurement.excluded.level import gross_scan
from sladsl.measurement.files.raw_files import ROW
from sladsl.measurement.records.staging import FILE
from sladsl.measurement.results import LongPauses
from sladsl.measurement.scanning.layers import populated, windowed
from sladsl.measurement.scanning.scans import WINDOW, Scan, ScanKey, scan_key
from sladsl.measurement.sql.expressions import Scope
from sladsl.measurement.sql.pieces import Sql, listed, name, sql
from sladsl.measurement.uptime.measurement_context import MeasurementContext
from sladsl.planning.plan import Evidence

_PAUSE = ("#pause row", "#pause file")
_Found = Mapping[int, Sequence[int]]
"""By the number of a window, how many of each set of pauses are long there."""


def long_pauses(
    context: MeasurementContext, scoped: Sequence[tuple[Scan, Scope]], counted: SharedCounts
) -> Iterator[LongPauses]:
    """Of each level, the pauses in each window that begin before the clock they stop, or go on after it.

    A pause counts once in a window, and only if some of it is within a clock's run there. What scans have `counted` as
    their rows came is known, of others there are tables. Levels that share a scan share its pauses.
    """
    known: dict[ScanKey, _Found] = {**counted.long_pauses}
    for level in context.plan.levels:
        clock = None if not level.series or level.counted is None else level.series[0].clock
        if clock is None or not clock.pauses:
            continue
        key = scan_key(level, level.series[0])
        if key not in known:
            known[key] = _of_scan(context, *next(each for each in scoped if each[0].key == key))
        windows = context.tables.windows[level.window].windows
        for at, pause in enumerate(clock.pauses):
            for number, found in sorted(known[key].items()):
                if found[at]:
                    yield LongPauses(level.name, windows[number], pause.records, found[at])


def _of_scan(context: MeasurementContext, scan: Scan, scope: Scope) -> _Found:
    own = long_columns(scan.key.clock)
    if not own:
        return _shared(context, gross_scan(scan), scope)
    window, counts = name(WINDOW), listed(sql("sum({})", name(each)) for each in own)
    rows = query(
        context.session, sql("SELECT {}, {} FROM {} GROUP BY {}", window, counts, name(scan.table), window)
    )
    return {number: tuple(map(int, found)) for number, *found in rows}


def _shared(context: MeasurementContext, scan: Scan, scope: Scope) -> _Found:
    """The long pauses of records of which several may refer to what a pause refers to."""
    clock, found = scan.key.clock, defaultdict[int, list[int]](lambda: [0] * len(scope.pauses))
    assert clock is not None, "what is paused is a clock"
    rows = windowed(context.plan, scan, scope, context.tables, scan.key.records)
    begun = begun_at(clock, populated(scan, scope, rows, context.tables), context.tables)
    window = name(WINDOW)
    for at, pause in enumerate(zip(clock.pauses, scope.pauses, strict=True)):
        each = _each_once(context, pause, begun)
        counted = sql("SELECT {}, count(*) FROM ({}) GROUP BY {}", window, each, window)
        for number, pauses in query(context.session, counted):
            found[number][at] = pauses
    return found


def _each_once(context: MeasurementContext, pause: tuple[Evidence, Scope], begun: Sql) -> Sql:
    """Each long pause of a window, once."""
    own = ((ROW, _PAUSE[0]), (FILE, _PAUSE[1]))
    cut = cut_pauses(context.plan, pause, sql("({})", begun), context.tables, owner=(WINDOW,), own=own)
    return sql("SELECT DISTINCT {} FROM ({}) AS cut WHERE long", listed(map(name, (WINDOW, *_PAUSE))), cut)
