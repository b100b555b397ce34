"""Where a mistake is that is known, and what is told of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Sequence

from lark import Token

from sladsl.values import frozen


@frozen
class Known:
    """A known mistake: the code and message of its finding, what to write, and which text it is about, by offsets.

    `meant` is the text that is read in its place, which is empty where it is taken out; None where reading goes on as
    after a mistake that is not known. It stands for all up to the offset `until`, where that is behind the end.
    `habit` names what is done throughout a text, so that it is one mistake however often; it is empty for others.
    `renamed` is a name as it is written and as it is meant wherever it stands.
    """

    code: str
    message: str
    write: str
    start: int
    end: int
    meant: str | None = None
    until: int = 0
    habit: str = ""
    renamed: tuple[str, str] = ("", "")


@frozen(eq=False)
class Where:
    """Where a mistake is: the text and the offset at which it cannot be read on, what has been read of the line.

    `kind` is the list that the line is in, `offered` the terminals that could follow.
    """

    text: str
    start: int
    line: Sequence[Token]
    kind: str
    offered: Collection[str]

    @property
    def ahead(self) -> str:
        """The rest of the line, as far as it matters."""
        return self.text[self.start : self.start + 100].partition("\n")[0]

    @property
    def last(self) -> str:
        """The terminal of the last word of the line so far; empty at its beginning."""
        return self.line[-1].type if self.line else ""

    def since(self, token: Token, letters: int) -> tuple[int, int]:
        """The offsets from a word that has been read to so many letters behind the place."""
        return token.start_pos or 0, self.start + letters

    @property
    def kinds(self) -> list[str]:
        """The terminals of the line so far."""
        return [token.type for token in self.line]


Rule = Callable[[Where], Iterator[Known]]
"""Looks for mistakes of one kind at a place; the first one that it gives is told."""


def known(
    where: Where, code: str, found: re.Match[str], message: str, write: str, meant: str | None = None
) -> Known:
    """A known mistake: what has been found from its place on, in words."""
    return Known(code, message, write, where.start, where.start + len(found[0].rstrip()), meant)


def place_of(token: Token) -> tuple[int, int]:
    """The offsets of a word that has been read."""
    return token.start_pos or 0, token.end_pos or 0
