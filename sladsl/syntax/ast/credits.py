"""What is credited: amounts, credit tables, steps."""

from __future__ import annotations

from fractions import Fraction
from functools import cached_property

from sladsl.syntax.ast.expressions import Expression
from sladsl.syntax.ast.histories import Lately
from sladsl.syntax.ast.literals import (
    AnyValue,
    Date,
    Days,
    Duration,
    Money,
    Number,
    Percent,
    Points,
    ValueList,
)
from sladsl.syntax.ast.measures import Rounded
from sladsl.syntax.ast.node import Name, Node, Path
from sladsl.syntax.ast.windows import TargetLiteral
from sladsl.values import evolve, frozen


@frozen(eq=False)
class Part(Node):
    """`1/30`: a fraction."""

    value: Fraction


@frozen(eq=False)
class ServiceDays(Node):
    """`3 days of service`: days by which the term is extended, no money."""

    value: int


@frozen(eq=False)
class Multiple(Node):
    """`10 times`, before a charge or a field; `for_downtime` where `for the downtime` follows."""

    value: Number
    for_downtime: bool


@frozen(eq=False)
class Shortfall(Node):
    """`the shortfall [rounded to 2 decimals]`."""

    rounded: Rounded | None


FixedAmount = Percent | Part | Money | Points | ServiceDays | Days | Duration
"""What a cell of a table gives, and a limit: a number with its unit."""

CreditAmount = FixedAmount | Multiple | Shortfall


@frozen(eq=False)
class Neighbour(Node):
    """`of the previous calendar month`, `of the next calendar quarter`, `of the contract year`.

    `which` is previous, next, or None for the unit in which the window ends.
    """

    which: str | None
    anchor: str
    unit: str


@frozen(eq=False)
class Affected(Node):
    """`weighted by AFFECTED of TOTAL`."""

    affected: Path
    total: Path


@frozen(eq=False)
class Base(Node):
    """What an amount is taken of: a charge (or, per record, a field), `the charge`, `the greater of A and B`.

    `charges` is empty for `the charge`. `sharing` is `in full for each value`, `shared equally` or None.
    """

    charges: tuple[Path, ...]
    neighbour: Neighbour | None = None
    affected: Affected | None = None
    sharing: str | None = None


@frozen(eq=False)
class PercentagePoint(Node):
    """`percentage point`: 1% of a percent measure."""

    value: Fraction = Fraction(1, 100)


@frozen(eq=False)
class CreditSteps(Node):
    """`per full|started SIZE [of clock|downtime|shortfall]`; `of` is None where it is not said."""

    is_full: bool
    size: TargetLiteral | PercentagePoint
    of: str | None


@frozen(eq=False)
class CreditSide(Node):
    """`below the minimum`, `above 4 h`: from where a credit counts; `word` is below or above."""

    word: str
    threshold: TargetLiteral | Name


@frozen(eq=False)
class PerRecord(Node):
    """`per record [where CONDITION]`."""

    where: Expression | None


@frozen(eq=False)
class FailedLately(Node):
    """`when missed in 2 or more consecutive windows`; `failing` is `missed` or `below expected`."""

    failing: str
    lately: Lately


@frozen(eq=False)
class EveryNth(Node):
    """`when every 10th miss`."""

    nth: int


HistoryMet = FailedLately | EveryNth


@frozen(eq=False)
class CreditLimit(Node):
    """`, up to 10%`, `, up to GBP 500 per record` (`each`)."""

    amount: FixedAmount
    each: bool


@frozen(eq=False)
class CreditLine(Node):
    """`credit AMOUNT [of BASE] [per full|started SIZE ...] [below X] [per record ...] [when ...] [, up to MOST]*`.

    What follows `, from DATE` is said in full again: a line of its own (`later`), which has that date (`since`).
    """

    amount: CreditAmount
    base: Base | None = None
    steps: CreditSteps | None = None
    side: CreditSide | None = None
    per_record: PerRecord | None = None
    history: HistoryMet | None = None
    limits: tuple[CreditLimit, ...] = ()
    later: tuple[CreditLine, ...] = ()
    since: Date | None = None

    @property
    def versions(self) -> tuple[CreditLine, ...]:
        """What is credited from the start, and from each date on."""
        return (self, *self.later)

    @property
    def most(self) -> FixedAmount | None:
        """What the credit of one window comes to at most."""
        return next((limit.amount for limit in self.limits if not limit.each), None)

    @property
    def most_each(self) -> FixedAmount | None:
        """What the credit of one record comes to at most."""
        return next((limit.amount for limit in self.limits if limit.each), None)


@frozen(eq=False)
class Relative(Node):
    """`10% over required`, `5% under minimum`: that much of the limit of a target beyond it."""

    by: Percent
    is_over: bool
    word: Name


Threshold = TargetLiteral | Name | Relative


@frozen(eq=False)
class BandEdge(Node):
    """Where a row of a credit table begins or ends; `includes` says whether the value itself belongs to the row."""

    threshold: Threshold
    includes: bool


@frozen(eq=False)
class BandRow(Node):
    """A row of a credit table: the values of its leading columns, the measured values it is for, and the credit.

    `later` are the credits of the columns that are headed by dates.
    """

    key: tuple[AnyValue | ValueList, ...]
    lower: BandEdge | None
    upper: BandEdge | None
    credit: FixedAmount
    later: tuple[FixedAmount, ...] = ()

    @property
    def edges(self) -> tuple[BandEdge, ...]:
        """The ends that the row has."""
        return tuple(edge for edge in (self.lower, self.upper) if edge is not None)


@frozen(eq=False)
class CreditTable(Node):
    """`credit [of BASE]` with a table of bands.

    Its columns are some `dimensions`, then one headed `when below`, `at or below`, `when above`, `at or above`, or
    `when` for ranges (`head`), `credit`, and some that are headed by the `dates` from which they are in force.
    """

    base: Base | None
    dimensions: tuple[Path, ...]
    head: str
    rows: tuple[BandRow, ...]
    dates: tuple[Date, ...] = ()
    since: Date | None = None

    @cached_property
    def versions(self) -> tuple[CreditTable, ...]:
        """The table with what its rows give from the start, and from each date on."""
        later = (
            evolve(
                self,
                rows=tuple(evolve(row, credit=row.later[number], later=()) for row in self.rows),
                dates=(),
                since=since,
            )
            for number, since in enumerate(self.dates)
        )
        return (self, *later)


@frozen(eq=False)
class CustomerChooses(Node):
    """`customer chooses one of { credit … credit … }`: credits of which one is owed."""

    credits: tuple[CreditLine | CreditTable, ...]


@frozen(eq=False)
class DatedShare(Node):
    """A percentage, from a date where one is written."""

    since: Date | None
    value: Percent


@frozen(eq=False)
class Weight(Node):
    """`weight 40%, from 2027-01-01 30%`: the share of the amount at risk that a miss costs.

    `sharing` is `in full for each value`, `shared equally` or None.
    """

    shares: tuple[DatedShare, ...]
    sharing: str | None


@frozen(eq=False)
class Promoted(Node):
    """`count as missed when below expected in 4 or more of any 12 windows`."""

    lately: Lately
