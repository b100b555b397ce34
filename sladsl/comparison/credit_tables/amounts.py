"""Amounts of money and shares of charges compared: by what they come to, wherever that is known."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction

from sladsl.comparison.aspects import PlanPair
from sladsl.comparison.credit_tables.pricing import both_charged, units
from sladsl.comparison.effect import (
    INCOMPARABLE,
    NEUTRAL,
    STRICTER,
    Effect,
    Judgement,
    because,
    by_effects,
    by_size,
)
from sladsl.planning.periods import Period
from sladsl.planning.plan import Amount, Anchor, Charge, Money, PercentOf, Plan, Unit
from sladsl.planning.windows import settlement_periods
from sladsl.planning.wording import write_amount
from sladsl.settlement.charges import charge_between
from sladsl.settlement.display import show_money

Spans = tuple[Anchor, Unit | None]
"""The units that an amount is for, each by itself; without one, the term."""


def of_settlement(plan: Plan) -> Spans:
    """The periods that are settled."""
    periods = settlement_periods(plan)
    return periods.anchor, periods.unit


def judge_money(pair: PlanPair, spans: Callable[[Plan], Spans], old: Amount, new: Amount) -> Judgement:
    """Judge an amount for each unit of time: more is stricter.

    Shares of one charge are compared whatever it comes to; others by what they come to in each unit, where the charges
    are fixed.
    """
    match old, new:
        case Money(before), Money(after):
            return by_size(before, after, STRICTER)
        case PercentOf(before, charge), PercentOf(after, of) if charge == of:
            return by_size(before, after, STRICTER)
    told: dict[Effect, str] = {}
    for plan in both_charged(pair):
        charges = charges_of(plan, old, new)
        if unknown := unknown_in(plan, old, new):
            return because(INCOMPARABLE, _on_what(plan, unknown, old, new))
        for period in units(pair, plan, spans(plan), charges):
            before, after = (amount_in(plan, each, period) for each in (old, new))
            told.setdefault(
                by_size(before, after, STRICTER).effect, _in_words(pair, plan, period, (old, new))
            )
    found = by_effects(told)
    if found.effect is Effect.NEUTRAL:
        return because(NEUTRAL, f"both come to the same: {told[Effect.NEUTRAL]}")
    return found


def charges_of(plan: Plan, *amounts: Amount) -> list[Charge]:
    """The charges that amounts are shares of."""
    names = _names(amounts)
    return [each for each in plan.charges if each.name in names]


def unknown_in(plan: Plan, *amounts: Amount) -> list[str]:
    """The charges of amounts that only records tell."""
    fixed = {each.name for each in plan.charges if each.measured is None}
    return [name for name in _names(amounts) if name not in fixed]


def _names(amounts: Iterable[Amount]) -> list[str]:
    return list(dict.fromkeys(each.charge for each in amounts if isinstance(each, PercentOf)))


def amount_in(plan: Plan, amount: Amount, period: Period) -> Fraction:
    """What an amount comes to in a unit of time, where its charge is a fixed one."""
    if isinstance(amount, Money):
        return amount.amount
    return amount.share * charge_between(plan, amount.charge, period.start, period.end)


def _in_words(pair: PlanPair, plan: Plan, period: Period, amounts: tuple[Amount, Amount]) -> str:
    before, after = (
        f"{show_money(plan, amount_in(plan, each, period))}{_of_what(of, each)}"
        for of, each in zip((pair.old, pair.new), amounts, strict=True)
    )
    return f"in {period.label}, {before} before, {after} after"


def _of_what(plan: Plan, amount: Amount) -> str:
    return "" if isinstance(amount, Money) else f" ({write_amount(plan, amount)})"


def _on_what(plan: Plan, unknown: list[str], old: Amount, new: Amount) -> str:
    """Which charges it depends on, and what they come to where both amounts are the same."""
    told = f"it depends on what {' and '.join(unknown)} comes to"
    match old, new:
        case (Money(fixed), PercentOf(share)) | (PercentOf(share), Money(fixed)) if share:
            return f"{told}: both are the same where that is {show_money(plan, fixed / share)}"
    return told
