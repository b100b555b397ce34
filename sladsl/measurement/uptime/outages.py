"""Outages: the level's own records, which last, as intervals of its lines of time."""

from __future__ import annotations

from sladsl.measurement.engines.engine import insert, make_table, query
from sladsl.measurement.sql.expressions import column_name
from sladsl.measurement.sql.pieces import Sql, integer, listed, name, sql
from sladsl.measurement.uptime.beside import lasting
from sladsl.measurement.uptime.found import Found, found_values
from sladsl.measurement.uptime.frames import Frame
from sladsl.measurement.uptime.intervals import Shown, clipped, in_buckets
from sladsl.measurement.uptime.measurement_context import MeasurementContext
from sladsl.measurement.uptime.partition import ENTITIES, entities, in_series, keyed, table
from sladsl.measurement.uptime.sources import SHOWS, down_of, own
from sladsl.planning.buckets import DAY
from sladsl.planning.plan import Outages, ServiceLevel
from sladsl.planning.series import weights_of

OUTAGES, _RECORDS, _STARTS = "outages", "records", "window starts"


def found_in(context: MeasurementContext, level: ServiceLevel, frame: Frame) -> Found | None:
    """The values of the level's open dimensions that its outages hold; makes the table of these."""
    make_table(context.session, table(level, _RECORDS), _own_rows(context, level, frame.as_of))
    rows = sql(
        "SELECT * FROM {} WHERE begins < {} AND coalesce(ends, {}) >= {}",
        *(name(table(level, _RECORDS)), integer(frame.until), integer(frame.until), integer(frame.origin)),
    )
    return found_values(context.session, context.plan, level, rows)


def make_outages(context: MeasurementContext, level: ServiceLevel, frame: Frame) -> Shown:
    """Make the table of the level's lines of time, whose values are known by now; what is shown are its outages."""
    make_table(context.session, table(level, ENTITIES), entities(context.plan, level, None))
    weights = [] if weights_of(level) is None else [sql("affected"), sql("total")]
    make_table(context.session, table(level, OUTAGES), _down(level, frame, weights))
    return Shown(sql("SELECT series, entity, begins, ends FROM {}", name(table(level, OUTAGES))))


def from_before(context: MeasurementContext, level: ServiceLevel, frame: Frame) -> dict[tuple[int, int], int]:
    """Per window and series, how many outages have begun before the window and reach into it.

    The table of the level's outages is there already.
    """
    if not isinstance(down_of(level).evidence, Outages):
        return {}
    starts = [
        ((span.window.start - frame.origin) // DAY, span.number, span.window.start)
        for span in frame.spans
        if span.window.start < span.end
    ]
    insert(context.session, table(level, _STARTS), starts, ("bucket", "number", "start"))
    lines = clipped(_lines(level, frame, []), frame.origin, frame.until, [sql("began")])
    counted = sql(
        "SELECT w.number, o.series, count(*) FROM ({}) AS o JOIN {} AS w ON w.bucket = o.bucket"
        " WHERE o.began < w.start AND o.begins <= w.start AND w.start < o.ends GROUP BY w.number, o.series",
        *(in_buckets(lines, frame.origin), name(table(level, _STARTS))),
    )
    return {(window, series): outages for window, series, outages in query(context.session, counted)}


def _down(level: ServiceLevel, frame: Frame, weights: list[Sql]) -> Sql:
    """The outages as intervals, with their weights."""
    return clipped(_lines(level, frame, weights), frame.origin, frame.until, weights)


def _lines(level: ServiceLevel, frame: Frame, columns: list[Sql]) -> Sql:
    """The outages of each line of time, with when they `began` and some columns; one without an end goes on."""
    shown = sql("SELECT *, begins AS began FROM {} WHERE shows", name(table(level, _RECORDS)))
    lasting_ = [sql("r.began"), sql("r.begins"), sql("coalesce(r.ends, {}) AS ends", integer(frame.until))]
    return in_series(level, shown, [*lasting_, *(sql("r.{}", each) for each in columns)])


def _own_rows(context: MeasurementContext, level: ServiceLevel, as_of: int) -> Sql:
    """The level's own records with keys: `begins`, `ends`, `shows`, and their weights where they have some."""
    source = own(level)
    columns = [*keyed(level), *lasting(source), sql("{} AS shows", name(SHOWS))]
    for field, part in zip(weights_of(level) or (), ("affected", "total"), strict=False):
        columns.append(sql("{} AS {}", name(column_name(field)), name(part)))
    return sql("SELECT {} FROM ({}) AS raw", listed(columns), context.rows(source, as_of))
