"""Clocks that nothing in their level reads: time is kept and never held against anything."""

from __future__ import annotations

from collections.abc import Iterator

from sladsl.diagnostics.diagnostic import Diagnostic
from sladsl.semantics.findings import warning
from sladsl.semantics.meaning import Analysis, LevelLines, node_of
from sladsl.semantics.targets.tiers import column_of
from sladsl.syntax import ast
from sladsl.syntax.clauses import clause_of
from sladsl.syntax.walk import walk


def check(analysis: Analysis) -> Iterator[Diagnostic]:
    """Look for a level with a clock that no other line of the level reads.

    A level of a module may be read by those that are like it, and is not looked at.
    """
    for level in analysis.levels if analysis.is_agreement else ():
        clock = level.lines.clock or level.lines.update_clock
        if clock is not None and not level.is_open and not _is_read(level.lines):
            yield warning(
                "SLA819",
                clock.node.span,
                "nothing reads this clock: how long it takes makes no difference",
                clause=clause_of(level.node),
                write="write what it must keep, as in `good when clock within 4 h`, or take the line out",
            )


def _is_read(lines: LevelLines) -> bool:
    """Whether a condition, the measure, a target, a credit, a table of tiers or the severity taken reads the clock."""
    if lines.taken is not None and lines.taken.node.when != "at start":
        return True
    if lines.tiers is not None and column_of(lines.tiers.node, "good within") is not None:
        return True
    return any(_names_it(node) for line in _reading(lines) for node in walk(line))


def _reading(lines: LevelLines) -> Iterator[ast.Node]:
    one_each = (
        node_of(lines.good),
        node_of(lines.measure),
        node_of(lines.expected),
        node_of(lines.minimum),
        node_of(lines.choice),
    )
    yield from (node for node in one_each if node is not None)
    yield from (line.node for line in lines.further)
    yield from (line.node for line in lines.credits)


def _names_it(node: ast.Node) -> bool:
    match node:
        case ast.ClockTime() | ast.ClockWithin():
            return True
        case ast.CreditSteps(of="clock"):
            return True
        case ast.Target(test=test):
            return test is not None
    return False
