"""Parts of Lark's trees."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypeVar, cast

from lark import Token, Tree

from sladsl.syntax.names import Branch
from sladsl.syntax.piece import Piece

Child = Any
"""A child of one of Lark's trees: a tree, a token, or None for an optional part that is not written."""

N = TypeVar("N")


def maybe(read: Callable[[Any, Piece], N], child: Child, at: Piece) -> N | None:
    """Read an optional part."""
    return None if child is None else read(child, at)


def trees(children: Iterable[Child], rule: str | None = None) -> list[Branch]:
    """The children that are trees, those of one rule if one is named."""
    return [child for child in children if isinstance(child, Tree) and rule in {None, child.data}]


def tokens(children: Iterable[Child]) -> list[Token]:
    """The children that are tokens."""
    return [child for child in children if isinstance(child, Token)]


def only(tree: Branch) -> Token:
    """The first child, which is a token."""
    return cast("Token", tree.children[0])


def inside(block: Iterable[Child]) -> list[Branch]:
    """The items of a block, if there is one."""
    return [item for tree in trees(block) for item in trees(tree.children)]
