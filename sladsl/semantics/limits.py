"""What is wrong with the limit of a clock, in a condition or in a cell of tiers."""

from __future__ import annotations

from sladsl.diagnostics.diagnostic import Diagnostic
from sladsl.semantics.findings import error
from sladsl.syntax import ast


def limit_problem(limit: ast.Duration | ast.Days, text: str, clause: str) -> Diagnostic | None:
    """The finding about a limit that cannot be kept or is in calendar days; `text` is the limit as written."""
    if isinstance(limit, ast.Days):
        return _in_days(limit, text, clause)
    return _of_nothing(limit, text, clause) if limit.value <= 0 else None


def _in_days(limit: ast.Days, text: str, clause: str) -> Diagnostic:
    return error(
        "SLA167",
        limit.span,
        f"a clock cannot be limited to `{text}`: it counts hours, not calendar days",
        clause=clause,
        write=f"write `{limit.value * 24} h`, or in a calendar its open hours",
    )


def _of_nothing(limit: ast.Duration, text: str, clause: str) -> Diagnostic:
    return error(
        "SLA168",
        limit.span,
        f"a clock cannot be limited to `{text}`: no clock stops by then",
        clause=clause,
        write="write a limit above zero, as `15 min`",
    )
