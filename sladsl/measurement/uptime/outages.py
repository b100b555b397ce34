"""Outages: the level's own records, which last, as intervals of its lines of time."""

from __future__ import annotations

from sladsl.measurement.engines.engine import make_table
from sladsl.measurement.sql.expressions import column_name
from sladsl.measurement.sql.pieces import Sql, integer, listed, name, sql
from sladsl.measurement.uptime.beside import lasting
from sladsl.measurement.uptime.found import Found, found_values
from sladsl.measurement.uptime.frames import Frame
from sladsl.measurement.uptime.intervals import Shown, clipped
from sladsl.measurement.uptime.measurement_context import MeasurementContext
from sladsl.measurement.uptime.partition import ENTITIES, entities, in_series, keyed, table
from sladsl.measurement.uptime.sources import SHOWS, own
from sladsl.planning.plan import ServiceLevel
from sladsl.planning.series import weights_of

OUTAGES, _RECORDS = "outages", "records"


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


def _down(level: ServiceLevel, frame: Frame, weights: list[Sql]) -> Sql:
    """The outages as intervals, with their weights."""
    shown = sql("SELECT * FROM {} WHERE shows", name(table(level, _RECORDS)))
    columns = [sql("r.begins"), sql("coalesce(r.ends, {}) AS ends", integer(frame.until))]
    lines = in_series(level, shown, [*columns, *(sql("r.{}", each) for each in weights)])
    return clipped(lines, frame.origin, frame.until, weights)


def _own_rows(context: MeasurementContext, level: ServiceLevel, as_of: int) -> Sql:
    """The level's own records with keys: `begins`, `ends`, `shows`, and their weights where they have some."""
    source = own(level)
    columns = [*keyed(level), *lasting(source), sql("{} AS shows", name(SHOWS))]
    for field, part in zip(weights_of(level) or (), ("affected", "total"), strict=False):
        columns.append(sql("{} AS {}", name(column_name(field)), name(part)))
    return sql("SELECT {} FROM ({}) AS raw", listed(columns), context.rows(source, as_of))
