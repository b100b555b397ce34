"""How values, limits and money are written for people.

Limits are written exactly. A measured value is rounded half-up for display, and never so coarsely that it
seems to lie on another side of a limit it was compared with: 97.996% against a minimum of 98% is written
97.996%.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from fractions import Fraction
from itertools import count
from typing import assert_never

from sladsl.planning.plan import (
    Amount,
    CreditAmount,
    CreditUnit,
    Money,
    PercentOf,
    Plan,
    Quantity,
    RoundingMode,
    ValueType,
)
from sladsl.planning.windows import zone_of
from sladsl.planning.wording import counted_things, write_credit, write_number, write_whole
from sladsl.settlement.explanation import Result
from sladsl.settlement.rounding import rounded

_SECOND = 1_000_000
_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


def show_value(
    plan: Plan, value: Quantity, limits: Sequence[Quantity] = (), decimals: int | None = None
) -> str:
    """Write a measured value, with more digits than usual where a limit lies closer than those.

    Usual are two decimals for a percent and a number that is not whole, the currency's minor digits for
    money, and whole seconds for a duration of a minute or more (below that, milliseconds). A value that the
    agreement rounds to `decimals` has those.
    """
    scaled = _scaled(value)
    usual = _usual_digits(plan, value.type, scaled) if decimals is None else decimals
    digits = next(d for d in count(usual) if _keeps_sides(scaled, d, [_scaled(limit) for limit in limits]))
    return _with_unit(plan, value.type, _at(scaled, digits), digits)


def show_result(plan: Plan, result: Result) -> str | None:
    """Write the value of a result, None where it has none."""
    value = result.measurement.value
    decimals = None if result.rounding is None else result.rounding.decimals
    return None if value is None else show_value(plan, value, result.compared, decimals)


def show_unrounded(plan: Plan, result: Result) -> str:
    """Write the exact value of a result that is rounded: cut off after two more decimals, with an ellipsis."""
    assert result.rounding is not None, "only a value that is rounded was another before"
    assert result.unrounded is not None, "a value that is rounded was one before"
    scaled, digits = _scaled(result.unrounded), result.rounding.decimals + 2
    cut = Fraction(int(scaled * 10**digits), 10**digits)
    shown = _with_unit(plan, result.unrounded.type, cut, digits)
    if cut == scaled:
        return shown
    return f"{shown.removesuffix('%')}…{'%' if shown.endswith('%') else ''}"


def show_limit(plan: Plan, limit: Quantity) -> str:
    """Write a limit exactly, with as many decimals as it has (money at least the minor digits)."""
    scaled = _scaled(limit)
    least = plan.minor_digits if limit.type is ValueType.MONEY else 0
    return _with_unit(plan, limit.type, scaled, max(least, _decimals(scaled) or 0))


def show_difference(plan: Plan, between: Quantity, limits: Sequence[Quantity] | None = None) -> str:
    """Write how far two values lie apart, percentages in percentage points: exactly, or as a value near limits."""
    shown = show_limit(plan, between) if limits is None else show_value(plan, between, limits)
    if between.type is not ValueType.PERCENT:
        return shown
    points = shown.removesuffix("%")
    return f"{points} percentage point{'' if points == '1' else 's'}"


def show_to_unit(plan: Plan, value: Quantity, unit: Fraction) -> str:
    """Write a value rounded half-up to a unit, such as 1/10000 for a percent with two decimals."""
    near = Quantity(value.type, rounded(value.amount, unit, RoundingMode.HALF_UP))
    digits = _decimals(_scaled(Quantity(value.type, unit))) or 0
    return _with_unit(plan, value.type, _scaled(near), digits)


def show_money(plan: Plan, amount: Fraction) -> str:
    """Write an amount in the agreement's currency, rounded half-up to its minor unit: `-GBP 8,500.00`."""
    return _money(plan, _fixed(_at(amount, plan.minor_digits), plan.minor_digits))


def show_money_in_full(plan: Plan, amount: Fraction) -> str:
    """Write an amount that may have fractions of the minor unit: all decimals up to six, then an ellipsis."""
    decimals = _decimals(amount)
    if decimals is not None and decimals <= 6:
        return _money(plan, _fixed(amount, max(plan.minor_digits, decimals)))
    return f"{_money(plan, _fixed(rounded(amount, Fraction(1, 10**6), RoundingMode.DOWN), 6))}…"


def _money(plan: Plan, number: str) -> str:
    """A number as an amount of money, written as the language writes one below zero: `-GBP 20.00`."""
    sign = "-" if number.startswith("-") else ""
    return f"{sign}{plan.currency} {number.removeprefix('-')}"


def plain_money(plan: Plan, amount: Fraction) -> str:
    """Write an amount for a machine: as a decimal with the minor digits or more, else as a fraction."""
    return _fixed(amount, max(plan.minor_digits, _decimals(amount) or 0)).replace(",", "")


def plain_number(number: Fraction) -> str:
    """Write a number for a machine: as a decimal, or as a fraction where its decimals do not end."""
    return write_number(number).replace(",", "")


def show_amount(plan: Plan, amount: Amount) -> str:
    """Write what a credit or a limit is: `10% of Monthly Charges` or `GBP 30.00`."""
    match amount:
        case PercentOf(share, charge):
            return f"{show_limit(plan, Quantity(ValueType.PERCENT, share))} of {charge_title(plan, charge)}"
        case Money(fixed):
            return show_limit(plan, Quantity(ValueType.MONEY, fixed))
    assert_never(amount)


