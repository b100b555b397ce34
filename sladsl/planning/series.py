"""Which series of a level a tuple of dimension values belongs to, and what is reduced and read to measure it."""

from __future__ import annotations

from typing import assert_never

from sladsl.planning.plan import (
    Expression,
    IntervalMean,
    LevelMean,
    Measure,
    Measured,
    OpenRecords,
    Ratio,
    RecordWindow,
    Series,
    ServiceLevel,
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


def _fits(series: Series, key: tuple[str, ...]) -> bool:
    places = zip(series.key, series.members, key, strict=True)
    return all(members is None or shown == value for shown, members, value in places)
