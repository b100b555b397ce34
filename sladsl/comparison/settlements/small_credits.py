"""What is done to small credits compared: by the amount, and by which credits are looked at together."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from sladsl.comparison.aspects import PlanPair
from sladsl.comparison.effect import INCOMPARABLE, Judgement, by_size, turned
from sladsl.planning.plan import Apart, Ignore, Plan, Raise, ServiceLevel

Small = Ignore | Raise


def judge_small(pair: PlanPair, old: Small, new: Small, more: Judgement) -> Judgement:
    """Judge a step about small credits.

    It does as `more` says where its amount is larger, and where it looks at more credits or at fewer of them together:
    a part of what is small is small by itself. What is earned back, which is less than nothing, stands behind it.
    """
    before, after = _amount(old), _amount(new)
    is_finer, is_coarser = _is_finer(pair, new, old), _is_finer(pair, old, new)
    if is_finer and is_coarser:
        return by_size(before, after, more)
    if is_finer and after >= before:
        return more
    return turned(more) if is_coarser and after <= before else INCOMPARABLE


def _amount(step: Small) -> Fraction:
    return step.below if isinstance(step, Ignore) else step.to


def _is_finer(pair: PlanPair, fine: Small, coarse: Small) -> bool:
    """Whether all that one step looks at together another one looks at, too, as it is or in parts."""
    if fine.each:
        return _covers(fine.levels, coarse)
    if coarse.each:
        return False
    match fine.apart, coarse.apart:
        case (None, None):
            return _names(fine.levels) == _names(coarse.levels)
        case (Apart.VALUE, Apart.VALUE):
            return fine.dimension == coarse.dimension
        case (Apart.LEVEL, Apart.LEVEL):
            return True
        case (Apart(), None):
            plans = (pair.old, pair.new)
            return not (coarse.levels is None and any(map(_has_remedy_credits, plans))) and all(
                fine.apart is Apart.LEVEL or fine.dimension in _dimensions(level)
                for plan in plans
                for level in _levels(plan, coarse)
            )
    return False


def _covers(levels: tuple[str, ...] | None, step: Small) -> bool:
    return levels is None or (step.levels is not None and set(step.levels) <= set(levels))


def _names(levels: tuple[str, ...] | None) -> frozenset[str] | None:
    return None if levels is None else frozenset(levels)


def _has_remedy_credits(plan: Plan) -> bool:
    """Whether there are credits that are of no level."""
    return any(each.credit is not None for each in plan.remedies)


def _levels(plan: Plan, step: Small) -> Iterator[ServiceLevel]:
    return (each for each in plan.levels if step.levels is None or each.name in step.levels)


def _dimensions(level: ServiceLevel) -> set[str]:
    return {each.name for each in level.dimensions}
