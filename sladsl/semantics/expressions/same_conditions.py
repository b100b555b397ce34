"""Conditions that are the same, or the opposite of one another, however they are written."""

from __future__ import annotations

from collections.abc import Mapping

from sladsl.semantics.expressions.literals import words
from sladsl.semantics.meaning import FieldPath, Reading
from sladsl.source import Source
from sladsl.syntax import ast

Shape = tuple[object, ...]
"""A condition without its place: equal for conditions that say the same in the same order."""

_OPPOSITE = {"=": "!=", "!=": "=", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}
_SAME = {"is": "=", "is not": "!="}


def shape(
    node: ast.Expression,
    readings: Mapping[ast.Node, Reading],
    source: Source,
    prefix: tuple[str, ...] = (),
) -> Shape:
    """The shape of a condition of a file; `prefix` leads to the record that it is about."""

    def of(part: ast.Expression) -> Shape:
        return shape(part, readings, source, prefix)

    match node:
        case ast.Reading():
            reading = readings.get(node)
            return ("field", *prefix, *reading.names) if isinstance(reading, FieldPath) else (node.path.text,)
        case ast.Not():
            return negated(of(node.operand))
        case ast.Logical():
            return (node.operator, of(node.left), of(node.right))
        case ast.Compare():
            return (_SAME.get(node.operator, node.operator), of(node.left), of(node.right))
        case ast.Exists():
            return ("exists", of(node.operand))
        case ast.Arithmetic():
            return ("reckon", node.operator, of(node.left), of(node.right))
    return ("literal", words(node, source))


def negated(condition: Shape) -> Shape:
    """The opposite of a condition."""
    match condition:
        case ("not", inner) if isinstance(inner, tuple):
            return inner
        case (str() as operator, left, right) if operator in _OPPOSITE:
            return (_OPPOSITE[operator], left, right)
    return ("not", condition)


def conjuncts(condition: Shape) -> tuple[Shape, ...]:
    """The conditions that must all hold."""
    match condition:
        case ("and", tuple() as left, tuple() as right):
            return (*conjuncts(left), *conjuncts(right))
    return (condition,)
