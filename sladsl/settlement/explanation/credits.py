"""What windows are credited before settlement, as what it was made from: rows, bases and factors."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from sladsl.measurement.results import RecordTally
from sladsl.planning.plan import Band, CreditAmount, CreditRule, CreditUnit, Quantity, TimeUnit
from sladsl.settlement.explanation.comparisons import TargetComparison
from sladsl.values import frozen


@frozen
class ResolvedBand:
    """A row of a credit table with its ends resolved for a window, and whether the value lies in it."""

    band: Band
    lower: Quantity | None
    upper: Quantity | None
    holds: bool


@frozen
class ChargeBase:
    """What a credit is taken of: the charge that falls in an interval [start, end), by days.

    `lesser` are further charges of which this one comes to most; `of` are the values that a charge counts for which is
    apart for them.
    """

    charge: str
    start: int
    end: int
    amount: Fraction
    lesser: tuple[ChargeBase, ...] = ()
    of: tuple[str, ...] = ()


@frozen
class PartOfTime:
    """So many days or hours of those that the interval of a charge has."""

    number: Fraction
    unit: TimeUnit
    of: Fraction

    @property
    def factor(self) -> Fraction:
        return self.number / self.of if self.of else Fraction(0)


@frozen
class SharedAmong:
    """One of several dimension values that share a credit equally."""

    values: int

    @property
    def factor(self) -> Fraction:
        return Fraction(1, self.values)


@frozen
class StepCount:
    """How many steps a gap has: `number` full ones, or started ones, of `size`."""

    gap: Quantity
    size: Quantity
    is_full: bool
    number: int

    @property
    def factor(self) -> Fraction:
        return Fraction(self.number)


@frozen
class Shortage:
    """By how much a value falls short, as it is credited; `exact` is before any rounding."""

    gap: Quantity
    exact: Quantity

    @property
    def factor(self) -> Fraction:
        return self.gap.amount


AFFECTED = "affected share"
"""What the share of users that time down affected is called."""


@frozen
class ShareTaken:
    """The share that a pool is of what is at risk, a weight of its pool, or affected users of all: `of` says which."""

    of: str
    share: Fraction

    @property
    def factor(self) -> Fraction:
        return self.share


@frozen
class RecordsCounted:
    """The records that a credit is owed for, in units; one that is cut comes to `most` times the amount of a unit."""

    tally: RecordTally
    most: Fraction

    @property
    def factor(self) -> Fraction:
        return self.tally.units + self.tally.cut_units * self.most


Factor = RecordsCounted | PartOfTime | SharedAmong | StepCount | Shortage | ShareTaken
"""A number that a credit's base is multiplied by, beside the rate."""


@frozen
class Credit:
    """The credit of a window before settlement, in major units of money, points or days.

    It is the number of its `rate` (1 for one that has none), times what it is taken of (`base`, None for what stands
    alone), times each of the `factors`; where that is more than `most`, it is that. `row` is the row that applied, None
    for a single amount. `mark` is from where it counts, with its word resolved; `failed` are the labels of the windows
    whose failing makes it owed, where it takes several. `target` is the one that it is the credit of by itself.
    """

    rule: CreditRule
    unit: CreditUnit
    row: ResolvedBand | None
    rate: CreditAmount
    base: ChargeBase | None
    factors: tuple[Factor, ...]
    calculated: Fraction
    most: Fraction | None
    amount: Fraction
    mark: Quantity | None = None
    failed: tuple[str, ...] = ()
    target: TargetComparison | None = None


@frozen
class Assessment:
    """What a credit rule gives for a window: the rows that the value was held against, and the credit.

    Where there is none, `why` says it. `target` is the one that it is the credit of by itself, and that has the value.
    """

    rule: CreditRule
    rows: tuple[ResolvedBand, ...]
    mark: Quantity | None
    credit: Credit | None
    why: str
    target: TargetComparison | None = None


def thresholds_of(assessments: Iterable[Assessment]) -> tuple[Quantity, ...]:
    """Give the thresholds that a value was held against by the credit rules of its level."""
    of_level = [each for each in assessments if each.target is None]
    ends = (end for each in of_level for row in each.rows for end in (row.lower, row.upper))
    marks = (each.mark for each in of_level)
    return tuple(end for end in (*ends, *marks) if end is not None)
