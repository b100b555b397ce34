"""Where a level says what is good, and whether its measure asks for that."""

from __future__ import annotations

from sladsl.semantics.meaning import Level
from sladsl.semantics.targets.tiers import column_of
from sladsl.syntax import ast
from sladsl.syntax.walk import walk


def said_good(level: Level) -> ast.Node | None:
    """Where a level says what is good: a line, a test of its target, or a column of its tiers."""
    if level.lines.good is not None:
        return level.lines.good.node
    test, tiers = level.lines.test, level.lines.tiers
    if test is not None:
        return test.node.test
    return None if tiers is None else column_of(tiers.node, "good within")


def said_in_vain(level: Level) -> ast.Node | None:
    """The same where the measure asks for something else: one of the two is a slip, and units may follow from it."""
    measure, good = level.lines.measure, said_good(level)
    if measure is None or isinstance(good, ast.TargetTest) or level.is_open:
        return None
    return None if any(isinstance(part, ast.PercentGood) for part in walk(measure.node)) else good
