"""A level's lines of time in a frame: its evidence swept into stretches, exclusions taken, states found."""

from __future__ import annotations

from sladsl.measurement.engines.engine import insert, make_table
from sladsl.measurement.sql.pieces import Sql, joined, listed, name, sql
from sladsl.measurement.uptime.beside import beside_intervals
from sladsl.measurement.uptime.exclusions import Cutting, becomes, last_table, layer, steps
from sladsl.measurement.uptime.frames import Frame, horizon_pieces
from sladsl.measurement.uptime.intervals import BucketPiece, Shown, swept
from sladsl.measurement.uptime.measurement_context import MeasurementContext
from sladsl.measurement.uptime.partition import ENTITIES, table
from sladsl.measurement.uptime.sources import down_of
from sladsl.measurement.uptime.states import states
from sladsl.planning.plan import ServiceLevel


def make_states(
    context: MeasurementContext, level: ServiceLevel, frame: Frame, shown: Shown, hours: str | None
) -> str:
    """Make the table of the states of the lines of time of a level, and give its name.

    `hours` is the table with the pieces in which the calendar is open and closed, None where it never closes.
    """
    session, made = context.session, table(level, "states")
    make_table(session, table(level, "swept"), _stretches(context, level, frame, shown))
    swept_rows = sql("SELECT * FROM {}", name(table(level, "swept")))
    for each, rows in steps(
        level.exclusions,
        swept_rows,
        table(level, "stretches"),
        _cutting(context, level, frame, hours),
        becomes(level.exclusions),
    ):
        make_table(session, each, rows)
    taken = sql("SELECT * FROM {}", name(last_table(level.exclusions, table(level, "stretches"))))
    make_table(session, made, states(level.entities, taken, table(level, ENTITIES)))
    return made


def _stretches(context: MeasurementContext, level: ServiceLevel, frame: Frame, shown: Shown) -> Sql:
    """Where there is evidence of down time, time is not gone."""
    during = [beside_intervals(context, level, each, frame) for each in down_of(level).during]
    down = joined(" UNION ALL ", [shown.down, *during])
    layers: dict[str, Sql] = {"down": down}
    if shown.gone is not None:
        layers["gone"] = shown.gone
    excluded = {
        layer(at): beside_intervals(context, level, each, frame) for at, each in enumerate(level.exclusions)
    }
    gone = sql("0") if shown.gone is None else sql("CASE WHEN down > 0 THEN 0 ELSE gone END")
    columns = [sql("series, entity, begins, ends, down"), sql("{} AS gone", gone), *map(name, excluded)]
    return sql("SELECT {} FROM ({}) AS s", listed(columns), swept({**layers, **excluded}))


def _cutting(context: MeasurementContext, level: ServiceLevel, frame: Frame, hours: str | None) -> Cutting:
    """Make the tables of the horizons of budgets."""
    horizons: list[str | None] = []
    for at, exclusion in enumerate(level.exclusions):
        horizons.append(None if exclusion.budget is None else table(level, f"horizons {at}"))
        if exclusion.budget is not None:
            made = horizon_pieces(context.plan, exclusion.budget, frame)
            insert(context.session, table(level, f"horizons {at}"), made, BucketPiece._fields)
    return Cutting(hours, tuple(horizons), frame.origin)
