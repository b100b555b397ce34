"""Credits that come to nothing: a miss that costs zero looks like a slip, and a reader takes it for a credit."""

from __future__ import annotations

from collections.abc import Iterator

from sladsl.diagnostics.diagnostic import Diagnostic
from sladsl.semantics.findings import hint, warning
from sladsl.semantics.meaning import Analysis, CellCredit, Level
from sladsl.syntax import ast
from sladsl.syntax.clauses import clause_of


def check(analysis: Analysis) -> Iterator[Diagnostic]:
    """Look at the lines, rows and cells of credits of each level."""
    for level in analysis.levels:
        if not level.node.is_kpi:
            yield from _of_lines(level)
            yield from _of_parts(level)


def _of_lines(level: Level) -> Iterator[Diagnostic]:
    for line in level.lines.credits:
        node = line.node
        if isinstance(node, ast.CreditTable) or node.per_record is not None:
            continue
        if all(_is_nothing(each.amount) for each in node.versions):
            yield warning(
                "SLA724",
                node.amount.span,
                "this credit is always zero, so a miss costs nothing",
                clause=clause_of(level.node),
                write="write an amount above zero, or leave the credit out",
            )


def _of_parts(level: Level) -> Iterator[Diagnostic]:
    """A row of zero may say on purpose that the first misses cost nothing: it is a hint."""
    tables = [line.node for line in level.lines.credits if isinstance(line.node, ast.CreditTable)]
    rows = [row.credit for table in tables for row in table.rows]
    cells = [
        credit.node
        for terms in level.terms
        for credit in terms.credits
        if isinstance(credit, CellCredit) and terms.row is not None
    ]
    for amount in dict.fromkeys((*rows, *cells)):
        if _is_nothing(amount):
            yield hint(
                "SLA724",
                amount.span,
                "this credit is zero, so what falls here costs nothing",
                clause=clause_of(level.node),
                write="leave it so if that is meant",
            )


def _is_nothing(amount: ast.CreditAmount) -> bool:
    match amount:
        case ast.Shortfall():
            return False
        case ast.Multiple(value=times):
            return times.value == 0
        case _:
            return amount.value == 0
