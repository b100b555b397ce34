"""Targets: limits on measured values and on shares of records, with what a miss of one by itself costs."""

from __future__ import annotations

from sladsl.planning.plan.expressions import TimeLimit
from sladsl.planning.plan.facts import Comparator, Dated, Fact, Quantity
from sladsl.planning.plan.rules import CreditRule
from sladsl.values import frozen


@frozen
class Target(Fact):
    """A limit on the measured value. `word` is what the agreement calls it: expected, minimum or required.

    With `within`, it is a limit on the share of records whose clock stops within that time, or, with `over`, does not.
    `credits` are owed when this limit is missed, and read what it is a limit on; the credits of the level are then
    those of its other limits.
    """

    word: str
    comparator: Comparator
    values: tuple[Dated[Quantity], ...]
    within: TimeLimit | None = None
    over: bool = False
    credits: tuple[CreditRule, ...] = ()
