"""Targets: their bounds with dates, the test of the records that they are on, and their credits."""

from __future__ import annotations

from sladsl.syntax.ast.credits import CreditLine, CreditTable
from sladsl.syntax.ast.expressions import TimeLimit
from sladsl.syntax.ast.literals import Date
from sladsl.syntax.ast.node import Node
from sladsl.syntax.ast.windows import Bound
from sladsl.values import frozen


@frozen(eq=False)
class DatedBound(Node):
    """A bound, from a date where one is written."""

    since: Date | None
    value: Bound


@frozen(eq=False)
class TargetTest(Node):
    """`within 2 h`, `over 2.5 s`: a target on the share of records whose clock stops so, or does not (`is_over`)."""

    limit: TimeLimit
    is_over: bool


@frozen(eq=False)
class Target(Node):
    """`expected ...`, `minimum ...`, `required ...` with dated bounds; `word` is the first word.

    `minimum at least 95% within 2 h` has a `test`; so has `minimum all within 8 h`, whose bound is `at least 100%`.
    `credit` is what a miss of this one costs, where it follows after a comma.
    """

    word: str
    bounds: tuple[DatedBound, ...]
    test: TargetTest | None = None
    credit: CreditLine | CreditTable | None = None
