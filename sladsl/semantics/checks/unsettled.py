"""Whether an agreement settles credits, and what is said where it does not: one finding, whatever asks for credits."""

from __future__ import annotations

from sladsl.diagnostics.diagnostic import Diagnostic, Label
from sladsl.semantics.meaning import Analysis
from sladsl.values import evolve


def is_unsettled(analysis: Analysis) -> bool:
    """Whether there is no settlement, and none that a syntax error may hide."""
    return analysis.settlement is None and not analysis.module.may_hide_items


def by_absence(finding: Diagnostic, analysis: Analysis) -> Diagnostic:
    """A finding that rests on the agreement's having no settlement."""
    block = analysis.module.document.blocks[0]
    return evolve(finding, subject=Label(block.name.span, "the agreement has no settlement"))
