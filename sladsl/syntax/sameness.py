"""Whether two trees say the same, wherever it stands."""

from __future__ import annotations

from typing import Any

from sladsl.source import Source, Span
from sladsl.syntax import ast
from sladsl.syntax.walk import attributes


def say_the_same(one: ast.Node, other: ast.Node) -> bool:
    """Whether two trees are equal but for the places of their nodes."""
    waiting: list[tuple[Any, Any]] = [(one, other)]
    while waiting:
        left, right = waiting.pop()
        if type(left) is not type(right):
            return False
        if isinstance(left, ast.Node):
            waiting.extend((getattr(left, name), getattr(right, name)) for name in attributes(type(left)))
        elif isinstance(left, tuple):
            if len(left) != len(right):
                return False
            waiting.extend(zip(left, right, strict=True))
        elif not isinstance(left, Span | Source) and left != right:
            return False
    return True
