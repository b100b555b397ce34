"""A value that a choice or a severity does not have."""

from __future__ import annotations

from sladsl.diagnostics.diagnostic import Diagnostic
from sladsl.semantics.findings import error
from sladsl.semantics.nearest import nearest, one_of
from sladsl.semantics.types import Type, ValueKind
from sladsl.source import Span


def unknown_value(span: Span, text: str, wanted: Type, clause: str) -> Diagnostic:
    """The finding that a choice or severity has no such value."""
    values = wanted.values or ()
    near = nearest(text, values)
    known = one_of(values) if values else "another value"
    what = "severity" if wanted.kind is ValueKind.SEVERITY else "value"
    return error(
        "SLA115",
        span,
        f"there is no {what} `{text}` here",
        clause=clause,
        write=f"did you mean `{near}`?" if near else f"write {known}",
    )
