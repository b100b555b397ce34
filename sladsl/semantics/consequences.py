"""One mistake, one finding: what follows from a syntax error is not found again as an error of meaning.

Reading goes on after a mistake with a repair, and what the repair says is not what the author meant. What such a line
says is not judged; what it may have taken with it, a name or a line of a level, is not missed (`Module.may_hide_items`,
`is_open`). Everything else is judged, so that independent mistakes are found in one run.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sladsl.diagnostics.diagnostic import Diagnostic
from sladsl.semantics.modules import errors_in
from sladsl.source import Span
from sladsl.syntax import ast


def independent(parsed: ast.Parsed, findings: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """The findings that are not about a line with a syntax error."""
    unread = {line for span in errors_in(parsed) for line in _lines(span)}
    return tuple(
        finding for finding in findings if finding.span is None or unread.isdisjoint(_lines(finding.span))
    )


def _lines(span: Span) -> Iterator[tuple[str, int]]:
    return ((span.file, line) for line in range(span.line, span.end_line + 1))
