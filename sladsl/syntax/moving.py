"""Trees whose text stands elsewhere, in the same words."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from functools import cached_property
from typing import Any, TypeVar

from sladsl.diagnostics.diagnostic import Diagnostic, Label
from sladsl.source import Span
from sladsl.syntax import ast
from sladsl.syntax.walk import attributes
from sladsl.values import evolve, field_defaults, frozen

N = TypeVar("N", bound=ast.Node)


@frozen(eq=False)
class Places:
    """Where stretches of whole lines of one text stand in another: their offsets and lines in both, in order."""

    starts: tuple[int, ...]
    lines: tuple[int, ...]
    to_starts: tuple[int, ...]
    to_lines: tuple[int, ...]

    @cached_property
    def back(self) -> Places:
        """The other way round."""
        return Places(self.to_starts, self.to_lines, self.starts, self.lines)

    def span(self, span: Span) -> Span:
        """Where a span of the first text is in the second."""
        start, end = bisect_right(self.starts, span.start) - 1, bisect_right(self.starts, span.end) - 1
        return Span(
            span.file,
            span.start - self.starts[start] + self.to_starts[start],
            span.end - self.starts[end] + self.to_starts[end],
            span.line - self.lines[start] + self.to_lines[start],
            span.column,
            span.end_line - self.lines[end] + self.to_lines[end],
            span.end_column,
        )


def moved(node: N, to: Callable[[Span], Span]) -> N:
    """A copy of a tree with all its spans put where they are told to be."""
    made: N = _moved(node, to)
    return made


def moved_finding(finding: Diagnostic, to: Callable[[Span], Span]) -> Diagnostic:
    """A finding with all its places put where they are told to be."""
    return evolve(
        finding, **{name: _moved(getattr(finding, name), to) for name in field_defaults(Diagnostic)}
    )


def _moved(value: Any, to: Callable[[Span], Span]) -> Any:  # noqa: ANN401 - the values of attributes, of any type
    if isinstance(value, Span):
        return to(value)
    if isinstance(value, tuple):
        return tuple(_moved(each, to) for each in value)
    if isinstance(value, Label):
        return Label(to(value.span), value.text)
    if isinstance(value, ast.Node):
        kind = type(value)
        return kind(to(value.span), *(_moved(getattr(value, name), to) for name in attributes(kind)))
    return value
