"""What would have changed a result: how many records, outages or how much time lie between it and another one.

Nothing is estimated: the result is judged again with so many records more that are good, and the smallest number is
taken for which it is another.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from enum import StrEnum
from fractions import Fraction

from sladsl.measurement.counts.intervals import exact_sum
from sladsl.measurement.results import WEIGHTED, Measurement
from sladsl.planning.buckets import MINUTE
from sladsl.planning.plan import (
    Comparator,
    IntervalMean,
    Measure,
    Quantity,
    Series,
    Statistic,
    Target,
    Up,
    Uptime,
    ValueType,
)
from sladsl.settlement.explanation import Factor, Result, StepCount, Verdict
from sladsl.settlement.values import misses_of
from sladsl.values import evolve, frozen

_MANY = 10**9
"""More records or outages than a window has."""

_LEFT_OUT = 1_000
"""How many intervals are left out at most to see what the others come to."""


class NearbyUnit(StrEnum):
    """What a result is moved by."""

    GOOD = "good record"
    SHARE = "record in time"
    COUNTED = "record counted"
    OUTAGE = "outage"
    DOWNTIME = "down time"
    INTERVAL = "interval left out"


@frozen
class NearestResult:
    """The nearest other result on one side: `number` records or outages, or µs of down time, away.

    `is_better` says that it is the better side for whoever is measured; `target` is the one that a share of records is
    moved for. `number` counts what becomes good on the better side, and what ceases to be on the other.
    `measured` is what would have been measured then.
    """

    moved: NearbyUnit
    is_better: bool
    number: int
    measured: Measurement
    result: Result
    target: Target | None = None


Judge = Callable[[Measurement], Result]


@frozen
class _Move:
    """A way to move a measurement: at most so far to each side, by `apply` of a number above zero to the better."""

    moved: NearbyUnit
    better: int
    worse: int
    apply: Callable[[int], Measurement]
    target: Target | None = None


def nearby(
    series: Series, measured: Measurement, judge: Judge, quotients: Sequence[Fraction] = ()
) -> tuple[NearestResult, ...]:
    """The nearest other results of a measurement, those on the better side first; none where it has no value.

    On the better side that is the nearest one, and the nearest that is met. `judge` gives the result of a measurement.
    Of a mean over intervals `quotients` are theirs, the worst first.
    """
    now = judge(measured)
    if measured.value is None or now.verdict in {Verdict.UNMEASURED, Verdict.GRACE, Verdict.EXCUSED}:
        return ()
    moves = tuple(_moves(series, measured, quotients))
    better = (near for move in moves for near in _better(move, now, judge))
    worse = (near for move in moves for near in _worse(move, now, judge))
    return (*better, *worse)


def _better(move: _Move, now: Result, judge: Judge) -> Iterator[NearestResult]:
    if now.verdict is Verdict.MET:
        return
    nearest = _first(move.better, lambda number: _outcome(judge(move.apply(number))) != _outcome(now))
    if nearest is None:
        return
    found = _near(move, nearest, judge)
    yield found
    if found.result.verdict is Verdict.MET:
        return
    met = _first(move.better, lambda number: judge(move.apply(number)).verdict is Verdict.MET)
    if met is not None:
        yield _near(move, met, judge)


def _worse(move: _Move, now: Result, judge: Judge) -> Iterator[NearestResult]:
    nearest = _first(move.worse, lambda number: _outcome(judge(move.apply(-number))) != _outcome(now))
    if nearest is not None:
        yield _near(move, -nearest, judge)


def _near(move: _Move, number: int, judge: Judge) -> NearestResult:
    measured = move.apply(number)
    return NearestResult(move.moved, number > 0, abs(number), measured, judge(measured), move.target)


def _first(most: int, holds: Callable[[int], bool]) -> int | None:
    """The least number from 1 to `most` for which something holds that then goes on to hold."""
    if most < 1 or not holds(most):
        return None
    low, high = 0, most
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if holds(middle) else (middle, high)
    return high


def _outcome(result: Result) -> object:
    """What a result comes to apart from its value: its verdict, the targets kept, the rows and steps of credits."""
    kept = tuple(each.satisfied for each in result.comparisons)
    credits_ = tuple(
        (each.rule.id, None if each.row is None else each.row.band.id, _steps(each.factors))
        for each in result.credits
    )
    return result.verdict, kept, credits_


def _steps(factors: tuple[Factor, ...]) -> tuple[int, ...]:
    return tuple(each.number for each in factors if isinstance(each, StepCount))


# --- ways to move a measurement ------------------------------------------------------------------------------------


def _moves(series: Series, measured: Measurement, quotients: Sequence[Fraction]) -> Iterator[_Move]:
    match series.measure:
        case IntervalMean() if quotients and not series.complement:
            yield _left_out(series.measure, measured, quotients)
        case Measure(statistic=Statistic.PERCENT_GOOD | Statistic.PERCENT_NOT_GOOD):
            yield from _good(series.measure, measured)
        case Measure(statistic=Statistic.NUMBER):
            yield from _number(series, measured)
        case Uptime():
            yield from _uptime(series.measure, measured)
        case _:
            pass
    for at, target in enumerate(series.further):
        yield _share(measured, at, target)


def _left_out(measure: IntervalMean, measured: Measurement, quotients: Sequence[Fraction]) -> _Move:
    """The worst intervals left out: what all others come to."""
    assert measured.value is not None, "only a value is moved"
    with_quotient, without = (part.value.amount for part in measured.parts if part.value is not None)
    valued = with_quotient + (0 if measure.empty is None else without)
    total = measured.value.amount * valued

    def apply(number: int) -> Measurement:
        return _valued(measured, (total - exact_sum(quotients[:number])) / (valued - number))

    return _Move(NearbyUnit.INTERVAL, min(_LEFT_OUT, len(quotients) - 1), 0, apply)


def _good(measure: Measure, measured: Measurement) -> Iterator[_Move]:
    counts = measured.counts
    good, bad = counts.good, counts.bad
    assert good is not None, "a percentage of good records counts them"
    assert bad is not None, "and those that are not"

    def apply(number: int) -> Measurement:
        now = evolve(counts, good=good + number, bad=bad - number)
        moved = now.good if measure.statistic is Statistic.PERCENT_GOOD else now.bad
        return _valued(evolve(measured, counts=now), Fraction(moved or 0, counts.decided))

    yield _Move(NearbyUnit.GOOD, bad, good, apply)


def _number(series: Series, measured: Measurement) -> Iterator[_Move]:
    assert measured.value is not None, "only a value is moved"
    held = int(measured.value.amount)
    sign = 1 if is_more_better(series) else -1

    def apply(number: int) -> Measurement:
        return _valued(measured, Fraction(held + sign * number))

    more, fewer = _MANY, held
    yield _Move(NearbyUnit.COUNTED, *((more, fewer) if sign > 0 else (fewer, more)), apply)


def _uptime(measure: Uptime, measured: Measurement) -> Iterator[_Move]:
    times = measured.times
    assert times is not None, "a measure of time is made from it"
    if measure.statistic is Up.OUTAGES:
        yield _Move(
            NearbyUnit.OUTAGE,
            times.outages,
            _MANY,
            lambda number: _valued(
                evolve(measured, times=evolve(times, outages=times.outages - number)),
                Fraction(times.outages - number),
            ),
        )
        return
    is_weighted = any(part.name == WEIGHTED for part in measured.parts)
    if measure.affected is not None or measure.statistic is Up.LONGEST or (is_weighted and not times.down):
        return
    unit = MINUTE if measure.whole_minutes else 1

    def apply(number: int) -> Measurement:
        down = times.down - number * unit
        share = 1 - Fraction(down, times.agreed)
        moved = evolve(_of_the_same_share(measured, down), times=evolve(times, down=down))
        return _valued(moved, share if measure.statistic is Up.AVAILABILITY else Fraction(down))

    yield _Move(NearbyUnit.DOWNTIME, times.down // unit, (times.agreed - times.down) // unit, apply)


def _of_the_same_share(measured: Measurement, down: int) -> Measurement:
    """A measurement of which the time down is another, and the share of users that it affects the same."""
    assert measured.times is not None, "only time down is moved"
    was = measured.times.down
    parts = (
        evolve(part, value=evolve(part.value, amount=part.value.amount * down / was))
        if part.name == WEIGHTED and part.value is not None
        else part
        for part in measured.parts
    )
    return evolve(measured, parts=tuple(parts))


def _share(measured: Measurement, at: int, target: Target) -> _Move:
    share = measured.shares[at]
    misses = misses_of(target, share)

    def apply(number: int) -> Measurement:
        passed = share.passed - number if target.over else share.passed + number
        value = Quantity(ValueType.PERCENT, Fraction(passed, share.decided))
        moved = (*measured.shares[:at], evolve(share, passed=passed, value=value), *measured.shares[at + 1 :])
        return evolve(measured, shares=moved)

    return _Move(NearbyUnit.SHARE, misses if share.decided else 0, share.decided - misses, apply, target)


def _valued(measured: Measurement, amount: Fraction) -> Measurement:
    assert measured.value is not None, "only a value is moved"
    return evolve(measured, value=evolve(measured.value, amount=amount))


def is_more_better(series: Series) -> bool:
    """Whether a higher value of a series is a better one."""
    target = series.minimum or series.expected
    return target is not None and target.comparator in {Comparator.AT_LEAST, Comparator.ABOVE}


def in_unit(near: NearestResult, series: Series) -> int:
    """How far a result is away: a number of records or outages, or µs of down time."""
    whole = isinstance(series.measure, Uptime) and series.measure.whole_minutes
    return near.number * MINUTE if whole and near.moved is NearbyUnit.DOWNTIME else near.number
