"""The one way to look for something in a tree."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import wraps
from typing import TypeVar
from weakref import WeakKeyDictionary

from sladsl.syntax import ast
from sladsl.values import field_defaults

T = TypeVar("T")


def walk(node: ast.Node) -> Iterator[ast.Node]:
    """A node and everything in it, each node before its parts, parts in written order, comments last."""
    waiting = [node]
    while waiting:
        current = waiting.pop()
        yield current
        waiting.extend(reversed(children(current)))


def remembered(found: Callable[[ast.Node], T]) -> Callable[[ast.Node], T]:
    """Keep what a function finds in a node as long as there is the node, whose text never changes."""
    known: WeakKeyDictionary[ast.Node, T] = WeakKeyDictionary()

    @wraps(found)
    def find(node: ast.Node) -> T:
        if node not in known:
            known[node] = found(node)
        return known[node]

    return find


@remembered
def names_in(node: ast.Node) -> frozenset[str]:
    """Every name that stands in a node, those in paths one by one."""
    return frozenset(part.text for part in walk(node) if isinstance(part, ast.Name))


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
