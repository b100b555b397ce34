"""Which slots of a line of time have evidence, by cells of some dozen slots with a bit for each.

All samples are gone through once, to be counted by cells, of which there are few; a window function over all of them
would take many times as long. A slot is known by its number `k` from the start of the term.
"""

from __future__ import annotations

from collections.abc import Sequence

from sladsl.measurement.engines.engine import Statements, make_table
from sladsl.measurement.sql.pieces import BIT, DIVIDE, EACH, Sql, integer, joined, listed, name, sql
from sladsl.measurement.uptime.intervals import numbered_runs
from sladsl.measurement.uptime.partition import ENTITIES, begins_when_found, table
from sladsl.planning.buckets import DAY
from sladsl.planning.plan import ServiceLevel

CELLS = "cells"
_MOST_SLOTS = 62
_LINES = "lines with evidence"


def slots_of_a_cell(every: int) -> int:
    """How many slots a cell has: as many as fit into a number and go into a day without a rest, if any do."""
    a_day = DAY // every if DAY % every == 0 else 0
    fitting = (number for number in range(_MOST_SLOTS, 1, -1) if a_day % number == 0)
    return next(fitting, _MOST_SLOTS) if a_day else _MOST_SLOTS


def in_cells(rows: Sql, whose: Sequence[Sql], slots: int, columns: Sequence[Sql]) -> Sql:
    """Rows with `k` by cell, with some columns that are made of the `k` of its rows and of the `bit` of each."""
    size = integer(slots)
    # Engines divide slowly, so that the place in a cell is what its number leaves over.
    numbered = sql("SELECT *, k {} {} AS cell FROM ({}) AS x", DIVIDE, size, rows)
    placed = sql("SELECT *, {}k - cell * {})) AS bit FROM ({}) AS y", BIT, size, numbered)
    grouped = listed([*whose, sql("cell")])
    return sql("SELECT {}, {} FROM ({}) AS z GROUP BY {}", grouped, listed(columns), placed, grouped)


def bits(condition: Sql) -> Sql:
    """The slots of the rows of a cell for which a condition holds: an aggregate of their `bit`."""
    return sql("coalesce(bit_or(bit) FILTER (WHERE {}), 0)", condition)


def first_of(slots: Sql, every: int) -> Sql:
    """The first slot of a `cell` that has some."""
    return sql("(cell * {} + bit_count(({} & (-{})) - 1))", integer(slots_of_a_cell(every)), slots, slots)


def make_lines(session: Statements, level: ServiceLevel) -> None:
    """Make the table of where the cells of each line of time begin and end.

    `held` are as many cells as a line has, from the first, `low`, to the last, `high`.
    """
    ends = sql(
        "SELECT series, entity, min(cell) AS low, max(cell) AS high, count(*) AS held, min(first) AS first FROM {}"
        " GROUP BY series, entity",
        name(table(level, CELLS)),
    )
    make_table(session, table(level, _LINES), ends)


def slots_of(cells: Sql, every: int) -> Sql:
    """The slots that cells have in their `bits`, as rows with the number `k` of each."""
    slots = slots_of_a_cell(every)
    return sql(
        "SELECT series, entity, cell * {} + slot AS k FROM (SELECT *, {}0, {})) AS slot FROM ({}) AS c) AS s"
        " WHERE bits & {}slot)) <> 0",
        *(integer(slots), EACH, integer(slots - 1), cells, BIT),
    )


def gaps(level: ServiceLevel, every: int, origin: int, until: int) -> Sql:
    """The slots without evidence as intervals, from the start of the term, or a line's first evidence, on."""
    whole = _whole_cells(level, slots_of_a_cell(every), -(-(until - origin) // every))
    return sql(
        "{} UNION ALL"
        " SELECT series, entity, k * {} + {} AS begins, e * {} + {} AS ends FROM ({}) AS w WHERE k < e",
        numbered_runs(_inside(level, every), every, origin),
        *(integer(every), integer(origin), integer(every), integer(origin), whole),
    )


def before_found(level: ServiceLevel, every: int, origin: int, until: int) -> Sql | None:
    """The time before the first evidence of lines of time that are there only because it is."""
    if not begins_when_found(level):
        return None
    return sql(
        "SELECT n.series, n.entity, CAST({} AS BIGINT) AS begins, coalesce(l.first * {} + {}, {}) AS ends"
        " FROM {} AS n LEFT JOIN {} AS l ON l.series = n.series AND l.entity = n.entity",
        *(integer(origin), integer(every), integer(origin), integer(until)),
        *(name(table(level, ENTITIES)), name(table(level, _LINES))),
    )


def _inside(level: ServiceLevel, every: int) -> Sql:
    """The slots without evidence in cells that have some."""
    full = integer((1 << slots_of_a_cell(every)) - 1)
    cells = sql(
        "SELECT series, entity, cell, ~slots AS bits FROM {} WHERE slots <> {}",
        *(name(table(level, CELLS)), full),
    )
    empty = slots_of(cells, every)
    if not begins_when_found(level):
        return empty
    return sql(
        "SELECT i.series, i.entity, i.k FROM ({}) AS i JOIN {} AS l ON l.series = i.series AND l.entity = i.entity"
        " WHERE i.k >= l.first",
        *(empty, name(table(level, _LINES))),
    )


def _whole_cells(level: ServiceLevel, slots: int, end: int) -> Sql:
    """The slots of cells without evidence, from `k` up to `e`: between the cells of a line, after and before them."""
    size, lines = integer(slots), name(table(level, _LINES))
    # Cells are put in order only where some are wanting.
    ordered = sql(
        "SELECT c.series, c.entity, c.cell,"
        " lag(c.cell) OVER (PARTITION BY c.series, c.entity ORDER BY c.cell) AS before"
        " FROM {} AS c JOIN {} AS l ON l.series = c.series AND l.entity = c.entity WHERE l.held <= l.high - l.low",
        *(name(table(level, CELLS)), lines),
    )
    parts = [
        sql(
            "SELECT series, entity, (before + 1) * {} AS k, cell * {} AS e FROM ({}) AS o",
            size,
            size,
            ordered,
        ),
        sql("SELECT series, entity, (high + 1) * {} AS k, {} AS e FROM {}", size, integer(end), lines),
    ]
    if not begins_when_found(level):
        before = sql(
            "SELECT n.series, n.entity, 0 AS k, coalesce(l.low * {}, {}) AS e FROM {} AS n LEFT JOIN {} AS l"
            " ON l.series = n.series AND l.entity = n.entity",
            *(size, integer(end), name(table(level, ENTITIES)), lines),
        )
        parts.append(before)
    return joined(" UNION ALL ", parts)
