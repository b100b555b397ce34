"""Which series of a level a tuple of dimension values belongs to, and what is reduced and read to measure it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from sladsl.planning.plan import (
    Base,
    ChargeForDowntime,
    Expression,
    Field,
    IntervalMean,
    LevelMean,
    Measure,
    Measured,
    OpenRecords,
    Ratio,
    RecordWindow,
    Series,
    ServiceLevel,
    ShareOf,
    Shortfall,
    TimeOf,
    Uptime,
)


def series_at(level: ServiceLevel, key: tuple[str, ...]) -> Series:
    """Find the series that measures a tuple of dimension values: the one that names most of them.

    A series is named by its own key, or holds in each place either the value or every value not named elsewhere.
    """
    fitting = [series for series in level.series if _fits(series, key)]
    return max(fitting, key=lambda series: sum(members is not None for members in series.members))


def is_of_records(level: ServiceLevel) -> bool:
    """Whether each record of a level is a window of it."""
    return isinstance(level.window, RecordWindow)


def is_measured_at(level: ServiceLevel, key: tuple[str, ...]) -> bool:
    """Whether some series of a level measures a tuple of dimension values."""
    return any(_fits(series, key) for series in level.series)


def named_values(level: ServiceLevel) -> tuple[frozenset[str], ...]:
    """For each dimension of a level, the values that some series names."""
    places = range(len(level.dimensions))
    return tuple(
        frozenset(value for series in level.series for value in series.members[place] or ())
        for place in places
    )


def reductions(measured: Measured) -> tuple[Measure, ...]:
    """The reductions of records that a measured value is made from, in the order in which it names them."""
    match measured:
        case Measure():
            return (measured,)
        case Ratio(over=over, under=under):
            return (over, under)
        case IntervalMean() | OpenRecords() | Uptime() | LevelMean():
            return ()
    assert_never(measured)


def operands(measured: Measured) -> tuple[Expression, ...]:
    """The expressions over a record that a measured value is made from."""
    match measured:
        case Measure() | Ratio():
            return tuple(each.operand for each in reductions(measured) if each.operand is not None)
        case IntervalMean(over=over, under=under):
            return (over, under)
        case Uptime(affected=affected, total=total):
            return tuple(each for each in (affected, total) if each is not None)
        case OpenRecords() | LevelMean():
            return ()
    assert_never(measured)


def weights_of(level: ServiceLevel) -> tuple[Field, Field] | None:
    """The fields whose quotient is the share of users that an outage affects, for the measure or for some credit."""
    for series in level.series:
        if (
            isinstance(series.measure, Uptime)
            and series.measure.affected is not None
            and series.measure.total
        ):
            return series.measure.affected, series.measure.total
        for base in _bases_of(series):
            if base.affected is not None and base.total is not None:
                return base.affected, base.total
    return None


def _bases_of(series: Series) -> Iterator[Base]:
    """What the credits of a series are taken of, as often as they name it."""
    for rule in series.all_credits:
        for amount in (rule.amount, *(band.credit for band in rule.bands)):
            match amount:
                case ShareOf(base=base) | TimeOf(base=base) | ChargeForDowntime(base=base):
                    yield base
                case Shortfall(base=taken) if taken is not None:
                    yield taken
                case _:
                    pass


def _fits(series: Series, key: tuple[str, ...]) -> bool:
    places = zip(series.key, series.members, key, strict=True)
    return all(members is None or shown == value for shown, members, value in places)
