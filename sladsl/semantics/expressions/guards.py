"""Which fields are sure to have a value once a condition is known to be true or false."""

from __future__ import annotations

from collections.abc import Mapping

from sladsl.semantics.meaning import FieldPath, Reading
from sladsl.syntax import ast

Known = frozenset[tuple[str, ...]]
"""The paths, from the front of a record, that are sure to have a value."""

NOTHING: Known = frozenset()


def known_after(node: ast.Expression, readings: Mapping[ast.Node, Reading], *, outcome: bool) -> Known:
    """What is sure to exist when a condition has come out true (or false); `readings` are those of its fields."""
    match node:
        case ast.Exists():
            return _fronts(readings.get(node.operand)) if outcome else NOTHING
        case ast.DoneBy():
            return _fronts(readings.get(node.field)) if outcome else NOTHING
        case ast.Reading():
            # A flag; or a field that has been reported to be no condition, and was probably asked to exist.
            return _fronts(readings.get(node)) if outcome else NOTHING
        case ast.Not():
            return known_after(node.operand, readings, outcome=not outcome)
        case ast.Logical():
            left = known_after(node.left, readings, outcome=outcome)
            right = known_after(node.right, readings, outcome=outcome)
            # Both sides of a true `and`, or of a false `or`, have come out so; of the others at least one.
            return left | right if (node.operator == "and") is outcome else left & right
    return NOTHING


def _fronts(path: Reading | None) -> Known:
    """A field that exists has been reached, so the refs that lead to it exist too."""
    if not isinstance(path, FieldPath):
        return NOTHING
    return frozenset(path.names[:length] for length in range(1, len(path.names) + 1))
