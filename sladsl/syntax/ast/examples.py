"""Clauses of prose and worked examples."""

from __future__ import annotations

from sladsl.syntax.ast.credits import ServiceDays
from sladsl.syntax.ast.literals import Instant, Money, Period, Points, ValueList
from sladsl.syntax.ast.node import Name, Node, Path, Prose, Text
from sladsl.syntax.ast.windows import TargetLiteral
from sladsl.values import frozen


@frozen(eq=False)
class Clause(Node):
    '''`clause NAME "Title" [like PATH] """..."""`.'''

    name: Name
    title: Text | None
    like: Path | None
    prose: Prose | None


@frozen(eq=False)
class GivenCell(Node):
    """A cell of a `given` table as written, trimmed; quotes, if any, are taken off and `is_quoted` set."""

    text: str
    is_quoted: bool


@frozen(eq=False)
class GivenRow(Node):
    """A row of a `given` table."""

    cells: tuple[GivenCell, ...]


@frozen(eq=False)
class GivenRecords(Node):
    """`given RECORDS` with a table headed by field names."""

    records: Path
    columns: tuple[Name, ...]
    rows: tuple[GivenRow, ...]


@frozen(eq=False)
class LevelAt(Node):
    """`LEVEL [for P1, P2]`: a level, at a tuple of dimension values where it has dimensions."""

    level: Path
    key: tuple[ValueList, ...]


@frozen(eq=False)
class GivenResult(Node):
    """`given Accuracy in 2026-03 is 96.9%`."""

    subject: LevelAt
    period: Period
    value: TargetLiteral


@frozen(eq=False)
class AsOf(Node):
    """`as of 2026-03-20 09:00`."""

    instant: Instant


@frozen(eq=False)
class ExpectResult(Node):
    """`expect Accuracy in 2026-03 is 50%, unmeasured`: a value, a verdict, or both."""

    subject: LevelAt
    period: Period
    value: TargetLiteral | None
    verdict: str | None


@frozen(eq=False)
class ExpectCredit(Node):
    """`expect credit for Accuracy in 2026-03 is GBP 8,500.00`; of the whole settlement where `subject` is None.

    `amount` is below zero where `-` stands before it.
    """

    subject: LevelAt | None
    period: Period
    amount: Money | Points | ServiceDays


@frozen(eq=False)
class ExpectEarnedBack(Node):
    """`expect earned back for Accuracy in 2026-03 is GBP 4,250.00`: of the credit for that window."""

    subject: LevelAt
    period: Period
    amount: Money


@frozen(eq=False)
class ExpectRemedy(Node):
    """`expect remedy Termination in 2026-06`, `expect no remedy Termination in 2026-06`."""

    remedy: Path
    period: Period
    fires: bool


ExampleItem = (
    GivenRecords | GivenResult | AsOf | ExpectResult | ExpectCredit | ExpectEarnedBack | ExpectRemedy
)


@frozen(eq=False)
class Example(Node):
    """`example "Title" { ... }`."""

    title: Text
    items: tuple[ExampleItem, ...]
