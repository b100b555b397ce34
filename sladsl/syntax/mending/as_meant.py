"""Reading on after a mistake of which it is known what was meant: that is read in the place of what is written."""

from __future__ import annotations

from collections.abc import Sequence

from lark import Token

from sladsl.source import Source
from sladsl.syntax.automaton import END, Stack, advance, text_of
from sladsl.syntax.mending.mistakes import known_mistake, known_place
from sladsl.syntax.mending.places import MistakePlace
from sladsl.syntax.mending.resuming import Repair
from sladsl.syntax.mending.tries import ParsePoint, token_of
from sladsl.values import frozen


@frozen(eq=False)
class _Read:
    """What has been read of a text: its tokens, and the stack after them."""

    tokens: tuple[Token, ...]
    stack: Stack


def as_meant(place: MistakePlace, point: ParsePoint, line: ParsePoint) -> Repair | None:
    """The change to what was meant; None where that is not known, or cannot be read here either.

    `line` is where the reading stood before the first word of the line.
    """
    known = known_place(place)
    mistake = known_mistake(place)
    if known is None or known.meant is None or mistake is None:
        return None
    base = _before(place.tokens, point, line, known.start)
    end = max(known.end, known.until)
    read = None if base is None else _read(base, known.meant, place.source, (known.start, end))
    if base is None or read is None:
        return None
    if not read.tokens and end <= point.offset and base.count == point.count:
        return None  # nothing would change
    return Repair(mistake, base.count, read.tokens, read.stack, end)


def _before(tokens: Sequence[Token], point: ParsePoint, line: ParsePoint, start: int) -> ParsePoint | None:
    """Where the reading stood before an offset of its line."""
    if start >= point.offset:
        return point
    stack, count = line.stack, line.count
    for token in tokens[line.count :]:
        if (token.start_pos or 0) >= start:
            break
        after = advance(stack, token.type, count)
        if after is None:
            return None
        stack, count = after, count + 1
    return ParsePoint(stack, count, start) if start >= line.offset else None


def _read(base: ParsePoint, meant: str, source: Source, span: tuple[int, int]) -> _Read | None:
    """The tokens of what was meant, each at the place of what is written."""
    text, stack, offset = text_of(meant), base.stack, 0
    tokens: list[Token] = []
    while offset < len(meant):
        token = text.token(stack.state, offset)
        if token is None or token.type == END:
            return None
        after = advance(stack, token.type, base.count + len(tokens))
        if after is None:
            return None
        # The bar before a row takes the place of a blank before it.
        start = span[0] - 1 if token.type == "ROW" else span[0]
        tokens.append(token_of(token.type, str(token), start, span[1], source))
        stack, offset = after, token.end_pos or 0
    return _Read(tuple(tokens), stack)
