"""A stretch of a file that is parsed on its own, and what is found while its tree is read."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from attrs import Factory

from sladsl.diagnostics.diagnostic import Diagnostic, Label, Severity
from sladsl.source import Source, Span
from sladsl.values import frozen

Placed = Any
"""A token or the meta of a tree of Lark's, which says where it lies within the text that was parsed."""


@frozen(eq=False)
class Piece:
    """A stretch of a source: the whole text, or a cell, which lies within one line.

    `start` is its offset, `line` and `column` its place in the file. Findings go to `found`.
    """

    source: Source
    start: int = 0
    line: int = 1
    column: int = 1
    found: list[Diagnostic] = Factory(list)

    def span(self, place: Placed) -> Span:
        """Where a part of this piece lies in the file."""
        return self.between(place, place)

    def between(self, first: Placed, last: Placed) -> Span:
        """From the beginning of one part to the end of another."""
        on_first = self.column - 1 if first.line == 1 else 0
        on_last = self.column - 1 if last.end_line == 1 else 0
        return Span(
            self.source.name,
            self.start + first.start_pos,
            self.start + last.end_pos,
            self.line + first.line - 1,
            first.column + on_first,
            self.line + last.end_line - 1,
            last.end_column + on_last,
        )

    def within(self, span: Span) -> Piece:
        """The piece that a span of the file covers."""
        return Piece(self.source, span.start, span.line, span.column, self.found)

    def report(self, code: str, span: Span, message: str, write: str, labels: Iterable[Label] = ()) -> None:
        """Note an error; `write` says what to write instead."""
        self.found.append(error(code, span, message, write, labels))


def error(
    code: str,
    span: Span,
    message: str,
    write: str | None,
    labels: Iterable[Label] = (),
    clause: str | None = None,
) -> Diagnostic:
    """A syntax error; `write` says what to write instead."""
    return Diagnostic(code, Severity.ERROR, message, span, labels=tuple(labels), help=write, clause=clause)
