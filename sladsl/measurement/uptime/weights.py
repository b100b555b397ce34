"""Down time weighted by the share of users that each outage affects.

Where outages of one thing overlap, the greatest share counts. Shares are pairs of numbers, compared crosswise.
"""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction

from sladsl.measurement.engines.engine import query
from sladsl.measurement.sql.expressions import number
from sladsl.measurement.sql.pieces import WIDE, Sql, integer, sql
from sladsl.measurement.uptime.intervals import bucket_of, in_buckets
from sladsl.measurement.uptime.measurement_context import MeasurementContext
from sladsl.measurement.uptime.sources import own
from sladsl.planning.buckets import DAY
from sladsl.planning.plan import ServiceLevel
from sladsl.planning.series import weights_of


def weighted_down(
    context: MeasurementContext, level: ServiceLevel, outages: Sql, pieces: Sql, origin: int
) -> dict[tuple[int, int], Fraction]:
    """Per window and series, the time of pieces of down time in µs, each times the share of users affected.

    The pieces do not cross the edges of buckets; `outages` are intervals with `affected` and `total`.
    """
    shared = sql(
        "SELECT p.number, p.series, w.affected, w.total,"
        " sum(CAST(least(p.ends, w.ends) - greatest(p.begins, w.begins) AS {})) AS lasted"
        " FROM (SELECT *, {} AS bucket FROM ({}) AS d) AS p JOIN ({}) AS w"
        " ON w.series = p.series AND w.entity = p.entity AND w.bucket = p.bucket"
        " WHERE w.begins < p.ends AND p.begins < w.ends GROUP BY p.number, p.series, w.affected, w.total",
        *(WIDE, bucket_of(sql("begins"), origin), pieces, _greatest_shares(outages, origin)),
    )
    weights: dict[tuple[int, int], Fraction] = defaultdict(Fraction)
    for window, series, affected, total, lasted in query(context.session, shared):
        weights[window, series] += Fraction(int(affected), int(total)) * int(lasted)
    scale = _scale(context, level)
    return {place: weight * scale for place, weight in weights.items()}


def _scale(context: MeasurementContext, level: ServiceLevel) -> Fraction:
    """What the quotient of the numbers as they are held is to be multiplied by."""
    weights, scope = weights_of(level), context.scope(own(level))
    assert weights is not None, "only outages with weights are weighted"
    affected, total = (number(each, scope) for each in weights)
    return Fraction(10**total.scale, 10**affected.scale)


def _greatest_shares(outages: Sql, origin: int) -> Sql:
    """Intervals that do not overlap, within buckets, each with the greatest share of the outages that hold it."""
    start = sql("(bucket * {} + {})", integer(DAY), integer(origin))
    return sql(
        "WITH each_day AS (SELECT series, entity, bucket, affected, total, greatest(begins, {}) AS begins,"
        " least(ends, {} + {}) AS ends FROM ({}) AS b),"
        " edges AS (SELECT DISTINCT series, entity, bucket, t FROM (SELECT series, entity, bucket, begins AS t"
        " FROM each_day UNION ALL SELECT series, entity, bucket, ends AS t FROM each_day) AS e),"
        " parts AS (SELECT series, entity, bucket, t AS begins,"
        " lead(t) OVER (PARTITION BY series, entity, bucket ORDER BY t) AS ends FROM edges),"
        " held AS (SELECT p.series, p.entity, p.bucket, p.begins, p.ends, d.affected, d.total FROM each_day AS d"
        " JOIN parts AS p ON p.series = d.series AND p.entity = d.entity AND p.bucket = d.bucket"
        " WHERE d.begins <= p.begins AND p.ends <= d.ends)"
        " SELECT h.series, h.entity, h.bucket, h.begins, h.ends, min(h.affected) AS affected,"
        " min(h.total) AS total FROM held AS h LEFT JOIN held AS g ON g.series = h.series AND g.entity = h.entity"
        " AND g.bucket = h.bucket AND g.begins = h.begins"
        " AND CAST(g.affected AS {}) * h.total > CAST(h.affected AS {}) * g.total"
        " WHERE g.series IS NULL GROUP BY h.series, h.entity, h.bucket, h.begins, h.ends",
        *(start, start, integer(DAY), in_buckets(outages, origin), WIDE, WIDE),
    )
