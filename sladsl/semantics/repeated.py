"""One mistake, one finding: a misspelt declaration is noticed wherever its name is used."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from attrs import evolve

from sladsl.diagnostics.diagnostic import Diagnostic, Label

_MOST_PLACES = 4

_SCOPES: Mapping[str, str] = {
    **dict.fromkeys(
        (
            "SLA112",
            "SLA113",
            "SLA114",
            "SLA115",
            "SLA119",
            "SLA148",
            "SLA152",
            "SLA163",
            "SLA171",
            "SLA252",
            "SLA255",
        ),
        "file",
    ),
    **dict.fromkeys(("SLA111", "SLA240"), "name"),
    **dict.fromkeys(("SLA164", "SLA165"), "clause"),
}
"""Which findings are one when they are of the same name in a file, or say the same in a whole file or in one clause."""


def once(findings: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """The findings, those of one mistake made one that points at the further places; in order of first places."""
    first: dict[object, Diagnostic] = {}
    for finding in findings:
        key = _key(finding)
        before = first.get(key)
        if before is None:
            first[key] = finding
        elif before != finding and finding.span is not None and len(before.labels) < _MOST_PLACES:
            first[key] = evolve(before, labels=(*before.labels, Label(finding.span, "and here")))
    return tuple(first.values())


def _key(finding: Diagnostic) -> object:
    file = None if finding.span is None else finding.span.file
    match _SCOPES.get(finding.code):
        case "name":
            return finding.message.split("`")[1], file
        case "file":
            return finding.code, finding.message, file
        case "clause":
            return finding.code, finding.message, file, finding.clause
    return finding
