"""What reads the windows of a level one after the other, so that one without a verdict is more than one miss fewer.

Windows that are unmeasured or in grace neither count nor break: two misses with such a window between them follow each
other.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from sladsl.comparison.aspects import PlanPair
from sladsl.planning.level_means import mean_of
from sladsl.planning.plan import (
    AllOf,
    AnyOf,
    Consecutive,
    CreditsReach,
    EarnBack,
    Event,
    EveryNth,
    FailedLately,
    Happens,
    Multiply,
    OfAny,
    Plan,
    ServiceLevel,
    Together,
)


def where_passed_over(pair: PlanPair, level: str) -> str:
    """What may come to more when some windows of a level have no verdict; nothing where only misses become fewer."""
    return next((why for each in _both(pair, level) for why in (*_always(*each), *_between(*each))), "")


def where_begun_later(pair: PlanPair, level: str) -> str:
    """The same when it is the first windows that have no verdict: no count of later misses grows by that."""
    return next((why for each in _both(pair, level) for why in _always(*each)), "")


def is_told_by_windows(plan: Plan, level: str) -> bool:
    """Whether anything beside the level itself depends on how many of its windows fail, or which."""
    return (
        any(_tells_windows(each.when, level) for each in plan.remedies)
        or any((mean := mean_of(each)) is not None and mean.level == level for each in plan.levels)
        or any(excuse.level == level for each in plan.levels for excuse in each.excuses)
        or any(rule.missed == level for each in plan.levels for rule in each.exclusions)
    )


def _tells_windows(event: Event, level: str) -> bool:
    match event:
        case AllOf(left, right) | AnyOf(left, right):
            return _tells_windows(left, level) or _tells_windows(right, level)
        case Happens(whose):
            return whose.level in {None, level}
        case Together():
            return True
        case CreditsReach():
            return False
    assert_never(event)


def _both(pair: PlanPair, name: str) -> Iterator[tuple[Plan, ServiceLevel]]:
    return ((plan, level) for plan in (pair.old, pair.new) for level in plan.levels if level.name == name)


def _always(plan: Plan, level: ServiceLevel) -> Iterator[str]:
    """What depends on which windows have a verdict, wherever they lie."""
    if level.ratchets:
        yield "targets follow the values of windows that count"
    if any((mean := mean_of(each)) is not None and mean.level == level.name for each in plan.levels):
        yield "another level averages the windows of this one that count"
    if any(isinstance(rule.history, EveryNth) for series in level.series for rule in series.credits):
        yield "another miss is the one that a credit is for"
    if any(each.credit is not None for each in plan.remedies if _is_about(each.when, level.name)):
        yield "a remedy gives its credit for other windows"


def _between(plan: Plan, level: ServiceLevel) -> Iterator[str]:
    """What depends on which windows between others have a verdict."""
    lately = [
        *(step.lately for step in _steps(plan, level.name) if isinstance(step, Multiply)),
        *(
            rule.history.lately
            for series in level.series
            for rule in series.credits
            if isinstance(rule.history, FailedLately)
        ),
        *([] if level.promotion is None else [level.promotion.lately]),
        *(often for remedy in plan.remedies for often in _counts(remedy.when, level.name)),
    ]
    if any(isinstance(each, Consecutive | OfAny | EveryNth) for each in lately):
        yield "misses with a window between them that has no verdict follow each other"
    if any(isinstance(step, EarnBack) for step in _steps(plan, level.name)):
        yield "credits are earned back by the windows that count"


def _steps(plan: Plan, level: str) -> Iterator[Multiply | EarnBack]:
    for step in () if plan.settlement is None else plan.settlement.steps:
        if isinstance(step, Multiply | EarnBack) and (step.levels is None or level in step.levels):
            yield step


def _is_about(event: Event, level: str) -> bool:
    return any(True for _ in _counts(event, level))


def _counts(event: Event, level: str) -> Iterator[object]:
    """How often something of a level, or of any, must happen."""
    match event:
        case AllOf(left, right) | AnyOf(left, right):
            yield from (*_counts(left, level), *_counts(right, level))
        case Happens(whose, _, often) if whose.level in {None, level}:
            yield often
