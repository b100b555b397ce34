"""Credits that are enough for a sum that is calculated, and not for one that is paid, or the other way round."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from sladsl.comparison.aspects import PlanPair
from sladsl.comparison.consequences.enough import enough_for_one, told_enough
from sladsl.comparison.sameness import same
from sladsl.comparison.settlements.step_trials import trials_of
from sladsl.comparison.settlements.step_witnesses import in_words
from sladsl.comparison.settlements.trials import (
    Trial,
    TrialAgreement,
    amount_of,
    trial_agreement,
    tried,
)
from sladsl.planning.plan import (
    AllOf,
    AnyOf,
    CreditsReach,
    CreditUnit,
    Event,
    Ignore,
    Money,
    Plan,
    Remedy,
    Round,
    Step,
)
from sladsl.planning.text_remedies import write_event
from sladsl.settlement.display import show_money

_MOST = 40
"""How many trials are settled before none is told."""


def reach_witnesses(pair: PlanPair, remedy: Remedy, old: Event, new: Event) -> Iterator[str]:
    """Say which credits are enough for one of two sums alone, one calculated and one paid, as the new steps have it."""
    found = _sums_apart(pair.new, old, new)
    if found is None or pair.new.settlement is None:
        return
    one, other, beside = found
    steps = pair.new.settlement.steps
    agreement = trial_agreement(pair)
    trials = _trials(agreement, steps, (one, other))
    for trial, is_before in enough_for_one(agreement, remedy, (one, other), trials, _MOST):
        yield told_enough(f"{_in_sums(agreement, steps, trial)}{beside}", is_before=is_before)


def _sums_apart(plan: Plan, old: Event, new: Event) -> tuple[CreditsReach, CreditsReach, str] | None:
    """Two sums of money in which alone events differ, one calculated and one paid, and what must be beside them."""
    match old, new:
        case CreditsReach(unit=CreditUnit.MONEY), CreditsReach(unit=CreditUnit.MONEY):
            return (old, new, "") if old.paid is not new.paid else None
        case (AnyOf(left, right), AnyOf(now, then)) | (AllOf(left, right), AllOf(now, then)):
            pairs = (left, now), (right, then)
            for (held, kept), (one, other) in (pairs, pairs[::-1]):
                found = _sums_apart(plan, one, other) if same(held, kept) else None
                if found is not None:
                    beside = ", alone" if isinstance(old, AnyOf) else f", and {write_event(plan, held)}"
                    return found[0], found[1], f"{found[2]}{beside}"
    return None


def _trials(
    agreement: TrialAgreement, steps: tuple[Step, ...], sums: tuple[CreditsReach, CreditsReach]
) -> Iterator[Trial]:
    """Credits around the amounts of the sums and those of the steps; not of fractions that are rounded."""
    around = (Ignore("sum", agreement.plan.span, each=False, below=each.amount) for each in sums)
    return trials_of(agreement, (), (*around, *(each for each in steps if not isinstance(each, Round))))


def _in_sums(agreement: TrialAgreement, steps: tuple[Step, ...], trial: Trial) -> str:
    """Credits in words, with what is calculated and what is paid of them in the end."""
    amounts = [amount_of(each.credit) for each in trial.given if isinstance(each.credit, Money)]
    paid = tried(agreement, steps, trial)[-1].money
    calculated, left = (show_money(agreement.plan, each) for each in (sum(amounts, Fraction(0)), paid))
    return f"{in_words(agreement, trial)}, {calculated} calculated and {left} paid in all"
