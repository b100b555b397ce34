"""One mistake, one finding: a misspelt declaration is noticed wherever its name is used."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from sladsl.diagnostics.diagnostic import Diagnostic, Label
from sladsl.source import Span
from sladsl.values import evolve

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
            "SLA164",
            "SLA253",
            "SLA255",
            "SLA257",
        ),
        "file",
    ),
    **dict.fromkeys(("SLA111", "SLA240"), "name"),
    **dict.fromkeys(("SLA165", "SLA195", "SLA200"), "clause"),
}
"""Which findings are one when they are of the same name in a file, or say the same in a whole file or in one clause."""


def once(findings: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """The findings, those of one mistake made one that points at the further places; in order of first places."""
    told = list(findings)
    rests = {finding.subject.span: finding.subject for finding in told if finding.subject is not None}
    alike: dict[object, list[Diagnostic]] = {}
    for finding in (_resting(each, rests) for each in told):
        same = alike.setdefault(_key(finding), [])
        if finding not in same:
            same.append(finding)
    return tuple(_joined(same) for same in alike.values())


def _resting(finding: Diagnostic, rests: Mapping[Span, Label]) -> Diagnostic:
    """A finding that rests on what another one rests on, if it may, or is about a part of that."""
    if finding.subject is not None or finding.span is None:
        return finding
    may = [label.span for label in finding.perhaps]
    if finding.code == "SLA165":
        may = [span for span in rests if _is_within(finding.span, span)]
    return next((evolve(finding, subject=rests[span]) for span in may if span in rests), finding)


def _is_within(part: Span, whole: Span) -> bool:
    return part.file == whole.file and whole.start <= part.start and part.end <= whole.end


def _key(finding: Diagnostic) -> object:
    """What findings of one mistake have in common: what they rest on, or else what they say."""
    if finding.subject is not None:
        return finding.subject.span
    file = None if finding.span is None else finding.span.file
    match _SCOPES.get(finding.code):
        case "name":
            return finding.message.split("`")[1], file
        case "file":
            return finding.code, finding.message, file
        case "clause":
            return finding.code, finding.message, file, finding.clause
    return finding


def _joined(same: Sequence[Diagnostic]) -> Diagnostic:
    """The first of the findings of one mistake, with the places of the others and what all of them rest on."""
    first = same[0]
    known = {first.span, *(label.span for label in first.labels)}
    others = {each.span: each for each in reversed(same) if each.span not in known}
    subject = first.subject
    rests = [subject] if others and subject is not None and subject.span not in known else []
    labels = [
        Label(span, "and here" if subject is None or each.code == first.code else each.message)
        for span, each in reversed(others.items())
        if span is not None
    ]
    further = sorted([*rests, *_fewer(labels)], key=lambda label: (label.span.file, label.span.start))
    return evolve(first, labels=(*first.labels, *further))


def _fewer(places: list[Label]) -> list[Label]:
    """The first of so many places, the last of which says how many there are besides."""
    further = len(places) - _MOST_PLACES
    labels = places[:_MOST_PLACES]
    if further > 0:
        word = "place" if further == 1 else "places"
        labels[-1] = evolve(labels[-1], text=f"{labels[-1].text}, and in {further} more {word}")
    return labels
