"""Agreement text and the places in it."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cached_property

from attrs import field

from sladsl.values import frozen


@frozen
class Span:
    """A stretch of one agreement file, as plain data that outlives the file.

    `start` and `end` are offsets in code points, half-open. Lines and columns count from 1, in code points;
    `end_line` and `end_column` are the place just after the last character.
    """

    file: str
    start: int
    end: int
    line: int
    column: int
    end_line: int
    end_column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"

    def begins_in(self, other: Span) -> bool:
        """Whether it begins within another stretch of the same file."""
        return self.file == other.file and other.start <= self.start < other.end


@frozen(eq=False)
class Source:
    """One agreement file: the name it is shown under and its whole text.

    `room` are stretches of the text, [start, end), that the author has not written: blanks and line ends between items.
    """

    name: str
    text: str = field(repr=False)
    room: tuple[tuple[int, int], ...] = field(default=(), repr=False)

    @cached_property
    def line_starts(self) -> tuple[int, ...]:
        """The offset at which each line begins."""
        return (0, *(line_end.end() for line_end in re.finditer("\n", self.text)))

    def place(self, offset: int) -> tuple[int, int]:
        """The line and column, both from 1, of an offset."""
        line = bisect_right(self.line_starts, offset)
        return line, offset - self.line_starts[line - 1] + 1

    def offset(self, line: int, column: int) -> int:
        """The offset of a line and column, both from 1; raises ValueError where the text has no such place."""
        starts = (*self.line_starts, len(self.text) + 1)
        if not 1 <= line < len(starts) or not 1 <= column <= starts[line] - starts[line - 1]:
            raise ValueError(f"{self.name} has no line {line}, column {column}")
        return starts[line - 1] + column - 1

    def span(self, start: int, end: int) -> Span:
        """The span between two offsets."""
        return Span(self.name, start, end, *self.place(start), *self.place(end))

    def line(self, number: int) -> str:
        """The text of a line counted from 1, without its line end."""
        start = self.line_starts[number - 1]
        end = self.line_starts[number] - 1 if number < len(self.line_starts) else len(self.text)
        return self.text[start:end].removesuffix("\r")
