"""How many records of a level of time lie in each window: those that count, or those set aside."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from sladsl.measurement.engines.engine import insert, make_table, query
from sladsl.measurement.records.staging import aside
from sladsl.measurement.sql.expressions import column_name
from sladsl.measurement.sql.pieces import DIVIDE, FALSE, TRUE, Sql, integer, listed, name, sql
from sladsl.measurement.uptime.cells import CELLS, slots_of_a_cell
from sladsl.measurement.uptime.frames import Frame, unfinished_pieces, window_pieces
from sladsl.measurement.uptime.intervals import BucketPiece, bucket_of, in_buckets
from sladsl.measurement.uptime.measurement_context import MeasurementContext
from sladsl.measurement.uptime.partition import in_series, keyed, table
from sladsl.measurement.uptime.reduce import WindowSeries
from sladsl.measurement.uptime.samples import read_as_of
from sladsl.measurement.uptime.slots import in_slots
from sladsl.measurement.uptime.sources import down_of, own
from sladsl.planning.plan import Samples, ServiceLevel

_CUT, _UNFINISHED = "cut cells", "slots that are not over"
_WITHIN = sql("p.begins <= c.begins AND c.ends <= p.ends")


def records_in_windows(
    context: MeasurementContext, level: ServiceLevel, frame: Frame, windows: str
) -> dict[WindowSeries, int]:
    """Count the level's own records per window and series, by their own instant; of outages that is their start."""
    evidence = down_of(level).evidence
    if isinstance(evidence, Samples):
        return _samples(context, level, evidence, frame, windows)
    return _counted(context, frame, windows, _located(context, level, frame, None, FALSE))


def make_unfinished(context: MeasurementContext, level: ServiceLevel, frame: Frame) -> tuple[str, ...]:
    """Make the table of what windows have of slots that are not over; none where all are, as of outages."""
    unfinished = unfinished_pieces(frame)
    if not unfinished:
        return ()
    insert(context.session, table(level, _UNFINISHED), unfinished, BucketPiece._fields)
    return (table(level, _UNFINISHED),)


def records_unfinished(
    context: MeasurementContext, level: ServiceLevel, frame: Frame, unfinished: Sequence[str]
) -> dict[WindowSeries, int]:
    """Count the level's own records in slots that are not over, per window and series, by their own instant."""
    return _counted_in_each(context, frame, unfinished, _located(context, level, frame, None, FALSE))


def records_aside(
    context: MeasurementContext, level: ServiceLevel, frame: Frame, windows: Sequence[str]
) -> dict[WindowSeries, int]:
    """Count the rows set aside that would have been counted; a condition that is not known counts as met."""
    located = _located(context, level, frame, aside(level.records), TRUE)
    return _counted_in_each(context, frame, windows, located)


def _located(
    context: MeasurementContext, level: ServiceLevel, frame: Frame, view: str | None, unknown: Sql
) -> Sql:
    """The records with their series and their instants."""
    source = own(level)
    read = context.rows(source, frame.as_of, view=view, unknown=unknown)
    instant = sql("{} AS instant", name(column_name(source.since)))
    rows = sql("SELECT {} FROM ({}) AS raw", listed([*keyed(level), instant]), read)
    return in_series(level, rows, [sql("instant")])


def _counted_in_each(
    context: MeasurementContext, frame: Frame, windows: Sequence[str], located: Sql
) -> dict[WindowSeries, int]:
    found = Counter[WindowSeries]()
    for each in windows:
        found.update(_counted(context, frame, each, located))
    return dict(found)


def _counted(
    context: MeasurementContext, frame: Frame, windows: str, located: Sql
) -> dict[WindowSeries, int]:
    counted = sql(
        "SELECT p.number, r.series, count(*) FROM (SELECT * FROM ({}) AS s WHERE instant >= {}) AS r"
        " JOIN {} AS p ON p.bucket = {} WHERE p.begins <= r.instant AND r.instant < p.ends"
        " GROUP BY p.number, r.series",
        *(located, integer(frame.origin), name(windows), bucket_of(sql("r.instant"), frame.origin)),
    )
    return {(window, series): records for window, series, records in query(context.session, counted)}


def _samples(
    context: MeasurementContext, level: ServiceLevel, samples: Samples, frame: Frame, windows: str
) -> dict[WindowSeries, int]:
    """Add up the cells that lie within windows; only the samples of cells that some window cuts are counted again."""
    slots = slots_of_a_cell(samples.every)
    length = integer(slots * samples.every)
    cells = sql(
        "SELECT series, entity, cell, samples, cell * {} + {} AS begins, (cell + 1) * {} + {} AS ends FROM {}",
        *(length, integer(frame.origin), length, integer(frame.origin), name(table(level, CELLS))),
    )
    whole = sql(
        "SELECT p.number, c.series, sum(c.samples) FROM ({}) AS c JOIN {} AS p ON p.bucket = {}"
        " WHERE {} GROUP BY p.number, c.series",
        *(cells, name(windows), bucket_of(sql("c.begins"), frame.origin), _WITHIN),
    )
    found = Counter({(w, series): int(number) for w, series, number in query(context.session, whole)})
    if not _cuts_cells(frame, slots * samples.every):
        return dict(found)
    cut = sql(
        "SELECT c.series, c.entity, c.cell, p.number, p.begins, p.ends FROM ({}) AS c JOIN {} AS p"
        " ON p.bucket = c.bucket WHERE p.begins < c.ends AND c.begins < p.ends AND NOT ({})",
        *(in_buckets(cells, frame.origin), name(windows), _WITHIN),
    )
    make_table(context.session, table(level, _CUT), cut)
    found.update(_of_cut_cells(context, level, samples, frame))
    return dict(found)


def _cuts_cells(frame: Frame, length: int) -> bool:
    """Whether some window begins or ends within a cell, as its pieces do where cells do not go into a day."""
    edges = (edge for piece in window_pieces(frame) for edge in (piece.begins, piece.ends))
    return any((edge - frame.origin) % length for edge in edges)


def _of_cut_cells(
    context: MeasurementContext, level: ServiceLevel, samples: Samples, frame: Frame
) -> dict[WindowSeries, int]:
    instant = sql("{} AS instant", name(column_name(own(level).since)))
    rows = in_slots(context, level, samples.every, read_as_of(level, frame), [instant])
    counted = sql(
        "SELECT t.number, r.series, count(*) FROM ({}) AS r JOIN {} AS t ON t.series = r.series"
        " AND t.entity = r.entity AND t.cell = r.k {} {} WHERE t.begins <= r.instant AND r.instant < t.ends"
        " GROUP BY t.number, r.series",
        *(in_series(level, rows, [sql("r.k"), sql("r.instant")]), name(table(level, _CUT))),
        *(DIVIDE, integer(slots_of_a_cell(samples.every))),
    )
    return {(window, series): number for window, series, number in query(context.session, counted)}
