"""Amounts of money and shares of charges compared."""

from __future__ import annotations

from sladsl.comparison.effect import INCOMPARABLE, STRICTER, Judgement, by_size
from sladsl.planning.plan import Amount, Money, PercentOf


def judge_money(old: Amount, new: Amount) -> Judgement:
    """Judge an amount: more is stricter; a share of one charge is not compared with anything else."""
    match old, new:
        case Money(before), Money(after):
            return by_size(before, after, STRICTER)
        case PercentOf(before, charge), PercentOf(after, of) if charge == of:
            return by_size(before, after, STRICTER)
    return INCOMPARABLE
