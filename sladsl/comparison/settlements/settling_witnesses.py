"""What shows that a settlement is for other periods, at another time, or final sooner: dates and settled credits."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import islice

from sladsl.comparison.aspects import PlanPair, of_both
from sladsl.comparison.credit_tables.pricing import units
from sladsl.comparison.settlements.step_trials import subjects_of, trials_of
from sladsl.comparison.settlements.step_witnesses import in_words
from sladsl.comparison.settlements.trials import (
    PaidInPeriod,
    Trial,
    TrialAgreement,
    TrialWindow,
    trial_agreement,
    tried,
)
from sladsl.planning.periods import Period
from sladsl.planning.plan import Money, Plan, Round, Settlement
from sladsl.planning.settling import settled_at
from sladsl.planning.windows import settlement_periods
from sladsl.planning.wording_steps import ordinal
from sladsl.settlement.display import show_end, show_money
from sladsl.values import evolve

Settlements = tuple[Settlement, Settlement]

_MOST = 40
"""How many trials are settled before none is told."""

_SUM = Money(Fraction(100))


def settled_at_witnesses(pair: PlanPair, both: Settlements) -> tuple[str, ...] | None:
    """The first settlement period that two settlements settle as of different instants; nothing where none is.

    None where it cannot be said, for want of a calendar.
    """
    plan = evolve(pair.new, calendars=of_both(pair.new.calendars, pair.old.calendars))
    if not {None, *(each.name for each in plan.calendars)}.issuperset(each.calendar for each in both):
        return None
    sides = [evolve(plan, settlement=each) for each in both]
    for period in _periods(pair, sides[0]):
        before, after = (settled_at(side, period.until) for side in sides)
        if before != after:
            instants = f"{show_end(plan, before)} before, {show_end(plan, after)} after"
            return (f"{period.label} is settled as of {instants}",)
    return ()


def _periods(pair: PlanPair, plan: Plan) -> Iterator[Period]:
    periods = settlement_periods(plan)
    return units(pair, plan, (periods.anchor, periods.unit), ())


def period_witnesses(pair: PlanPair, both: Settlements) -> tuple[str, ...]:
    """When a month is settled as of, and credits that come to something else in all, by periods of another length."""
    first = next(_periods(pair, evolve(pair.new, settlement=min(both, key=lambda each: _days(pair, each)))))
    plans = [evolve(pair.new, settlement=each) for each in both]
    untils = [next(each for each in _periods(pair, plan) if first.start < each.end) for plan in plans]
    before, after = (
        show_end(plan, settled_at(plan, period.until)) for plan, period in zip(plans, untils, strict=True)
    )
    dates = f"credits of {first.label} are settled as of {before} before, {after} after"
    return (dates, *_differing(pair, plans))


def _days(pair: PlanPair, settlement: Settlement) -> int:
    period = next(_periods(pair, evolve(pair.new, settlement=settlement)))
    return (period.until - period.first).days


def _differing(pair: PlanPair, plans: Sequence[Plan]) -> Iterator[str]:
    """Credits that come to something else in all."""
    agreements = [_agreement(pair, plan) for plan in plans]
    steps = plans[1].settlement.steps if plans[1].settlement is not None else ()
    if _labels(agreements[0]) != _labels(agreements[1]):
        return
    telling = [each for each in steps if not isinstance(each, Round)]
    for trial in islice(trials_of(agreements[1], telling, telling) if telling else (), _MOST):
        one, other = (_in_all(tried(agreement, steps, trial)) for agreement in agreements)
        if one != other:
            amounts = f"{_shown(plans[1], one)} in all before, {_shown(plans[1], other)} after"
            yield f"{in_words(agreements[1], trial)}: {amounts}"
            return


def _agreement(pair: PlanPair, plan: Plan) -> TrialAgreement:
    return trial_agreement(PlanPair(pair.old, plan, pair.since, pair.until))


def _labels(agreement: TrialAgreement) -> dict[str, list[str]]:
    return {level: [each[0].label for each in windows] for level, windows in agreement.windows.items()}


def _in_all(paid: Sequence[PaidInPeriod]) -> Fraction:
    return paid[-1].money if paid else Fraction(0)


def _shown(plan: Plan, amount: Fraction) -> str:
    return show_money(plan, amount) if amount else "nothing"


def finality_witnesses(pair: PlanPair, both: Settlements) -> Iterator[str]:
    """A credit that is known, and one that is found not to be owed, when a period is final on one side only."""
    plans = [evolve(pair.new, settlement=each) for each in both]
    agreements = [_agreement(pair, plan) for plan in plans]
    last = min(each.final_after for each in both if each.final_after is not None)
    periods = list(islice(_periods(pair, plans[1]), last + 1))
    found = _first_and_later(agreements[1], periods[-1].end) if len(periods) > last else None
    if found is None:
        return
    first, later = found
    nth = ordinal(last + 1)
    for credit, words in (
        (evolve(first, known=last), f"that is known only with its {nth} settlement"),
        (evolve(first, gone=last), f"that its {nth} settlement finds not to be owed"),
    ):
        trial = Trial((credit, later))
        sides = [
            tried(agreement, side.steps, trial) for agreement, side in zip(agreements, both, strict=True)
        ]
        differing = next((each for each in zip(*sides, strict=True) if each[0] != each[1]), None)
        if differing is not None:
            one, other = (_shown(plans[1], each.money) for each in differing)
            told = f"{one} by the end of {differing[0].period} before, {other} after"
            yield f"{in_words(agreements[1], Trial((first,)))} {words}: {told}"


def _first_and_later(agreement: TrialAgreement, end: int) -> tuple[TrialWindow, TrialWindow] | None:
    """A credit of the first window of a level, and a window without one that ends when it is settled again."""
    for subject in subjects_of(agreement, ()):
        numbers = (number for number, each in enumerate(agreement.windows[subject[0]]) if each[0].end >= end)
        later = next(numbers, None)
        if later:
            return TrialWindow(*subject, 0, _SUM), TrialWindow(*subject, later, None)
    return None
