"""Credits that remedies give compared: what they come to after each window that may complete the event."""

from __future__ import annotations

from collections.abc import Iterator

from sladsl.comparison.aspects import PlanPair
from sladsl.comparison.consequences.due_times import after_window, ends_of_windows
from sladsl.comparison.credit_tables.credit_values import parts_of
from sladsl.comparison.credit_tables.credits import judge_amount
from sladsl.comparison.credit_tables.pricing import both_charged, is_fixed
from sladsl.comparison.effect import (
    INCOMPARABLE,
    NEUTRAL,
    STRICTER,
    Effect,
    Judgement,
    because,
    by_effects,
    by_presence,
    by_size,
)
from sladsl.planning.plan import CreditUnit, Plan, Remedy, RemedyCredit
from sladsl.planning.text_remedies import write_remedy_credit
from sladsl.planning.wording import counted_things
from sladsl.settlement.display import show_money
from sladsl.settlement.dues import credit_of
from sladsl.settlement.explanation import RemedyCreditAmount
from sladsl.values import evolve


def judge_given(
    pair: PlanPair, remedy: Remedy, old: RemedyCredit | None, new: RemedyCredit | None
) -> Judgement:
    """Judge what a remedy credits: more is stricter; by what it comes to, where its charge is a fixed one."""
    plans = both_charged(pair)
    if old is None or new is None:
        judgement = by_presence(now=old is None, added=STRICTER)
        return evolve(judgement, witnesses=tuple(_one_sided(pair, plans[0], remedy, (old, new))))
    if not all(_is_known(plan, each) for plan in plans for each in (old, new)):
        alike = (old.anchor, old.per) == (new.anchor, new.per)
        told_by_share = judge_amount(pair, old.amount, new.amount) if alike else INCOMPARABLE
        is_open = told_by_share.effect is Effect.INCOMPARABLE
        return (
            because(told_by_share, "it depends on a charge that records tell") if is_open else told_by_share
        )
    told: dict[Effect, str] = {}
    for plan in plans:
        for end in ends_of_windows(pair, plan):
            before, after = (credit_of(plan, evolve(remedy, credit=each), end) for each in (old, new))
            assert before is not None, "it is credited"
            assert after is not None, "it is credited"
            if before.unit is not after.unit:
                return INCOMPARABLE
            effect = by_size(before.amount, after.amount, STRICTER).effect
            told.setdefault(effect, _in_words(plan, end, before, after))
    found = by_effects(told)
    return because(NEUTRAL, "both come to the same") if found.effect is Effect.NEUTRAL else found


def _one_sided(
    pair: PlanPair, plan: Plan, remedy: Remedy, both: tuple[RemedyCredit | None, RemedyCredit | None]
) -> Iterator[str]:
    """What is credited after the first window that may complete the event, where one side alone credits something."""
    ends = ends_of_windows(pair, plan)
    if ends and all(each is None or _is_known(plan, each) for each in both):
        given = (credit_of(plan, evolve(remedy, credit=each), ends[0]) for each in both)
        one, other = ("no credit" if each is None else _shown(plan, each) for each in given)
        yield f"{after_window(plan, ends[0])}: {one} before, {other} after"


def credit_after(plan: Plan, remedy: Remedy, end: int) -> Iterator[str]:
    """What a remedy credits after a window that ends at an instant, where that is known without records."""
    given = (
        credit_of(plan, remedy, end) if remedy.credit is not None and _is_known(plan, remedy.credit) else None
    )
    if given is not None:
        yield _shown(plan, given)


def _is_known(plan: Plan, credit: RemedyCredit) -> bool:
    return all(of.base is None or is_fixed(of, plan) for of in parts_of(credit.amount))


def _in_words(plan: Plan, end: int, before: RemedyCreditAmount, after: RemedyCreditAmount) -> str:
    return f"{after_window(plan, end)}: {_shown(plan, before)} before, {_shown(plan, after)} after"


def _shown(plan: Plan, given: RemedyCreditAmount) -> str:
    """What is given, and what it is a part of: `GBP 120.00 (1% of Fee)`."""
    match given.unit:
        case CreditUnit.MONEY:
            of = "" if given.base is None else f" ({write_remedy_credit(plan, given.rule)})"
            return f"{show_money(plan, given.amount)}{of}"
        case CreditUnit.POINTS:
            return counted_things(given.amount, "point")
        case CreditUnit.SERVICE_DAYS:
            return f"{counted_things(given.amount, 'day')} of service"
