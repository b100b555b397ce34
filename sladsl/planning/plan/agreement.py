"""Who agreed, for how long, at what charges."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from fractions import Fraction

from sladsl.planning.plan.facts import Dated, Fact, Unit
from sladsl.planning.plan.levels import ServiceLevel
from sladsl.values import frozen


@frozen
class Party(Fact):
    """A party: its short name in the text and its legal name."""

    name: str
    title: str


@frozen
class Term(Fact):
    """The term, both days inclusive; `last` is None for an evergreen agreement."""

    first: dt.date
    last: dt.date | None


@frozen
class Rate:
    """An amount of money per unit of the calendar."""

    amount: Fraction
    per: Unit


class PartTime(StrEnum):
    """What a charge says the share of that a part of it is."""

    DAY = "day"
    HOUR = "hour"
    MINUTE = "minute"


@frozen
class ChargePart(Fact):
    """What a day, an hour or a minute of a charge is: a share of its amount per `of`, or per its own unit.

    A day has 24 hours by it, whatever the clocks do.
    """

    time: PartTime
    share: Fraction
    of: Unit | None


@frozen
class ChargeShare:
    """What a charge is for one tuple of dimension values."""

    key: tuple[str, ...]
    rates: tuple[Dated[Rate], ...]


@frozen
class Accrued:
    """What records say of a charge, for one tuple of dimension values: days in order, and the total through each.

    A day is the number of days since the epoch.
    """

    key: tuple[str, ...]
    days: tuple[int, ...]
    totals: tuple[Fraction, ...]


@frozen
class Charge(Fact):
    """A fixed charge. It accrues by day: a day's charge is the amount over the actual days of that calendar unit.

    With a `part`, a day is that share of the amount; so it is in a calendar unit of which only some days count, where
    they come to no more than the whole. A whole unit comes to its amount.

    A `whole` one comes to its amount for a calendar unit of which only some days lie in the term, spread evenly over
    them (docs/credits.md).

    `by` names what it is apart for: it is then the sum of its `shares`. Or it is what records say, added up by the days
    on which they are counted: `measured` does that, as a level of calendar days. Then settlement fills in what has
    `accrued`, which no plan holds.
    """

    name: str
    title: str
    rates: tuple[Dated[Rate], ...]
    part: ChargePart | None = None
    by: tuple[str, ...] = ()
    shares: tuple[ChargeShare, ...] = ()
    measured: ServiceLevel | None = None
    accrued: tuple[Accrued, ...] = ()
    whole: bool = False
