"""Expressions of a plan as SQL over a relation that has a column for each field, in SQL's own three-valued logic."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from typing import LiteralString, TypeGuard, assert_never

from attrs import Factory

from sladsl.measurement.records.field_values import NumberShape
from sladsl.measurement.scanning.reads import parts_of
from sladsl.measurement.sql.exact import Exact, SqlInteger, comparison, constant, minus, over, plus, times
from sladsl.measurement.sql.pieces import FALSE, TRUE, Sql, all_of, integer, name, parameter, shifted, sql
from sladsl.planning.plan import (
    Arithmetic,
    BusinessDays,
    ClockTime,
    ClockWithin,
    Compare,
    Constant,
    DoneBy,
    Elapsed,
    Exists,
    Expression,
    Field,
    FieldLimit,
    LocalDate,
    LocalDays,
    Logical,
    Not,
    TimeLimit,
    ValueType,
)
from sladsl.values import frozen

Move = Arithmetic | LocalDate
"""An instant moved by days of the local calendar, or the date on which one lies."""

ELAPSED = "#elapsed"
UP_TO = "#up to"
RUN = "#run"
ENDED = "#ended"
_ENDED = sql("CAST({} AS BOOLEAN)", name(ENDED))
_TEXTS = (ValueType.TEXT, ValueType.CHOICE, ValueType.SEVERITY, ValueType.REF, ValueType.FLAG)
_DIGITS = {
    ValueType.DURATION: 17,
    ValueType.DAYS: 9,
    ValueType.DATE: 6,
    ValueType.TIME_OF_DAY: 11,
    ValueType.TIME: 16,
}
_OPERATORS: dict[str, LiteralString] = {
    "<": "<",
    "<=": "<=",
    ">": ">",
    ">=": ">=",
    "=": "=",
    "!=": "<>",
}


@frozen
class Scope:
    """What an expression is read in: the shapes of numeric fields by path, the columns of moved times and of deadlines.

    A field is the column `column_name` gives. A clock has the columns `#run` (twice the time on it, less one if
    it ran in the last microsecond before it stopped or was read) and `#ended`, a flag, or 1 and 0 in a table; with
    `late_without_end` one without its end is late; where `all_ended`, none is, and `#ended` is not read. `pauses` are
    the scopes of the conditions of its pauses.
    """

    shapes: Mapping[tuple[str, ...], NumberShape]
    moved: Mapping[Move, str]
    late_without_end: bool = False
    pauses: tuple[Scope, ...] = ()
    done: Mapping[DoneBy, str] = Factory(dict)
    all_ended: bool = False


def column_name(field: Field) -> str:
    """The column that holds a field, reached through refs or not."""
    return ".".join(field.path)


def truth(expression: Expression, scope: Scope) -> Sql:
    """A condition: true, false or unknown."""
    match expression:
        case Not(operand):
            return sql("(NOT {})", truth(operand, scope))
        case Logical("and", left, right):
            return sql("({} AND {})", truth(left, scope), truth(right, scope))
        case Logical(_, left, right):
            return sql("({} OR {})", truth(left, scope), truth(right, scope))
        case Exists(operand):
            return sql("({} IS NOT NULL)", name(column_name(operand)))
        case ClockWithin(limit) if scope.all_ended:
            return _in_time(limit)
        case ClockWithin(limit):
            # One that still runs is late once it is past its deadline, and otherwise not known to be in time.
            ended = _ENDED if scope.late_without_end else sql("nullif({}, FALSE)", _ENDED)
            return sql("({} AND {})", _in_time(limit), ended)
        case DoneBy():
            return name(scope.done[expression])
        case Compare():
            return _compared(expression, scope)
        case Constant() | Field():
            return text(expression)
        case ClockTime() | Arithmetic() | LocalDate():
            raise AssertionError("a number is not a condition")
    assert_never(expression)


def in_time_column(limit: LocalDays | BusinessDays | FieldLimit) -> str:
    """The column that says whether a clock stopped, or was read, by a deadline in days, or one of the record's own."""
    if isinstance(limit, FieldLimit):
        return f"#in {column_name(limit.field)}"
    kind = "business day" if isinstance(limit, BusinessDays) else "day"
    return f"#in {limit.days} {kind}s"


def _in_time(limit: TimeLimit) -> Sql:
    match limit:
        case Elapsed(duration):
            # It is less than the time allowed, or as much and reached in the last microsecond.
            return sql("({} < {})", name(RUN), integer(2 * duration))
        case LocalDays() | BusinessDays() | FieldLimit():
            return name(in_time_column(limit))
    assert_never(limit)


def text(expression: Expression) -> Sql:
    """A value that is compared as it is: a text or a flag."""
    match expression:
        case Constant(_, bool() as value):
            return TRUE if value else FALSE
        case Constant(_, str() as value):
            return parameter(value)
        case Field():
            return name(column_name(expression))
        case _:
            raise AssertionError("only a literal or a field is a text or a flag")


