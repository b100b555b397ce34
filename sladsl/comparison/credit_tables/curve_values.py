"""The values of a level for which two credits are looked at, exactly over the whole line.

What credits give changes only at their thresholds, steps and targets; between two of these it is the same or grows
evenly. So each of these values is looked at, two between any two of them, and where two credits cross.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from functools import partial
from itertools import islice, pairwise
from math import ceil, floor

from sladsl.comparison.credit_tables.credit_parts import compare_parts
from sladsl.comparison.credit_tables.credit_values import (
    Parts,
    Worth,
    as_written,
    given_for,
    in_steps,
    parts_of,
    resolved,
    summed,
    verdict_of,
)
from sladsl.comparison.credit_tables.pricing import Price, in_money
from sladsl.comparison.effect import Effect
from sladsl.comparison.logic.bounds import at, short_value
from sladsl.comparison.service_levels.measures import is_whole
from sladsl.planning.buckets import MINUTE, SECOND
from sladsl.planning.plan import (
    CreditRule,
    Quantity,
    Series,
    Shortfall,
    Statistic,
    Uptime,
    ValueType,
)
from sladsl.planning.plan import Measure as Reduction
from sladsl.settlement.explanation import Verdict
from sladsl.values import frozen

_STEPS = 400
"""So many steps are looked at one by one; what lies beyond is told by how fast each credit grows."""


_THIRDS = (Fraction(1, 3), Fraction(2, 3))


@frozen
class Curve:
    """The credits of a series on a day: what they give for each value, in money where a price is told."""

    series: Series
    rules: tuple[CreditRule, ...]
    day: dt.date
    price: Price | None = None

    @property
    def grows(self) -> bool:
        """Whether some credit grows evenly with the shortfall."""
        return any(isinstance(rule.amount, Shortfall) for rule in self.rules)

    def given(self, value: Fraction, *, missed: bool) -> Parts:
        """What is given for a value; `missed` where another target of the level is missed, whatever the value."""
        verdict = Verdict.MISSED if missed else verdict_of(self.series, self.day, value)
        given = (given_for(rule, self.series, self.day, value, verdict, self.worth) for rule in self.rules)
        return summed(list(given))

    @property
    def worth(self) -> Worth:
        """What parts of a credit come to."""
        return as_written if self.price is None else partial(in_money, price=self.price)


@frozen
class Seen:
    """What two curves give at one value."""

    value: Fraction
    before: Parts
    after: Parts
    is_mark: bool

    @property
    def effect(self) -> Effect:
        return compare_parts(self.before, self.after)


def seen_values(before: Curve, after: Curve, *, missed: bool) -> list[Seen]:
    """What two curves give at every value at which either changes, and between and beyond these."""
    low, high = _domain(before.series, after.series)
    marks = {*_marks(before), *_marks(after), *(each for each in (low, high) if each is not None)}
    inside = sorted(
        mark for mark in marks if (low is None or mark >= low) and (high is None or mark <= high)
    ) or [Fraction(0)]

    fixed = set(inside)

    def look(value: Fraction) -> Seen:
        given = (before.given(value, missed=missed), after.given(value, missed=missed))
        return Seen(value, *given, is_mark=value in fixed)

    if before.grows or after.grows:
        fixed |= set(_crossings(inside, look))
        fixed |= set(_crossing_beyond(inside[0], low, -1, look)) | set(
            _crossing_beyond(inside[-1], high, 1, look)
        )
        inside = sorted(fixed)
    if is_whole(before.series) and is_whole(after.series):
        inside = sorted({Fraction(end) for mark in inside for end in (floor(mark), ceil(mark))})
        fixed |= set(inside)
        return [look(value) for value in _whole_values(inside, low, high)]
    kind = kind_of(after.series)
    between = [
        value
        for pair in pairwise(inside)
        for value in (short_value(kind, *pair), *_beside(kind, *pair), *_thirds(*pair))
    ]
    outer = [*_beyond(kind, inside[0], low, -1), *_beyond(kind, inside[-1], high, 1)]
    return [look(value) for value in sorted({*inside, *between, *outer})]


def _whole_values(
    marks: Sequence[Fraction], low: Fraction | None, high: Fraction | None
) -> Iterator[Fraction]:
    """The marks, and of the whole numbers between and beyond these the first and the last ones."""
    first, last = marks[0], marks[-1]
    between = {each for pair in pairwise(marks) for each in (pair[0] + 1, pair[1] - 1)}
    beyond = {first - 1, last + 1, first - 1 - abs(first), last + 1 + abs(last)}
    for value in sorted({*marks, *between, *beyond}):
        if (low is None or value >= low) and (high is None or value <= high):
            yield value


def _beyond(kind: ValueType, mark: Fraction, end: Fraction | None, sign: int) -> Iterator[Fraction]:
    """Values beyond the last mark: near it, so that they may well be measured, and far away where nothing ends them."""
    yield from (each for each in _around(kind, mark, sign) if end is None or (end - each) * sign > 0)
    if end is None:
        yield mark + sign * (1 + abs(mark))


def _around(kind: ValueType, mark: Fraction, sign: int) -> Iterator[Fraction]:
    return (_next_to(mark, step, sign) for step in GRID.get(kind, DECIMALS))


def _beside(kind: ValueType, low: Fraction, high: Fraction) -> Iterator[Fraction]:
    """Round values between two marks, next to each of them."""
    for mark, sign in ((low, 1), (high, -1)):
        yield from islice((each for each in _around(kind, mark, sign) if low < each < high), 1)


def _next_to(mark: Fraction, step: Fraction, sign: int) -> Fraction:
    """The multiple of a step that is next to a mark, below or above it."""
    return (ceil(mark / step) - 1) * step if sign < 0 else (floor(mark / step) + 1) * step


GRID = {
    ValueType.PERCENT: (Fraction(1, 100), Fraction(1, 1000), Fraction(1, 10_000)),
    ValueType.DURATION: (Fraction(60 * MINUTE), Fraction(MINUTE), Fraction(SECOND)),
}
"""What values are multiples of that a statement may well show, largest first."""

DECIMALS = (Fraction(1), Fraction(1, 10), Fraction(1, 100))
"""The same for other numbers."""


def _thirds(low: Fraction, high: Fraction) -> tuple[Fraction, ...]:
    return tuple(low + (high - low) * part for part in _THIRDS)


_Look = Callable[[Fraction], Seen]


def _crossings(marks: Sequence[Fraction], look: _Look) -> Iterator[Fraction]:
    """Where two credits that grow evenly between two marks come to the same."""
    for low, high in pairwise(marks):
        crossings = _crossings_by(*map(look, _thirds(low, high)))
        yield from (each for each in crossings if low < each < high)


def _crossing_beyond(mark: Fraction, end: Fraction | None, sign: int, look: _Look) -> Iterator[Fraction]:
    """Where two credits come to the same beyond all marks."""
    if end is None:
        crossings = _crossings_by(*(look(mark + sign * far) for far in (1, 2)))
        yield from (each for each in crossings if (each - mark) * sign > 0)


def _crossings_by(one: Seen, other: Seen) -> Iterator[Fraction]:
    """Where two credits come to the same that grow evenly through what they are for two values."""
    for of in {*one.before, *one.after, *other.before, *other.after}:
        first, second = (
            each.after.get(of, Fraction(0)) - each.before.get(of, Fraction(0)) for each in (one, other)
        )
        if first != second:
            yield one.value - first * (other.value - one.value) / (second - first)


def _domain(*several: Series) -> tuple[Fraction | None, Fraction | None]:
    """The least and the greatest value that some series can have, None where there is no such."""
    lows, highs = zip(*(_domain_of(series) for series in several), strict=True)
    low = None if None in lows else min(each for each in lows if each is not None)
    return low, None if None in highs else max(each for each in highs if each is not None)


def _domain_of(series: Series) -> tuple[Fraction | None, Fraction | None]:
    match series.measure:
        case Reduction(statistic=Statistic.PERCENT_GOOD | Statistic.PERCENT_NOT_GOOD):
            return Fraction(0), Fraction(1)
        case Uptime(type=ValueType.PERCENT):
            return Fraction(0), Fraction(1)
        case Reduction(statistic=Statistic.NUMBER):
            return Fraction(0), None
    return (Fraction(0), None) if kind_of(series) in {ValueType.DURATION, ValueType.DAYS} else (None, None)


def kind_of(series: Series) -> ValueType:
    """What values of a series are."""
    return series.measure.type


def _marks(curve: Curve) -> set[Fraction]:
    """The values at which what is given may change."""
    series, day = curve.series, curve.day
    limits = (None if each is None else at(each.values, day) for each in (series.expected, series.minimum))
    marks = {limit.amount for limit in limits if limit is not None}
    for rule in curve.rules:
        thresholds = [edge.threshold for band in rule.bands for edge in (band.lower, band.upper) if edge]
        thresholds += [] if rule.mark is None else [rule.mark.threshold]
        ends = {end for each in thresholds if (end := resolved(series, day, each)) is not None}
        marks |= ends | set(_kinks(rule, ends, day, curve.worth))
    return marks


def _kinks(rule: CreditRule, ends: set[Fraction], day: dt.date, worth: Worth) -> Iterator[Fraction]:
    """Where steps begin beyond a mark, and where the most that a credit comes to is reached."""
    if rule.mark is None or not ends:
        return
    mark, sign = next(iter(ends)), -1 if rule.mark.is_below else 1
    if rule.steps is not None and in_steps(rule):
        yield from (mark + sign * number * rule.steps.size.amount for number in range(1, _STEPS))
    if isinstance(rule.amount, Shortfall) and rule.most is not None:
        one = worth(parts_of(rule.amount, day, Quantity(ValueType.NUMBER, Fraction(1))))
        most = worth(parts_of(rule.most, day))
        yield from (mark + sign * most[of] / each for of, each in one.items() if of in most)
