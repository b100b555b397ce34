"""The intervals that decide a mean over intervals, the worst first.

The engine sums the records of each interval; a quotient may have any denominator, so that only exact fractions can be
put in order. There are as many as measuring has read, and no more of them than intervals in a window.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from fractions import Fraction

from sladsl.measurement.counts.intervals import Intervals, summed_intervals
from sladsl.measurement.lookups.deciding import RecordAccess
from sladsl.measurement.scanning.scans import WINDOW
from sladsl.measurement.sql.pieces import any_of, integer, name, sql
from sladsl.planning.plan import Comparator, IntervalMean, Series, ServiceLevel
from sladsl.planning.windows import Window
from sladsl.values import frozen


@frozen
class ValuedInterval:
    """An interval of a window, [begins, ends) in µs, and its quotient."""

    begins: int
    ends: int
    value: Fraction


@frozen
class WorstIntervals:
    """The quotients of all intervals of a series in a window, the worst first, and as many intervals as are listed."""

    level: str
    key: tuple[str, ...]
    window: Window
    quotients: tuple[Fraction, ...]
    worst: tuple[ValuedInterval, ...]


def worst_intervals(
    access: RecordAccess, level: ServiceLevel, wanted: Collection[Window], most: int
) -> Iterator[WorstIntervals]:
    """The intervals of each series in some windows of a level; the scans' tables are there already."""
    windows = access.tables.windows[level.window].windows
    numbers = [at for at, window in enumerate(windows) if window in wanted]
    if not numbers:
        return
    chosen = any_of(sql("{} = {}", name(WINDOW), integer(at)) for at in numbers)
    found = summed_intervals(access.session, level, access.scoped, windows, chosen)
    for at in numbers:
        for position, series in enumerate(level.series):
            held = found.get((at, position))
            if held is not None:
                yield _worst(level, series, windows[at], held, most)


def _worst(level: ServiceLevel, series: Series, window: Window, held: Intervals, most: int) -> WorstIntervals:
    measure = series.measure
    assert isinstance(measure, IntervalMean), "a level is measured in one way"
    sign = 1 if _is_low_bad(series) else -1
    ordered = sorted(held.quotients.items(), key=lambda each: (sign * each[1], each[0]))
    listed = (_placed(window, measure.every, at, value) for at, value in ordered[:most])
    quotients = tuple(value for _, value in ordered)
    return WorstIntervals(level.name, series.key, window, quotients, tuple(listed))


def _placed(window: Window, every: int, at: int, value: Fraction) -> ValuedInterval:
    begins = window.start + at * every
    return ValuedInterval(begins, min(begins + every, window.end), value)


def _is_low_bad(series: Series) -> bool:
    target = series.minimum or series.expected
    return target is not None and target.comparator in {Comparator.AT_LEAST, Comparator.ABOVE}
