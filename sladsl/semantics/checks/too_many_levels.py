"""More service levels than people can manage: each then weighs so little that a miss of it is no reason to act."""

from __future__ import annotations

from collections.abc import Iterator

from sladsl.diagnostics.diagnostic import Diagnostic
from sladsl.semantics.findings import hint
from sladsl.semantics.meaning import Analysis
from sladsl.syntax.clauses import clause_of

MOST = 15
"""Beyond how many service levels a hint is given; its page names who has written about that number."""


def check(analysis: Analysis) -> Iterator[Diagnostic]:
    """Count the service levels; indicators and obligations are not among them, nor is each row of tiers."""
    levels = analysis.service_levels
    if analysis.is_agreement and len(levels) > MOST:
        first = levels[MOST]
        yield hint(
            "SLA827",
            first.node.name.span,
            f"the agreement has {len(levels)} service levels, and beyond {MOST} attention and credits are spread thin",
            clause=clause_of(first.node),
            write="keep as service levels what the service cannot do without, and make the others a `kpi`",
        )
