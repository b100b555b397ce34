"""Where a mistake is, and a finding about it in the clause that it is in."""

from __future__ import annotations

from collections.abc import Sequence

from lark import Token

from sladsl.diagnostics.diagnostic import Diagnostic, Label
from sladsl.source import Source, Span
from sladsl.syntax.automaton import Stack, homes
from sladsl.syntax.phrases import words
from sladsl.syntax.piece import error
from sladsl.syntax.scraps import Scrap
from sladsl.values import frozen

LONGEST_QUOTE = 48
"""Letters of what has been written that a message shows at most."""

LONGEST_HEAD = 200
"""Letters of a line that are looked at where it may be of any length."""


@frozen(eq=False)
class MistakePlace:
    """Where a mistake is: what has been read, the state that led to, and the piece of text that cannot follow.

    `scrap` is None at the end of the file.
    """

    source: Source
    tokens: Sequence[Token]
    stack: Stack
    scrap: Scrap | None

    @property
    def kind(self) -> str:
        """The list that the mistake is in ("line" of a service level)."""
        return next(homes(self.stack, len(self.tokens))).kind

    @property
    def line(self) -> Sequence[Token]:
        """The tokens of the line or heading that is being read; empty between two."""
        return self.tokens[next(homes(self.stack, len(self.tokens))).count :]

    @property
    def begins(self) -> str | None:
        """The terminal that the line begins with."""
        return self.line[0].type if self.line else None

    @property
    def open_braces(self) -> int:
        """How many braces are open within the line itself, such as that of `one of {`."""
        kinds = [token.type for token in self.line]
        return kinds.count("_LBRACE") - kinds.count("_RBRACE")

    @property
    def end(self) -> int:
        """Where the text that has been read ends."""
        return _end(self.tokens)

    @property
    def found(self) -> str:
        """What cannot follow, as the message shows it."""
        if self.scrap is None:
            return "the end of the file"
        first = self.scrap.text.partition("\n")[0]
        return f"`{first if len(first) <= LONGEST_QUOTE else first[: LONGEST_QUOTE - 1] + '…'}`"

    @property
    def span(self) -> Span:
        """The piece of text that cannot follow, its first line only."""
        if self.scrap is None:
            return self.source.span(self.end, self.end)
        return self.source.span(self.scrap.start, self.scrap.start + len(self.scrap.text.partition("\n")[0]))

    @property
    def clause(self) -> str | None:
        """The item that the mistake is in, as documents name it."""
        return clause_of(self.stack, self.tokens)


def clause_of(stack: Stack, tokens: Sequence[Token]) -> str | None:
    """The item that the end of the text read so far lies in, as documents name it; None outside of items."""
    around = [home for home in homes(stack, len(tokens)) if home.kind in {"item", "file", "amending"}]
    item = tokens[around[0].count :] if around and around[0].kind != "file" else tokens[:0]
    if around and around[0].kind == "amending":
        # What is replaced, added or removed stands behind the word that says so.
        item = item[1:] or tokens[around[1].count :]
    return describe(item) if item else None


def describe(item: Sequence[Token]) -> str:
    """The name of an item or block from its first tokens ("service level Accuracy")."""
    named: list[str] = []
    for token in item[:4]:
        word = words().get(token.type)
        if word is None:
            if token.type == "NAME" or (token.type == "QUOTED" and named == ["example"]):
                named.append(str(token))
            break
        named.append(word)
        if token.type not in _NAMED:
            break
    return " ".join(part for part in named if part)


_NAMED = frozenset(
    {
        "AGREEMENT",
        "MODULE",
        "_AMENDMENT",
        "_CHARGE",
        "CALENDAR",
        "_RECORDS",
        "SEVERITY",
        "_SERVICE",
        "_LEVEL",
        "_KPI",
        "_CLAUSE",
        "_EXAMPLE",
    }
)


def mistake_at(
    place: MistakePlace, code: str, span: Span, message: str, write: str | None, labels: Sequence[Label] = ()
) -> Diagnostic:
    """A finding in the clause of a place."""
    return error(code, span, message, write, labels, place.clause)


def _end(tokens: Sequence[Token]) -> int:
    return (tokens[-1].end_pos or 0) if tokens else 0


def words_before(place: MistakePlace) -> str:
    """The words that were read of the line, as far as they help."""
    line = [token for token in place.line if token.start_pos != token.end_pos]
    if not line:
        return ""
    text = " ".join(place.source.text[line[0].start_pos : place.end].split())
    shown = text if len(text) <= LONGEST_QUOTE else str(line[-1]).partition("\n")[0]
    return f" after `{shown}`" if len(shown) <= LONGEST_QUOTE else ""
