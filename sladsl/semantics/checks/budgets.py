"""What an exclusion may take: some time, or a whole number of times."""

from __future__ import annotations

from collections.abc import Iterator

from sladsl.diagnostics.diagnostic import Diagnostic
from sladsl.semantics.findings import error
from sladsl.semantics.meaning import Analysis
from sladsl.syntax import ast
from sladsl.syntax.clauses import clause_of


def check(analysis: Analysis) -> Iterator[Diagnostic]:
    """Look at the budget of each exclusion."""
    for level in analysis.levels:
        for line in level.lines.exclusions:
            budget = line.node.budget
            if budget is None:
                continue
            value = budget.amount.value
            is_whole = isinstance(budget.amount, ast.Duration) or budget.amount.value.denominator == 1
            if value <= 0 or not is_whole:
                yield error(
                    "SLA284",
                    budget.amount.span,
                    "an exclusion may take some time, or a whole number of times",
                    clause=clause_of(level.node),
                    write="write for instance `up to 8 h per calendar month` or `up to 12 times per calendar year`",
                )
