"""`good when` and `percent good` go together."""

from __future__ import annotations

from collections.abc import Iterator

from sladsl.diagnostics.diagnostic import Diagnostic, Label
from sladsl.semantics.checks.measured_kind import by_measure
from sladsl.semantics.findings import error
from sladsl.semantics.levels.uptime import speaks_of_time
from sladsl.semantics.meaning import Analysis, Level
from sladsl.semantics.targets.good import said_good, said_in_vain
from sladsl.syntax import ast
from sladsl.syntax.clauses import clause_of
from sladsl.syntax.walk import walk


def check(analysis: Analysis) -> Iterator[Diagnostic]:
    """Look for one without the other."""
    for level in analysis.levels:
        measure = level.lines.measure
        if measure is None:
            continue
        in_vain = said_in_vain(level)
        asks = any(isinstance(part, ast.PercentGood) for part in walk(measure.node))
        if in_vain is not None and not _lacks_its_clock(level, measure.node):
            found = error(
                "SLA182",
                in_vain.span,
                "what is good is said here, and the measure does not ask for it",
                clause=clause_of(level.node),
                write="write `measure percent good`, or leave this out",
                labels=[Label(measure.node.span, "the measure")],
            )
            yield by_measure(found, level)
        elif (
            asks
            and said_good(level) is None
            and _is_readable(level, analysis)
            and not speaks_of_time(level.lines)
        ):
            found = error(
                "SLA183",
                measure.node.span,
                "the measure asks how much is good, and nothing says what is good",
                clause=clause_of(level.node),
                write="add a line such as `good when clock within 4 h` or `good when not error`",
            )
            yield by_measure(found, level)


def _lacks_its_clock(level: Level, measure: ast.Measure) -> bool:
    """Whether the measure is of a clock that there is not, which has a finding of its own."""
    has_clock = level.lines.clock is not None or level.lines.update_clock is not None
    return not has_clock and any(isinstance(part, ast.ClockTime) for part in walk(measure))


def _is_readable(level: Level, analysis: Analysis) -> bool:
    return analysis.is_agreement and not level.is_open
