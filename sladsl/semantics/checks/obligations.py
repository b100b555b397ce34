"""Obligations: a target to keep, and levels of the other party that they excuse."""

from __future__ import annotations

from collections.abc import Iterator

from sladsl.diagnostics.diagnostic import Diagnostic
from sladsl.semantics.findings import error
from sladsl.semantics.meaning import Analysis, Level
from sladsl.syntax import ast
from sladsl.syntax.clauses import clause_of


def check(analysis: Analysis) -> Iterator[Diagnostic]:
    """Look at the lines that excuse a level."""
    by_node: dict[ast.Node, Level] = {level.node: level for level in analysis.levels}
    for level in analysis.levels:
        for line in level.lines.excuses:
            clause = clause_of(level.node)
            if level.node.of is None:
                yield _no_obligation(line.node, clause)
                continue
            named = analysis.named.get(line.node.level)
            excused = None if named is None else by_node.get(named.node)
            if excused is not None and excused.node.of is not None:
                yield _no_level(line.node, clause)


def _no_obligation(node: ast.Excuses, clause: str) -> Diagnostic:
    return error(
        "SLA760",
        node.span,
        "only an obligation excuses a level",
        clause=clause,
        write="declare it as `obligation NAME of PARTY { … }`",
    )


def _no_level(node: ast.Excuses, clause: str) -> Diagnostic:
    return error(
        "SLA761",
        node.level.span,
        f"`{node.level.text}` is an obligation, and none excuses another",
        clause=clause,
        write="name a service level or a kpi",
    )
