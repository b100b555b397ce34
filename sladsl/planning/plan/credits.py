"""What is credited: amounts, bands of a credit table, steps."""

from __future__ import annotations

from enum import StrEnum
from fractions import Fraction

from sladsl.planning.plan.expressions import Field
from sladsl.planning.plan.facts import Anchor, Dated, Fact, Quantity, Unit
from sladsl.planning.plan.measures import Rounding
from sladsl.values import frozen


@frozen
class PercentOf:
    """A share of a charge."""

    share: Fraction
    charge: str


@frozen
class Money:
    """An amount in the agreement's currency."""

    amount: Fraction


Amount = PercentOf | Money


class CreditUnit(StrEnum):
    """What a credit is: money, points of a ledger, or days by which the term is extended."""

    MONEY = "money"
    POINTS = "points"
    SERVICE_DAYS = "days of service"


class Sharing(StrEnum):
    """How a credit of a charge that is one for several values is owed for each of them."""

    IN_FULL = "in full for each value"
    EQUALLY = "shared equally"


@frozen
class Interval:
    """The calendar or contract unit whose charge counts: the one that holds the window's last instant, moved by units.

    `shift` is -1 for the unit before, 1 for the one after.
    """

    anchor: Anchor
    unit: Unit
    shift: int = 0


@frozen
class Base:
    """The charge that a credit is taken of: the one that falls in the level's own window, or in another interval.

    Of several charges the one that comes to most counts. Where the level is measured by values that the charge does not
    tell apart, `sharing` says whether each of them takes the whole. With `affected` and `total`, fields of the outages,
    only the share counts that is affected: the mean of affected / total over the time down.
    """

    charges: tuple[str, ...]
    interval: Interval | None = None
    sharing: Sharing = Sharing.IN_FULL
    affected: Field | None = None
    total: Field | None = None


@frozen
class ShareOf:
    """A share of the charge that a credit is taken of."""

    share: Fraction
    base: Base


class TimeUnit(StrEnum):
    """What a part of a charge is counted in."""

    DAY = "day"
    HOUR = "hour"


@frozen
class TimeOf:
    """So many days or hours of a charge: a day is what the interval of the charge comes to over its days."""

    number: Fraction
    unit: TimeUnit
    base: Base


@frozen
class ChargeForDowntime:
    """So many times what a charge comes to for the time that was down."""

    times: Fraction
    base: Base


@frozen
class Shortfall:
    """By how much a value falls short of a mark, rounded first where the agreement says so.

    Of a percentage it is that share of a charge; of money it stands alone, and `base` is None.
    """

    base: Base | None
    rounded: Rounding | None = None


@frozen
class AtRisk:
    """A weight of a pool of what is at risk: `weights` × `pool` × `risk`, which is a share of `base`.

    Without a base, `risk` is money. Of dated weights the one counts that is in force when the window starts.
    """

    weights: tuple[Dated[Fraction], ...]
    pool: Fraction
    risk: Fraction
    base: Base | None
    sharing: Sharing = Sharing.IN_FULL


@frozen
class ShareOfField:
    """A share of a field of each record that a credit is owed for, which is an amount of money."""

    share: Fraction
    field: Field


@frozen
class Points:
    """Points of a ledger; a settlement step converts them to money."""

    number: Fraction


@frozen
class ServiceDays:
    """Days of service: the term is longer by them, and no money is owed."""

    number: Fraction


CreditAmount = (
    ShareOf | TimeOf | ChargeForDowntime | Shortfall | AtRisk | ShareOfField | Money | Points | ServiceDays
)


@frozen
class TargetWord:
    """The limit that a target of the level sets: `word` is `minimum`, `required` or `expected`.

    `times` is what it is multiplied by: 11/10 for `10% over required`.
    """

    word: str
    times: Fraction = Fraction(1)


Threshold = Quantity | TargetWord


@frozen
class Edge:
    """Where a row of a credit table begins or ends; `includes` says whether the threshold itself belongs to it."""

    threshold: Threshold
    includes: bool


@frozen
class Band(Fact):
    """A row of a credit table: the values from `lower` to `upper`, without an end where one of them is None."""

    lower: Edge | None
    upper: Edge | None
    credit: CreditAmount


class Gap(StrEnum):
    """What steps are counted in."""

    SHORTFALL = "shortfall"
    DOWNTIME = "downtime"
    CLOCK = "clock"


@frozen
class Steps:
    """An amount for each full step, or each started one, of how far a value is beyond a mark, or of the time down."""

    is_full: bool
    size: Quantity
    of: Gap
