"""Values and expressions of a plan written back in the words of the language, exactly."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import assert_never

from sladsl.planning.buckets import DAY, MINUTE, SECOND
from sladsl.planning.plan import (
    Amount,
    Arithmetic,
    AtRisk,
    Base,
    BusinessDays,
    ChargeForDowntime,
    ChargePart,
    ClockTime,
    ClockWithin,
    Compare,
    Constant,
    CreditAmount,
    Dated,
    DoneBy,
    Edge,
    Elapsed,
    Exists,
    Expression,
    Extreme,
    Field,
    FieldLimit,
    Gap,
    Interval,
    LocalDays,
    Logical,
    Measure,
    Money,
    Not,
    Open,
    OpenRecords,
    PartTime,
    PercentOf,
    Plan,
    Points,
    Quantity,
    Ratchet,
    ServiceDays,
    ShareOf,
    ShareOfField,
    Sharing,
    Shortfall,
    Snapshot,
    Statistic,
    Steps,
    Target,
    TargetWord,
    Threshold,
    TimeLimit,
    TimeOf,
    TimeUnit,
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


def _named(name: str) -> str:
    return name


def write_credit(plan: Plan, amount: CreditAmount, named: Callable[[str], str] = _named) -> str:
    """Write what a credit is: `10% of MonthlyCharges`, `1/30 of A`, `3 days of A`, `3 points`; charges as `named`."""
    match amount:
        case Money(fixed):
            return write_money(plan, fixed)
        case Points(number):
            return counted_things(number, "point")
        case ServiceDays(number):
            return f"{counted_things(number, 'day')} of service"
        case ShareOf(share, base):
            return f"{write_share(share)} of {write_base(base, named)}"
        case ChargeForDowntime(times, base):
            return f"{write_number(times)} times {write_base(base, named)} for the downtime"
        case Shortfall(base, rounded):
            how = "" if rounded is None else f" rounded {rounded.mode} to {rounded.decimals} decimals"
            return f"the shortfall{how}{'' if base is None else f' of {write_base(base, named)}'}"
        case ShareOfField(share, field):
            part = f"{write_number(share)} times" if share > 1 else f"{write_share(share)} of"
            return f"{part} {'.'.join(field.path)}"
        case AtRisk(weights, pool, _, _, sharing):
            of_pool = "" if pool == 1 else f" of a pool of {write_share(pool)}"
            return f"{write_weights(weights)}{of_pool} of {write_risk(plan, amount, named)}{_shared(sharing)}"
        case TimeOf(number, TimeUnit.DAY, base):
            return f"{counted_things(number, 'day')} of {write_base(base, named)}"
        case TimeOf(number, _, base):
            return f"{write_number(number)} h of {write_base(base, named)}"
    assert_never(amount)


def write_risk(plan: Plan, amount: AtRisk, named: Callable[[str], str] = _named) -> str:
    """Write what is at risk: `10% of MonthlyCharges of the calendar month`."""
    if amount.base is None:
        return write_money(plan, amount.risk)
    return f"{write_share(amount.risk)} of {write_base(amount.base, named)}"


def write_weights(weights: Sequence[Dated[Fraction]]) -> str:
    """Write a weight with its dates: `40% (from 2027-01-01 30%)`."""
    first, *later = weights
    dates = ", ".join(f"from {each.since} {write_share(each.value)}" for each in later)
    return write_share(first.value) + (f" ({dates})" if dates else "")


def counted_things(number: Fraction, thing: str) -> str:
    """Write a number with its noun: `1 point`, `2.5 days`."""
    return f"{write_number(number)} {thing if number == 1 else thing + 's'}"


def write_base(base: Base, named: Callable[[str], str] = _named) -> str:
    """Write what a credit is taken of: `the greater of A and B of the previous calendar month`."""
    names = [named(charge) for charge in base.charges]
    charges = names[0] if len(names) == 1 else f"the greater of {' and '.join(names)}"
    return f"{charges}{write_interval(base.interval)}{_weighted(base)}{_shared(base.sharing)}"


def _weighted(base: Base) -> str:
    if base.affected is None or base.total is None:
        return ""
    return f" weighted by {'.'.join(base.affected.path)} of {'.'.join(base.total.path)}"


def _shared(sharing: Sharing) -> str:
    return f" {sharing}" if sharing is Sharing.EQUALLY else ""


def write_interval(interval: Interval | None) -> str:
    """Write whose charge counts where it is not the window's: ` of the previous calendar month`."""
    if interval is None:
        return ""
    which = {-1: "previous ", 0: "", 1: "next "}[interval.shift]
    return f" of the {which}{interval.anchor} {interval.unit}"


