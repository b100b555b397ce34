"""One mistake, one finding: what follows from a syntax error is not found again as an error of meaning.

Reading goes on after a mistake with a repair, and what the repair says is not what the author meant. What such a line
says is not judged; what it may have taken with it, a name or a line of a level, is not missed (`Module.may_hide_items`,
`is_open`). Everything else is judged, so that independent mistakes are found in one run.
"""

from __future__ import annotations

from collections.abc import Iterable

from sladsl.diagnostics.diagnostic import Diagnostic
from sladsl.syntax import ast


def independent(parsed: ast.Parsed, findings: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """The findings that are not about a line with a syntax error."""
    unread = {
        (error.span.file, line)
        for error in parsed.diagnostics
        if error.span is not None
        for line in range(error.span.line, error.span.end_line + 1)
    }
    return tuple(
        each for each in findings if each.span is None or (each.span.file, each.span.line) not in unread
    )
