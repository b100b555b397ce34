"""What a missed obligation excuses, compared: a window that is excused on one side alone, and what it costs else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import cache

from sladsl.comparison.aspects import Aspect, ChangePlace, PlanPair, differences, of_both
from sladsl.comparison.change import Change
from sladsl.comparison.effect import INCOMPARABLE, WEAKER, Judgement, turned
from sladsl.comparison.service_levels.measures import target_of
from sladsl.comparison.service_levels.targets import is_high
from sladsl.comparison.settlements.alone import (
    LevelWindow,
    from_first,
    level_alone,
    settled_beside,
    with_credits_of_values,
)
from sladsl.comparison.settlements.credited import credited, credited_in_words
from sladsl.comparison.settlements.tried_windows import TriedWindow
from sladsl.planning.buckets import HOUR
from sladsl.planning.plan import Excuse, Plan, ServiceLevel, ValueType
from sladsl.planning.wording import write_quantity
from sladsl.values import evolve

_Excuses = Sequence[Excuse]


def excuse_changes(
    pair: PlanPair, place: ChangePlace, old: ServiceLevel, new: ServiceLevel
) -> Iterator[Change]:
    """The change of what an obligation excuses, with a window of each level that it excuses on one side alone."""
    for told in differences(pair, place, (_EXCUSES,), old, new):
        yield _with_windows_shown(pair, told, (evolve(new, excuses=old.excuses), new))


def _with_windows_shown(pair: PlanPair, told: Change, sides: tuple[ServiceLevel, ServiceLevel]) -> Change:
    return evolve(told, without=(), settled=cache(lambda: tuple(_witnesses(pair, sides))))


def _judge(_pair: PlanPair, old: _Excuses, new: _Excuses) -> Judgement:
    """Judge what a missed obligation of the customer excuses; this is turned round with all that is the customer's."""
    before, after = ({each.level for each in excuses} for excuses in (old, new))
    if before < after:
        return turned(WEAKER)
    return WEAKER if after < before else INCOMPARABLE


def _write(_plan: Plan, excuses: _Excuses) -> str:
    return ", ".join(each.level for each in excuses)


_EXCUSES = Aspect("excuses", "excuses", _write, _judge)


def _witnesses(pair: PlanPair, sides: tuple[ServiceLevel, ServiceLevel]) -> Iterator[str]:
    """A window of each level that one side alone excuses, missed together with the obligation."""
    before, after = ({each.level for each in side.excuses} for side in sides)
    for level in of_both(pair.new.levels, pair.old.levels):
        if level.name in before ^ after:
            excused = _missing(pair, level)
            duties = [_missing(pair, each) for each in sides]
            if excused is not None and duties[0] is not None and duties[1] is not None:
                yield from _told(duties[0], duties[1], excused)


def _missing(pair: PlanPair, level: ServiceLevel) -> LevelWindow | None:
    """The first window of a level, with a value that is just too bad; None where nothing is asked of it."""
    series = level.series[0]
    target = target_of(series)
    if target is None:
        return None
    limit, step = target.values[0].value, _STEPS.get(target.values[0].value.type, Fraction(1))
    value = evolve(limit, amount=limit.amount + (-step if is_high(target) else step))
    bare = evolve(with_credits_of_values(level, series), excuses=level.excuses)
    return LevelWindow(level_alone(pair, level), bare, TriedWindow(0, value))


_STEPS = {ValueType.PERCENT: Fraction(1, 100), ValueType.DURATION: Fraction(HOUR)}


def _told(before: LevelWindow, after: LevelWindow, excused: LevelWindow) -> Iterator[str]:
    held = from_first(excused, before.window.end)
    one, other = (settled_beside(duty, held) for duty in (before, after))
    if one.verdict is not other.verdict:
        missed = ", ".join(map(_in_words, (after, held)))
        told = f"{missed}: {one.verdict} before, {other.verdict} after"
        if credited(one) != credited(other):
            told += f"; {credited_in_words(held.alone.plan, credited(one), credited(other))}"
        yield told


def _in_words(missed: LevelWindow) -> str:
    assert missed.given.value is not None, "it has a value that is too bad"
    value = write_quantity(missed.alone.plan, missed.given.value)
    return f"{missed.level.name} at {value} in {missed.window.label}"
