"""Instants that conditions move by local days, to the same time of day on another date, and the dates of instants."""

from __future__ import annotations

from sladsl.measurement.scanning.scan_tables import Tables
from sladsl.measurement.scanning.wall_time import agreement_zone, with_instant, with_wall
from sladsl.measurement.sql.expressions import Scope, number, type_of
from sladsl.measurement.sql.pieces import DIVIDE, Sql, column, integer, name, sql
from sladsl.planning.buckets import DAY
from sladsl.planning.plan import Arithmetic, LocalDate, ValueType


def with_moves(scope: Scope, rows: Sql, tables: Tables) -> Sql:
    """Rows with the instants that conditions move by local days, and the dates that they ask for."""
    for move, moved in scope.moved.items():
        if isinstance(move, LocalDate):
            rows = _with_date(scope, rows, tables, move, moved)
        else:
            rows = _with_move(scope, rows, tables, move, moved)
    return rows


def _with_date(scope: Scope, rows: Sql, tables: Tables, date: LocalDate, result: str) -> Sql:
    """Rows with the local date of an instant; days are counted from one before all instants, since division cuts."""
    parts = sql(
        "SELECT *, {} AS {} FROM ({})",
        *(number(date.operand, scope).numerator.sql, name(f"{result} from"), rows),
    )
    zone, wall = agreement_zone(tables), column("s", f"{result} wall")
    walls = with_wall(parts, column("s", f"{result} from"), integer(_BEFORE * DAY), zone, f"{result} wall")
    return sql(
        "SELECT s.*, {} {} {} - {} AS {} FROM ({}) AS s",
        *(wall, DIVIDE, integer(DAY), integer(_BEFORE), name(result), walls),
    )


_BEFORE = 36_600
"""Days before 1970 from which dates are counted here: records reach back to 1900."""


def _with_move(scope: Scope, rows: Sql, tables: Tables, move: Arithmetic, moved: str) -> Sql:
    """Rows with an instant moved by local days: the same time of day on another date."""
    instant, days = move.left, move.right
    if type_of(instant) is ValueType.DAYS:
        instant, days = days, instant
    by = number(days, scope)
    assert by.scale == 0 and by.denominator is None, "days are counted whole"  # noqa: PT018 - one fact
    length = integer(-DAY if move.operator == "-" else DAY)
    zone = agreement_zone(tables)
    parts = sql(
        "SELECT *, {} AS {}, {} * {} AS {} FROM ({})",
        *(number(instant, scope).numerator.sql, name(f"{moved} from"), by.numerator.sql, length),
        *(name(f"{moved} by"), rows),
    )
    operand, later = column("s", f"{moved} from"), column("s", f"{moved} by")
    walls = with_wall(parts, operand, later, zone, f"{moved} wall")
    return with_instant(walls, column("s", f"{moved} wall"), zone, moved)
