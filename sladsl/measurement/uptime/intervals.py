"""Intervals of lines of time in SQL: swept into stretches, joined into runs, and cut to pieces of fixed times.

An interval is a row with `series`, `entity`, `begins` and `ends`, [begins, ends) in µs, none empty.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from sladsl.measurement.sql.pieces import DIVIDE, EACH, Sql, any_of, integer, joined, listed, name, sql
from sladsl.planning.buckets import DAY
from sladsl.values import frozen


@frozen
class Shown:
    """What a level's own records show: intervals that are down, and those of which there is no evidence."""

    down: Sql
    gone: Sql | None = None


class BucketPiece(NamedTuple):
    """Of a stretch of fixed time, the part that lies in one day-long bucket; `known` is up to when it is known."""

    bucket: int
    begins: int
    ends: int
    number: int
    known: int


def pieces(origin: int, stretches: Iterable[tuple[int, int, int, int]]) -> Iterator[BucketPiece]:
    """Cut stretches [begins, ends), with number and when they are known, at the edges of buckets from `origin` on."""
    for begins, ends, number, known in stretches:
        for bucket in range((begins - origin) // DAY, (ends - 1 - origin) // DAY + 1):
            start = origin + bucket * DAY
            yield BucketPiece(bucket, max(begins, start), min(ends, start + DAY), number, known)


def cut(rows: Sql, columns: Sequence[Sql], table: str, origin: int) -> Sql:
    """Intervals that lie in the pieces of a table, each cut to the piece, with its `number` and `known`."""
    return sql(
        "SELECT {}, greatest(r.begins, p.begins) AS begins, least(r.ends, p.ends) AS ends, p.number, p.known"
        " FROM ({}) AS r JOIN {} AS p ON p.bucket = r.bucket WHERE p.begins < r.ends AND r.begins < p.ends",
        *(listed(sql("r.{}", each) for each in columns), in_buckets(rows, origin), name(table)),
    )


def in_buckets(rows: Sql, origin: int) -> Sql:
    """Intervals once for each bucket that they touch."""
    first, last = (bucket_of(sql(each), origin) for each in ("r.begins", "r.ends - 1"))
    return sql("SELECT r.*, {}{}, {})) AS bucket FROM ({}) AS r", EACH, first, last, rows)


def bucket_of(instant: Sql, origin: int) -> Sql:
    """The bucket of an instant that is not before the origin."""
    return sql("({} - {}) {} {}", instant, integer(origin), DIVIDE, integer(DAY))


def swept(layers: Mapping[str, Sql]) -> Sql:
    """Stretches of each line of time between any edges of its intervals, with how many of each layer hold them.

    Stretches that no layer holds are left out.
    """
    counts = listed(sql("sum({}) AS {}", name(layer), name(layer)) for layer in layers)
    running = listed(
        sql(
            "sum({}) OVER (PARTITION BY series, entity ORDER BY t"
            " ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS {}",
            name(layer),
            name(layer),
        )
        for layer in layers
    )
    return sql(
        "WITH marks AS ({}), edges AS (SELECT series, entity, t, {} FROM marks GROUP BY series, entity, t),"
        " stretches AS (SELECT series, entity, t AS begins,"
        " lead(t) OVER (PARTITION BY series, entity ORDER BY t) AS ends, {} FROM edges)"
        " SELECT * FROM stretches WHERE ends IS NOT NULL AND ({})",
        *(joined(" UNION ALL ", _marks(layers)), counts, running),
        any_of(sql("{} > 0", name(layer)) for layer in layers),
    )


def _marks(layers: Mapping[str, Sql]) -> Iterator[Sql]:
    """Both edges of each interval, made of one reading of it."""
    edges = sql("(SELECT edge FROM (VALUES (1), (-1)) AS given(edge))")
    for layer, rows in layers.items():
        deltas = listed(
            sql("{} AS {}", sql("edge") if other == layer else sql("0"), name(other)) for other in layers
        )
        yield sql(
            "SELECT series, entity, CASE WHEN edge = 1 THEN begins ELSE ends END AS t, {}"
            " FROM ({}) AS x CROSS JOIN {} AS e",
            *(deltas, rows, edges),
        )


def runs(rows: Sql) -> Sql:
    """Intervals that do not overlap, joined where they touch."""
    return sql(
        "WITH ordered AS (SELECT series, entity, begins, ends, lag(ends)"
        " OVER (PARTITION BY series, entity ORDER BY begins) AS before FROM ({}) AS x),"
        " numbered AS (SELECT series, entity, begins, ends,"
        " sum(CASE WHEN before = begins THEN 0 ELSE 1 END) OVER (PARTITION BY series, entity ORDER BY begins"
        " ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS run FROM ordered)"
        " SELECT series, entity, min(begins) AS begins, max(ends) AS ends FROM numbered"
        " GROUP BY series, entity, run",
        rows,
    )


def numbered_runs(numbers: Sql, step: int, origin: int) -> Sql:
    """Whole numbers `k` of slots as intervals: those that follow one another are one, each `step` long."""
    return sql(
        "SELECT series, entity, min(k) * {} + {} AS begins, (max(k) + 1) * {} + {} AS ends"
        " FROM (SELECT series, entity, k, k - row_number() OVER (PARTITION BY series, entity ORDER BY k) AS run"
        " FROM ({}) AS x) AS y GROUP BY series, entity, run",
        *(integer(step), integer(origin), integer(step), integer(origin), numbers),
    )


def clipped(rows: Sql, start: int, end: int, columns: Sequence[Sql] = ()) -> Sql:
    """Intervals as far as they lie in [start, end), with some columns of theirs."""
    return sql(
        "SELECT {}, greatest(begins, {}) AS begins, least(ends, {}) AS ends FROM ({}) AS x"
        " WHERE ends > {} AND begins < {} AND begins < ends",
        *(listed([sql("series"), sql("entity"), *columns]), integer(start), integer(end), rows),
        *(integer(start), integer(end)),
    )
