"""What is measured of the records of a window: clocks, reductions, ratios, open records, the mean of another level."""

from __future__ import annotations

from enum import StrEnum
from fractions import Fraction

from sladsl.planning.plan.expressions import Expression, Extreme, Field
from sladsl.planning.plan.facts import Fact, Unit, ValueType
from sladsl.values import frozen


@frozen
class Evidence(Fact):
    """Records used as intervals: those of `records` for which `where` holds, united where they overlap.

    `link` is the field of the evidence that refers to the records of the level.
    """

    records: str
    where: Expression | None
    link: str


@frozen
class Clock(Fact):
    """A clock from one instant of the record to another, in a calendar, or round the clock where it is None.

    Open time during any of `pauses` does not count. With `late_without_end`, a record without its end is late whatever
    the time. A clock with `each` runs from each record of the level, at its counted instant, to the next of them that
    has the same value in that ref, at the latest to `end`; a record at or after `end` starts none and is not counted.
    """

    start: Field | Extreme
    end: Field
    calendar: str | None
    pauses: tuple[Evidence, ...] = ()
    late_without_end: bool = False
    each: Field | None = None


class RoundingMode(StrEnum):
    """How a fraction of the quantum is rounded; amounts are not negative here."""

    HALF_UP = "half-up"
    HALF_EVEN = "half-even"
    UP = "up"
    DOWN = "down"


class Statistic(StrEnum):
    """How a measure reduces the records of a window to one value."""

    PERCENT_GOOD = "percent good"
    PERCENT_NOT_GOOD = "percent not good"
    NUMBER = "number of"
    SUM = "sum"
    MEAN = "mean"
    MEDIAN = "median"
    LOWEST = "lowest"
    HIGHEST = "highest"
    PERCENTILE = "percentile"


@frozen
class Measure(Fact):
    """What is measured.

    `operand` is the value reduced (a condition for `number of`), `rank` the percentile in percent.
    """

    statistic: Statistic
    type: ValueType
    operand: Expression | None = None
    rank: Fraction | None = None


@frozen
class Ratio(Fact):
    """One reduction over another of the same records, times `per`: "errors per 1,000 lines"; no value over zero."""

    type: ValueType
    over: Measure
    under: Measure
    per: Fraction = Fraction(1)


@frozen
class IntervalMean(Fact):
    """The unweighted mean, over intervals of `every` µs, of a quotient of sums.

    Intervals count from the start of the window. The rows of one interval, by their counted instant, are summed before
    dividing. An interval without rows, or whose `under` sums to zero, has no value and is left out, unless the level
    says what `empty` intervals count as.
    """

    type: ValueType
    every: int
    over: Expression
    under: Expression
    empty: Fraction | None = None


class Open(StrEnum):
    """What is taken of the open records at the snapshots of a window."""

    MOST = "most"
    LEAST = "least"
    MEAN = "mean"
    OLDEST = "age of the oldest"


@frozen
class Snapshot:
    """The instants at which open records are looked at: on each local day, or each day on which `calendar` opens.

    `time` is µs since local midnight; None is the end of the day: the calendar's last close of a day, or midnight
    without a calendar. With `unit` it is only the last such day of each week, month, quarter or year of the calendar.
    """

    calendar: str | None
    time: int | None
    unit: Unit | None = None


@frozen
class OpenRecords(Fact):
    """How many records are open at the snapshots of a window, or how long the oldest has been open at any of them.

    A record is open at t when `start` <= t and its `end` is missing or later than t. An age, in µs, is open time of
    `calendar`, or real time where that is None.
    """

    type: ValueType
    statistic: Open
    start: Field
    end: Field
    at: Snapshot
    calendar: str | None = None


@frozen
class LevelMean(Fact):
    """The mean of the values of another level in its last `windows` windows, those without a value left out."""

    type: ValueType
    level: str
    windows: int


@frozen
class Rounding(Fact):
    """Rounds a value before it is compared, to so many decimals of the unit it is shown in: of a percent, of money."""

    decimals: int
    mode: RoundingMode
