"""Remedies compared: when they follow, what each party then shall or may do, by when, and what is credited."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, partial

from sladsl.comparison.aspects import Aspect, ChangePlace, PlanPair, change, differences, judged, plain
from sladsl.comparison.change import Change, Item
from sladsl.comparison.consequences.due_times import (
    after_window,
    due_witness,
    ends_of_windows,
    judge_due,
    shown_due,
)
from sladsl.comparison.consequences.event_witnesses import event_witnesses
from sladsl.comparison.consequences.firing_witnesses import firing_witnesses
from sladsl.comparison.consequences.implied import implies
from sladsl.comparison.consequences.numbers_in_words import numbers_told, without_numbers
from sladsl.comparison.consequences.reach_witnesses import reach_witnesses
from sladsl.comparison.consequences.remedy_credits import credit_after, judge_given
from sladsl.comparison.consequences.same_time import in_same_units
from sladsl.comparison.effect import (
    INCOMPARABLE,
    NEUTRAL,
    STRICTER,
    WEAKER,
    Effect,
    Judgement,
    all_of,
    because,
    by_presence,
    turned,
)
from sladsl.comparison.pairing import paired
from sladsl.comparison.sameness import same
from sladsl.comparison.settlements.horizons import SAME_TIME
from sladsl.planning.plan import (
    Consequence,
    Event,
    Plan,
    Remedy,
)
from sladsl.planning.text_remedies import write_consequence, write_event, write_remedy_credit
from sladsl.settlement.dues import dues_of
from sladsl.values import evolve

_WORDS = because(INCOMPARABLE, "what words mean is for people to judge")


def remedy_item(remedy: Remedy) -> Item:
    """A remedy as documents name it."""
    return Item(remedy.id, "remedy", remedy.name, remedy.title)


def remedy_changes(pair: PlanPair, old: Remedy, new: Remedy) -> Iterator[Change]:
    """The changes of a remedy; what the provider may, or the customer shall, is judged the other way round."""
    place = ChangePlace(remedy_item(new), "", old.span, new.span)
    rarer = judge_remedy(old, new)
    when = Aspect(
        "when", "when", write_event, lambda _pair, one, other: _judge_event(pair, one, other, rarer)
    )
    yield from differences(pair, place, (_TITLE,), old, new)
    for told in differences(pair, place, (when,), old, new):
        yield evolve(told, settled=cache(partial(_settled_witnesses, pair, told, old, new)))
    yield from _consequences(pair, place, old, new)
    credit = Aspect(
        "credit", "credit", write_remedy_credit, lambda _pair, one, other: judge_given(pair, new, one, other)
    )
    yield from differences(pair, place, (credit,), old, new)


def judge_remedy(*remedies: Remedy) -> Judgement:
    """What it means that remedies follow more rarely: weaker where all they do is good for the customer."""
    sides = {_is_customers(each) for remedy in remedies for each in remedy.consequences}
    sides |= {True for remedy in remedies if remedy.credit is not None}
    if len(sides) > 1:
        return INCOMPARABLE
    return WEAKER if sides != {False} else turned(WEAKER)


def _settled_witnesses(pair: PlanPair, told: Change, old: Remedy, new: Remedy) -> tuple[str, ...]:
    """What settling shows of two events, where it has not been said yet what is enough for them."""
    if told.witnesses or told.effect is Effect.NEUTRAL:
        return ()
    sums = tuple(reach_witnesses(pair, new, old.when, new.when))
    return sums or tuple(firing_witnesses(pair, new, old.when, new.when))


def judge_new_remedy(pair: PlanPair, plan: Plan, remedy: Remedy) -> Judgement:
    """Judge a remedy that one version alone has, with what follows after the first window that may bring it about."""
    ends = ends_of_windows(pair, plan)[:1]
    witnesses = tuple(f"{after_window(plan, end)}: {'; '.join(_follows(plan, remedy, end))}" for end in ends)
    return evolve(turned(judge_remedy(remedy)), witnesses=witnesses)


def _follows(plan: Plan, remedy: Remedy, end: int) -> Iterator[str]:
    """Each right and duty with its time, and the credit, after a window that ends at an instant."""
    for due in dues_of(plan, remedy, end):
        what = "right" if due.consequence.may else "duty"
        yield f"the {due.consequence.role}'s {what} {shown_due(plan, due.until)}"
    yield from (f"a credit of {each}" for each in credit_after(plan, remedy, end))


def _is_customers(consequence: Consequence) -> bool:
    """Whether a right, or a duty of the other party, is the customer's."""
    return (consequence.role == "customer") == consequence.may


# --- when ------------------------------------------------------------------------------------------------------------


def _judge_event(pair: PlanPair, old: Event, new: Event, rarer: Judgement) -> Judgement:
    """Judge what a remedy follows from: as `rarer` where the new event happens only where the old one does."""
    old, new = in_same_units(pair, old, new)
    if same(old, new):
        return because(NEUTRAL, SAME_TIME)
    happens_less, happens_more = implies(new, old), implies(old, new)
    if happens_less and happens_more:
        return NEUTRAL
    judgement = rarer if happens_less else turned(rarer) if happens_more else INCOMPARABLE
    return evolve(judgement, witnesses=event_witnesses(pair.new, old, new))


# --- what follows ----------------------------------------------------------------------------------------------------


def _consequences(pair: PlanPair, place: ChangePlace, old: Remedy, new: Remedy) -> Iterator[Change]:
    sides = dict.fromkeys((each.role, each.may) for each in (*old.consequences, *new.consequences))
    for side in sides:
        before, after = (
            [each for each in remedy.consequences if (each.role, each.may) == side] for remedy in (old, new)
        )
        for one, other in paired(
            before, after, lambda each: each.text, lambda each: without_numbers(each.text)
        ):
            if not same(one, other):
                written = tuple(None if each is None else write_consequence(each) for each in (one, other))
                judgement = _judge_consequence(pair, new, one, other)
                yield change(place, "then", (written[0], written[1]), judgement, (one, other))


def _judge_consequence(
    pair: PlanPair, remedy: Remedy, old: Consequence | None, new: Consequence | None
) -> Judgement:
    told = new or old
    assert told is not None, "one of two consequences stands"
    good = STRICTER if _is_customers(told) else WEAKER
    if old is None or new is None:
        judgement = by_presence(now=old is None, added=good)
        return evolve(judgement, witnesses=due_witness(pair, remedy, told, is_before=new is None))
    words = evolve(_WORDS, witnesses=tuple(numbers_told(old.text, new.text)))
    return all_of((NEUTRAL if old.text == new.text else words, judge_due(pair, remedy, old, new)))


_TITLE = Aspect("title", "title", plain, judged(NEUTRAL))
