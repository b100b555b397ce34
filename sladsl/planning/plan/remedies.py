"""Remedies: what happens when levels fail, beside credits."""

from __future__ import annotations

from fractions import Fraction

from sladsl.planning.plan.credits import CreditUnit, Money, Points, ServiceDays, ShareOf, TimeOf
from sladsl.planning.plan.facts import Anchor, Fact, Quantity, Unit
from sladsl.planning.plan.histories import Consecutive, EveryNth, Failing, OfAny, TimesInMonths, TimesInUnit
from sladsl.values import frozen


@frozen
class Whose:
    """The series that an event is about: those of a level, of any level where None; at one key, or at each."""

    level: str | None
    key: tuple[str, ...] | None


@frozen
class Fails:
    """A window whose verdict is failing."""

    failing: Failing


@frozen
class Beyond:
    """A window whose value lies beyond a limit: `edge` is `below`, `at or below`, `above` or `at or above`."""

    edge: str
    limit: Quantity


Trial = Fails | Beyond

Often = Consecutive | OfAny | TimesInUnit | TimesInMonths | EveryNth


@frozen
class Happens:
    """A series has so many windows that a trial is true of; each one of them counts where `often` is None."""

    whose: Whose
    trial: Trial
    often: Often | None


@frozen
class Together:
    """At least so many levels fail in windows of the same start and end."""

    levels: int
    failing: Failing


@frozen
class CreditsReach:
    """The credits that land in a unit, the term where None, come to more than an amount, or to it where `inclusive`.

    Credits are those calculated, before any step, or those `paid`, after all steps and net of what is earned back.
    Points are as the steps leave them that come before points become money, and are not `paid`.
    """

    paid: bool
    inclusive: bool
    amount: Fraction
    anchor: Anchor
    per: Unit | None
    unit: CreditUnit = CreditUnit.MONEY


@frozen
class AllOf:
    """Two events that must both have happened."""

    left: Event
    right: Event


@frozen
class AnyOf:
    """Two events of which one must have happened."""

    left: Event
    right: Event


Event = Happens | Together | CreditsReach | AllOf | AnyOf


@frozen
class Consequence(Fact):
    """What a party shall do, or may do, once a remedy has fired.

    The time runs from the last day of the window that completed the event: so many calendar `days`, calendar `months`,
    or days on which `calendar` opens; none is stated where both are None.
    """

    role: str
    may: bool
    text: str
    days: int | None = None
    months: int | None = None
    calendar: str | None = None


RemedyAmount = ShareOf | TimeOf | Money | Points | ServiceDays


@frozen
class RemedyCredit(Fact):
    """A credit that a remedy gives each time it fires.

    A share, or a time, is of the charge of the unit in which the window that completed it ends; of the settlement
    period where `per` is None.
    """

    amount: RemedyAmount
    anchor: Anchor = Anchor.CALENDAR
    per: Unit | None = None


@frozen
class Remedy(Fact):
    """What follows each time an event has happened. It uses each window once, and each sum once in its horizon."""

    name: str
    title: str
    when: Event
    consequences: tuple[Consequence, ...]
    credit: RemedyCredit | None = None
