"""Windows that end with a settlement period need settlement periods."""

from __future__ import annotations

from collections.abc import Iterator

from sladsl.diagnostics.diagnostic import Diagnostic
from sladsl.semantics.checks.unsettled import by_absence, is_unsettled
from sladsl.semantics.findings import error
from sladsl.semantics.meaning import Analysis, Level
from sladsl.syntax import ast
from sladsl.syntax.clauses import clause_of

_ENDS = {
    ast.RollingWindow: "a rolling window ends with each settlement period",
    ast.RecordWindow: "the records of a settlement period are settled together",
}


def check(analysis: Analysis) -> Iterator[Diagnostic]:
    """Look at the windows of each level."""
    for level in analysis.levels:
        window = None if level.lines.window is None else level.lines.window.node
        if not isinstance(window, ast.RollingWindow | ast.RecordWindow):
            continue
        clause = clause_of(level.node)
        if isinstance(window, ast.RollingWindow) and window.length.value == 0:
            yield error(
                "SLA297",
                window.length.span,
                "a window of no length holds no records",
                clause=clause,
                write="write for instance `window rolling 30 days`",
            )
        elif analysis.is_agreement and is_unsettled(analysis) and not _lacks_keys(level):
            unsettled = error(
                "SLA297",
                window.span,
                f"{_ENDS[type(window)]}, and the agreement has none",
                clause=clause,
                write="add `settlement per calendar month, 14 days after its end { }`, or `window calendar month`",
            )
            yield by_absence(unsettled, analysis)


def _lacks_keys(level: Level) -> bool:
    """Whether records without a key are windows, which has a finding of its own."""
    is_of_records = level.lines.window is not None and isinstance(level.lines.window.node, ast.RecordWindow)
    return is_of_records and level.records is not None and level.records.key is None
