"""One record of a level of time: an outage, or a record beside it, and the stretches of time that it shows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from sladsl.measurement.engines.engine import query
from sladsl.measurement.files.raw_files import ROW
from sladsl.measurement.lookups.one_record import Condition, joined_parts
from sladsl.measurement.records.refs import with_refs
from sladsl.measurement.records.staging import FILE, key_column
from sladsl.measurement.scanning.local_days import with_moves
from sladsl.measurement.scanning.reads import record_set
from sladsl.measurement.sql.expressions import truth
from sladsl.measurement.sql.pieces import Sql, column, listed, name, parameter, sql
from sladsl.measurement.uptime.beside import lasting
from sladsl.measurement.uptime.measurement_context import MeasurementContext
from sladsl.measurement.uptime.sources import EvidenceSource, beside, down_of, own
from sladsl.measurement.uptime.stretches import Stretches, TimeStretch
from sladsl.planning.plan import Outages, ServiceLevel
from sladsl.planning.windows import Window
from sladsl.values import frozen

_KEY = "#own key"
_LATER = 2**62


@frozen
class EvidenceTrace:
    """A record and a level of time that reads it: when it lasts, the parts of its condition, and what it shows.

    `excludes` says that it takes time out, and does not show time down. `shown` are the stretches of time that it shows
    or takes part in showing, with their windows and the values of their series.
    """

    level: ServiceLevel
    records: str
    record: str
    file: str
    row: int
    begins: int | None
    ends: int | None
    excludes: bool
    conditions: tuple[Condition, ...]
    shown: tuple[tuple[Window, tuple[str, ...], TimeStretch], ...]


Meeting = Callable[[int, int], Sequence[Stretches]]
"""Gives the stretches of a level that meet a time, from and to, in µs."""


def evidence_traces(
    context: MeasurementContext, level: ServiceLevel, record: str, meeting: Meeting, files: Sequence[str]
) -> Iterator[EvidenceTrace]:
    """What a level of time makes of the records with a key."""
    evidence = [own(level)] if isinstance(down_of(level).evidence, Outages) else []
    during = [beside(context.plan, each) for each in down_of(level).during]
    for source in (*evidence, *during):
        yield from _traces(context, level, (source, False), record, (meeting, files))
    for each in level.exclusions:
        yield from _traces(context, level, (beside(context.plan, each), True), record, (meeting, files))


def _traces(
    context: MeasurementContext,
    level: ServiceLevel,
    of: tuple[EvidenceSource, bool],
    record: str,
    looked_at: tuple[Meeting, Sequence[str]],
) -> Iterator[EvidenceTrace]:
    (source, excludes), (meeting, files) = of, looked_at
    key = key_column(record_set(context.plan, source.records))
    if key is None:
        return
    parts = [part for condition in source.conditions for part in joined_parts(condition)]
    scope = context.scope(source)
    held = sql("CAST({} AS STRING) AS {}", column("#base", key), name(_KEY))
    known = with_refs(context.plan, source.records, source.records, source.all_fields, held)
    rows = with_moves(scope, known, context.tables)
    columns: list[Sql] = [name(FILE), name(ROW), *lasting(source), *(truth(part, scope) for part in parts)]
    asked = sql(
        "SELECT {} FROM ({}) AS r WHERE {} = {} ORDER BY {}, {}",
        *(listed(columns), rows, name(_KEY), parameter(record), name(FILE), name(ROW)),
    )
    for file, row, begins, ends, *truths in query(context.session, asked):
        where = (source.records, files[file], row)
        shown = tuple(
            (each.window, each.key, stretch)
            for each in (() if begins is None else meeting(begins, _LATER if ends is None else ends))
            for stretch in each.stretches
            if where in {(by.records, by.file, by.row) for by in stretch.shown_by}
        )
        conditions = tuple(Condition(part, holds) for part, holds in zip(parts, truths, strict=True))
        yield EvidenceTrace(
            level, source.records, record, files[file], row, begins, ends, excludes, conditions, shown
        )
