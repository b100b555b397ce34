"""What exclusions take out of lines of time: those without a budget first, then those with one, each as written.

A stretch is an interval with how many rows of each layer hold it: `down`, `gone` (no evidence, so not agreed time),
and `x1`, `x2`, … for the exclusions. `taken` says what became of it, 0 nothing; of a level of time 1 that it is absent,
2 that it counts as up.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sladsl.measurement.sql.pieces import Sql, integer, joined, listed, name, sql
from sladsl.measurement.uptime.intervals import cut
from sladsl.planning.plan import Budget, Exclusion
from sladsl.values import frozen

ABSENT, AS_UPTIME = 1, 2


@frozen
class Cutting:
    """What stretches are cut by where a budget has to be kept.

    `hours` is a table with the pieces in which a calendar is open (1) and closed (0), None where it never closes;
    `horizons` one for each exclusion with a budget, with the pieces of the horizons of its budget by number.
    """

    hours: str | None
    horizons: tuple[str | None, ...]
    origin: int


def layer(position: int) -> str:
    """The column of an exclusion by its position."""
    return f"x{position}"


def in_order(exclusions: Sequence[Exclusion]) -> list[int]:
    """The positions of exclusions in the order in which they apply."""
    return sorted(range(len(exclusions)), key=lambda position: exclusions[position].budget is not None)


def steps(
    exclusions: Sequence[Exclusion], stretches: Sql, table: str, cutting: Cutting, marks: Sequence[int]
) -> Iterator[tuple[str, Sql]]:
    """The tables to make one after the other, each with its rows; the last has the stretches with `taken`.

    `marks` has what `taken` says of a stretch that each exclusion takes.
    """
    free = [position for position in in_order(exclusions) if exclusions[position].budget is None]
    yield f"{table} 0", sql("SELECT *, {} AS taken FROM ({}) AS s", _first(marks, free), stretches)
    columns = [sql("down"), sql("gone"), *(name(layer(position)) for position in range(len(exclusions)))]
    budgeted = [position for position in in_order(exclusions) if exclusions[position].budget is not None]
    for number, position in enumerate(budgeted, 1):
        before = f"{table} {number - 1}"
        yield (
            f"{table} {number}",
            _budgeted(exclusions[position], position, before, columns, cutting, marks[position]),
        )


def last_table(exclusions: Sequence[Exclusion], table: str) -> str:
    """The name of the last table of `steps`."""
    return f"{table} {sum(exclusion.budget is not None for exclusion in exclusions)}"


def becomes(exclusions: Sequence[Exclusion]) -> list[int]:
    """What becomes of the time that each exclusion of a level of time takes."""
    return [AS_UPTIME if exclusion.as_uptime else ABSENT for exclusion in exclusions]


def _first(marks: Sequence[int], free: Sequence[int]) -> Sql:
    if not free:
        return sql("0")
    cases = joined(
        " ",
        (sql("WHEN {} > 0 THEN {}", name(layer(position)), integer(marks[position])) for position in free),
    )
    return sql("CASE {} ELSE 0 END", cases)


def _budgeted(
    exclusion: Exclusion, position: int, before: str, columns: Sequence[Sql], cutting: Cutting, mark: int
) -> Sql:
    """The stretches after an exclusion has used its budget in the order of time."""
    budget, mine = exclusion.budget, name(layer(position))
    assert budget is not None
    costed = _costed(position, before, columns, cutting)
    limited = _timed(budget, costed) if budget.time is not None else _counted(budget, costed)
    return sql(
        "WITH limited AS ({})"
        " SELECT series, entity, begins, ends, {}, taken FROM {} WHERE NOT (taken = 0 AND {} > 0)"
        " UNION ALL SELECT series, entity, begins, until, {}, {} FROM limited WHERE begins < until"
        " UNION ALL SELECT series, entity, until, ends, {}, 0 FROM limited WHERE until < ends",
        *(
            limited,
            listed(columns),
            name(before),
            mine,
            listed(columns),
            integer(mark),
            listed(columns),
        ),
    )


def _costed(position: int, before: str, columns: Sequence[Sql], cutting: Cutting) -> Sql:
    """The stretches that an exclusion may take, with what each costs of its budget, and in which horizon.

    They are cut where hours open and close and where horizons meet. What is closed or gone costs nothing, and is taken
    while something is left.
    """
    table = cutting.horizons[position]
    assert table is not None, "a budget has its horizons"
    candidates = sql(
        "SELECT series, entity, begins, ends, {}, occasion FROM ({}) AS c WHERE taken = 0",
        listed(columns),
        with_occasions(before, name(layer(position))),
    )
    all_columns = [sql("series"), sql("entity"), *columns, sql("occasion")]
    horizoned = cut(candidates, all_columns, table, cutting.origin)
    opened = sql(
        "SELECT {}, begins, ends, number AS horizon, 1 AS opened FROM ({}) AS h",
        listed(all_columns),
        horizoned,
    )
    if cutting.hours is not None:
        keep = [*all_columns, sql("horizon")]
        opened = sql(
            "SELECT {}, begins, ends, number AS opened FROM ({}) AS h",
            listed(keep),
            cut(
                sql("SELECT {}, begins, ends FROM ({}) AS o", listed(keep), opened),
                keep,
                cutting.hours,
                cutting.origin,
            ),
        )
    return sql(
        "SELECT *, CASE WHEN opened = 1 AND gone = 0 THEN ends - begins ELSE 0 END AS cost FROM ({}) AS o",
        opened,
    )


def with_occasions(before: str, mine: Sql) -> Sql:
    """The stretches that an exclusion holds, with a number for each interval of its own that they are cut from."""
    return sql(
        "SELECT *, sum(fresh) OVER (PARTITION BY series, entity ORDER BY begins"
        " ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS occasion FROM (SELECT *,"
        " CASE WHEN lag(ends) OVER (PARTITION BY series, entity ORDER BY begins) = begins THEN 0 ELSE 1 END AS fresh"
        " FROM {} WHERE {} > 0) AS f",
        name(before),
        mine,
    )


def _timed(budget: Budget, costed: Sql) -> Sql:
    """With `until` when each stretch is taken: as long as time is left in its horizon."""
    assert budget.time is not None
    limit = integer(budget.time)
    return sql(
        "SELECT *, CASE WHEN used >= {} THEN begins WHEN cost = 0 THEN ends"
        " ELSE begins + least(cost, {} - used) END AS until FROM (SELECT *,"
        " CAST(sum(cost) OVER (PARTITION BY series, entity, horizon ORDER BY begins"
        " ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS BIGINT) - cost AS used FROM ({}) AS c) AS u",
        *(limit, limit, costed),
    )


def _counted(budget: Budget, costed: Sql) -> Sql:
    """With `until` when each stretch is taken: whole where its occasion is among the first of its horizon."""
    assert budget.times is not None
    return sql(
        "SELECT c.*, CASE WHEN o.used < {} THEN c.ends ELSE c.begins END AS until FROM ({}) AS c JOIN ("
        "SELECT series, entity, occasion, CAST(sum(costs) OVER (PARTITION BY series, entity, horizon ORDER BY first"
        " ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS BIGINT) - costs AS used FROM ("
        "SELECT series, entity, occasion, max(CASE WHEN cost > 0 THEN 1 ELSE 0 END) AS costs,"
        " coalesce(min(CASE WHEN cost > 0 THEN begins END), min(begins)) AS first,"
        " coalesce(min(CASE WHEN cost > 0 THEN horizon END), min(horizon)) AS horizon"
        " FROM ({}) AS d GROUP BY series, entity, occasion) AS e) AS o"
        " ON o.series = c.series AND o.entity = c.entity AND o.occasion = c.occasion",
        *(integer(budget.times), costed, costed),
    )
