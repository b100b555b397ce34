"""Stretches of a text that hold mistakes, read on as in the whole text, between lines whose reading is known.

Recovery goes from left to right. What it does with a mistake depends on the text, which is there in whole, and on the
tokens behind it: the headings that are open, and the last few. So a stretch can be read with these tokens before it and
nothing else, and once a later line is read as it is known to be, in the same list, so is all that follows.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

from lark import Token

from sladsl.source import Source
from sladsl.syntax.automaton import ScannedText, Stack, advance, first_stack, homes
from sladsl.syntax.mending.findings_so_far import FindingsSoFar
from sladsl.syntax.mending.recovery import Standing, step
from sladsl.syntax.mending.tries import ParsePoint
from sladsl.syntax.scraps import leads, skip_blank
from sladsl.values import evolve, frozen

BEHIND = 14
"""Tokens behind a mistake that recovery may look at."""

Behind = tuple[int, int] | Sequence[Token]
"""What stands before a stretch: offsets of a text, [start, end), or what has been read of it."""


@frozen(eq=False)
class Reading:
    """A text while stretches of it are read, and what has been told so far."""

    source: Source
    text: ScannedText
    told: FindingsSoFar


@frozen(eq=False)
class Read:
    """What a stretch has been read as, and which of its possible ends it has."""

    tokens: Sequence[Token]
    end: int


@frozen(eq=False)
class Known:
    """Tokens whose reading is known, where it stands after them, and the list in which it goes on."""

    tokens: list[Token]
    standing: Standing
    home: Stack


def known(reading: Reading, parts: Sequence[Behind], start: int) -> Known | None:
    """Read headings, and what stands last before a stretch; None where that is not sound with what follows.

    `start` is the offset at which the stretch begins: what stands before it may have been given up.
    """
    point = ParsePoint(first_stack(), 0, 0)
    standing = Standing(point, point)
    tokens: list[Token] = []
    for part in parts:
        after = (
            _read_plainly(reading, part, tokens, standing)
            if isinstance(part, tuple)
            else _followed(reading, part, tokens, standing)
        )
        if after is None:
            return None
        standing = after
    point = evolve(standing.point, offset=max(start, standing.point.offset))
    innermost = next(homes(point.stack, len(tokens)), None)
    return None if innermost is None else Known(tokens, Standing(point, standing.line), innermost.stack)


def _read_plainly(
    reading: Reading, part: tuple[int, int], tokens: list[Token], standing: Standing
) -> Standing | None:
    start, end = part
    told = FindingsSoFar()
    point = ParsePoint(standing.point.stack, len(tokens), max(start, standing.point.offset))
    after: Standing | None = Standing(point, standing.line)
    while after is not None and skip_blank(reading.source.text, after.point.offset) < end:
        after = step(reading.text, reading.source, tokens, after, told)
        if told.found:
            return None
    return after


def _followed(
    reading: Reading, part: Sequence[Token], tokens: list[Token], standing: Standing
) -> Standing | None:
    point, line = standing.point, standing.line
    for token in part:
        after = advance(point.stack, token.type, len(tokens))
        if after is None:
            return None
        if leads(reading.source.text, token.start_pos or 0):
            line = point
        tokens.append(token)
        point = ParsePoint(after, len(tokens), token.end_pos or 0)
    return Standing(point, line)


def read_on(reading: Reading, before: Known, ends: Sequence[int]) -> Read | None:
    """Read a stretch to the first of its possible ends from which on all is read as it is known to be.

    None where there is no such end, or where the mistake is told to lie in what stands before the stretch.
    """
    tokens = list(before.tokens)
    count = len(tokens)
    standing: Standing | None = before.standing
    for number, end in enumerate(ends):
        first = skip_blank(reading.source.text, end)
        while standing is not None and skip_blank(reading.source.text, standing.point.offset) < first:
            standing = step(reading.text, reading.source, tokens, standing, reading.told)
            if len(tokens) < count or (count and tokens[count - 1] is not before.tokens[-1]):
                return None
        if standing is None:
            return None
        if standing.point.offset <= first and _goes_on(reading, standing.point, first, before.home):
            read = tokens[count:]
            is_apart = not read or _is_in(before.standing.point, read[0].type, before.home)
            return Read(read, number) if is_apart and _stays_within(read) else None
    return None


def _stays_within(tokens: Sequence[Token]) -> bool:
    """Whether tokens close no block that they have not opened."""
    steps = ({"_LBRACE": 1, "_RBRACE": -1}.get(token.type, 0) for token in tokens)
    return all(depth >= 0 for depth in accumulate(steps))


def _goes_on(reading: Reading, point: ParsePoint, offset: int, home: Stack) -> bool:
    """Whether the text at an offset is read as the beginning of a line of a list, or as its end."""
    token = reading.text.token(point.stack.state, offset)
    return token is not None and token.start_pos == offset and _is_in(point, token.type, home)


def _is_in(point: ParsePoint, terminal: str, home: Stack) -> bool:
    """Whether a token stands directly in a list."""
    after = advance(point.stack, terminal, point.count)
    return after is not None and after.below is not None and _same(after.below, home)


def _same(one: Stack | None, other: Stack | None) -> bool:
    while one is not None and other is not None and one.state == other.state:
        one, other = one.below, other.below
    return one is None and other is None