def write_share(share: Fraction) -> str:
    """Write a share as a percentage, or as a fraction where its decimals do not end."""
    percent = write_number(share * 100)
    return str(share) if "/" in percent else f"{percent}%"


def write_steps(plan: Plan, steps: Steps) -> str:
    """Write what an amount is owed for each of: `per started 1%`, `per full 1 h of downtime`."""
    of = "" if steps.of is Gap.SHORTFALL else f" of {steps.of}"
    return f"per {'full' if steps.is_full else 'started'} {write_quantity(plan, steps.size)}{of}"


def write_part(part: ChargePart) -> str:
    """Write what a part of a charge is: `a day is 1/30`, `a day is 1/365 of a year`."""
    article = "an" if part.time is PartTime.HOUR else "a"
    share = f"{part.share.numerator:,}/{part.share.denominator:,}"
    return f"{article} {part.time} is {share}{'' if part.of is None else f' of a {part.of}'}"


def write_threshold(plan: Plan, threshold: Threshold) -> str:
    """Write a threshold: `97%`, `minimum`, `10% over required`."""
    match threshold:
        case Quantity():
            return write_quantity(plan, threshold)
        case TargetWord(word, times) if times == 1:
            return word
        case TargetWord(word, times):
            by = write_number(abs(times - 1) * 100)
            return f"{by}% {'over' if times > 1 else 'under'} {word}"
    assert_never(threshold)


def write_range(lower: Edge | None, upper: Edge | None, written: Callable[[Edge], str]) -> str:
    """Write the values of a row of a credit table: `below 97%`, `98% to under 99%`."""
    match lower, upper:
        case None, Edge(includes=includes) as end:
            return f"{'at or below' if includes else 'below'} {written(end)}"
        case Edge(includes=includes) as start, None:
            return f"{'at or above' if includes else 'above'} {written(start)}"
        case Edge() as start, Edge() as end:
            first = f"{'' if start.includes else 'over '}{written(start)}"
            return f"{first} to {'' if end.includes else 'under '}{written(end)}"
    return "any value"


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


def write_whole(value: int) -> str:
    """Write an integer in full, however long; a mean of many quotients may take thousands of digits."""
    return str(value) if value.bit_length() < _LONG else f"{Decimal(value):f}"


_LONG = 10_000
"""The bits from which on Python does not write an integer by itself."""


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
    day = f"each day of {at.calendar}" if at.calendar else "each day"
    if at.time is not None:
        return f"at {'24:00' if at.time == DAY else _time_of_day(at.time)} on {day}"
    return f"at the last close of {day}" if at.calendar else "at the end of each day"


def counted_days(days: int, unit: str, units: str | None = None) -> str:
    """Write so many of something: "1 business day", "3 days", "2 misses"."""
    return f"{days} {unit}" if days == 1 else f"{days} {units or f'{unit}s'}"


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
            return f"clock within {write_time_limit(limit)}", _COMPARE
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


def write_ratchet(plan: Plan, ratchet: Ratchet) -> str:
    """Write how a target becomes stricter: `minimum to the midpoint of it and the mean of the last 12 windows, …`."""
    which = f"the {'first' if ratchet.is_baseline else 'last'} {ratchet.windows} windows"
    each = "" if ratchet.is_baseline else " when better in each"
    most = ""
    if ratchet.most is not None and ratchet.to is not None:
        most = f", by at most {write_share(ratchet.most)} of the gap to {write_quantity(plan, ratchet.to)}"
    decimals = counted_things(Fraction(ratchet.rounded.decimals), "decimal")
    rounding = f", rounded {ratchet.rounded.mode} to {decimals}"
    return f"{ratchet.word} to the midpoint of it and the mean of {which}{each}{most}{rounding}"


def percentage(share: Fraction) -> str:
    """A ratio that a finite decimal says, with all its digits: `99.8501%`."""
    shown = Decimal(share.numerator) * 100 / Decimal(share.denominator)
    return f"{shown.normalize():f}%"
