"""Bounds compared as the sets of values that keep them, with a value that one of two bounds lets pass."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from fractions import Fraction
from math import ceil, floor

from sladsl.comparison.effect import INCOMPARABLE, NEUTRAL, Effect, Judgement, all_of
from sladsl.planning.buckets import MINUTE, SECOND
from sladsl.planning.plan import Comparator, Dated, ValueType
from sladsl.planning.plan.facts import T
from sladsl.values import frozen

_LOW = {Comparator.AT_LEAST, Comparator.ABOVE}
_CLOSED = {Comparator.AT_LEAST, Comparator.AT_MOST}


@frozen
class Bound:
    """A bound on a value: `at least 98%`."""

    comparator: Comparator
    value: Fraction

    @property
    def is_low(self) -> bool:
        """Whether values have to lie above it."""
        return self.comparator in _LOW

    def keeps(self, value: Fraction) -> bool:
        """Whether a value keeps the bound."""
        if value == self.value:
            return self.comparator in _CLOSED
        return (value > self.value) == self.is_low


def among_whole(bound: Bound) -> Bound:
    """The bound that the same whole numbers keep, and that includes its own value."""
    value, is_closed = bound.value, bound.comparator in _CLOSED
    if bound.is_low:
        least = ceil(value) if is_closed else floor(value) + 1
        return Bound(Comparator.AT_LEAST, Fraction(least))
    return Bound(Comparator.AT_MOST, Fraction(floor(value) if is_closed else ceil(value) - 1))


def judge_bound(old: Bound, new: Bound, kind: ValueType, written: Callable[[Fraction], str]) -> Judgement:
    """Judge a bound that has changed: stricter where fewer values keep it."""
    if old == new:
        return NEUTRAL
    if old.is_low != new.is_low:
        return Judgement(Effect.INCOMPARABLE, "what was good on one side is good on the other")
    value = _between(old, new, kind)
    told = "kept before, failed after" if old.keeps(value) else "failed before, kept after"
    effect = Effect.STRICTER if old.keeps(value) else Effect.WEAKER
    return Judgement(effect, "", (f"{written(value)}: {told}",))


def _between(one: Bound, other: Bound, kind: ValueType) -> Fraction:
    """A value that keeps one of two bounds on the same side only: that of one of them, or a short one between them."""
    for value in (one.value, other.value):
        if one.keeps(value) != other.keeps(value):
            return value
    return short_value(kind, *sorted((one.value, other.value)))


def short_value(kind: ValueType, low: Fraction, high: Fraction) -> Fraction:
    """The value strictly between two others that is written shortest: whole hours, or the fewest decimals."""
    units = (60 * MINUTE, MINUTE, SECOND) if kind is ValueType.DURATION else ()
    steps = (*map(Fraction, units), *(Fraction(1, 10**digits) for digits in range(_DIGITS)))
    found = (value for step in steps if (value := (floor(low / step) + 1) * step) < high)
    return next(found, (low + high) / 2)


_DIGITS = 12


# --- values with dates -----------------------------------------------------------------------------------------------


def at(values: Sequence[Dated[T]], day: dt.date) -> T | None:
    """The value that holds on a day; None where none does yet."""
    held = [each.value for each in values if each.since is None or each.since <= day]
    return held[-1] if held else None


def days_of_change(*dated: Sequence[Dated[T]]) -> tuple[dt.date, ...]:
    """The days from which something else holds, and one before them all."""
    return (dt.date.min, *sorted({each.since for values in dated for each in values if each.since}))


def judge_dated(
    old: Sequence[Dated[T]], new: Sequence[Dated[T]], judge: Callable[[T, T], Judgement]
) -> Judgement:
    """Judge values that hold from dates on, day by day; a witness says from when it is so."""
    judgements = []
    for day in days_of_change(old, new):
        before, after = at(old, day), at(new, day)
        if before is None or after is None:
            judgements.append(NEUTRAL if before is after else INCOMPARABLE)
        else:
            judgements.append(_since(day, judge(before, after)))
    return all_of(judgements)


def _since(day: dt.date, judgement: Judgement) -> Judgement:
    if day == dt.date.min:
        return judgement
    dated = tuple(f"from {day}, {witness}" for witness in judgement.witnesses)
    return Judgement(judgement.effect, judgement.why, dated)


def write_dated(values: Sequence[Dated[T]], written: Callable[[T], str]) -> str:
    """Write values that hold from dates on: `at least 98%, from 2027-01-01 at least 98.5%`."""
    return ", ".join(
        f"{'' if each.since is None else f'from {each.since} '}{written(each.value)}" for each in values
    )
