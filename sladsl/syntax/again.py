"""A text that is read again after a change, with as much of its tree as there can be from the reading before."""

from __future__ import annotations

from collections.abc import Iterator

from sladsl.source import Source, Span
from sladsl.syntax import ast
from sladsl.syntax.parser import parse
from sladsl.syntax.parts import Pieces
from sladsl.values import frozen


@frozen(eq=False)
class ReadText:
    """A text and its tree, which may stand in a copy with room, and the pieces of the last text that had any."""

    source: Source
    parsed: ast.Parsed
    pieces: Pieces | None = None

    @property
    def is_copied(self) -> bool:
        """Whether the tree stands in a copy."""
        return self.pieces is not None and self.pieces.parsed is self.parsed

    def real(self, span: Span) -> Span:
        """Where in the text a span of the tree is."""
        if self.pieces is None or not self.is_copied or span.file != self.source.name:
            return span
        return self.pieces.real(span)


def read(source: Source) -> ReadText:
    """A text as it is read from nothing."""
    return ReadText(source, parse(source))


def read_again(before: ReadText | None, source: Source) -> ReadText:
    """A text where another one has been before; the same value where nothing has changed."""
    if before is not None and before.source.text == source.text:
        return before
    from sladsl.syntax.pieces import replaced

    last: Pieces | None = None
    for known in () if before is None else _pieces_of(before):
        last = last or known
        after = replaced(known, source.text)
        if after is not None:
            return ReadText(source, after.parsed, after)
    parsed = parse(source)
    return ReadText(source, parsed, last if parsed.diagnostics else None)


def _pieces_of(before: ReadText) -> Iterator[Pieces]:
    """The pieces that a text has been in last, then its own."""
    from sladsl.syntax.pieces import pieces

    if before.pieces is not None:
        yield before.pieces
    if not before.is_copied:
        made = pieces(before.parsed)
        if made is not None:
            yield made
