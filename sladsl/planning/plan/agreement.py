"""Who agreed, for how long, at what charges."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

from attrs import frozen

from sladsl.planning.plan.facts import Dated, Fact, Unit


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


@frozen
class Charge(Fact):
    """A fixed charge. It accrues by day: a day's charge is the amount over the actual days of that calendar unit."""

    name: str
    title: str
    rates: tuple[Dated[Rate], ...]
