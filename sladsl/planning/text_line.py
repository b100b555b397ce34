"""A line of the plan as text."""

from __future__ import annotations

from sladsl.source import Span
from sladsl.values import frozen


@frozen
class Line:
    """A line of text, how far it is set in, and where the agreement says it."""

    text: str
    depth: int = 0
    span: Span | None = None

    @property
    def shown(self) -> str:
        return "  " * self.depth + self.text
