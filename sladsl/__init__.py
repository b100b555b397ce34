"""Service level agreements as code: one text is the contract, the measurement and the credit statement.

The public names load their phase when first asked for; `sladsl.api` documents how they go together.
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
    from sladsl.diagnostics.diagnostic import Diagnostic, Severity
    from sladsl.pipeline import Agreement
    from sladsl.settlement.explanation import Verdict
    from sladsl.settlement.statement import Statement
    from sladsl.source import Span
    from sladsl.workspace import Findings, Workspace

__all__ = [
    "Agreement",
    "AgreementError",
    "Diagnostic",
    "Findings",
    "RecordsError",
    "Severity",
    "Span",
    "Statement",
    "Verdict",
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
    "Diagnostic": "sladsl.diagnostics.diagnostic",
    "Findings": "sladsl.workspace",
    "Severity": "sladsl.diagnostics.diagnostic",
    "Span": "sladsl.source",
    "Statement": "sladsl.settlement.statement",
    "Verdict": "sladsl.settlement.explanation",
    "Workspace": "sladsl.workspace",
}


def __getattr__(name: str) -> object:
    if name not in __all__:
        raise AttributeError(f"module 'sladsl' has no attribute {name!r}")
    return getattr(importlib.import_module(_MODULES.get(name, "sladsl.api")), name)
