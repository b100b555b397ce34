"""Records beside a level's own, as intervals of the lines of time that they are about."""

from __future__ import annotations

from sladsl.measurement.sql.expressions import column_name
from sladsl.measurement.sql.pieces import Sql, integer, listed, name, sql
from sladsl.measurement.uptime.frames import Frame
from sladsl.measurement.uptime.intervals import clipped
from sladsl.measurement.uptime.measurement_context import MeasurementContext
from sladsl.measurement.uptime.partition import beside_series
from sladsl.measurement.uptime.sources import EvidenceSource, beside
from sladsl.planning.plan import Beside, Exclusion, ServiceLevel


def beside_intervals(
    context: MeasurementContext, level: ServiceLevel, records: Beside | Exclusion, frame: Frame
) -> Sql:
    """Records beside the level's own as intervals of every line of time that they are about."""
    source = beside(context.plan, records)
    columns = [*lasting(source), *(name(each) for each in records.alike)]
    read = sql("SELECT {} FROM ({}) AS raw", listed(columns), context.rows(source, frame.as_of))
    ended = sql("coalesce(ends, {}) AS ends", integer(frame.until))
    return clipped(
        beside_series(level, records.alike, read, [sql("begins"), ended]), frame.origin, frame.until
    )


def lasting(source: EvidenceSource) -> list[Sql]:
    """When a record of a source begins and ends, as `begins` and `ends`."""
    assert source.until is not None, "evidence lasts"
    edges = (("begins", source.since), ("ends", source.until))
    return [sql("{} AS {}", name(column_name(field)), name(edge)) for edge, field in edges]
