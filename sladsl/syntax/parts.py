"""The pieces of a file, each with room behind it, and where they stand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from itertools import accumulate

from sladsl.source import Source, Span
from sladsl.syntax import ast
from sladsl.syntax.moving import Places
from sladsl.values import frozen


@frozen(eq=False)
class Part:
    """A piece: its text as written, what stands in it, and how many characters and lines it has in the copy.

    `is_frame` marks the heading and the end of a block or of a service, which are no items by themselves; `is_sound`
    that it can be read by itself, without a finding. Of what is not sound nothing is kept but the text.
    """

    text: str
    items: tuple[ast.Item, ...]
    comments: tuple[ast.Comment, ...]
    characters: int
    lines: int
    is_frame: bool
    is_sound: bool = True

    @cached_property
    def written_lines(self) -> int:
        """The line ends of its text."""
        return self.text.count("\n")

    @property
    def fits(self) -> bool:
        """Whether its text has room in the copy: room is line ends, with spaces before the first of them."""
        lines, characters = self.lines - self.written_lines, self.characters - len(self.text)
        return 0 < lines <= characters or lines == characters == 0

    @cached_property
    def copied(self) -> str:
        """Its text and its room."""
        lines = self.lines - self.written_lines
        return self.text + " " * (self.characters - len(self.text) - lines) + "\n" * lines


@frozen(eq=False)
class Pieces:
    """A file in pieces, and its tree, which stands in the copy with room."""

    parts: tuple[Part, ...]
    parsed: ast.Parsed

    @cached_property
    def text(self) -> str:
        """The file as the author wrote it."""
        return "".join(part.text for part in self.parts)

    def real(self, span: Span) -> Span:
        """Where in the author's text a span of the copy is."""
        return self.places.back.span(span)

    @cached_property
    def places(self) -> Places:
        """Where each piece begins in the author's text, and where in the copy."""
        return places_of(self.parts)


def places_of(parts: Sequence[Part]) -> Places:
    """Where each piece begins in the author's text, and where in the copy."""
    return Places(
        _sums(len(part.text) for part in parts),
        _sums((part.written_lines for part in parts), 1),
        _sums(part.characters for part in parts),
        _sums((part.lines for part in parts), 1),
    )


def copy_of(parts: Sequence[Part], name: str) -> Source:
    """The copy of a text, with room behind its pieces."""
    starts = _sums(part.characters for part in parts)
    room = tuple(
        (start + len(part.text), start + part.characters)
        for part, start in zip(parts, starts, strict=True)
        if len(part.text) < part.characters
    )
    return Source(name, "".join(part.copied for part in parts), room)


def _sums(numbers: Iterable[int], first: int = 0) -> tuple[int, ...]:
    return tuple(accumulate(numbers, initial=first))[:-1]
