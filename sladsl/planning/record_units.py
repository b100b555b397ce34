"""What is added up of the records of a window for a credit that is owed for each of them."""

from __future__ import annotations

from fractions import Fraction

from sladsl.planning.plan import (
    CreditAmount,
    CreditRule,
    Expression,
    Field,
    Money,
    Points,
    Quantity,
    Series,
    ServiceDays,
    ShareOf,
    ShareOfField,
    TimeOf,
)
from sladsl.values import frozen


@frozen
class ClockSteps:
    """Steps of `size` that a clock has beyond `above`, both in µs; those that are full, or also the one begun."""

    is_full: bool
    size: int
    above: int


@frozen
class RecordUnits:
    """A record counts as many units as its clock has steps (1 without), times a field above zero (1 without).

    Only records count for which `where` holds, and which have a unit. One is cut that has more than `most_steps`
    steps, or more than `most_units` units.
    """

    where: Expression | None
    steps: ClockSteps | None
    field: Field | None
    most_steps: int | None = None
    most_units: Fraction | None = None


def _units_of(rule: CreditRule) -> RecordUnits | None:
    """What is added up for a rule; None for one that is not owed for each record."""
    if rule.each is None or rule.amount is None:
        return None
    field = rule.amount.field if isinstance(rule.amount, ShareOfField) else None
    most_steps, most_units = None, None
    ratio = ratio_of(rule)
    if ratio is not None and field is not None and isinstance(rule.each.most, Money):
        most_units = ratio
    elif ratio is not None:
        most_steps = int(ratio)
    return RecordUnits(rule.each.where, _steps(rule), field, most_steps, most_units)


def units_in(series: Series) -> tuple[RecordUnits, ...]:
    """What is added up for the credits of a series, in their order."""
    return tuple(units for rule in series.credits if (units := _units_of(rule)) is not None)


def ratio_of(rule: CreditRule) -> Fraction | None:
    """How many times a credit's amount its limit for one record is; None without such a limit."""
    if rule.each is None or rule.each.most is None or rule.amount is None:
        return None
    return number_of(rule.each.most) / number_of(rule.amount)


def number_of(amount: CreditAmount) -> Fraction:
    """The number of an amount, of whatever it is counted in or taken of."""
    match amount:
        case ShareOf(share=number) | ShareOfField(share=number) | Money(amount=number):
            return number
        case TimeOf(number=number) | Points(number=number) | ServiceDays(number=number):
            return number
    raise AssertionError(f"no credit for each record: {amount}")


def _steps(rule: CreditRule) -> ClockSteps | None:
    if rule.steps is None:
        return None
    above = 0
    if rule.mark is not None:
        assert isinstance(rule.mark.threshold, Quantity), "a clock counts above a duration"
        above = int(rule.mark.threshold.amount)
    return ClockSteps(rule.steps.is_full, int(rule.steps.size.amount), above)
