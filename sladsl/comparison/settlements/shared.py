"""Steps behind a changed one that share credits out, and take less of some shares than of others.

More for one credit may then come to less in all: within a limit it takes what another credit had, and may be earned
back where that one would not have been. What is rounded is left aside.
"""

from __future__ import annotations

from collections.abc import Sequence

from sladsl.comparison.aspects import PlanPair
from sladsl.comparison.settlements.horizons import Horizon, are_made_up, behind
from sladsl.comparison.settlements.trials import trial_agreement
from sladsl.planning.plan import (
    Anchor,
    Apart,
    CarryOver,
    Convert,
    ConvertTable,
    EarnBack,
    HighestOf,
    HighestPer,
    Ignore,
    Limit,
    Multiply,
    Raise,
    RecordWindow,
    Round,
    ServiceLevel,
    Step,
)
from sladsl.planning.windows import Window, horizon, settlement_periods
from sladsl.values import frozen

_Levels = frozenset[str] | None


@frozen
class _Shared:
    """The credits that a step shares something among: of which levels, of each by itself or not, within which time.

    Without a time they are those of windows that end together.
    """

    levels: _Levels
    apart: object
    within: Horizon | None


def may_turn(pair: PlanPair, steps: Sequence[Step], changed: Step | None, other: Step | None) -> bool:
    """Whether more for a credit at a changed step may come to less behind it, in the steps of one version.

    `other` is what the changed step is in the other version; either may be missing.
    """
    touched = _levels_of(changed or other)
    if changed is not None and other is not None:
        touched = _joined(touched, _levels_of(other))
    shared: list[_Shared] = []
    for step in () if changed is None else behind(steps, changed):
        levels = _levels_of(step)
        if not _meet(levels, touched):
            continue
        if any(_meet(levels, each.levels) and not _adds_up(pair, step, each) for each in shared):
            return True
        shares = _shared_by(pair, step)
        if shares is not None and not (isinstance(step, Limit) and _is_of_one_window(pair, step)):
            shared.append(shares)
            touched = _joined(touched, levels)
    return False


def _levels_of(step: Step | None) -> _Levels:
    """The levels that a step is about; None where it may be any."""
    match step:
        case Limit() | Multiply() | EarnBack() | Ignore() | Raise():
            return None if step.levels is None else frozenset(step.levels)
        case HighestOf():
            return frozenset(name for names in step.sums for name in names)
    return None


def _meet(one: _Levels, other: _Levels) -> bool:
    return one is None or other is None or bool(one & other)


def _joined(one: _Levels, other: _Levels) -> _Levels:
    return None if one is None or other is None else one | other


def _shared_by(pair: PlanPair, step: Step) -> _Shared | None:
    """What a step shares out; None where each credit that grows before it does behind it, too, and none shrinks."""
    levels = _levels_of(step)
    match step:
        case Limit():
            return _Shared(levels, (step.apart, step.dimension), (step.anchor, step.per))
        case Raise(each=False):
            return _Shared(levels, (step.apart, step.dimension), _settled(pair))
        case HighestOf() | HighestPer(dimension=None):
            return _Shared(levels, (None, None), None)
        case ConvertTable():
            return _Shared(None, (None, None), _settled(pair))
        case HighestPer() | CarryOver():
            return _Shared(None, (None, None), (Anchor.CALENDAR, None))
    return None


def _adds_up(pair: PlanPair, step: Step, shared: _Shared) -> bool:
    """Whether a step takes the same of a sum, whichever of the credits that share it have how much."""
    match step:
        case Round() | Convert():
            return True
        case CarryOver():
            return step.paid or step.periods is None
        case Limit():
            within = step.anchor, step.per
        case Ignore(each=False) | Raise(each=False):
            within = _settled(pair)
        case _:
            return False
    levels, apart = _levels_of(step), (step.apart, step.dimension)
    is_whole = step.apart is None and (
        levels is None or (shared.levels is not None and shared.levels <= levels)
    )
    is_alike = shared.within is not None and (levels, apart) == (shared.levels, shared.apart)
    return (is_whole or is_alike) and (
        shared.within is None
        or within[1] is None
        or within == shared.within
        or all(are_made_up(pair, plan, within, shared.within) for plan in (pair.old, pair.new))
    )


def _settled(pair: PlanPair) -> Horizon:
    return Anchor.CALENDAR, settlement_periods(pair.new).unit


def _is_of_one_window(pair: PlanPair, limit: Limit) -> bool:
    """Whether what a limit is of is never more than the credit of one window."""
    levels = {
        level.name: level
        for plan in (pair.old, pair.new)
        for level in plan.levels
        if (limit.levels is None or level.name in limit.levels)
        and any(each.all_credits for each in level.series)
    }
    has_others = limit.levels is None and any(
        each.credit for plan in (pair.old, pair.new) for each in plan.remedies
    )
    if limit.apart is Apart.VALUE or (limit.apart is None and (has_others or len(levels) > 1)):
        return False
    return all(map(_has_one_credit, levels.values())) and all(
        _are_apart(pair, limit, listed) for listed in trial_agreement(pair, levels).windows.values()
    )


def _has_one_credit(level: ServiceLevel) -> bool:
    """Whether a window of a level earns one credit at most."""
    return (
        not level.dimensions
        and not isinstance(level.window, RecordWindow)
        and all(len(each.all_credits) <= 1 for each in level.series)
    )


def _are_apart(pair: PlanPair, limit: Limit, listed: Sequence[Sequence[Window]]) -> bool:
    """Whether each window lies in a unit of time of a limit by itself."""
    starts = [horizon(pair.new, limit.anchor, limit.per, first.end).start for first, *_ in listed]
    return len(starts) == len(set(starts))
