"""Values and expressions of a plan written back in the words of the language, exactly."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from typing import assert_never

from sladsl.planning.buckets import DAY, MINUTE, SECOND
from sladsl.planning.plan import (
    Amount,
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
    FieldLimit,
    LocalDays,
    Logical,
    Measure,
    Money,
    Not,
    PercentOf,
    Plan,
    Quantity,
    Statistic,
    TimeLimit,
    ValueType,
)
from sladsl.planning.windows import zone_of
from sladsl.planning.zones import to_local, to_utc

_EPOCH = dt.datetime(1970, 1, 1)  # noqa: DTZ001 - a date and a time of day have no zone
_MICROSECOND = dt.timedelta(microseconds=1)
_WORDS = {"=": "is", "!=": "is not"}

# How tightly each kind of expression binds; an operand that binds less tightly than its place asks is put in
# parentheses.
_OR, _AND, _NOT, _COMPARE, _SUM, _PRODUCT, _ATOM = range(7)


def write_expression(plan: Plan, expression: Expression) -> str:
    """Write an expression as an agreement would, with only the parentheses that it needs."""
    return _write(plan, expression, _OR)


def write_amount(plan: Plan, amount: Amount) -> str:
    """Write a credit or a limit: `10% of MonthlyCharges` or `GBP 30.00`."""
    match amount:
        case PercentOf(share, charge):
            return f"{write_number(share * 100)}% of {charge}"
        case Money(fixed):
            return write_money(plan, fixed)
    assert_never(amount)


def write_money(plan: Plan, amount: Fraction) -> str:
    """Write an amount in the agreement's currency with all its decimals."""
    return f"{plan.currency} {write_number(amount, plan.minor_digits)}"


def write_quantity(plan: Plan, quantity: Quantity) -> str:
    """Write a limit or another amount with its unit."""
    match quantity.type:
        case ValueType.PERCENT:
            return f"{write_number(quantity.amount * 100)}%"
        case ValueType.MONEY:
            return write_money(plan, quantity.amount)
        case ValueType.DURATION:
            return write_duration(quantity.amount)
        case ValueType.DAYS:
            return f"{write_number(quantity.amount)} day{'' if quantity.amount == 1 else 's'}"
        case _:
            return write_number(quantity.amount)


def write_duration(microseconds: Fraction | int) -> str:
    """Write a duration in hours, minutes and seconds, leaving out what is zero."""
    minutes, rest = divmod(abs(Fraction(microseconds)), MINUTE)
    hours, minutes = divmod(minutes, 60)
    parts = [f"{hours:,} h"] * bool(hours) + [f"{minutes} min"] * bool(minutes)
    if rest or not parts:
        parts.append(f"{write_number(rest / SECOND)} s")
    return "-" * (microseconds < 0) + " ".join(parts)


def write_utc(instant: int) -> str:
    """Write an instant in UTC: `2026-03-02 09:00Z`."""
    return (_EPOCH + instant * _MICROSECOND).isoformat(
        " ", "minutes" if instant % MINUTE == 0 else "auto"
    ) + "Z"


def write_number(value: Fraction, least: int = 0) -> str:
    """Write a number with all its decimals, at least `least`, or as a fraction where decimals do not end."""
    digits = next((d for d in range(least, 40) if (value * 10**d).denominator == 1), None)
    if digits is None:
        return str(value)
    whole, part = divmod(abs(value.numerator) * 10**digits // value.denominator, 10**digits)
    sign = "-" if value < 0 else ""
    return f"{sign}{whole:,}.{part:0{digits}}" if digits else f"{sign}{whole:,}"


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


def counted_days(days: int, unit: str, units: str | None = None) -> str:
    """Write so many of something: "1 business day", "3 days", "2 misses"."""
    return f"{days} {unit}" if days == 1 else f"{days} {units or f'{unit}s'}"


def _limit(limit: TimeLimit) -> str:
    match limit:
        case Elapsed(duration):
            return write_duration(duration)
        case LocalDays(days):
            return counted_days(days, "day")
        case BusinessDays(days):
            return counted_days(days, "business day")
        case FieldLimit(field):
            return ".".join(field.path)
    assert_never(limit)


def _done_by(done: DoneBy) -> str:
    """Write what is done by a point of a business day."""
    late = " (late if missing)" if done.late_if_missing else ""
    field, after = ".".join(done.field.path) + late, ".".join(done.after.path)
    if not done.days:
        return f"{field} on the same business day as {after} in {done.calendar}"
    time = "close" if done.time is None else _time_of_day(done.time)
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
            return f"clock within {_limit(limit)}", _COMPARE
        case DoneBy():
            return _done_by(expression), _ATOM
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
            return (_EPOCH + dt.timedelta(days=day)).date().isoformat()
        case Constant(ValueType.TIME_OF_DAY, int(time)):
            return _time_of_day(time)
        case Constant(ValueType.TIME, int(instant)):
            return _instant(plan, instant)
        case Constant(kind, int() | Fraction() as amount):
            return write_quantity(plan, Quantity(kind, Fraction(amount)))
        case Constant(_, str(name)):
            return name
    raise AssertionError(f"a constant without a meaning: {constant}")


def _time_of_day(time: int) -> str:
    if time == DAY:
        return "24:00"
    shown = (_EPOCH + time * _MICROSECOND).time()
    return shown.isoformat("minutes" if time % MINUTE == 0 else "auto")


def _instant(plan: Plan, instant: int) -> str:
    """Write an instant in local time, or with `Z` where its local time names an earlier one."""
    local = to_local(zone_of(plan), instant)
    if to_utc(zone_of(plan), local) == instant:
        return local.isoformat(" ", "minutes" if instant % MINUTE == 0 else "auto")
    return write_utc(instant)
