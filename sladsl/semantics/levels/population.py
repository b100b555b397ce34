"""Which records a level is about: those after `for each`, or those whose open ones it measures."""

from __future__ import annotations

from sladsl.semantics.files.modules import Module
from sladsl.semantics.meaning import LevelLines
from sladsl.syntax import ast
from sladsl.values import frozen


@frozen(eq=False)
class Population:
    """The records of a level and the condition on them, in the line that says so, of a file."""

    records: ast.Path
    where: ast.Expression | None
    line: ast.Node
    module: Module


def population_of(lines: LevelLines) -> Population | None:
    """Where a level says which records it is about."""
    if lines.measure is not None and isinstance(lines.measure.node.what, ast.OpenRecords):
        what = lines.measure.node.what
        return Population(what.records, what.where, lines.measure.node, lines.measure.module)
    if lines.population is not None:
        node = lines.population.node
        return Population(node.records, node.where, node, lines.population.module)
    return None
