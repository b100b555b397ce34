"""Limits above the charge that they are a share of: more may be credited than is charged."""

from __future__ import annotations

from collections.abc import Iterator

from sladsl.diagnostics.diagnostic import Diagnostic
from sladsl.semantics.findings import hint
from sladsl.semantics.meaning import Analysis
from sladsl.syntax import ast


def check(analysis: Analysis) -> Iterator[Diagnostic]:
    """Look at the limits of the settlement, and at what is at risk."""
    for step in () if analysis.settlement is None else analysis.settlement.steps:
        if not isinstance(step, ast.Limit | ast.Risk) or isinstance(step.amount, ast.Money):
            continue
        share = step.amount.share
        if share.value > 1:
            charge = f"`{step.amount.charge.text}`" if isinstance(step.amount, ast.ShareOf) else "the charge"
            yield hint(
                "SLA725",
                share.span,
                f"credits may come to more than all of {charge}",
                clause="settlement",
                write="write 100% or less, or leave it so if that is meant",
            )
