"""The time in which records are excluded that are counted then, on lines that are apart by values of dimensions.

It is found as the time is that a level of time leaves out, on lines of their own: `series` is the instant as of which
they are read, or 0 where that makes no difference, `entity` the values that tell them apart, and `taken` the position
of the exclusion that takes a stretch, plus one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sladsl.measurement.clocks.open_time import AS_OF
from sladsl.measurement.engines.engine import insert, make_table
from sladsl.measurement.excluded.sources import ExclusionLines
from sladsl.measurement.files.raw_files import ROW
from sladsl.measurement.records.refs import with_refs
from sladsl.measurement.records.staging import FILE
from sladsl.measurement.scanning.layers import AT
from sladsl.measurement.scanning.local_days import with_moves
from sladsl.measurement.scanning.scans import Scan
from sladsl.measurement.sql.expressions import column_name, truth
from sladsl.measurement.sql.pieces import Sql, all_of, column, integer, listed, name, sql
from sladsl.measurement.uptime.exclusions import Cutting, last_table, layer, steps
from sladsl.measurement.uptime.frames import Frame, horizon_pieces, term_end, term_start
from sladsl.measurement.uptime.intervals import BucketPiece, bucket_of, clipped, in_buckets, swept
from sladsl.measurement.uptime.measurement_context import MeasurementContext
from sladsl.measurement.uptime.sources import EvidenceSource, beside
from sladsl.planning.plan import Exclusion, Plan, ValueType
from sladsl.planning.windows import Window


def time_table(scan: Scan, lines: ExclusionLines) -> str:
    """The table of excluded time by the buckets that it lies in."""
    return f"{scan.table} time {lines.number}"


def stretches_table(scan: Scan, lines: ExclusionLines) -> str:
    """The table of excluded time, and of what is not excluded because a limit is used up."""
    return last_table(_exclusions(scan, lines), _steps_table(scan, lines))


def _steps_table(scan: Scan, lines: ExclusionLines) -> str:
    return f"{scan.table} stretches {lines.number}"


def looked_at(plan: Plan, windows: Sequence[Window]) -> Frame:
    """From when to when time is looked at for some windows: within the term, to the last instant that is read as of."""
    as_of = max((window.as_of for window in windows), default=term_start(plan) - 1)
    end = term_end(plan)
    return Frame(term_start(plan), as_of + 1 if end is None else min(end, as_of + 1), as_of, ())


def make_time(context: MeasurementContext, scan: Scan, lines: ExclusionLines) -> None:
    """Make the tables of the time that some exclusions take."""
    windows = context.tables.windows[scan.key.window].windows
    frame, exclusions = looked_at(context.plan, windows), _exclusions(scan, lines)
    instants = [(each, each) for each in sorted({window.as_of for window in windows})]
    insert(context.session, _instants(scan, lines), instants if lines.anew else [(0, frame.as_of)], _COLUMNS)
    layers = {layer(at): _intervals(context, scan, lines, each, frame) for at, each in enumerate(exclusions)}
    swept_rows = sql("SELECT *, 0 AS down, 0 AS gone FROM ({}) AS swept", swept(layers))
    cutting = Cutting(None, tuple(_horizons(context, scan, lines, frame)), frame.origin)
    marks = [position + 1 for position in lines.positions]
    for table, rows in steps(exclusions, swept_rows, _steps_table(scan, lines), cutting, marks):
        make_table(context.session, table, rows)
    taken = sql(
        "SELECT series, entity, begins, ends, taken FROM {} WHERE taken > 0",
        name(stretches_table(scan, lines)),
    )
    make_table(context.session, time_table(scan, lines), in_buckets(taken, frame.origin))


_COLUMNS = ("series", "as_of")


def _instants(scan: Scan, lines: ExclusionLines) -> str:
    return f"{scan.table} instants {lines.number}"


def _exclusions(scan: Scan, lines: ExclusionLines) -> tuple[Exclusion, ...]:
    return tuple(scan.key.exclusions[position] for position in lines.positions)


def _horizons(
    context: MeasurementContext, scan: Scan, lines: ExclusionLines, frame: Frame
) -> Iterator[str | None]:
    for position in lines.positions:
        budget, table = scan.key.exclusions[position].budget, f"{scan.table} periods {position + 1}"
        if budget is not None:
            insert(context.session, table, horizon_pieces(context.plan, budget, frame), BucketPiece._fields)
        yield None if budget is None else table


def _intervals(
    context: MeasurementContext, scan: Scan, lines: ExclusionLines, exclusion: Exclusion, frame: Frame
) -> Sql:
    """The records of an exclusion as intervals of their lines, each as of every instant that makes a difference."""
    source = beside(context.plan, exclusion)
    assert source.until is not None, "evidence lasts"
    scope = context.scope(source)
    rows = with_moves(scope, _known(context.plan, source, _instants(scan, lines)), context.tables)
    kept = [] if source.where is None else [sql("coalesce({}, FALSE)", truth(source.where, scope))]
    fields = {field.path: field for field in source.all_fields}
    alike = [(fields[each,].type, name(each)) for each in lines.alike]
    ends = sql("least(coalesce({}, as_of + 1), as_of + 1)", name(column_name(source.until)))
    lasting = sql(
        "SELECT series, {} AS entity, {} AS begins, {} AS ends FROM ({}) AS r WHERE {}",
        *(entity(alike), name(column_name(source.since)), ends, rows, all_of(kept)),
    )
    return clipped(lasting, frame.origin, frame.until)


def _known(plan: Plan, source: EvidenceSource, instants: str) -> Sql:
    """The rows of a source as of each instant, in which a later time is missing."""
    rows = with_refs(plan, source.records, source.records, source.all_fields)
    columns = (
        sql(
            "CASE WHEN {} <= i.as_of THEN {} END AS {}",
            *[column("e", column_name(field))] * 2,
            name(column_name(field)),
        )
        if field.type is ValueType.TIME
        else column("e", column_name(field))
        for field in source.all_fields
    )
    places = [column("e", ROW), column("e", FILE), sql("i.series"), sql("i.as_of")]
    return sql(
        "SELECT {} FROM ({}) AS e CROSS JOIN {} AS i WHERE {} <= i.as_of",
        *(listed([*places, *columns]), rows, name(instants), column("e", column_name(source.since))),
    )


def entity(values: Sequence[tuple[ValueType, Sql]]) -> Sql:
    """One text for some values, of several each with its length before it, so that no two tuples share one."""
    texts = [
        sql("CASE WHEN {} THEN 'yes' ELSE 'no' END", value) if type_ is ValueType.FLAG else value
        for type_, value in values
    ]
    if not texts:
        return sql("''")
    if len(texts) == 1:
        return texts[0]
    return sql("concat({})", listed(sql("length({}), ':', {}", each, each) for each in texts))


def holds(
    plan: Plan, lines: ExclusionLines, row: str, values: Sequence[tuple[ValueType, Sql]], table: str
) -> Sql:
    """Whether a stretch of a table of excluded time holds the instant by which a row is counted, on the row's line."""
    at = column(row, AT)
    return all_of(
        [
            sql("{} = {}", column(table, "series"), column(row, AS_OF) if lines.anew else integer(0)),
            sql("{} = {}", column(table, "entity"), entity(values)),
            sql("{} = {}", column(table, "bucket"), bucket_of(at, term_start(plan))),
            sql("{} <= {}", column(table, "begins"), at),
            sql("{} < {}", at, column(table, "ends")),
        ]
    )
