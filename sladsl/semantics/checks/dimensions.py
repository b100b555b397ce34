"""A level is measured by each dimension once."""

from __future__ import annotations

from collections.abc import Iterator

from sladsl.diagnostics.diagnostic import Diagnostic
from sladsl.semantics.findings import error, first_at
from sladsl.semantics.meaning import Analysis
from sladsl.syntax import ast
from sladsl.syntax.clauses import clause_of


def check(analysis: Analysis) -> Iterator[Diagnostic]:
    """Look for a name that stands twice after `by`."""
    for level in analysis.levels:
        for declared in level.chain:
            assert isinstance(declared.node, ast.ServiceLevel)
            first: dict[str, ast.Path] = {}
            for name in declared.node.by:
                before = first.setdefault(name.text, name)
                if before is not name:
                    yield error(
                        "SLA202",
                        name.span,
                        f"the level is measured by `{name.text}` twice",
                        clause=clause_of(level.node),
                        write="name each dimension once",
                        labels=first_at(before.span),
                    )
