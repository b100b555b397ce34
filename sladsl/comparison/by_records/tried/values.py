"""Records to try by how a value is made of them: their values and times lie apart, and some of them are good."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from functools import partial
from itertools import cycle
from math import ceil

from sladsl.comparison.by_records.made.record_groups import Held, Path, Row, Rows, own
from sladsl.comparison.by_records.made.standing import Standing, record_standing
from sladsl.comparison.by_records.made.times_held import begun, held_at, starts_of
from sladsl.comparison.by_records.versions import Versions
from sladsl.measurement.scanning.reads import parts_of
from sladsl.planning.buckets import DAY, HOUR, MINUTE
from sladsl.planning.plan import (
    ClockTime,
    Expression,
    Field,
    IntervalMean,
    Measure,
    Measured,
    Ratio,
    Statistic,
    ValueType,
)
from sladsl.planning.series import reductions

_MOST = 200
"""More values are not tried."""

_FACTOR = 10
"""What a value is divided by is so many times as large as others, as most are."""


def attempts_with_values(versions: Versions) -> Iterator[partial[Rows | None]]:
    """Records whose values lie apart, of which some count and some do not."""
    yield partial(_apart, versions, (1, 2, 9))
    yield partial(_apart, versions, (9, 8, 1), is_turned=True)
    telling = _telling(versions)
    if telling is not None:
        yield partial(_apart, versions, telling)


def _telling(versions: Versions) -> tuple[int, ...] | None:
    """The fewest values of which two percentiles are different ones: those up to the lower one, and higher ones."""
    ranks = [rank for _, each in (versions.old, versions.new) if (rank := _rank(each.measure)) is not None]
    if len(ranks) < 2:
        return None
    for number in range(2, _MOST + 1):
        low, high = sorted(ceil(rank * number / 100) for rank in ranks)
        if low != high:
            return (1,) * low + (9,) * (number - low)
    return None


def _rank(measured: Measured) -> Fraction | None:
    """The percentile that a value is."""
    match measured:
        case Measure(statistic=Statistic.HIGHEST):
            return Fraction(100)
        case Measure(rank=rank):
            return rank
        case _:
            return None


def _apart(versions: Versions, values: tuple[int, ...], at: int, *, is_turned: bool = False) -> Rows | None:
    """Records whose values are so many units; `is_turned`, those of the new version are the first, and less."""
    both = [series.measure for _, series in (versions.old, versions.new)]
    measured = both[::-1] if is_turned else both
    unit = DAY if is_turned and _is_beside_clock(measured) else MINUTE
    standings = _standings(versions, measured) or [Standing((), ())] * len(values)
    every = min((each.every for each in measured if isinstance(each, IntervalMean)), default=0)
    rows: list[Row] = []
    for place, (value, standing) in enumerate(zip(cycle(values), standings, strict=False)):
        when = at + place * every
        held = held_apart(versions, measured, value, when, unit)
        rows += record_standing(versions, standing, when, own(place), held) or ()
    return tuple(rows) or None


def _is_beside_clock(measured: Sequence[Measured]) -> bool:
    """Whether one version alone measures the time on a clock, which may be less than the other value, or more."""
    read = {any(isinstance(part, ClockTime) for side in _sides([each]) for part in side) for each in measured}
    return len(read) > 1


def _standings(versions: Versions, measured: Sequence[Measured]) -> list[Standing]:
    """Records for which each of the conditions that are counted holds alone, all of them do, and none does, twice."""
    conditions: list[Expression] = []
    for each in (one for value in measured for one in reductions(value)):
        is_share = each.statistic in {Statistic.PERCENT_GOOD, Statistic.PERCENT_NOT_GOOD}
        condition = versions.good if is_share else each.operand
        if (is_share or each.statistic is Statistic.NUMBER) and condition not in {None, *conditions}:
            assert condition is not None, "it is none of those that are left aside"
            conditions.append(condition)
    if not conditions:
        return []
    everything = tuple(conditions)
    alone = [Standing((one,), tuple(each for each in everything if each != one)) for one in everything]
    together = [Standing(everything, ())] if len(everything) > 1 else []
    return [*alone, *together, *[Standing((), everything)] * 2]


# --- values ----------------------------------------------------------------------------------------------------------


def held_apart(
    versions: Versions, measured: Sequence[Measured], value: int, at: int, unit: int = MINUTE
) -> Mapping[Path, Held]:
    """What a record holds whose values are so many units: hours, tenths of a percent, ones; each its own.

    On the clock they are so many of a `unit` of time in µs.
    """
    above, below = _sides(measured)
    fields = [
        each for each in dict.fromkeys((*above, *below)) if isinstance(each, Field) and each.type in _AMOUNTS
    ]
    held: dict[Path, Held] = {
        each.path: _units(each, (value + place) * (1 if each in above else _FACTOR))
        for place, each in enumerate(fields)
    }
    clock = versions.clock
    if clock is not None and any(isinstance(each, ClockTime) for each in (*above, *below)):
        held |= held_at(versions.after, starts_of(clock), at)
        held[clock.end.path] = begun(versions.after, clock, held) + value * unit
    return held


_AMOUNTS = {ValueType.DURATION, ValueType.PERCENT, ValueType.NUMBER, ValueType.MONEY}


def _units(field: Field, number: int) -> Held:
    match field.type:
        case ValueType.DURATION:
            return number * HOUR
        case ValueType.PERCENT:
            return Fraction(number, 10)
    return number


def _sides(measured: Sequence[Measured]) -> tuple[list[Expression], list[Expression]]:
    """What values are made of, and what they are divided by, part by part."""
    above: list[Expression] = []
    below: list[Expression] = []
    for each in measured:
        match each:
            case Ratio(over=over, under=under):
                above += _reduced(over)
                below += _reduced(under)
            case IntervalMean(over=over, under=under):
                above += parts_of(over)
                below += parts_of(under)
            case Measure():
                above += _reduced(each)
    return above, below


def _reduced(measure: Measure) -> Iterator[Expression]:
    if measure.operand is not None and measure.statistic is not Statistic.NUMBER:
        yield from parts_of(measure.operand)
