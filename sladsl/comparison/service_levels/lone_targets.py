"""Targets, and levels, of one version alone: a value that fails them there."""

from __future__ import annotations

from fractions import Fraction
from itertools import islice

from sladsl.comparison.change import Change
from sladsl.comparison.effect import STRICTER, Judgement, by_presence, turned
from sladsl.comparison.logic.bounds import Bound, among_whole
from sladsl.comparison.service_levels.measures import is_whole, targets_of
from sladsl.planning.buckets import MINUTE, SECOND
from sladsl.planning.plan import Plan, Quantity, Series, ServiceLevel, Target, ValueType
from sladsl.planning.text_levels import write_window
from sladsl.planning.wording import write_quantity
from sladsl.values import evolve

_Pair = tuple[Target | None, Target | None]


def with_failing_value(plan: Plan, each: Change, series: tuple[Series, Series], targets: _Pair) -> Change:
    """The change of a target that stands in one version alone, with a value and its verdict in both."""
    target = targets[0] or targets[1]
    if target is None or None not in targets:
        return each
    value = _failing_value(series[0] if targets[1] is None else series[1], target)
    if value is None:
        return each
    before, after = (_verdict(one, value) for one in series)
    if before == after:
        return each
    return evolve(each, witnesses=(f"{write_quantity(plan, value)}: {before} before, {after} after",))


def judge_level(plan: Plan, level: ServiceLevel) -> Judgement:
    """Judge a level that is new, with a window of it that fails."""
    effect = turned(STRICTER) if level.party == "customer" else STRICTER
    told = (
        f"{' / '.join(series.key)}{', ' if series.key else ''}{value}"
        for series in level.series
        if (value := _failing(plan, level, series)) is not None
    )
    return evolve(effect, witnesses=tuple(islice(told, 1)))


def judge_series(plan: Plan, level: ServiceLevel, series: Series, *, is_new: bool) -> Judgement:
    """Judge values that are measured now, or no longer, with a window of theirs that fails."""
    told = _failing(plan, level, series)
    witnesses = () if told is None else (on_side(told, is_new=is_new),)
    return by_presence(now=is_new, added=evolve(STRICTER, witnesses=witnesses))


def on_side(witness: str, *, is_new: bool) -> str:
    """What something says where one version alone has it: `calendar month at 97%: missed before, nothing after`."""
    what, _, told = witness.rpartition(": ")
    return f"{what}: nothing before, {told} after" if is_new else f"{what}: {told} before, nothing after"


def _failing(plan: Plan, level: ServiceLevel, series: Series) -> str | None:
    """A window of a series that fails in words: `calendar month at 94.99%: missed`; None where no value of it does."""
    for target in targets_of(series):
        value = _failing_value(series, target)
        if value is not None:
            return f"{write_window(level.window)} at {write_quantity(plan, value)}: {_verdict(series, value)}"
    return None


def _failing_value(series: Series, target: Target) -> Quantity | None:
    """A value just beyond a target, as it is at first; None where there can be none, or it would be rounded."""
    if series.rounded is not None:
        return None
    first = target.values[0].value
    bound = Bound(target.comparator, first.amount)
    if is_whole(series):
        bound = among_whole(bound)
    step = _step(series, first)
    beyond = bound.value if not bound.keeps(bound.value) else bound.value + (-step if bound.is_low else step)
    is_possible = beyond >= 0 and (first.type is not ValueType.PERCENT or beyond <= 1)
    return Quantity(first.type, beyond) if is_possible else None


def _step(series: Series, limit: Quantity) -> Fraction:
    """A small part of a value: a hundredth of a percent, a minute of hours, a single one of what is counted."""
    match limit.type:
        case ValueType.PERCENT:
            return Fraction(1, 10_000)
        case ValueType.DURATION:
            return Fraction(MINUTE if limit.amount >= 10 * MINUTE else SECOND)
    return Fraction(1) if is_whole(series) else Fraction(1, 100)


def _verdict(series: Series, value: Quantity) -> str:
    """What a value by itself is in a window of a series, by its targets as they are at first."""
    if series.minimum is not None and not _keeps(series.minimum, value):
        return "missed"
    if series.expected is not None and not _keeps(series.expected, value):
        return "below expected"
    return "met"


def _keeps(target: Target, value: Quantity) -> bool:
    return Bound(target.comparator, target.values[0].value.amount).keeps(value.amount)
