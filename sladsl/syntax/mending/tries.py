"""Changes that are tried where a text cannot be read on, and how far it must read on after one for that to be made."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum, auto
from itertools import islice, takewhile

from lark import Token

from sladsl.source import Source
from sladsl.syntax.automaton import Reached, ScannedText, Stack, automaton, may_end, reach
from sladsl.syntax.mending.places import MistakePlace
from sladsl.syntax.scraps import Scrap, scraps, skip_blank
from sladsl.values import frozen

LOOKAHEAD = 14
"""Pieces of text up to which a change is tried."""

ENOUGH = 5
"""Pieces of text that must be read after a change for it to be made, where the line does not end before."""

CERTAIN = 3
"""Pieces of text that must be read after a change that passes over whole lines."""

LONGEST_LINE = 60
"""Pieces of text after which a line is not followed to its end, which garbage may not have."""


class MendKind(Enum):
    """What a change mends: what the author has left out, written otherwise, or put where it has no place."""

    MISSING = auto()
    UNFINISHED = auto()
    INSTEAD = auto()
    IN_THE_WAY = auto()
    WRONG = auto()
    MISSPELT = auto()
    MISREAD = auto()
    RUN_TOGETHER = auto()
    RESERVED = auto()
    JOINED = auto()
    UNQUOTED = auto()
    LONG_TEXT = auto()
    CLOSED_TOO_LATE = auto()
    ROW = auto()
    NOT_CLOSED = auto()
    OPENED_OTHERWISE = auto()
    CLOSED_OTHERWISE = auto()
    BLOCK = auto()


_LARGER = frozenset(
    {
        MendKind.JOINED,
        MendKind.OPENED_OTHERWISE,
        MendKind.CLOSED_OTHERWISE,
        MendKind.LONG_TEXT,
        MendKind.CLOSED_TOO_LATE,
        MendKind.BLOCK,
    }
)
"""Changes of more than a piece of text, which are known by what they change."""


@frozen(eq=False)
class ParsePoint:
    """A point of the reading: the stack, the tokens that led to it, and the offset at which the text goes on."""

    stack: Stack
    count: int
    offset: int


@frozen(eq=False)
class Try:
    """A change that is tried: its kind, the point it starts from, and how far the text reads after it."""

    kind: MendKind
    terminal: str
    base: ParsePoint
    supplied: tuple[Token, ...]
    stack: Stack
    offset: int
    reached: Reached


def horizon_of(text: str, scrap: Scrap) -> int:
    """The offset up to which a change is tried."""
    ahead = list(islice(scraps(text, scrap.start), LOOKAHEAD))
    return ahead[-1].start if len(ahead) == LOOKAHEAD else len(text) + 1


def horizon_after(text: str, offset: int) -> int:
    """The offset up to which a text must read on from another where a change has passed over lines."""
    ahead = list(islice(scraps(text, offset), CERTAIN))
    return ahead[-1].end if len(ahead) == CERTAIN else len(text) + 1


@frozen(eq=False)
class Spot:
    """Where changes are tried: the piece of text that cannot follow, and the terminals that could."""

    text: ScannedText
    place: MistakePlace
    point: ParsePoint
    scrap: Scrap
    offered: Sequence[str]
    horizon: int


def is_enough(text: ScannedText, best: Try, scrap: Scrap) -> bool:
    """Whether the text reads on far enough: to the horizon, some pieces, to the line's end, or two into the next.

    The line's end is not enough for a guess at what a line begins with, since its block would be read by that guess.
    """
    end = best.reached.offset
    if end >= horizon_of(text.text, scrap):
        return True
    if best.terminal == "_LBRACE" and scrap.leads:
        return end > scrap.start
    if best.kind in _LARGER:
        return (
            best.kind == MendKind.CLOSED_OTHERWISE
            or end > skip_blank(text.text, best.offset)
            or _ends_line(text, best, scrap)
        )
    if best.kind == MendKind.UNFINISHED:
        return end > scrap.start
    passed = list(takewhile(lambda ahead: ahead.start < end, scraps(text.text, scrap.start)))
    lines = [number for number, ahead in enumerate(passed) if ahead.leads and number]
    if len(passed) > ENOUGH or len(lines) > 1 or (lines and len(passed) > lines[0] + 1):
        return True
    if best.kind in {MendKind.WRONG, MendKind.UNQUOTED} or best.offset < scrap.start:
        return len(passed) > 1 or _ends_line(text, best, scrap)
    guessed = scrap.leads and automaton().homes.get(best.base.stack.state) in {"item", "file"}
    guessed = guessed and best.kind in {MendKind.MISSING, MendKind.INSTEAD}
    return bool(passed) and not guessed and _ends_line(text, best, scrap)


def _ends_line(text: ScannedText, best: Try, scrap: Scrap) -> bool:
    """Whether the rest of the line can be read, and is complete then."""
    ahead = list(islice(scraps(text.text, scrap.start), 1, LONGEST_LINE))
    if len(ahead) == LONGEST_LINE - 1 and not any(each.leads for each in ahead):
        return False
    end = next((each.start for each in ahead if each.leads), len(text.text))
    reached = reach(text, best.stack, best.offset, end)
    return reached.offset == end and may_end(reached.stack)


def token_of(terminal: str, text: str, start: int, end: int, source: Source) -> Token:
    """A token with its lines and columns."""
    line, column = source.place(start)
    end_line, end_column = source.place(end)
    return Token(
        terminal,
        text,
        start_pos=start,
        line=line,
        column=column,
        end_line=end_line,
        end_column=end_column,
        end_pos=end,
    )
