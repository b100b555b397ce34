"""Credits compared value by value over the whole line, exactly, and where they differ in words.

What credits give changes only at their thresholds, steps and targets; between two of these it is the same or grows
evenly. So each of these values is looked at, two between any two of them, and where two credits cross.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from itertools import groupby, pairwise

from sladsl.comparison.bounds import at, days_of_change, short_value
from sladsl.comparison.credit_values import (
    Of,
    Parts,
    given_for,
    in_steps,
    resolved,
    summed,
    verdict_of,
    write_parts,
)
from sladsl.comparison.effect import Effect, Judgement, together
from sladsl.comparison.measures import targets_of
from sladsl.planning.plan import (
    AtRisk,
    Base,
    CreditRule,
    Edge,
    Plan,
    Quantity,
    Series,
    ShareOf,
    Sharing,
    Shortfall,
    Statistic,
    Uptime,
    ValueType,
    holds_on,
)
from sladsl.planning.plan import Measure as Reduction
from sladsl.planning.wording import write_number, write_quantity, write_range, write_threshold
from sladsl.settlement.explanation import Verdict
from sladsl.values import frozen

_STEPS = 400
"""So many steps are looked at one by one; what lies beyond is told by how fast each credit grows."""

_TOLD = 4
"""So many stretches of values are told."""

_THIRDS = (Fraction(1, 3), Fraction(2, 3))


@frozen
class Curve:
    """The credits of a series on a day: what they give for each value."""

    series: Series
    rules: tuple[CreditRule, ...]
    day: dt.date

    @property
    def grows(self) -> bool:
        """Whether some credit grows evenly with the shortfall."""
        return any(isinstance(rule.amount, Shortfall) for rule in self.rules)

    def given(self, value: Fraction, *, missed: bool) -> Parts:
        """What is given for a value; `missed` where another target of the level is missed, whatever the value."""
        verdict = Verdict.MISSED if missed else verdict_of(self.series, self.day, value)
        return summed([given_for(rule, self.series, self.day, value, verdict) for rule in self.rules])


@frozen
class _Seen:
    """What two curves give at one value."""

    value: Fraction
    before: Parts
    after: Parts
    is_mark: bool

    @property
    def effect(self) -> Effect:
        return compare_parts(self.before, self.after)


def judge_curves(
    plan: Plan, old: tuple[Series, Sequence[CreditRule]], new: tuple[Series, Sequence[CreditRule]]
) -> Judgement | None:
    """Judge credits by what they give for each value on each day; None where that is the same everywhere."""
    days = {
        *(
            day
            for series, _ in (old, new)
            for target in targets_of(series)
            for day in days_of_change(target.values)
        ),
        *(day for _, rules in (old, new) for rate in _at_risk(rules) for day in days_of_change(rate.weights)),
        *(day for _, rules in (old, new) for rule in rules for day in (rule.since, rule.until) if day),
    }
    effects: list[Effect] = []
    told: dict[_Stretch, list[dt.date]] = {}
    periods = sorted({dt.date.min, *days})
    for day in periods:
        before, after = (
            Curve(series, tuple(rule for rule in rules if holds_on(rule, day)), day)
            for series, rules in (old, new)
        )
        for missed in sorted({False, any(_is_missed_by_others(series) for series, _ in (old, new))}):
            seen = _seen(before, after, missed=missed)
            effects += {each.effect for each in seen} - {Effect.NEUTRAL}
            for stretch in _stretches((before, after), seen, missed=missed):
                told.setdefault(stretch, []).append(day)
    if not effects:
        return None
    shown = [_dated(_written(plan, each), held, periods) for each, held in tuple(told.items())[:_TOLD]]
    left = len(told) - _TOLD
    more = [f"and {left:,} more stretches of values"] if left > 0 else []
    return Judgement(together(effects), "", (*shown, *more))


def _is_missed_by_others(series: Series) -> bool:
    """Whether the credits of a level may be owed for a miss of another target than that on the value."""
    return any(not target.credits for target in series.further)


def _dated(text: str, held: Sequence[dt.date], periods: Sequence[dt.date]) -> str:
    """A difference with the days from and until which it holds, where it does not always."""
    after = [day for day in periods if day > held[-1]]
    since = "" if held[0] == periods[0] else f"from {held[0]} on, "
    return f"{since}{f'before {after[0]}, ' if after else ''}{text}"


def _at_risk(rules: Sequence[CreditRule]) -> Iterator[AtRisk]:
    """The amounts of credits that are weights of what is at risk, which may have dates."""
    for rule in rules:
        for rate in (*(band.credit for band in rule.bands), rule.amount, rule.most):
            if isinstance(rate, AtRisk):
                yield rate


# --- the values looked at --------------------------------------------------------------------------------------------


def _seen(before: Curve, after: Curve, *, missed: bool) -> list[_Seen]:
    low, high = _domain(before.series, after.series)
    marks = {*_marks(before), *_marks(after), *(each for each in (low, high) if each is not None)}
    inside = sorted(
        mark for mark in marks if (low is None or mark >= low) and (high is None or mark <= high)
    ) or [Fraction(0)]

    fixed = set(inside)

    def look(value: Fraction) -> _Seen:
        given = (before.given(value, missed=missed), after.given(value, missed=missed))
        return _Seen(value, *given, is_mark=value in fixed)

    if before.grows or after.grows:
        fixed |= set(_crossings(inside, look))
        inside = sorted(fixed)
    kind = _kind(after.series)
    between = [value for pair in pairwise(inside) for value in (short_value(kind, *pair), *_thirds(*pair))]
    outer = [*([] if low is not None else [inside[0] - 1]), *([] if high is not None else [inside[-1] + 1])]
    return [look(value) for value in sorted({*inside, *between, *outer})]


def _thirds(low: Fraction, high: Fraction) -> tuple[Fraction, ...]:
    return tuple(low + (high - low) * part for part in _THIRDS)


def _crossings(marks: Sequence[Fraction], look: Callable[[Fraction], _Seen]) -> Iterator[Fraction]:
    """Where two credits that grow evenly between two marks come to the same."""
    for low, high in pairwise(marks):
        one, other = (look(value) for value in _thirds(low, high))
        for of in {*one.before, *one.after, *other.before, *other.after}:
            first, second = (
                each.after.get(of, Fraction(0)) - each.before.get(of, Fraction(0)) for each in (one, other)
            )
            if first != second:
                crossing = one.value - first * (other.value - one.value) / (second - first)
                if low < crossing < high:
                    yield crossing


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
    return (Fraction(0), None) if _kind(series) in {ValueType.DURATION, ValueType.DAYS} else (None, None)


def _kind(series: Series) -> ValueType:
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
        marks |= ends | set(_kinks(rule, ends))
    return marks


def _kinks(rule: CreditRule, ends: set[Fraction]) -> Iterator[Fraction]:
    """Where steps begin beyond a mark, and where the most that a credit comes to is reached."""
    if rule.mark is None or not ends:
        return
    mark, sign = next(iter(ends)), -1 if rule.mark.is_below else 1
    if rule.steps is not None and in_steps(rule):
        yield from (mark + sign * number * rule.steps.size.amount for number in range(1, _STEPS))
    if isinstance(rule.amount, Shortfall) and isinstance(rule.most, ShareOf):
        yield mark + sign * rule.most.share


# --- which of two credits is more ------------------------------------------------------------------------------------


def compare_parts(before: Parts, after: Parts) -> Effect:
    """Whether a credit is more than another whatever the charges come to."""
    if len(before) == len(after) == 1 and set(before) != set(after):
        return _of_other_bases(next(iter(before.items())), next(iter(after.items())))
    grown = [after.get(of, Fraction(0)) - before.get(of, Fraction(0)) for of in {*before, *after}]
    return together(
        Effect.STRICTER if more > 0 else Effect.WEAKER if more < 0 else Effect.NEUTRAL for more in grown
    )


def _of_other_bases(before: tuple[Of, Fraction], after: tuple[Of, Fraction]) -> Effect:
    (of, number), (new_of, new_number) = before, after
    if of.unit != new_of.unit or of.base is None or new_of.base is None:
        return Effect.INCOMPARABLE
    if _is_at_least(new_of.base, of.base) and new_number >= number:
        return Effect.STRICTER
    if _is_at_least(of.base, new_of.base) and new_number <= number:
        return Effect.WEAKER
    return Effect.INCOMPARABLE


def _is_at_least(one: Base, other: Base) -> bool:
    """Whether what a credit is taken of is never less than something else."""
    in_full = one.sharing is Sharing.IN_FULL or one.sharing is other.sharing
    is_whole = one.affected is None or (one.affected, one.total) == (other.affected, other.total)
    return one.interval == other.interval and in_full and is_whole and set(one.charges) >= set(other.charges)


# --- in words --------------------------------------------------------------------------------------------------------


@frozen
class _Stretch:
    """Neighbouring values for which two credits differ alike: their ends, one of them, and both credits there."""

    lower: Edge | None
    upper: Edge | None
    value: Quantity
    before: tuple[tuple[Of, Fraction], ...]
    after: tuple[tuple[Of, Fraction], ...]
    missed: bool


def _stretches(curves: tuple[Curve, Curve], seen: Sequence[_Seen], *, missed: bool) -> Iterator[_Stretch]:
    """The stretches of values for which two credits differ."""
    series = curves[1].series
    grows = any(curve.grows for curve in curves)
    for _, numbered in groupby(enumerate(seen), key=lambda each: _alike(each[1], grows=grows)):
        places = [place for place, _ in numbered]
        run = seen[places[0] : places[-1] + 1]
        if run[0].effect is not Effect.NEUTRAL:
            one = min(run[1:-1] or run, key=lambda each: _length(series, each.value))
            lower = None if places[0] == 0 else _edge(series, seen, places[0], places[0] - 1)
            upper = None if places[-1] == len(seen) - 1 else _edge(series, seen, places[-1], places[-1] + 1)
            ends = (None, None) if len(run) == 1 else (lower, upper)
            value = Quantity(_kind(series), one.value)
            yield _Stretch(*ends, value, tuple(one.before.items()), tuple(one.after.items()), missed)


def _written(plan: Plan, stretch: _Stretch) -> str:
    ends = write_range(stretch.lower, stretch.upper, lambda edge: write_threshold(plan, edge.threshold))
    within = f" ({ends})" if stretch.lower or stretch.upper else ""
    other = " with another target missed" if stretch.missed else ""
    told = (write_parts(plan, dict(side)) for side in (stretch.before, stretch.after))
    return f"at {write_quantity(plan, stretch.value)}{within}{other}: {' before, '.join(told)} after"


def _length(series: Series, value: Fraction) -> tuple[int, Fraction]:
    """How long a value is to write and, of values of one length, how far it is from the target."""
    limits = [
        limit.amount for each in targets_of(series) if (limit := at(each.values, dt.date.min)) is not None
    ]
    return len(write_number(value)), min((abs(value - limit) for limit in limits), default=Fraction(0))


def _alike(each: _Seen, *, grows: bool) -> object:
    """What neighbouring values have alike: both credits or, of those that grow evenly, which of them is more."""
    return each.effect if grows else (tuple(each.before.items()), tuple(each.after.items()))


def _edge(series: Series, seen: Sequence[_Seen], inner: int, outer: int) -> Edge:
    value, includes = (seen[inner].value, True) if seen[inner].is_mark else (seen[outer].value, False)
    return Edge(Quantity(_kind(series), value), includes)
