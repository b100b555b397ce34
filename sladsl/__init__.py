"""Service level agreements as code: one text is the contract, the measurement and the credit statement.

The public names load their phase when first asked for; `sladsl.api` documents how they go together. Nothing is a float:
ratios and amounts are `Fraction`s, amounts in major units of the agreement's currency, instants and lengths of time are
integers of microseconds, instants since 1970 in UTC.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sladsl.api import (
        AgreementError,
        RecordsError,
        check,
        compare,
        explain,
        load,
        render,
        run,
        run_examples,
        show,
    )
    from sladsl.comparison.change import Comparison
    from sladsl.diagnostics.diagnostic import Diagnostic, Severity
    from sladsl.measurement.engines.engine import EngineMissingError
    from sladsl.pipeline import Agreement, Checked
    from sladsl.settlement.examples import WorkedExample
    from sladsl.settlement.explained.tree import Explanation
    from sladsl.settlement.explanation import Verdict
    from sladsl.settlement.statement import Statement
    from sladsl.source import Span
    from sladsl.workspace import Findings, Workspace

__all__ = [
    "Agreement",
    "AgreementError",
    "Checked",
    "Comparison",
    "Diagnostic",
    "EngineMissingError",
    "Explanation",
    "Findings",
    "RecordsError",
    "Severity",
    "Span",
    "Statement",
    "Verdict",
    "WorkedExample",
    "Workspace",
    "check",
    "compare",
    "explain",
    "load",
    "render",
    "run",
    "run_examples",
    "show",
]

_MODULES = {
    "Agreement": "sladsl.pipeline",
    "Checked": "sladsl.pipeline",
    "Comparison": "sladsl.comparison.change",
    "Diagnostic": "sladsl.diagnostics.diagnostic",
    "EngineMissingError": "sladsl.measurement.engines.engine",
    "Explanation": "sladsl.settlement.explained.tree",
    "Findings": "sladsl.workspace",
    "Severity": "sladsl.diagnostics.diagnostic",
    "Span": "sladsl.source",
    "Statement": "sladsl.settlement.statement",
    "Verdict": "sladsl.settlement.explanation",
    "WorkedExample": "sladsl.settlement.examples",
    "Workspace": "sladsl.workspace",
}


def __getattr__(name: str) -> object:
    if name not in __all__:
        raise AttributeError(f"module 'sladsl' has no attribute {name!r}")
    return getattr(importlib.import_module(_MODULES.get(name, "sladsl.api")), name)
