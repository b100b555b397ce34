"""Findings as JSON, for other programs."""

from __future__ import annotations

import json
from collections.abc import Iterable

from sladsl.diagnostics.diagnostic import DataPlace, Diagnostic
from sladsl.source import Span

SCHEMA = "sladsl.diagnostics/1"


def to_json(diagnostics: Iterable[Diagnostic], allowed: Iterable[tuple[Diagnostic, str]]) -> str:
    """All findings as one JSON object; lines and columns count from 1, offsets and columns in code points.

    `allowed` are those that comments allow, each with its reason.
    """
    body = {
        "schema": SCHEMA,
        "diagnostics": [_finding(diagnostic) for diagnostic in diagnostics],
        "allowed": [_finding(diagnostic) | {"reason": reason} for diagnostic, reason in allowed],
    }
    return json.dumps(body, indent=2, ensure_ascii=False) + "\n"


def _finding(diagnostic: Diagnostic) -> dict[str, object]:
    return {
        "code": diagnostic.code,
        "severity": str(diagnostic.severity),
        "message": diagnostic.message,
        "help": diagnostic.help,
        "clause": diagnostic.clause,
        "span": _span(diagnostic.span),
        "record": _place(diagnostic.place),
        "labels": [{"span": _span(label.span), "text": label.text} for label in diagnostic.labels],
    }


def _span(span: Span | None) -> dict[str, object] | None:
    if span is None:
        return None
    return {
        "file": span.file,
        "start": {"line": span.line, "column": span.column, "offset": span.start},
        "end": {"line": span.end_line, "column": span.end_column, "offset": span.end},
    }


def _place(place: DataPlace | None) -> dict[str, object] | None:
    if place is None:
        return None
    return {"file": place.file, "row": place.row, "field": place.field, "value": place.value}
