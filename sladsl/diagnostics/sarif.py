"""Findings as SARIF 2.1.0, for code hosts and editors that show such reports.

Standard: OASIS, "Static Analysis Results Interchange Format (SARIF) Version 2.1.0", chapter 3.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import quote

from sladsl.diagnostics.codes import title_of
from sladsl.diagnostics.diagnostic import DataPlace, Diagnostic, Severity
from sladsl.source import Span

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.HINT: "note"}


def to_sarif(
    diagnostics: Sequence[Diagnostic], version: str, allowed: Sequence[tuple[Diagnostic, str]] = ()
) -> str:
    """All findings as one log with one run; `version` is that of sladsl. Columns count code points.

    `allowed` are those that comments allow, each with its reason: suppressed results.
    """
    codes = sorted({diagnostic.code for diagnostic in (*diagnostics, *(each for each, _ in allowed))})
    seen: Counter[str] = Counter()
    suppressed = [
        _result(diagnostic, codes, seen) | {"suppressions": [{"kind": "inSource", "justification": reason}]}
        for diagnostic, reason in allowed
    ]
    run = {
        "tool": {
            "driver": {"name": "sladsl", "version": version, "rules": [_rule(code) for code in codes]},
        },
        "columnKind": "unicodeCodePoints",
        "results": [*(_result(diagnostic, codes, seen) for diagnostic in diagnostics), *suppressed],
    }
    return (
        json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2, ensure_ascii=False)
        + "\n"
    )


def _rule(code: str) -> dict[str, object]:
    title = title_of(code)
    return {"id": code} if title is None else {"id": code, "shortDescription": {"text": title}}


def _result(diagnostic: Diagnostic, codes: Sequence[str], seen: Counter[str]) -> dict[str, object]:
    help_ = "" if diagnostic.help is None else f"\nhelp: {diagnostic.help}"
    labels = [
        {"id": number, "physicalLocation": _place(label.span), "message": {"text": label.text}}
        for number, label in enumerate(diagnostic.labels)
    ]
    return {
        "ruleId": diagnostic.code,
        "ruleIndex": codes.index(diagnostic.code),
        "level": _LEVELS[diagnostic.severity],
        "message": {"text": f"{diagnostic.message}{help_}"},
        "locations": _locations(diagnostic),
        **({"relatedLocations": labels} if labels else {}),
        "partialFingerprints": {"finding/v1": _fingerprint(diagnostic, seen)},
    }


def _locations(diagnostic: Diagnostic) -> list[dict[str, object]]:
    if diagnostic.span is not None:
        place = _place(diagnostic.span)
    elif diagnostic.place is not None:
        place = _record(diagnostic.place)
    else:
        return []
    clause = (
        {} if diagnostic.clause is None else {"logicalLocations": [{"fullyQualifiedName": diagnostic.clause}]}
    )
    return [{"physicalLocation": place, **clause}]


def _place(span: Span) -> dict[str, object]:
    region = {
        "startLine": span.line,
        "startColumn": span.column,
        "endLine": span.end_line,
        "endColumn": span.end_column,
    }
    return {"artifactLocation": {"uri": _uri(span.file)}, "region": region}


def _record(place: DataPlace) -> dict[str, object]:
    region = {} if place.row is None else {"region": {"startLine": place.row}}
    return {"artifactLocation": {"uri": _uri(place.file)}, **region}


def _uri(file: str) -> str:
    """The reference to a file: relative as it was named, else with its scheme."""
    path = Path(file)
    return path.as_uri() if path.is_absolute() else quote(path.as_posix())


def _fingerprint(diagnostic: Diagnostic, seen: Counter[str]) -> str:
    """What stays the same when lines are added above a finding: its file, code, clause and message, and how often."""
    file = diagnostic.span.file if diagnostic.span else str(diagnostic.place)
    told = "\0".join((file, diagnostic.code, diagnostic.clause or "", diagnostic.message))
    seen[told] += 1
    return hashlib.sha256(f"{told}\0{seen[told]}".encode()).hexdigest()[:32]
