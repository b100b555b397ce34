"""The one way to look for something in a tree."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from functools import cache
from typing import cast

from attrs import fields

from sladsl.syntax import ast


def walk(node: ast.Node) -> Iterator[ast.Node]:
    """A node and everything in it, each node before its parts, parts in written order, comments last."""
    waiting = [node]
    while waiting:
        current = waiting.pop()
        yield current
        waiting.extend(reversed(children(current)))


def children(node: ast.Node) -> list[ast.Node]:
    """The direct parts of a node, in the order of its attributes, which is that of the text."""
    found: list[ast.Node] = []
    for name in _attributes(type(node)):
        value = getattr(node, name)
        if isinstance(value, ast.Node):
            found.append(value)
        elif isinstance(value, tuple):
            found.extend(part for part in value if isinstance(part, ast.Node))
    return found


@cache
def _attributes(kind: Hashable) -> tuple[str, ...]:
    return tuple(
        attribute.name for attribute in fields(cast(type[ast.Node], kind)) if attribute.name != "span"
    )
