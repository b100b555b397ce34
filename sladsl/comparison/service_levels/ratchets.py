"""Ratchets and baselines compared: by what a target has become after some windows, and what a miss costs then."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import cache
from itertools import product

from sladsl.comparison.aspects import Aspect, ChangePlace, PlanPair, differences
from sladsl.comparison.change import Change
from sladsl.comparison.effect import INCOMPARABLE, STRICTER, WEAKER, Effect, Judgement
from sladsl.comparison.logic.bounds import short_value
from sladsl.comparison.moments import in_windows
from sladsl.comparison.sameness import only_in
from sladsl.comparison.service_levels.targets import is_high
from sladsl.comparison.settlements.alone import LevelAlone, level_alone, settled_alone, with_credits_of_values
from sladsl.comparison.settlements.credited import credited, credited_in_words
from sladsl.comparison.settlements.tried_windows import TriedWindow
from sladsl.planning.plan import Plan, Quantity, Ratchet, Series, ServiceLevel, Target, ValueType
from sladsl.planning.wording import write_quantity, write_ratchet
from sladsl.settlement.explanation import Result
from sladsl.values import evolve, frozen

_Rules = Sequence[Ratchet]
_Sides = tuple[ServiceLevel, ServiceLevel]


def ratchet_changes(
    pair: PlanPair, place: ChangePlace, old: ServiceLevel, new: ServiceLevel
) -> Iterator[Change]:
    """The change of how targets become stricter, with what they come to on both sides."""
    for told in differences(pair, place, (_RATCHETS,), old, new):
        yield _with_targets_shown(pair, told, (evolve(new, ratchets=old.ratchets), new))


def _with_targets_shown(pair: PlanPair, told: Change, sides: _Sides) -> Change:
    return evolve(told, without=(), settled=cache(lambda: tuple(_witnesses(pair, told.effect, sides))))


def _judge(_pair: PlanPair, old: _Rules, new: _Rules) -> Judgement:
    """Judge rules for a target that has none on one side: they can only make it stricter.

    A rule beside another one may also make the target less strict later, since fewer windows are then better than it.
    """
    gone, come = (list(only_in(*sides)) for sides in ((old, new), (new, old)))
    if not gone and not {each.word for each in come} & {each.word for each in old}:
        return STRICTER
    if not come and not {each.word for each in gone} & {each.word for each in new}:
        return WEAKER
    return INCOMPARABLE


_RATCHETS = Aspect(
    "ratchets",
    "ratchets",
    lambda plan, rules: "; ".join(write_ratchet(plan, each) for each in rules),
    _judge,
)


@frozen
class _Raised:
    """A window for which a target has come to something else, after others of some values."""

    values: tuple[Quantity, ...]
    target: Target
    before: Quantity
    after: Quantity

    @property
    def is_stricter(self) -> bool:
        return (self.after.amount > self.before.amount) is is_high(self.target)


def _witnesses(pair: PlanPair, effect: Effect, sides: _Sides) -> Iterator[str]:
    alone = level_alone(pair, sides[1])
    wanted = {Effect.STRICTER: {True}, Effect.WEAKER: {False}}.get(effect, {True, False})
    for series in sides[1].series:
        levels = (_of_one(sides[0], series), _of_one(sides[1], series))
        if not all(map(_are_known, levels)):
            continue
        for raised in _raised(alone, levels):
            if raised.is_stricter in wanted:
                wanted.remove(raised.is_stricter)
                yield _in_words(alone, levels, raised)
        if not wanted:
            return


def _of_one(level: ServiceLevel, series: Series) -> ServiceLevel:
    """A level of one series with its credits, and with its rules."""
    return evolve(with_credits_of_values(level, series), ratchets=level.ratchets)


def _are_known(level: ServiceLevel) -> bool:
    """Whether a series has the targets that rules are for."""
    (*targets,) = _targets(level)
    return len(targets) == len({each.word for each in level.ratchets})


def _targets(level: ServiceLevel) -> Iterator[Target]:
    """The targets that become stricter, as the first series has them."""
    series = level.series[0]
    for word in dict.fromkeys(each.word for each in level.ratchets):
        target = series.expected if word == "expected" else series.minimum
        if target is not None:
            yield target


def _raised(alone: LevelAlone, levels: _Sides) -> Iterator[_Raised]:
    """Targets that come to something else, after rows of windows, the shortest first."""
    targets = [*_targets(levels[1]), *_targets(levels[0])]
    for row in _rows(levels, targets):
        if len(row) <= len(alone.windows):
            given = [TriedWindow(at, value) for at, value in enumerate(row)]
            both = zip(*(settled_alone(alone, level, given) for level in levels), strict=True)
            for (at, (one, other)), target in product(enumerate(both), targets):
                before, after = _limit(one, target), _limit(other, target)
                if before != after:
                    yield _Raised(row[:at], target, before, after)


def _limit(result: Result, target: Target) -> Quantity:
    """What a target is in a window."""
    return next(each.bound for each in result.comparisons if each.target.word == target.word)


def _rows(levels: _Sides, targets: Sequence[Target]) -> Iterator[tuple[Quantity, ...]]:
    """Values of windows in a row: all better than a target, or some of them as good as it, and one more behind them."""
    numbers = {rule.windows for level in levels for rule in level.ratchets}
    longest = max(numbers)
    all_told = {sum(rule.windows for rule in level.ratchets) for level in levels}
    for number, target in product(sorted({*numbers, *all_told, 2 * longest} - {0}), targets):
        at = target.values[0].value
        for better in _better(target):
            yield (better,) * (number + 1)
            yield (*(better,) * number, at, better)
            yield (at, *(better,) * number, better)
            yield (*(better,) * number, *(_near(target, better),) * longest, better)


def _better(target: Target) -> Iterator[Quantity]:
    """Values that are better than a target: half way to the best ones, with more decimals, the best, and near it."""
    limit = target.values[0].value
    best = limit.amount / 2
    if is_high(target):
        best = Fraction(1) if limit.type is ValueType.PERCENT else limit.amount * 2
    for share in (Fraction(1, 2), Fraction(3713, 10_000), Fraction(1), Fraction(1, 10)):
        yield evolve(limit, amount=limit.amount + share * (best - limit.amount))


def _near(target: Target, better: Quantity) -> Quantity:
    """A value that is just better than what a target is at first."""
    limit = target.values[0].value
    return evolve(limit, amount=limit.amount + (better.amount - limit.amount) / 10)


# --- in words --------------------------------------------------------------------------------------------------------


def _in_words(alone: LevelAlone, levels: _Sides, raised: _Raised) -> str:
    """Say what a target has become, and what a window costs whose value lies between."""
    plan, word = alone.plan, raised.target.word
    label = alone.windows[len(raised.values)].label
    limits = f"{_shown(plan, raised.before)} before, {_shown(plan, raised.after)} after"
    told = f"{_values(alone, raised)}: {word} of {label} {limits}"
    low, high = sorted((raised.before.amount, raised.after.amount))
    between = evolve(raised.before, amount=short_value(raised.before.type, low, high))
    row = [TriedWindow(at, value) for at, value in enumerate((*raised.values, between))]
    one, other = (settled_alone(alone, level, row)[-1] for level in levels)
    if credited(one) == credited(other):
        return told
    return (
        f"{told}; at {_shown(plan, between)} then, {credited_in_words(plan, credited(one), credited(other))}"
    )


def _values(alone: LevelAlone, raised: _Raised) -> str:
    """The windows before, those of one value together: `99% in each of 2026-01 to 2026-03, 95% in 2026-04`."""
    runs: list[tuple[Quantity, list[str]]] = []
    for at, value in enumerate(raised.values):
        label = alone.windows[at].label
        if runs and runs[-1][0] == value:
            runs[-1][1].append(label)
        else:
            runs.append((value, [label]))
    return ", ".join(f"{_shown(alone.plan, value)} {in_windows(labels)}" for value, labels in runs)


def _shown(plan: Plan, value: Quantity) -> str:
    return write_quantity(plan, value)
