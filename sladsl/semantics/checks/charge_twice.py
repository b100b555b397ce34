"""The greater of one charge and itself."""

from __future__ import annotations

from collections.abc import Iterator

from sladsl.diagnostics.diagnostic import Diagnostic
from sladsl.semantics.findings import warning
from sladsl.semantics.meaning import Analysis
from sladsl.syntax.clauses import clause_of


def check(analysis: Analysis) -> Iterator[Diagnostic]:
    """Look at what credits are taken of."""
    for level in analysis.levels:
        for base, charges in level.charged.items():
            if len(charges) == 2 and charges[0] == charges[1]:
                yield warning(
                    "SLA726",
                    base.span,
                    f"`{charges[0].path}` is compared with itself",
                    clause=clause_of(level.node),
                    write=f"name another charge, or write `of {charges[0].path}`",
                )
