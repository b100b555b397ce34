"""A level, at a tuple of dimension values where it has dimensions, as examples and remedies name it."""

from __future__ import annotations

from sladsl.syntax import ast
from sladsl.syntax.branches import tokens, trees
from sladsl.syntax.cells import value_of
from sladsl.syntax.names import Branch, path
from sladsl.syntax.piece import Piece


def level_at(tree: Branch, at: Piece) -> ast.LevelAt:
    """`LEVEL [for P1, P2]`."""
    level, *key = trees(tree.children)
    return ast.LevelAt(at.span(tree.meta), path(level, at), tuple(_values(values, at) for values in key))


def _values(tree: Branch, at: Piece) -> ast.ValueList:
    return ast.ValueList(at.span(tree.meta), tuple(value_of(value, at) for value in tokens(tree.children)))
