"""Conditions and measures in the words of the language."""

from __future__ import annotations

from fractions import Fraction
from typing import assert_never

from sladsl.planning.buckets import DAY
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
    Extreme,
    Field,
    FieldDecl,
    FieldLimit,
    LocalDate,
    LocalDays,
    Logical,
    Measure,
    Not,
    Open,
    OpenRecords,
    Plan,
    Quantity,
    Snapshot,
    Statistic,
    Target,
    TimeLimit,
    ValueType,
)
from sladsl.planning.wording.quantities import (
    counted,
    write_date,
    write_duration,
    write_instant,
    write_number,
    write_quantity,
    write_time_of_day,
)

_WORDS = {"=": "is", "!=": "is not"}
# How tightly each kind of expression binds; an operand that binds less tightly than its place asks is put in
# parentheses.
_OR, _AND, _NOT, _COMPARE, _SUM, _PRODUCT, _ATOM = range(7)


def write_expression(plan: Plan, expression: Expression) -> str:
    """Write an expression as an agreement would, with only the parentheses that it needs."""
    return _write(plan, expression, _OR)


def write_reduction(plan: Plan, measure: Measure) -> str:
    """Write how records become one value: `percentile 95 of clock, by nearest rank`."""
    operand = "" if measure.operand is None else write_expression(plan, measure.operand)
    rank = "" if measure.rank is None else write_number(measure.rank)
    match measure.statistic:
        case Statistic.PERCENT_GOOD | Statistic.PERCENT_NOT_GOOD:
            return str(measure.statistic)
        case Statistic.NUMBER:
            return f"number of records where {operand}" if operand else "number of records"
        case Statistic.PERCENTILE:
            return f"percentile {rank} of {operand}, by nearest rank"
        case Statistic.SUM | Statistic.MEAN | Statistic.MEDIAN | Statistic.LOWEST | Statistic.HIGHEST:
            return f"{measure.statistic} of {operand}"
    assert_never(measure.statistic)


def write_start(plan: Plan, start: Field | Extreme) -> str:
    """Write where a clock starts; on a date it is at the end of that day."""
    fields = start.fields if isinstance(start, Extreme) else (start,)
    written = " and ".join(write_expression(plan, field) for field in fields)
    if isinstance(start, Extreme):
        written = f"{'later' if start.latest else 'earlier'} of {written}"
    return f"end of {written}" if fields[0].type is ValueType.DATE else written


def write_open_records(plan: Plan, measure: OpenRecords) -> str:
    """Write what is measured of open records, with the meaning of the end of a day."""
    start, end = write_expression(plan, measure.start), write_expression(plan, measure.end)
    what = f"{measure.statistic} open from {start} to {end}"
    if measure.statistic is Open.OLDEST:
        what += f" in {measure.calendar or 'AlwaysOn'}"
    return f"{what}, {write_snapshot(measure.at)}"


def write_snapshot(at: Snapshot) -> str:
    """Write when open records are looked at."""
    days = f"day of {at.calendar}" if at.calendar else "day"
    day = f"each {days}" if at.unit is None else f"the last {days} in each calendar {at.unit}"
    if at.time is not None:
        return f"at {'24:00' if at.time == DAY else write_time_of_day(at.time)} on {day}"
    return f"at the last close of {day}" if at.calendar else f"at the end of {day}"


def write_test(target: Target) -> str:
    """Write which records a target is on the share of: ` within 2 h`, ` over 2.5 s`; nothing for the value itself."""
    if target.within is None:
        return ""
    return f" {'over' if target.over else 'within'} {write_time_limit(target.within)}"


def write_time_limit(limit: TimeLimit) -> str:
    """Write the time that a clock is given: `2 business days`."""
    match limit:
        case Elapsed(duration):
            return write_duration(duration)
        case LocalDays(days):
            return counted(days, "day")
        case BusinessDays(days):
            return counted(days, "business day")
        case FieldLimit(field):
            return ".".join(field.path)
    assert_never(limit)


def _done_by(done: DoneBy) -> str:
    """Write what is done by a point of a business day."""
    late = " (late if missing)" if done.late_if_missing else ""
    field, after = ".".join(done.field.path) + late, ".".join(done.after.path)
    if not done.days:
        return f"{field} on the same business day as {after} in {done.calendar}"
    time = "close" if done.time is None else write_time_of_day(done.time)
    return f"{field} by {time} on business day {done.days} after {after} in {done.calendar}"


def _write(plan: Plan, expression: Expression, place: int) -> str:
    text, binding = _written(plan, expression)
    return f"({text})" if binding < place else text


def _written(plan: Plan, expression: Expression) -> tuple[str, int]:
    """Write an expression and tell how tightly it binds."""
    match expression:
        case Constant():
            return _constant(plan, expression), _ATOM
        case Field(path=path):
            return ".".join(path), _ATOM
        case ClockTime():
            return "clock", _ATOM
        case ClockWithin(limit):
            return f"clock within {write_time_limit(limit)}", _COMPARE
        case DoneBy():
            return _done_by(expression), _ATOM
        case LocalDate(operand):
            return f"day of {_write(plan, operand, _ATOM)}", _ATOM
        case Exists(operand):
            return f"{_write(plan, operand, _ATOM)} exists", _COMPARE
        case Not(operand):
            return f"not {_write(plan, operand, _NOT)}", _NOT
        case Logical(operator, left, right):
            binding = _AND if operator == "and" else _OR
            return _infix(plan, left, operator, right, binding)
        case Compare(operator, left, right):
            written = (_write(plan, left, _SUM), _WORDS.get(operator, operator), _write(plan, right, _SUM))
            return " ".join(written), _COMPARE
        case Arithmetic(_, operator, left, right):
            return _infix(plan, left, operator, right, _SUM if operator in "+-" else _PRODUCT)
    assert_never(expression)


def _infix(plan: Plan, left: Expression, operator: str, right: Expression, binding: int) -> tuple[str, int]:
    """Write an operator that groups from the left."""
    return f"{_write(plan, left, binding)} {operator} {_write(plan, right, binding + 1)}", binding


def _constant(plan: Plan, constant: Constant) -> str:
    match constant:
        case Constant(ValueType.TEXT, str(text)):
            escaped = text.replace("\\", "\\\\").replace('"', '\\"')
            return f'"{escaped}"'
        case Constant(_, bool(flag)):
            return "yes" if flag else "no"
        case Constant(ValueType.DATE, int(day)):
            return write_date(day)
        case Constant(ValueType.TIME_OF_DAY, int(time)):
            return write_time_of_day(time)
        case Constant(ValueType.TIME, int(instant)):
            return write_instant(plan, instant)
        case Constant(kind, int() | Fraction() as amount):
            return write_quantity(plan, Quantity(kind, Fraction(amount)))
        case Constant(_, str(name)):
            return name
    raise AssertionError(f"a constant without a meaning: {constant}")


def write_field_type(field: FieldDecl) -> str:
    """Write the type of a field: `ref invoice?`, `text key`."""
    written = f"one of {{ {', '.join(field.choices)} }}" if field.choices else str(field.type)
    target = f" {field.target}" if field.target else ""
    return f"{written}{target}{'?' if field.optional else ''}{' key' if field.key else ''}"
