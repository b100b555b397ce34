"""`good when` and `percent good` go together."""

from __future__ import annotations

from collections.abc import Iterator

from sladsl.diagnostics.diagnostic import Diagnostic, Label
from sladsl.semantics.findings import error
from sladsl.semantics.meaning import Analysis, Level
from sladsl.semantics.tiers import column_of
from sladsl.semantics.uptime import speaks_of_time
from sladsl.syntax import ast
from sladsl.syntax.clauses import clause_of
from sladsl.syntax.walk import walk


def check(analysis: Analysis) -> Iterator[Diagnostic]:
    """Look for one without the other."""
    for level in analysis.levels:
        measure = level.lines.measure
        if measure is None:
            continue
        good, asks = _good(level), any(isinstance(part, ast.PercentGood) for part in walk(measure.node))
        if not asks and good is not None and not isinstance(good, ast.TargetTest) and not level.is_open:
            yield error(
                "SLA182",
                good.span,
                "what is good is said here, and the measure does not ask for it",
                clause=clause_of(level.node),
                write="write `measure percent good`, or leave this out",
                labels=[Label(measure.node.span, "the measure")],
            )
        elif asks and good is None and _is_readable(level, analysis) and not speaks_of_time(level.lines):
            yield error(
                "SLA183",
                measure.node.span,
                "the measure asks how much is good, and nothing says what is good",
                clause=clause_of(level.node),
                write="add a line such as `good when clock within 4 h` or `good when not error`",
            )


def _good(level: Level) -> ast.Node | None:
    """Where a level says what is good: a line, or a column of its tiers."""
    if level.lines.good is not None:
        return level.lines.good.node
    test, tiers = level.lines.test, level.lines.tiers
    if test is not None:
        return test.node.test
    return None if tiers is None else column_of(tiers.node, "good within")


def _is_readable(level: Level, analysis: Analysis) -> bool:
    return analysis.is_agreement and not level.is_open
