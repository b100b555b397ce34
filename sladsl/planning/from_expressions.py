"""From typed expressions to those of the plan, with every literal exact and every name resolved."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from typing import assert_never
from zoneinfo import ZoneInfo

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
    Quantity,
    TimeLimit,
    ValueType,
)
from sladsl.planning.zones import to_utc, wall_clock
from sladsl.semantics.meaning import ChoiceValue, FieldPath, Level
from sladsl.semantics.types import ValueKind
from sladsl.syntax import ast

_OPERATORS = {"is": "=", "is not": "!="}
_SECOND = 1_000_000
_EPOCH = dt.date(1970, 1, 1)


def expression(node: ast.Expression, level: Level, zone: ZoneInfo) -> Expression:
    """An expression in a line of a level, in the agreement's zone."""

    def of(part: ast.Expression) -> Expression:
        return expression(part, level, zone)

    match node:
        case ast.Reading():
            return _reading(node, level)
        case ast.ClockTime():
            return ClockTime()
        case ast.ClockWithin():
            return ClockWithin(time_limit(node.limit, level))
        case ast.DoneBy():
            return _done_by(node, level)
        case ast.Not():
            return Not(of(node.operand))
        case ast.Negative():
            return _negative(of(node.operand), ValueType(level.types[node].kind.value))
        case ast.Logical():
            return Logical(node.operator, of(node.left), of(node.right))
        case ast.Compare():
            left, right = of(node.left), of(node.right)
            kinds = {level.types[node.left].kind, level.types[node.right].kind}
            if kinds == {ValueKind.TIME, ValueKind.DATE}:
                left, right = _date_of(left), _date_of(right)
            return Compare(_OPERATORS.get(node.operator, node.operator), left, right)
        case ast.Arithmetic():
            kind = ValueType(level.types[node].kind.value)
            return Arithmetic(kind, node.operator, of(node.left), of(node.right))
        case ast.Exists():
            operand = of(node.operand)
            assert isinstance(operand, Field)
            return Exists(operand)
    return constant(node, zone)


def _done_by(node: ast.DoneBy, level: Level) -> DoneBy:
    return DoneBy(
        field=field(node.field, level),
        time=None if node.time is None else node.time.value * _SECOND,
        days=0 if node.days is None else int(node.days.value),
        after=field(node.after, level),
        calendar=level.calendars[node.calendar],
        late_if_missing=level.lines.missing_end is not None,
    )


def time_limit(node: ast.TimeLimit, level: Level) -> TimeLimit:
    """The time that a clock is given."""
    match node:
        case ast.Duration() | ast.BusinessHours():
            return Elapsed(node.value)
        case ast.Days():
            return LocalDays(node.value)
        case ast.BusinessDays():
            return BusinessDays(node.value)
        case ast.Path():
            return FieldLimit(field(node, level))
    assert_never(node)


def field(path: ast.Path, level: Level) -> Field:
    """The field that a path in a line of a level names."""
    reading = level.readings[path]
    assert isinstance(reading, FieldPath)
    return field_of(reading)


def field_of(reading: FieldPath) -> Field:
    """A field as it is read."""
    return Field(ValueType(reading.type.kind.value), reading.names, bool(reading.gaps))


def quantity(node: ast.TargetLiteral) -> Quantity:
    """An amount as a literal writes it."""
    match node:
        case ast.Number():
            return Quantity(ValueType.NUMBER, node.value)
        case ast.Percent():
            return Quantity(ValueType.PERCENT, node.value)
        case ast.Money():
            return Quantity(ValueType.MONEY, node.value)
        case ast.Duration():
            return Quantity(ValueType.DURATION, Fraction(node.value))
        case ast.Days():
            return Quantity(ValueType.DAYS, Fraction(node.value))
    assert_never(node)


def constant(node: ast.Literal, zone: ZoneInfo) -> Constant:
    """A literal; a local instant in the agreement's zone."""
    match node:
        case ast.Number():
            return Constant(ValueType.NUMBER, node.value)
        case ast.Percent():
            return Constant(ValueType.PERCENT, node.value)
        case ast.Money():
            return Constant(ValueType.MONEY, node.value)
        case ast.Duration():
            return Constant(ValueType.DURATION, node.value)
        case ast.Days():
            return Constant(ValueType.DAYS, node.value)
        case ast.Date():
            return Constant(ValueType.DATE, (node.value - _EPOCH).days)
        case ast.TimeOfDay():
            return Constant(ValueType.TIME_OF_DAY, node.value * _SECOND)
        case ast.Instant():
            return Constant(ValueType.TIME, instant(node, zone))
        case ast.Flag():
            return Constant(ValueType.FLAG, node.value)
        case ast.Text():
            return Constant(ValueType.TEXT, node.value)
        case ast.Months() | ast.BusinessDays() | ast.BusinessHours():
            raise AssertionError("no condition takes these")
    assert_never(node)


def instant(node: ast.Instant, zone: ZoneInfo) -> int:
    """An instant in µs since the epoch."""
    return to_utc(zone, node.local) if node.offset is None else wall_clock(node.local - node.offset)


def _reading(node: ast.Reading, level: Level) -> Expression:
    match level.readings[node]:
        case FieldPath() as path:
            return field_of(path)
        case ChoiceValue(type=kind, text=text):
            return Constant(ValueType(kind.kind.value), text)


def _date_of(side: Expression) -> Expression:
    """One side of a comparison of an instant with a date: the date on which the instant lies, or the date itself."""
    is_instant = isinstance(side, Field | Arithmetic) and side.type is ValueType.TIME
    return LocalDate(side) if is_instant else side


def _negative(operand: Expression, kind: ValueType) -> Expression:
    """A negative literal stays a literal; anything else is taken from zero."""
    if isinstance(operand, Constant) and not isinstance(operand.value, str):
        return Constant(kind, -operand.value)
    zero = 0 if kind in {ValueType.DURATION, ValueType.DAYS} else Fraction(0)
    return Arithmetic(kind, "-", Constant(kind, zero), operand)
