"""The steps of a settlement."""

from __future__ import annotations

from sladsl.syntax.ast.credits import CreditTable
from sladsl.syntax.ast.histories import Lately
from sladsl.syntax.ast.literals import BusinessDays, Date, Days, Money, Months, Number, Percent
from sladsl.syntax.ast.node import Name, Node, Path
from sladsl.values import frozen


@frozen(eq=False)
class DatedValue(Node):
    """`, from DATE VALUE` at the end of a step: what stands in the place of its value from then on."""

    since: Date
    value: ShareOf | ShareOfService | Money | Percent | Number | Days | Months


@frozen(eq=False)
class DatedRaise(Node):
    """`, from DATE below X to X`."""

    since: Date
    below: Money
    to: Money


@frozen(eq=False)
class Multiply(Node):
    """`double credits of a level missed in …`, `multiply credits of A and B missed in … by 1.5`.

    `levels` is None for any level, `failing` is `missed` or `below expected`, `factor` None for two.
    """

    levels: tuple[Path, ...] | None
    failing: str
    lately: Lately
    factor: Number | None
    later: tuple[DatedValue, ...] = ()


@frozen(eq=False)
class CreditScope(Node):
    """`all credits`, `credits of A and B` (`levels`), `credits of each level` or `of each FIELD` (`dimension`)."""

    levels: tuple[Path, ...] | None
    each_level: bool = False
    dimension: Name | None = None
    each_service: bool = False

    @property
    def is_all(self) -> bool:
        """Whether these are all credits, held together."""
        return self.levels is None and self.dimension is None and not (self.each_level or self.each_service)


@frozen(eq=False)
class ShareOf(Node):
    """`15% of MonthlyCharges`."""

    share: Percent
    charge: Path


@frozen(eq=False)
class ShareOfService(Node):
    """`50% of the charge`, of each service."""

    share: Percent


@frozen(eq=False)
class Limit(Node):
    """`limit SCOPE to AMOUNT per calendar|contract UNIT`, or `over the term`, where neither of them is written."""

    scope: CreditScope
    amount: ShareOf | ShareOfService | Money
    anchor: str | None
    unit: str | None
    later: tuple[DatedValue, ...] = ()


@frozen(eq=False)
class HighestPer(Node):
    """`only the highest credit per window`, or `per FIELD`."""

    dimension: Name | None


@frozen(eq=False)
class Rival(Node):
    """`A`, or `(A + B)`: levels whose credits are added before they are compared."""

    levels: tuple[Path, ...]


@frozen(eq=False)
class HighestOf(Node):
    """`only the highest of (A + B), C`."""

    rivals: tuple[Rival, ...]

    @property
    def levels(self) -> tuple[Path, ...]:
        """The levels of all rivals."""
        return tuple(path for each in self.rivals for path in each.levels)


@frozen(eq=False)
class Ignore(Node):
    """`ignore credits [of A and B] below X`, `ignore each credit [of A and B] below X`."""

    each: bool
    scope: CreditScope | None
    below: Money
    later: tuple[DatedValue, ...] = ()


@frozen(eq=False)
class Raise(Node):
    """`raise credits [of A and B] below X to X`, `raise each credit [of A and B] below X to X`."""

    each: bool
    scope: CreditScope | None
    below: Money
    to: Money
    later: tuple[DatedRaise, ...] = ()


@frozen(eq=False)
class EarnBack(Node):
    """`earn back 50% [of credits of A and B] when expected is met in each of the 3 following windows`.

    `target` is `expected` or `minimum`, `windows` None for `the following window`. With `as_offset` it ends with `, as
    offset within the service`.
    """

    share: Percent
    levels: tuple[Path, ...] | None
    target: str
    exceeded: bool
    windows: Number | None
    as_offset: bool
    later: tuple[DatedValue, ...] = ()


@frozen(eq=False)
class Round(Node):
    """`round half-up to GBP 0.01`."""

    mode: str
    quantum: Money


@frozen(eq=False)
class Convert(Node):
    """`convert each point to 0.5% of C`, `convert each point to GBP 100`."""

    amount: ShareOf | Money
    later: tuple[DatedValue, ...] = ()


@frozen(eq=False)
class ConvertTable(Node):
    """`convert points [of C]` with a table of what totals of points come to."""

    table: CreditTable


@frozen(eq=False)
class Claim(Node):
    """`claim within 30 days in claim.made_at`, or `by the end of the 2nd calendar month after the window`.

    `within` is None for the latter, where `nth` and `unit` say which unit.
    """

    within: Days | Months | None
    nth: int | None
    unit: str | None
    records: Path
    at: Name
    later: tuple[DatedValue, ...] = ()


@frozen(eq=False)
class Choose(Node):
    """`customer chooses within 30 days in choice.made_at, else the first`."""

    within: Days | Months
    records: Path
    at: Name
    later: tuple[DatedValue, ...] = ()


@frozen(eq=False)
class FreePoints(Node):
    """`free points 20 per calendar quarter`."""

    points: Number
    anchor: str
    unit: str
    later: tuple[DatedValue, ...] = ()


@frozen(eq=False)
class TheCharge(Node):
    """`the charge`, the only one of the agreement."""


@frozen(eq=False)
class TheLimit(Node):
    """`the limit`, that of the step before."""


@frozen(eq=False)
class CarryOver(Node):
    """`carry over what exceeds 100% of C|GBP 500|the charge|the limit [until 3 periods later], then paid|lost`.

    `periods` is None where nothing is said; `until_end` says `until the end of the term`.
    """

    amount: ShareOf | Money | TheCharge | TheLimit
    periods: Number | None
    until_end: bool
    then: str
    later: tuple[DatedValue, ...] = ()


@frozen(eq=False)
class Final(Node):
    """`final after 2 settlements`; or `never final`, where `settlements` is None."""

    settlements: Number | None


@frozen(eq=False)
class Risk(Node):
    """`risk 15% of C per calendar month`: the amount at risk, which weights share and credits are limited to."""

    amount: ShareOf | Money
    anchor: str
    unit: str
    later: tuple[DatedValue, ...] = ()


@frozen(eq=False)
class Pool(Node):
    """`pool 200%`, `pool 50% for A and B`: what the weights of these levels (of all when None) are shares of."""

    share: Percent
    levels: tuple[Path, ...] | None
    later: tuple[DatedValue, ...] = ()


Step = (
    Risk
    | Pool
    | ConvertTable
    | FreePoints
    | Claim
    | Choose
    | CarryOver
    | Multiply
    | HighestPer
    | HighestOf
    | Limit
    | Ignore
    | Raise
    | EarnBack
    | Convert
    | Round
    | Final
)


DatedStep = (
    Risk
    | Pool
    | FreePoints
    | Claim
    | Choose
    | CarryOver
    | Multiply
    | Limit
    | Ignore
    | Raise
    | EarnBack
    | Convert
)
"""A step whose value may change on dates: `later` are the values from these on."""


@frozen(eq=False)
class Settlement(Node):
    """`settlement per calendar month [, 14 days after its end] { ... }`.

    Or `, 10 business days of Office after its end`.
    """

    unit: str
    days: Days | BusinessDays | None
    steps: tuple[Step, ...]
    calendar: Path | None = None