def number(expression: Expression, scope: Scope) -> Exact:
    """A number, an amount of time, an instant or a date."""
    match expression:
        case Constant(_, Fraction() | int() as value):
            return constant(value)
        case Field():
            return _field(expression, scope)
        case ClockTime():
            return Exact(clock_time())
        case Arithmetic():
            if expression in scope.moved:
                return Exact(SqlInteger(name(scope.moved[expression]), _DIGITS[ValueType.TIME]))
            return _calculated(expression, scope)
        case LocalDate():
            return Exact(SqlInteger(name(scope.moved[expression]), _DIGITS[ValueType.DATE]))
        case _:
            raise AssertionError("a condition is not a number")


def known(expression: Expression, scope: Scope) -> Sql:
    """Whether a number is known."""
    if isinstance(expression, ClockTime):
        # Of a column an engine may know that it never is NULL, and of what is calculated from it not.
        return sql("{} IS NOT NULL", name(RUN))
    value = number(expression, scope)
    parts = [part for part in (value.numerator, value.denominator) if part is not None]
    return all_of(sql("{} IS NOT NULL", part.sql) for part in parts)


def clock_time() -> SqlInteger:
    """The time on a clock, in µs."""
    return SqlInteger(shifted(sql("{} + 1", name(RUN)), 1), _DIGITS[ValueType.TIME])


def sides(expression: Expression, scope: Scope) -> tuple[Sql, Sql]:
    """When a condition holds, and when it does not: where it is not known, neither is true."""
    if not isinstance(expression, ClockWithin) or scope.all_ended:
        holds = truth(expression, scope)
        return holds, sql("NOT {}", holds)
    in_time = _in_time(expression.limit)
    holds = sql("({} AND {})", in_time, _ENDED)
    return holds, sql("NOT {}", holds if scope.late_without_end else in_time)


def decided_column(expression: Expression, scope: Scope) -> str | None:
    """The column in which a value stands wherever a condition is known, if one column tells that."""
    if not isinstance(expression, ClockWithin) or not scope.all_ended:
        return None
    match expression.limit:
        case Elapsed():
            return RUN
        case LocalDays() | BusinessDays() | FieldLimit() as limit:
            return in_time_column(limit)
    assert_never(expression.limit)


def is_move(expression: Expression) -> TypeGuard[Move]:
    """Whether an expression is an instant moved by local days, or the date of one: both take the tables of the zone."""
    return isinstance(expression, LocalDate) or (
        isinstance(expression, Arithmetic)
        and expression.type is ValueType.TIME
        and ValueType.DAYS in {type_of(expression.left), type_of(expression.right)}
    )


def columns_of_moves(expressions: Iterable[Expression]) -> dict[Move, str]:
    """The columns that hold what expressions move by local days, and the dates that they ask for."""
    moves = dict.fromkeys(move for expression in expressions for move in moves_in(expression))
    return {move: f"#moved {number}" for number, move in enumerate(moves, 1)}


def moves_in(expression: Expression) -> Iterator[Move]:
    """Every move of an instant by days, and every date of one, those within others first."""
    for part in reversed(tuple(parts_of(expression))):
        if is_move(part):
            yield part


def divisors(expression: Expression, scope: Scope) -> Iterator[Sql]:
    """Every number that an expression divides by, as a numerator that must not be zero."""
    for part in parts_of(expression):
        if isinstance(part, Arithmetic) and part.operator == "/":
            yield number(part.right, scope).numerator.sql


def type_of(expression: Expression) -> ValueType:
    """The type of an expression's value."""
    match expression:
        case Constant() | Field() | Arithmetic():
            return expression.type
        case LocalDate():
            return ValueType.DATE
        case ClockTime():
            return ValueType.DURATION
        case Not() | Logical() | Compare() | Exists() | ClockWithin() | DoneBy():
            return ValueType.FLAG
    assert_never(expression)


def _compared(expression: Compare, scope: Scope) -> Sql:
    operator = _OPERATORS[expression.operator]
    if type_of(expression.left) not in _TEXTS:
        return comparison(operator, number(expression.left, scope), number(expression.right, scope))
    return sql(
        "({} " + operator + " {})", _operand(expression.left, scope), _operand(expression.right, scope)
    )


def _operand(expression: Expression, scope: Scope) -> Sql:
    return text(expression) if isinstance(expression, Constant | Field) else truth(expression, scope)


def _field(field: Field, scope: Scope) -> Exact:
    column = name(column_name(field))
    if field.type in _DIGITS:
        return Exact(SqlInteger(column, _DIGITS[field.type]))
    shape = scope.shapes[field.path]
    # A percentage is held as written and read as the ratio.
    return Exact(
        SqlInteger(column, shape.digits), shape.scale + (2 if field.type is ValueType.PERCENT else 0)
    )


def _calculated(expression: Arithmetic, scope: Scope) -> Exact:
    left, right = number(expression.left, scope), number(expression.right, scope)
    match expression.operator:
        case "+":
            return plus(left, right)
        case "-":
            return minus(left, right)
        case "*":
            return times(left, right)
        case "/":
            return over(left, right)
        case _:
            raise AssertionError(f"no operator {expression.operator}")
