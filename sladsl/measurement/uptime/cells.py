"""Which slots of a line of time have evidence, by cells of some dozen slots with a bit for each.

All samples are gone through once, to be counted by cells, of which there are few; a window function over all of them
would take many times as long. A slot is known by its number `k` from the start of the term.
"""

from __future__ import annotations

from collections.abc import Sequence

from sladsl.measurement.engines.engine import Statements, insert
from sladsl.measurement.sql.pieces import BIT, DIVIDE, TRUE, Sql, integer, listed, name, sql
from sladsl.measurement.uptime.intervals import numbered_runs
from sladsl.measurement.uptime.partition import ENTITIES, begins_when_found, table
from sladsl.planning.buckets import DAY
from sladsl.planning.plan import ServiceLevel

CELLS = "cells"
_MOST_SLOTS = 62
_BITS = "bits"


def slots_of_a_cell(every: int) -> int:
    """How many slots a cell has: as many as fit into a number and go into a day without a rest, if any do."""
    a_day = DAY // every if DAY % every == 0 else 0
    fitting = (number for number in range(_MOST_SLOTS, 1, -1) if a_day % number == 0)
    return next(fitting, _MOST_SLOTS) if a_day else _MOST_SLOTS


def in_cells(rows: Sql, whose: Sequence[Sql], slots: int, *, shows_something: Sql = TRUE) -> Sql:
    """Rows with `k` by cell: how many there are, which slots they show something of, and the first slot of all."""
    bit = sql("{}CAST(k % {} AS INT)))", BIT, integer(slots))
    if shows_something != TRUE:
        bit = sql("CASE WHEN {} THEN {} ELSE CAST(0 AS BIGINT) END", shows_something, bit)
    return sql(
        "SELECT {}, k {} {} AS cell, count(*) AS samples, bit_or({}) AS slots, min(k) AS first FROM ({}) AS x"
        " GROUP BY {}, k {} {}",
        *(listed(whose), DIVIDE, integer(slots), bit, rows),
        *(listed(whose), DIVIDE, integer(slots)),
    )


def united(rows: Sql) -> Sql:
    """Cells of several values that are one line of time, as its cells."""
    return sql(
        "SELECT series, entity, cell, sum(samples) AS samples, bit_or(slots) AS slots, min(first) AS first"
        " FROM ({}) AS x GROUP BY series, entity, cell",
        rows,
    )


def firsts(level: ServiceLevel) -> Sql:
    """The first slot with evidence of each line of time that has one."""
    return sql(
        "SELECT series, entity, min(first) AS k FROM {} GROUP BY series, entity", name(table(level, CELLS))
    )


def gaps(session: Statements, level: ServiceLevel, every: int, origin: int, until: int) -> Sql:
    """The slots without evidence as intervals, from the start of the term, or a line's first evidence, on."""
    slots = slots_of_a_cell(every)
    insert(session, table(level, _BITS), [(number, 1 << number) for number in range(slots)], ("slot", "bit"))
    cells, is_found = name(table(level, CELLS)), begins_when_found(level)
    end = integer(-(-(until - origin) // every))
    ordered = sql(
        "SELECT series, entity, cell, slots, first,"
        " lag(cell) OVER (PARTITION BY series, entity ORDER BY cell) AS before,"
        " lead(cell) OVER (PARTITION BY series, entity ORDER BY cell) AS after FROM {}",
        cells,
    )
    size = integer(slots)
    between = [
        sql("SELECT series, entity, (before + 1) * {} AS k, cell * {} AS e FROM ordered", size, size),
        sql(
            "SELECT series, entity, (cell + 1) * {} AS k, {} AS e FROM ordered WHERE after IS NULL", size, end
        ),
    ]
    if not is_found:
        between += [
            sql("SELECT series, entity, 0 AS k, cell * {} AS e FROM ordered WHERE before IS NULL", size),
            sql(
                "SELECT n.series, n.entity, 0 AS k, {} AS e FROM {} AS n LEFT JOIN ({}) AS f"
                " ON f.series = n.series AND f.entity = n.entity WHERE f.k IS NULL",
                *(end, name(table(level, ENTITIES)), firsts(level)),
            ),
        ]
    inside = sql(
        "SELECT series, entity, cell * {} + b.slot AS k FROM ordered JOIN {} AS b ON (slots & b.bit) = 0"
        " WHERE slots <> {}{}",
        *(size, name(table(level, _BITS)), integer((1 << slots) - 1)),
        sql(" AND (before IS NOT NULL OR cell * {} + b.slot >= first)", size) if is_found else sql(""),
    )
    whole = _joined_up(between)
    return sql(
        "WITH ordered AS ({}), inside AS ({}) {} UNION ALL"
        " SELECT series, entity, k * {} + {} AS begins, e * {} + {} AS ends FROM ({}) AS w WHERE k < e",
        *(ordered, inside, numbered_runs(sql("SELECT * FROM inside"), every, origin)),
        *(integer(every), integer(origin), integer(every), integer(origin), whole),
    )


def before_found(level: ServiceLevel, every: int, origin: int, until: int) -> Sql | None:
    """The time before the first evidence of lines of time that are there only because it is."""
    if not begins_when_found(level):
        return None
    return sql(
        "SELECT n.series, n.entity, CAST({} AS BIGINT) AS begins, coalesce(f.k * {} + {}, {}) AS ends FROM {} AS n"
        " LEFT JOIN ({}) AS f ON f.series = n.series AND f.entity = n.entity",
        *(integer(origin), integer(every), integer(origin), integer(until)),
        *(name(table(level, ENTITIES)), firsts(level)),
    )


def _joined_up(parts: Sequence[Sql]) -> Sql:
    first, *others = parts
    for other in others:
        first = sql("{} UNION ALL {}", first, other)
    return first
