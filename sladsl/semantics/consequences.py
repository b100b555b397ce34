"""One mistake, one finding: what follows from a syntax error is not found again as an error of meaning.

Reading goes on after a mistake with a repair, and what the repair says is not what the author meant. What such a line
says is not judged; what it may have taken with it, a name or a line of a level, is not missed (`Module.may_hide_items`,
`is_open`). Everything else is judged, so that independent mistakes are found in one run.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sladsl.diagnostics.diagnostic import Diagnostic
from sladsl.syntax import ast


def independent(parsed: ast.Parsed, findings: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """The findings that are not about a line with a syntax error."""
    unread = {line for error in parsed.diagnostics for line in _lines(error)}
    return tuple(finding for finding in findings if unread.isdisjoint(_lines(finding)))


def _lines(finding: Diagnostic) -> Iterator[tuple[str, int]]:
    if finding.span is not None:
        yield from ((finding.span.file, line) for line in range(finding.span.line, finding.span.end_line + 1))
