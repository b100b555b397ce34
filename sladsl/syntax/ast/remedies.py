"""Remedies and the events that give rise to them."""

from __future__ import annotations

from sladsl.syntax.ast.credits import FixedAmount
from sladsl.syntax.ast.examples import LevelAt
from sladsl.syntax.ast.histories import Lately
from sladsl.syntax.ast.literals import BusinessDays, Days, Money, Months, Number
from sladsl.syntax.ast.node import Name, Node, Path, Text
from sladsl.syntax.ast.windows import TargetLiteral
from sladsl.values import frozen


@frozen(eq=False)
class Fails(Node):
    """`any level missed …`, `Accuracy below expected …`; `subject` is None for any level, `often` for each time."""

    subject: LevelAt | None
    failing: str
    often: Lately | None


@frozen(eq=False)
class Beyond(Node):
    """`Accuracy below 95% in 3 of any 6 windows`; `edge` is `below`, `at or below`, `above` or `at or above`."""

    subject: LevelAt | None
    edge: str
    limit: TargetLiteral
    often: Lately | None


@frozen(eq=False)
class EveryMiss(Node):
    """`every 10th miss of Accuracy`."""

    nth: Number
    subject: LevelAt | None


@frozen(eq=False)
class Together(Node):
    """`2 or more levels missed in one window`."""

    levels: Number
    failing: str


@frozen(eq=False)
class CreditsReach(Node):
    """`credits calculated|paid above|at least X in a contract year`, or `over the term` without a unit."""

    paid: bool
    inclusive: bool
    amount: Money
    anchor: str | None
    unit: str | None


@frozen(eq=False)
class PointsReach(Node):
    """`points above|at least 30 in a contract year`, or `over the term` without a unit."""

    inclusive: bool
    points: Number
    anchor: str | None
    unit: str | None


@frozen(eq=False)
class EventAll(Node):
    """`A and B`."""

    left: Event
    right: Event


@frozen(eq=False)
class EventAny(Node):
    """`A or B`."""

    left: Event
    right: Event


Event = Fails | Beyond | EveryMiss | Together | CreditsReach | PointsReach | EventAll | EventAny


@frozen(eq=False)
class RemedyWhen(Node):
    """`when EVENT`."""

    event: Event


@frozen(eq=False)
class Consequence(Node):
    """`the provider shall "…" [within 10 days]`, `the customer may "…" within 10 business days of Office`."""

    role: str
    may: bool
    text: Text
    within: Days | Months | BusinessDays | None
    calendar: Path | None


@frozen(eq=False)
class RemedyCredit(Node):
    """`credit GBP 500`, `credit 3 points`, `credit 5%|1/30|3 days of Fee [of the contract year]`."""

    amount: FixedAmount
    charge: Path | None
    anchor: str | None
    unit: str | None


RemedyItem = RemedyWhen | Consequence | RemedyCredit


@frozen(eq=False)
class Remedy(Node):
    """`remedy NAME "Title" { ... }`."""

    name: Name
    title: Text | None
    items: tuple[RemedyItem, ...]
