"""What a window is credited, all its credits together, before any step of a settlement."""

from __future__ import annotations

from fractions import Fraction

from sladsl.planning.plan import CreditUnit, Plan
from sladsl.settlement.display import show_credited
from sladsl.settlement.explanation import Result

Credited = tuple[Fraction, Fraction, Fraction]
"""Money, points, and days of service."""

_UNITS = (CreditUnit.MONEY, CreditUnit.POINTS, CreditUnit.SERVICE_DAYS)


def credited(result: Result) -> Credited:
    """Add up what a window is credited."""
    money, points, days = (
        sum((each.amount for each in result.credits if each.unit is unit), Fraction(0)) for unit in _UNITS
    )
    return money, points, days


def credited_in_words(plan: Plan, before: Credited, after: Credited) -> str:
    """Say what differs: `GBP 120.00 before, no credit after`; fractions of a penny where nothing else does."""
    at = next(at for at in range(len(_UNITS)) if before[at] != after[at])
    amounts = [_amount(plan, each[at], _UNITS[at]) for each in (before, after)]
    if amounts[0] == amounts[1]:
        amounts = [_amount(plan, each[at], _UNITS[at], in_full=True) for each in (before, after)]
    return f"{amounts[0]} before, {amounts[1]} after"


def _amount(plan: Plan, amount: Fraction, unit: CreditUnit, *, in_full: bool = False) -> str:
    return show_credited(plan, amount, unit, in_full=in_full) if amount else "no credit"
