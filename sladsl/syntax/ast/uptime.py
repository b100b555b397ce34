"""Up and down time, and exclusions."""

from __future__ import annotations

from sladsl.syntax.ast.expressions import Expression
from sladsl.syntax.ast.literals import Duration, Number
from sladsl.syntax.ast.measures import Evidence
from sladsl.syntax.ast.node import Node, Path
from sladsl.syntax.ast.windows import Bound
from sladsl.values import frozen


@frozen(eq=False)
class Sampling(Node):
    """`every 1 min at checked_at`."""

    every: Duration
    at: Path


@frozen(eq=False)
class Down(Node):
    """`down when CONDITION [above 5%] [for at least 5 min] [or during RECORDS [where CONDITION]]...`.

    Or `down for at least 1 min`, without a condition.
    """

    condition: Expression | None
    bound: Bound | None
    least: Duration | None
    during: tuple[Evidence, ...]


@frozen(eq=False)
class MissingSamples(Node):
    """`missing samples count as up|down|absent`."""

    word: str


@frozen(eq=False)
class EmptyIntervals(Node):
    """`empty intervals count as good|absent`."""

    word: str


@frozen(eq=False)
class OneSlot(Node):
    """`samples of one slot need any|all`."""

    word: str


@frozen(eq=False)
class Across(Node):
    """`across FIELD pooled|any down|all down`."""

    field: Path
    rule: str


@frozen(eq=False)
class OutsideTerm(Node):
    """`time outside the term counts as up|absent`."""

    word: str


@frozen(eq=False)
class Budget(Node):
    """`up to 8 h per calendar month`, `up to 12 times per calendar year`."""

    amount: Duration | Number
    anchor: str
    unit: str


@frozen(eq=False)
class Exclusion(Node):
    """`exclude RECORDS [where CONDITION] [up to BUDGET] [, as uptime|as good|as absent]`.

    `counts_as` None is as absent; time counts as uptime, records as good.
    """

    evidence: Evidence
    budget: Budget | None
    counts_as: str | None
