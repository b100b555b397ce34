"""One mistake, one finding: what follows from a syntax error is not found again as an error of meaning.

Reading goes on after a mistake with a repair, and what the repair says is not what the author meant. What such a line
says is not judged; what it may have taken with it, a name or a line of a level, is not missed (`Module.may_hide_items`,
`is_open`). What another item says of the lines of a level is not judged where these are wrong, since it may be right
once they are mended. Everything else is judged, so that independent mistakes are found in one run.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sladsl.diagnostics.diagnostic import Diagnostic
from sladsl.semantics.files.modules import errors_in
from sladsl.source import Span
from sladsl.syntax import ast


def independent(parsed: ast.Parsed, findings: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """The findings that neither are about a line with a syntax error nor point at one, nor are wrong elsewhere."""
    unread = {line for span in errors_in(parsed) for line in _lines(span)}
    read = [
        finding
        for finding in findings
        if finding.span is None
        or unread.isdisjoint(line for span in _places(finding) for line in _lines(span))
    ]
    wrong = {finding.clause for finding in (*parsed.diagnostics, *read) if finding.code in _OF_WHAT_IT_HAS}
    elsewhere = {finding.span for finding in read if finding.code in _OF_WHAT_STANDS_THERE}
    cheaper = {_line(finding) for finding in read if finding.code in _OF_WHAT_COSTS_LESS}
    misplaced = {
        span for finding in read if finding.code in _OF_WHAT_HAS_NO_PLACE for span in _places(finding)
    }
    return tuple(
        finding
        for finding in read
        if finding.about not in wrong
        and not (finding.code == "SLA136" and finding.span in elsewhere)
        and not (finding.code == "SLA724" and _line(finding) in cheaper)
        and not (finding.code in _OF_WHAT_A_LINE_LACKS and _begins_in(finding, misplaced))
    )


def is_judged(parsed: ast.Parsed) -> bool:
    """Whether a file is judged by itself: not under another's head, nor amendments without their agreement."""
    is_misheaded = any(finding.code == "SLA605" for finding in parsed.diagnostics)
    return not is_misheaded and bool(parsed.document.blocks or not parsed.document.amendments)


_OF_WHAT_IT_HAS = frozenset(
    {
        *("SLA050", "SLA187", "SLA188", "SLA190", "SLA192"),
        *("SLA180", "SLA181", "SLA182", "SLA183", "SLA274", "SLA275"),
        *("SLA194", "SLA195", "SLA297", "SLA785", "SLA786"),
    }
)
"""Findings of lines that a level should have or should not: mended, it has other lines to speak of."""

_OF_WHAT_STANDS_THERE = frozenset({"SLA190", "SLA198", "SLA254", "SLA756"})
"""Findings of an amount of money where there should be none, so that its currency does not matter."""


_OF_WHAT_COSTS_LESS = frozenset({"SLA705", "SLA749"})
"""Findings of rows that cost less than better ones, of which those of zero are not told once more."""

_OF_WHAT_HAS_NO_PLACE = frozenset({"SLA220", "SLA274", "SLA782", "SLA786"})
"""Findings of lines that have no place in what a level measures: what else such a line lacks makes no difference."""

_OF_WHAT_A_LINE_LACKS = frozenset({"SLA269", "SLA270", "SLA272", "SLA293", "SLA294", "SLA716"})
"""Findings of a line that the rest of its level gives nothing to speak of."""


def _begins_in(finding: Diagnostic, places: Iterable[Span]) -> bool:
    return finding.span is not None and any(finding.span.begins_in(place) for place in places)


def _line(finding: Diagnostic) -> tuple[str, int] | None:
    return None if finding.span is None else (finding.span.file, finding.span.line)


def _places(finding: Diagnostic) -> Iterator[Span]:
    if finding.span is not None:
        yield finding.span
    yield from (label.span for label in finding.labels)


def _lines(span: Span) -> Iterator[tuple[str, int]]:
    return ((span.file, line) for line in range(span.line, span.end_line + 1))
