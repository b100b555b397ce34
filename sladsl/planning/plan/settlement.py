"""The steps from calculated credits to what is paid."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from fractions import Fraction

from sladsl.planning.plan.credits import Amount, Band
from sladsl.planning.plan.expressions import Field
from sladsl.planning.plan.facts import Anchor, Fact, Unit
from sladsl.planning.plan.histories import Failing, Lately
from sladsl.planning.plan.measures import RoundingMode
from sladsl.values import frozen


@frozen
class Multiply(Fact):
    """Multiplies the credit of each window of `levels` (all when None) that is failing, and is one too many."""

    levels: tuple[str, ...] | None
    failing: Failing
    lately: Lately
    factor: Fraction
    since: dt.date | None = None
    until: dt.date | None = None


class Apart(StrEnum):
    """What a step holds apart, each with an account of its own."""

    LEVEL = "level"
    VALUE = "value"


@frozen
class Limit(Fact):
    """Caps the credits of `levels` (all when None) to an amount per horizon, the whole term where `per` is None.

    With `apart`, the credits of each level, or of each value of `dimension`, are capped by themselves; credits of
    levels that are not measured by that dimension are not capped then. With `at_risk`, it is what the agreement calls
    the amount at risk, which weights are shares of, too.
    """

    levels: tuple[str, ...] | None
    amount: Amount
    anchor: Anchor
    per: Unit | None
    apart: Apart | None = None
    dimension: str | None = None
    at_risk: bool = False
    since: dt.date | None = None
    until: dt.date | None = None


@frozen
class HighestPer(Fact):
    """Keeps the highest credit for each window, or for each value of a `dimension` that is a ref, and drops the rest.

    For a value that has earned a credit in an earlier settlement period, only what exceeds that is kept.
    """

    dimension: str | None = None


@frozen
class HighestOf(Fact):
    """Keeps, for each window and dimension values, the highest of several sums of the credits of named levels."""

    sums: tuple[tuple[str, ...], ...]


@frozen
class Ignore(Fact):
    """Drops the period's credits when their total, or each line that, is below an amount.

    These are the credits of `levels` (all when None). With `apart`, the total of each level, or of each value of
    `dimension`, decides about its own; credits of levels that are not measured by that dimension stay then.
    """

    each: bool
    below: Fraction
    levels: tuple[str, ...] | None = None
    apart: Apart | None = None
    dimension: str | None = None
    since: dt.date | None = None
    until: dt.date | None = None


@frozen
class Raise(Fact):
    """Raises the period's credits to an amount when their total is below it and above zero; or each line that is.

    `levels`, `apart` and `dimension` say which credits these are, as with `Ignore`.
    """

    each: bool
    to: Fraction
    levels: tuple[str, ...] | None = None
    apart: Apart | None = None
    dimension: str | None = None
    since: dt.date | None = None
    until: dt.date | None = None


@frozen
class Convert(Fact):
    """Makes money of points, each of an amount; a share is of the charge that falls in the settlement period."""

    amount: Amount
    since: dt.date | None = None
    until: dt.date | None = None


@frozen
class ConvertTable(Fact):
    """Makes money of the points of a settlement period by their total: what the row with the highest start gives.

    A share is of the charge that falls in the settlement period. Each credit takes its part of it by its points.
    """

    bands: tuple[Band, ...]


@frozen
class ClaimMade:
    """A claim: the name or title of a level, the label of a window, and the instant, in µs."""

    level: str
    window: str
    at: int


@frozen
class Claim(Fact):
    """Drops the credit of each window that is not claimed in time.

    That is within so many `days` or `months` after the window's last day, or by the end of the `nth` calendar `unit`
    after the one that holds it. `records` say by their fields `at`, `window` and `service_level` what is claimed.
    Settlement fills in what has been `made`, which no plan holds; where it is None, everything counts as claimed.
    """

    records: str
    at: Field
    days: int | None
    months: int | None
    nth: int | None
    unit: Unit | None
    made: tuple[ClaimMade, ...] | None = None
    since: dt.date | None = None
    until: dt.date | None = None


@frozen
class ChoiceMade:
    """A choice: the name or title of a level, the label of a window, the number of an option, and the instant in µs."""

    level: str
    window: str
    option: Fraction
    at: int


@frozen
class Choose(Fact):
    """Keeps one of the credits of each window that the customer chooses among, and drops the others.

    That is the one first chosen within so many `days` or `months` after the window's last day; until then, and without
    a choice, the first that the window earns. `records` say by their fields `at`, `window`, `service_level` and
    `option` what is chosen. Settlement fills in what has been `made`, which no plan holds.
    """

    records: str
    at: Field
    days: int | None
    months: int | None
    made: tuple[ChoiceMade, ...] = ()
    since: dt.date | None = None
    until: dt.date | None = None


@frozen
class FreePoints(Fact):
    """Lets so many points of each horizon go free, those of the windows that end first."""

    points: Fraction
    anchor: Anchor
    per: Unit
    since: dt.date | None = None
    until: dt.date | None = None


@frozen
class CarryOver(Fact):
    """Moves what exceeds an amount in a settlement period to the next, `periods` times (until the term ends when None).

    What still exceeds it then is `paid`, or else lost. A share is of the charge that falls in the settlement period.
    """

    amount: Amount
    periods: int | None
    paid: bool
    since: dt.date | None = None
    until: dt.date | None = None


@frozen
class EarnBack(Fact):
    """Gives the provider back a share of a credit of `levels` (all when None) once it does better.

    That is when the target (`expected` or `minimum`; whichever a level has) is met, or else exceeded, in each of the
    `windows` windows of the series that follow and count. With `as_offset` it is no money: it reduces later credits of
    the service that the level stands in.
    """

    levels: tuple[str, ...] | None
    share: Fraction
    target: str
    exceeded: bool
    windows: int
    as_offset: bool = False
    since: dt.date | None = None
    until: dt.date | None = None


@frozen
class Round(Fact):
    """Rounds the period's total to a multiple of the quantum, its lines by largest remainder."""

    mode: RoundingMode
    quantum: Fraction


Step = (
    Multiply
    | HighestPer
    | HighestOf
    | Limit
    | Ignore
    | Raise
    | EarnBack
    | Convert
    | ConvertTable
    | FreePoints
    | Claim
    | Choose
    | CarryOver
    | Round
)


DatedStep = Multiply | Limit | Ignore | Raise | EarnBack | Convert | FreePoints | Claim | Choose | CarryOver
"""A step that may be for a time: for settlement periods that start on the local day `since` or later and before the day
`until`, always where they are None. A limit, and points that are free, are for the horizons that start then."""


@frozen
class Settlement(Fact):
    """How credits are settled: per calendar unit, `days` after its end, in the written order of steps.

    The days are business days of `calendar`, or local days where it is None. A period is settled anew with each of the
    following ones until it is final, after so many settlements, or never.

    Planning appends the default rounding (half-up to the currency's minor unit) unless the last step rounds; a step
    that the agreement does not write has `span` of the settlement and an id ending in `/default`.
    """

    per: Unit
    days: int
    steps: tuple[Step, ...]
    calendar: str | None = None
    final_after: int | None = 1
