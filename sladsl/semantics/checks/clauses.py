"""A prose clause says something."""

from __future__ import annotations

from collections.abc import Iterator

from sladsl.diagnostics.diagnostic import Diagnostic
from sladsl.semantics.findings import error
from sladsl.semantics.meaning import Analysis, Clause
from sladsl.syntax import ast
from sladsl.syntax.clauses import clause_of


def check(analysis: Analysis) -> Iterator[Diagnostic]:
    """Look for clauses without text."""
    for clause in analysis.clauses:
        if clause.prose is not None and not _says_something(clause):
            yield error(
                "SLA244",
                clause.node.name.span,
                f"the clause `{clause.name}` has no text",
                clause=clause_of(clause.node),
                write="write the text between three quotation marks",
            )


def _says_something(clause: Clause) -> bool:
    pieces = () if clause.prose is None else clause.prose.node.pieces
    return any(isinstance(piece, ast.Reference) or piece.value.strip() for piece in pieces)
