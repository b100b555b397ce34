"""How often windows must have failed: whether one count is reached wherever another is."""

from __future__ import annotations

from sladsl.comparison.consequences.often_witnesses import count_witnesses
from sladsl.comparison.consequences.spans import parts_of_span
from sladsl.comparison.effect import INCOMPARABLE, NEUTRAL, WEAKER, Judgement, turned
from sladsl.comparison.sameness import same
from sladsl.planning.plan import (
    Consecutive,
    EveryNth,
    FailedLately,
    Failing,
    HistoryMet,
    Lately,
    OfAny,
    Often,
    TimesInMonths,
    TimesInUnit,
)
from sladsl.values import evolve


def judge_often(old: Often, new: Often, failing: Failing = Failing.MISSED) -> Judgement:
    """Judge a count of failing windows: weaker where the new one is reached only where the old one is, too."""
    if same(old, new):
        return NEUTRAL
    judgement = WEAKER if _implies(new, old) else turned(WEAKER) if _implies(old, new) else INCOMPARABLE
    return evolve(judgement, witnesses=count_witnesses(old, new, str(failing)))


def _implies(one: Often, other: Often) -> bool:
    """Whether a count is reached only where the other one is, too."""
    match one, other:
        case Consecutive(times), Consecutive(least):
            return times >= least
        case Consecutive(times), OfAny(least, windows):
            return times >= least and windows >= least
        case OfAny(times, windows), OfAny(least, within):
            return times >= least and windows <= within
        case OfAny(times, windows), Consecutive(least):
            return times == windows and times >= least
        case TimesInUnit(times, anchor, unit), TimesInUnit(least, anchored, within):
            return times >= least and parts_of_span((anchor, unit), (anchored, within)) == 1
        case TimesInMonths(times, months), TimesInMonths(least, within):
            return times >= least and months <= within
        case EveryNth(times), EveryNth(least):
            return times % least == 0
    return False


def judge_history(old: HistoryMet | None, new: HistoryMet | None) -> Judgement:
    """Judge what must have happened before a credit is owed; nothing is the strictest."""
    match old, new:
        case None, None:
            return NEUTRAL
        case None, _:
            return WEAKER
        case _, None:
            return turned(WEAKER)
        case EveryNth(), EveryNth():
            return judge_often(old, new)
        case FailedLately(), FailedLately():
            return judge_failing((old.failing, old.lately), (new.failing, new.lately))
    return INCOMPARABLE


def judge_failing(old: tuple[Failing, Lately], new: tuple[Failing, Lately]) -> Judgement:
    """Judge windows that fail too often: below expected includes missed, and is reached more easily."""
    often = judge_often(old[1], new[1], new[0])
    if old[0] is new[0]:
        return often
    failing = turned(WEAKER) if new[0] is Failing.BELOW_EXPECTED else WEAKER
    if often.effect in {NEUTRAL.effect, failing.effect}:
        return evolve(failing, why="what is below expected includes what is missed")
    return INCOMPARABLE
