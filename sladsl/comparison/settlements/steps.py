"""Steps of a settlement compared: which of two versions belong together, and in which order they stand."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from sladsl.comparison.aspects import ChangePlace, PlanPair, change
from sladsl.comparison.change import Change
from sladsl.comparison.effect import INCOMPARABLE, Effect, because
from sladsl.comparison.sameness import same
from sladsl.comparison.settlements.carried import judge_carried
from sladsl.comparison.settlements.claim_witnesses import are_of_two_fields, claim_witnesses
from sladsl.comparison.settlements.judged_steps import Steps, judge_step, judge_whole_step, scope_of
from sladsl.comparison.settlements.shared import may_turn
from sladsl.comparison.settlements.step_witnesses import step_witnesses
from sladsl.comparison.settlements.trials import trial_agreement
from sladsl.planning.plan import (
    CarryOver,
    Choose,
    Claim,
    Convert,
    ConvertTable,
    HighestOf,
    HighestPer,
    Plan,
    Step,
)
from sladsl.planning.text_settlement import write_step
from sladsl.values import evolve

_SHARED = "more for one credit leaves less for others, and later steps do not treat them all alike"

_Pairs = list[tuple[Step | None, Step | None]]


def step_changes(pair: PlanPair, place: ChangePlace, old: Steps, new: Steps) -> Iterator[Change]:
    """The changes of steps, and of their order, each with credits that come to something else without it."""
    pairs = _paired(old, new)
    for one, other in pairs:
        if not same(one, other):
            if isinstance(one or other, CarryOver):
                judgement = judge_carried(pair, (old, one), (new, other))
            elif one is None or other is None:
                judgement = judge_whole_step(one, other)
            else:
                judgement = judge_step(pair, ((old, one), (new, other)))
            if judgement.effect in {Effect.STRICTER, Effect.WEAKER} and (
                may_turn(pair, old, one, other) or may_turn(pair, new, other, one)
            ):
                judgement = because(INCOMPARABLE, _SHARED)
            written = (_written(pair.old, one), _written(pair.new, other))
            told = change(place, "step", written, judgement, (one, other))
            yield _shown(pair, told, _without(old, new, pairs, (one, other)), (one, other))
    kept = [(one, other) for one, other in pairs if one is not None and other is not None]
    before = [other for _, other in sorted(kept, key=lambda each: _place(old, each[0]))]
    after = [other for _, other in sorted(kept, key=lambda each: _place(new, each[1]))]
    if [id(each) for each in before] != [id(each) for each in after]:
        written = (_in_order(pair.old, old), _in_order(pair.new, new))
        why = because(INCOMPARABLE, "each step is taken on what the one before it has left")
        told = change(place, "order of steps", written, why, (tuple(old), tuple(new)))
        yield _shown(pair, told, (before, after))


def _shown(
    pair: PlanPair,
    told: Change,
    sides: tuple[Steps, Steps],
    changed: tuple[Step | None, Step | None] = (None, None),
) -> Change:
    """A change with credits that show it, which are found when they are asked for."""
    return evolve(told, settled=cache(lambda: tuple(_witnesses(pair, told, sides, changed))))


def _witnesses(
    pair: PlanPair, told: Change, sides: tuple[Steps, Steps], changed: tuple[Step | None, Step | None]
) -> Iterator[str]:
    agreement = trial_agreement(pair)
    match changed:
        case (Claim() | Choose() as one, Claim() | Choose() as other) if are_of_two_fields(one, other):
            return claim_witnesses(agreement, (sides[0], one), (sides[1], other))
    return step_witnesses(agreement, told.effect, *sides)


def _without(
    old: Steps, new: Steps, pairs: _Pairs, changed: tuple[Step | None, Step | None]
) -> tuple[Steps, Steps]:
    """The new steps as they would be without one change, and with it."""
    one, other = changed
    if other is not None:
        before = (([] if one is None else [one]) if each is other else [each] for each in new)
        return [step for each in before for step in each], new
    assert one is not None, "a step stands on one side at least"
    ahead = [
        after
        for step, after in pairs
        if step is not None and after is not None and _place(old, step) < _place(old, one)
    ]
    at = max((_place(new, each) + 1 for each in ahead), default=0)
    return [*new[:at], one, *new[at:]], new


def _place(steps: Steps, step: Step) -> int:
    return next(number for number, each in enumerate(steps) if each is step)


def _written(plan: Plan, step: Step | None) -> str | None:
    return None if step is None else write_step(plan, step)


def _in_order(plan: Plan, steps: Steps) -> str:
    return "; ".join(f"{number}. {write_step(plan, step)}" for number, step in enumerate(steps, 1))


def _paired(old: Steps, new: Steps) -> _Pairs:
    """The steps that are the same, then those of one kind and scope, then those of one kind, then the rest."""
    left_old, left_new = list(old), list(new)
    pairs: _Pairs = []
    for is_alike in (same, _is_of_scope, _is_of_kind):
        for one in tuple(left_old):
            other = next((each for each in left_new if is_alike(one, each)), None)
            if other is not None:
                pairs.append((one, other))
                left_old = [each for each in left_old if each is not one]
                left_new = [each for each in left_new if each is not other]
    return [*pairs, *((one, None) for one in left_old), *((None, other) for other in left_new)]


def _is_of_kind(one: Step, other: Step) -> bool:
    return type(one) is type(other) or any(
        isinstance(one, kinds) and isinstance(other, kinds) for kinds in _OF_ONE_PURPOSE
    )


_OF_ONE_PURPOSE: tuple[tuple[type[Step], ...], ...] = ((Convert, ConvertTable), (HighestPer, HighestOf))
"""Steps that stand for each other: what makes money of points, and what keeps the highest of several credits."""


def _is_of_scope(one: Step, other: Step) -> bool:
    return type(one) is type(other) and scope_of(one) == scope_of(other)
