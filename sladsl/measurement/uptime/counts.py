"""How many records of a level of time lie in each window: those that count, or those set aside."""

from __future__ import annotations

from sladsl.measurement.engine import query
from sladsl.measurement.expressions import column_name
from sladsl.measurement.sql_pieces import TRUE, integer, listed, name, sql
from sladsl.measurement.staging import aside as set_aside
from sladsl.measurement.uptime.frames import Frame
from sladsl.measurement.uptime.ground import Ground
from sladsl.measurement.uptime.intervals import bucket_of
from sladsl.measurement.uptime.partition import in_series, keyed
from sladsl.measurement.uptime.reduce import Place
from sladsl.measurement.uptime.sources import own
from sladsl.planning.plan import ServiceLevel


def records_in_windows(
    ground: Ground, level: ServiceLevel, frame: Frame, windows: str, *, aside: bool = False
) -> dict[Place, int]:
    """Count the level's own records per window and series, by their own instant; of outages that is their start."""
    source = own(level)
    view, unknown = (set_aside(level.records), TRUE) if aside else (None, sql("FALSE"))
    read = ground.rows(source, frame.as_of, view=view, unknown=unknown)
    at = sql("{} AS instant", name(column_name(source.since)))
    keyed_rows = sql("SELECT {} FROM ({}) AS raw", listed([*keyed(level), at]), read)
    counted = sql(
        "SELECT p.number, r.series, count(*) FROM (SELECT * FROM ({}) AS s WHERE instant >= {}) AS r"
        " JOIN {} AS p ON p.bucket = {} WHERE p.begins <= r.instant AND r.instant < p.ends GROUP BY p.number, r.series",
        *(in_series(level, keyed_rows, [sql("instant")]), integer(frame.origin), name(windows)),
        bucket_of(sql("r.instant"), frame.origin),
    )
    return {(window, series): records for window, series, records in query(ground.session, counted)}
