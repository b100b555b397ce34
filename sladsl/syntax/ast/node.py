"""What every node is made of: its span, names, paths, prose."""

from __future__ import annotations

from sladsl.source import Span
from sladsl.values import frozen


@frozen(eq=False)
class Node:
    """Anything written in an agreement."""

    span: Span


@frozen(eq=False)
class Comment(Node):
    """A `#` comment, with its sign."""

    text: str


@frozen(eq=False)
class Name(Node):
    """An identifier."""

    text: str


@frozen(eq=False)
class Path(Node):
    """Names joined by dots: `Office`, `calendars.uk.Office`, `invoice.amount`."""

    names: tuple[Name, ...]

    @property
    def text(self) -> str:
        """The path as written."""
        return ".".join(name.text for name in self.names)


@frozen(eq=False)
class Text(Node):
    """A quoted string; `value` is without quotes and escapes."""

    value: str


@frozen(eq=False)
class Reference(Node):
    """A reference in prose: `{Accuracy.minimum}` quotes a value, `{ref Accuracy}` names a clause."""

    path: Path
    is_clause: bool


@frozen(eq=False)
class Prose(Node):
    """Text in three quotes: stretches of text and references, in order; common indentation is removed."""

    pieces: tuple[Text | Reference, ...]
