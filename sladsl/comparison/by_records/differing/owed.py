"""What windows come to together, by which two versions are told apart that do not measure the same windows."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from sladsl.planning.plan import CreditUnit, Plan
from sladsl.settlement.display import show_credited
from sladsl.settlement.explanation import Result, Verdict
from sladsl.values import frozen

FAILED = (Verdict.MISSED, Verdict.BELOW_EXPECTED)


@frozen
class Owed:
    """What windows come to together: credits, in their unit, and how many are missed, or below what is expected."""

    credits: dict[CreditUnit, Fraction]
    failed: tuple[int, int]


def owed_for(results: Sequence[Result]) -> Owed:
    """What some windows come to together."""
    owed: dict[CreditUnit, Fraction] = {}
    for credit in (credit for result in results for credit in result.credits):
        owed[credit.unit] = owed.get(credit.unit, Fraction(0)) + credit.amount
    missed, below = (sum(result.verdict is verdict for result in results) for verdict in FAILED)
    return Owed(owed, (missed, missed + below))


def is_harder(old: Owed, new: Owed) -> bool | None:
    """Whether more is owed after a change or, where credits are the same, more windows fail; None where neither is."""
    units = {**old.credits, **new.credits}
    owed = [tuple(each.credits.get(unit, Fraction(0)) for unit in units) for each in (old, new)]
    if len(units) > 1 or (owed[0] == owed[1] and old.failed == new.failed):
        return None
    if owed[0] != owed[1]:
        return owed[1] > owed[0]
    return new.failed > old.failed


def with_owed(plan: Plan, words: tuple[str, str], results: tuple[Sequence[Result], Sequence[Result]]) -> str:
    """What windows come to before and after a change, and what is owed for them in all, where that differs."""
    before, after = words
    told = f"{before} before, {after} after"
    owed, then_owed = (_credits_in_words(plan, owed_for(each)) for each in results)
    return told if owed == then_owed else f"{told}; {owed} before, {then_owed} after"


def _credits_in_words(plan: Plan, owed: Owed) -> str:
    """What is owed in all: `GBP 50.00 of credits`."""
    told = [show_credited(plan, amount, unit) for unit, amount in owed.credits.items() if amount]
    return f"{' and '.join(told)} of credits" if told else "no credits"
