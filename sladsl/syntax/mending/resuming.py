"""Reading on where no small change mends a mistake: the line is given up, never more than it takes."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

from lark import Token

from sladsl.diagnostics.diagnostic import Diagnostic
from sladsl.syntax.automaton import OpenList, ScannedText, Stack, accepted, advance, closed, homes, may_end
from sladsl.syntax.mending.changes import begins, begins_anew, resembles
from sladsl.syntax.mending.mistakes import (
    closes_nothing,
    faulty,
    in_the_way,
    instead,
    missing,
    reserved,
    unknown_line,
)
from sladsl.syntax.mending.places import MistakePlace
from sladsl.syntax.mending.telling import Sameness
from sladsl.syntax.mending.tries import LONGEST_LINE, ParsePoint, token_of
from sladsl.syntax.mending.wrong_literals import wrong
from sladsl.syntax.names import RESERVED
from sladsl.syntax.phrases import supplied
from sladsl.syntax.scraps import Scrap, indentation, scraps, skip_blank
from sladsl.values import frozen

LONGEST_HEADING = 6
"""Tokens that may be supplied to complete a heading."""


@frozen(eq=False)
class Repair:
    """A change: tokens kept, tokens supplied after them, and the point from which reading goes on.

    `same` says when its mistake is an earlier one once more.
    """

    mistake: Diagnostic
    keep: int
    supplied: tuple[Token, ...]
    stack: Stack
    offset: int
    same: Sameness = Sameness()


def resume(text: ScannedText, place: MistakePlace, point: ParsePoint) -> Repair:
    """Goes on where something can be read again; the finding is that this could not."""
    assert place.scrap is not None
    if place.scrap.text == "}" and len(list(homes(point.stack, point.count))) == 1:
        return _passed_over(text, place, point)
    return _entered(text, place, point) or _given_up(text, place, point)


def _entered(text: ScannedText, place: MistakePlace, point: ParsePoint) -> Repair | None:
    """Completes a heading whose line ends in `{`, so that its block is read."""
    assert place.scrap is not None
    if not place.line or begins_anew(text, place, point):
        return None
    brace = _last_on_line(text.text, place.scrap)
    if brace is None or brace.text != "{":
        return None
    heading = _to_brace(point.stack, point.count)
    if heading is None:
        return None
    at = place.end
    stack: Stack | None = point.stack
    made: list[Token] = []
    for terminal in heading:
        assert stack is not None
        stack = advance(stack, terminal, point.count + len(made))
        made.append(token_of(terminal, supplied(terminal), at, at, place.source))
    assert stack is not None
    made[-1] = token_of("_LBRACE", "{", brace.start, brace.end, place.source)
    return Repair(_unreadable(text, place, point), point.count, tuple(made), stack, brace.end)


def _last_on_line(text: str, scrap: Scrap) -> Scrap | None:
    last = None
    for ahead in islice(scraps(text, scrap.start), LONGEST_LINE):
        if ahead.leads and ahead.start > scrap.start:
            break
        last = ahead
    return last


def _to_brace(stack: Stack, count: int) -> list[str] | None:
    """The fewest terminals that complete a heading and open its block."""
    paths: list[tuple[list[str], Stack]] = [([], stack)]
    inside = sum(1 for _ in homes(stack, count))
    for _ in range(LONGEST_HEADING):
        longer: dict[int, tuple[list[str], Stack]] = {}
        for path, reached in paths:
            for terminal in accepted(reached):
                after = advance(reached, terminal, count)
                assert after is not None
                if terminal == "_LBRACE" and sum(1 for _ in homes(after, count)) > inside:
                    return [*path, terminal]
                if sum(1 for _ in homes(after, count)) == inside and terminal != "_RBRACE":
                    longer.setdefault(after.state, ([*path, terminal], after))
        paths = list(longer.values())
    return None


def _given_up(text: ScannedText, place: MistakePlace, point: ParsePoint) -> Repair:
    """Gives up the line, and goes on at the next that can be read."""
    assert place.scrap is not None
    mistake = _unreadable(text, place, point)
    around = list(homes(place.stack, point.count))
    open_braces = place.open_braces
    for scrap in scraps(text.text, place.scrap.start):
        if scrap.text == "{":
            open_braces += 1
        elif scrap.text == "}" and open_braces:
            open_braces -= 1
        elif scrap.text == "}" and len(around) > 1:
            return _cut(mistake, around[0], scrap.start)
        elif scrap.leads and not open_braces and scrap.kind == "word":
            resumed = _resumed(text, place, mistake, around, scrap)
            if resumed is not None and (scrap.start > place.scrap.start or resumed.keep < point.count):
                return resumed
    return _cut(mistake, around[0], len(text.text))


def _resumed(
    text: ScannedText, place: MistakePlace, mistake: Diagnostic, around: Sequence[OpenList], scrap: Scrap
) -> Repair | None:
    """Goes on at a line, in the innermost list that accepts it; only a line that is not deeper leaves a block."""
    closings: tuple[Token, ...] = ()
    stack: Stack | None = around[0].stack
    keep = around[0].count
    depth = indentation(text.text, scrap.start)
    further = place.scrap is not None and scrap.start > place.scrap.start
    level = place.scrap is not None and depth <= indentation(text.text, place.scrap.start)
    for number in range(len(around)):
        assert stack is not None
        nearly = further and level and scrap.kind == "word" and resembles(stack.state, scrap.text)
        if nearly or begins(text, stack, scrap):
            return Repair(mistake, keep, closings, stack, scrap.start)
        if number + 1 == len(around):
            return None
        opener = place.tokens[around[number + 1].count]
        if depth > indentation(text.text, opener.start_pos or 0):
            return None
        stack = closed(stack, keep + len(closings))
        if stack is None:
            return None
        at = (place.tokens[keep - 1].end_pos or 0) if keep else 0
        closings += (token_of("_RBRACE", "}", at, at, place.source),)
    return None


def _cut(mistake: Diagnostic, home: OpenList, offset: int) -> Repair:
    return Repair(mistake, home.count, (), home.stack, offset)


def _passed_over(text: ScannedText, place: MistakePlace, point: ParsePoint) -> Repair:
    """Passes over a `}` for which no block is open."""
    home = next(homes(point.stack, point.count))
    assert place.scrap is not None
    if home.count < point.count:
        return _cut(_unreadable(text, place, point), home, place.scrap.start)
    return _cut(closes_nothing(place), home, skip_blank(text.text, place.scrap.end))


def _unreadable(text: ScannedText, place: MistakePlace, point: ParsePoint) -> Diagnostic:
    """The finding for a line that no small change mends."""
    assert place.scrap is not None
    fault = wrong(place.scrap)
    if fault is not None:
        return faulty(place, fault)
    if not place.line:
        return unknown_line(place)
    offered = accepted(place.stack)
    if begins_anew(text, place, point):
        return missing(place, offered, at_end=True)
    if "NAME" in offered and place.scrap.text in RESERVED:
        return reserved(place)
    return in_the_way(place) if may_end(place.stack) else instead(place, offered)
