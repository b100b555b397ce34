"""The number of records that a verdict needs is a whole one."""

from __future__ import annotations

from collections.abc import Iterator

from sladsl.diagnostics.diagnostic import Diagnostic
from sladsl.semantics.findings import error
from sladsl.semantics.meaning import Analysis, Level
from sladsl.syntax import ast
from sladsl.syntax.clauses import clause_of


def check(analysis: Analysis) -> Iterator[Diagnostic]:
    """Look at `needs`, in lines and in tiers."""
    for level in analysis.levels:
        for needs in _needs(level):
            if needs.count.value.denominator != 1 or needs.count.value < 1:
                yield error(
                    "SLA193",
                    needs.count.span,
                    "a verdict needs a whole number of records, at least 1",
                    clause=clause_of(level.node),
                    write="write for instance `needs at least 200 records`, or leave it out",
                )


def _needs(level: Level) -> Iterator[ast.Needs]:
    if level.lines.needs is not None:
        yield level.lines.needs.node
    for row in () if level.lines.tiers is None else level.lines.tiers.node.rows:
        yield from (cell for cell in row.cells if isinstance(cell, ast.Needs))
