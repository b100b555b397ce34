"""Promises that rely on others: each once, and several of them in series or in parallel."""

from __future__ import annotations

from collections.abc import Iterator

from sladsl.diagnostics.diagnostic import Diagnostic
from sladsl.semantics.findings import error, first_at
from sladsl.semantics.meaning import Analysis
from sladsl.syntax import ast
from sladsl.syntax.clauses import clause_of


def check(analysis: Analysis) -> Iterator[Diagnostic]:
    """Look at what each level relies on; whether that covers it is looked at with the plans of all of them."""
    for level in analysis.levels:
        line = level.lines.reliance
        if line is not None and not line.module.is_damaged(line.node):
            clause = clause_of(level.node)
            yield from _twice(line.node, clause)
            yield from _arranged(line.node, clause)


def _twice(node: ast.Reliance, clause: str) -> Iterator[Diagnostic]:
    first: dict[tuple[str, str], ast.Supplied] = {}
    for supplied in node.suppliers:
        before = first.setdefault((supplied.file.value, supplied.level.text), supplied)
        if before is not supplied:
            yield error(
                "SLA747",
                supplied.span,
                f"`{supplied.level.text}` of `{supplied.file.value}` stands twice",
                clause=clause,
                write="name each promise that the level relies on once",
                labels=first_at(before.span),
            )


def _arranged(node: ast.Reliance, clause: str) -> Iterator[Diagnostic]:
    is_one = len(node.suppliers) == 1
    if is_one and node.arrangement is not None:
        yield error(
            "SLA747",
            node.span,
            f"there is one promise, and one alone is not `{node.arrangement}` with anything",
            clause=clause,
            write=f"leave `{node.arrangement}` out, or name a second promise",
        )
    elif not is_one and node.arrangement is None:
        yield error(
            "SLA747",
            node.span,
            "it is not said whether the level needs all of these at once or any one of them",
            clause=clause,
            write="write `in series` after them where it needs all, `in parallel` where one of them is enough",
        )
