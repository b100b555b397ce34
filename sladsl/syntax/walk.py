"""The one way to look for something in a tree."""

from __future__ import annotations

from collections.abc import Iterator

from sladsl.syntax import ast
from sladsl.values import field_defaults


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
    for name in attributes(type(node)):
        value = getattr(node, name)
        if isinstance(value, ast.Node):
            found.append(value)
        elif isinstance(value, tuple):
            found.extend(part for part in value if isinstance(part, ast.Node))
    return found


def attributes(kind: type[ast.Node]) -> tuple[str, ...]:
    """The names of what a kind of node says, in the order of the text; where it stands is none of it."""
    if kind not in _KNOWN:
        _KNOWN[kind] = tuple(name for name in field_defaults(kind) if name != "span")
    return _KNOWN[kind]


_KNOWN: dict[type[ast.Node], tuple[str, ...]] = {}