def show_credit(plan: Plan, amount: CreditAmount) -> str:
    """Write what a credit is, its charge by its title: `10% of Monthly Charges`, `3 days of Fee`, `2 points`."""
    return write_credit(plan, amount, lambda name: charge_title(plan, name))


def show_credited(plan: Plan, amount: Fraction, unit: CreditUnit, *, in_full: bool = False) -> str:
    """Write what credits come to in their unit: money, `3 points` or `7 days of service`."""
    match unit:
        case CreditUnit.MONEY:
            return show_money_in_full(plan, amount) if in_full else show_money(plan, amount)
        case CreditUnit.POINTS:
            return counted_things(amount, "point")
        case CreditUnit.SERVICE_DAYS:
            return f"{counted_things(amount, 'day')} of service"
    assert_never(unit)


def show_instant(plan: Plan, instant: int) -> str:
    """Write an instant as the clock on the wall shows it in the agreement's zone, without zero seconds."""
    local = _local(plan, instant).replace(tzinfo=None)
    return local.isoformat(" ", "auto" if local.second or local.microsecond else "minutes")


def show_end(plan: Plan, instant: int) -> str:
    """Write an instant at which a time ends: at midnight as the day that ends then."""
    local = _local(plan, instant)
    if local.time() != dt.time():
        return show_instant(plan, instant)
    return f"the end of {local.date() - dt.timedelta(days=1)}"


def iso_instant(plan: Plan, instant: int) -> str:
    """Write an instant as ISO 8601 in the agreement's zone, with its offset."""
    return _local(plan, instant).isoformat()


def charge_title(plan: Plan, name: str) -> str:
    """Give the title of a charge, or its name where it has none."""
    charge = next(charge for charge in plan.charges if charge.name == name)
    return charge.title or charge.name


def exact(amount: Fraction) -> str:
    """Write a number so that it can be read back without loss: `59/60`, `98`."""
    whole = write_whole(amount.numerator)
    return whole if amount.denominator == 1 else f"{whole}/{write_whole(amount.denominator)}"


def _local(plan: Plan, instant: int) -> dt.datetime:
    return (_EPOCH + dt.timedelta(microseconds=instant)).astimezone(zone_of(plan))


def _scaled(value: Quantity) -> Fraction:
    """Give the number that is written before the unit; a duration is in seconds here."""
    if value.type is ValueType.PERCENT:
        return value.amount * 100
    return value.amount / _SECOND if value.type is ValueType.DURATION else value.amount


def _usual_digits(plan: Plan, kind: ValueType, scaled: Fraction) -> int:
    if kind is ValueType.MONEY:
        return plan.minor_digits
    if kind is ValueType.DURATION:
        return 3 if abs(scaled) < 60 else 0
    return 2 if kind is ValueType.PERCENT or scaled.denominator != 1 else 0


def _keeps_sides(value: Fraction, digits: int, limits: Sequence[Fraction]) -> bool:
    shown = _at(value, digits)
    return all(_same_side(shown, value, limit) for limit in limits)


def _same_side(shown: Fraction, value: Fraction, limit: Fraction) -> bool:
    if value == limit:
        return shown == limit or _decimals(limit) is None
    return shown < limit if value < limit else shown > limit


def _with_unit(plan: Plan, kind: ValueType, scaled: Fraction, digits: int) -> str:
    if kind is ValueType.DURATION:
        return _duration(scaled, digits)
    number = _fixed(scaled, digits)
    if kind is ValueType.PERCENT:
        return f"{number}%"
    if kind is ValueType.MONEY:
        return _money(plan, number)
    if kind is ValueType.DAYS:
        return f"{number} {'day' if scaled == 1 else 'days'}"
    return number


def _duration(seconds: Fraction, digits: int) -> str:
    sign = "-" if seconds < 0 else ""
    minutes, rest = divmod(abs(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    second = _fixed(rest, digits).rstrip("0").rstrip(".") if digits else _fixed(rest, 0)
    parts = [(hours, f"{hours:,} h"), (minutes, f"{minutes} min"), (rest, f"{second} s")]
    return sign + (" ".join(text for amount, text in parts if amount != 0) or "0 s")


def _at(value: Fraction, digits: int) -> Fraction:
    return rounded(value, Fraction(1, 10**digits), RoundingMode.HALF_UP)


def _fixed(value: Fraction, digits: int) -> str:
    """Write a number with that many decimals and thousands commas; where they do not do, as a fraction."""
    units = value * 10**digits
    if units.denominator != 1:
        return str(value)
    whole, part = divmod(abs(units.numerator), 10**digits)
    sign = "-" if value < 0 else ""
    return f"{sign}{whole:,}.{part:0{digits}d}" if digits else f"{sign}{whole:,}"


def _decimals(value: Fraction) -> int | None:
    """Give how many decimals write a number exactly, None when no number of them does."""
    rest, twos, fives = value.denominator, 0, 0
    while rest % 2 == 0:
        rest, twos = rest // 2, twos + 1
    while rest % 5 == 0:
        rest, fives = rest // 5, fives + 1
    return max(twos, fives) if rest == 1 else None
