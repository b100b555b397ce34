"""Where a mistake is that is known, and what is told of it."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from lark import Token

from sladsl.values import frozen


@frozen
class Known:
    """A known mistake: the code and message of its finding, what to write, and which text it is about, by offsets."""

    code: str
    message: str
    write: str
    start: int
    end: int


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


def known(where: Where, code: str, found: re.Match[str], message: str, write: str) -> Known:
    """A known mistake: what has been found from its place on, in words."""
    return Known(code, message, write, where.start, where.start + len(found[0].rstrip()))
