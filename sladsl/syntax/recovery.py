"""Reading on after a mistake, so that one mistake gives one finding and the next one is still found.

Recovery works on the parser's states alone and gives a list of tokens that the grammar accepts: the author's own, less
what had no place, with tokens of no width where something was missing. The tree is made from that list as from any.

At a token that cannot follow, every small change is tried: a word or sign put in, replaced or taken out, a block
closed. The change after which the text reads furthest is made. Where none helps, a heading that ends in `{` is
completed and its block entered; otherwise the line is given up and reading goes on at the next line that begins with
a word which can begin one there, or at a `}`.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

from attrs import evolve
from lark import Token

from sladsl.diagnostics.diagnostic import Diagnostic, Label
from sladsl.source import Source
from sladsl.syntax.automaton import (
    END,
    Stack,
    Text,
    accepted,
    advance,
    closed,
    first_stack,
    homes,
    may_end,
    reach,
    settled,
    text_of,
)
from sladsl.syntax.changes import Point, Try, all_tries, earlier_place, is_enough, openers, token_of
from sladsl.syntax.mistakes import (
    Place,
    closes_nothing,
    describe,
    faulty,
    in_the_way,
    instead,
    is_later_line,
    missing,
    misspelt,
    no_bar,
    not_closed,
    reserved,
    too_many,
    unquoted,
)
from sladsl.syntax.resuming import Repair, resume
from sladsl.syntax.scraps import Scrap, indentation, leads, scraps
from sladsl.syntax.wrong_literals import wrong

MOST_MISTAKES = 50
"""After so many the rest of a file is not read."""


def recover(source: Source) -> tuple[list[Token], list[Diagnostic]]:
    """The tokens of a text, mended so that the grammar accepts them, without the end; and what was mended."""
    found: list[Diagnostic] = []
    again: dict[int, list[Label]] = {}
    tokens = _recover(source, found, again)
    for number, labels in again.items():
        found[number] = evolve(found[number], labels=(*found[number].labels, *labels))
    return tokens, found


def _recover(source: Source, found: list[Diagnostic], again: dict[int, list[Label]]) -> list[Token]:
    """Mend a text; add what was mended, and where one of the findings stands again, by its number."""
    text = text_of(source.text)
    tokens: list[Token] = []
    point = Point(first_stack(), 0, 0)
    line = point
    while True:
        token = text.token(point.stack.state, point.offset)
        after = None if token is None else advance(point.stack, token.type, point.count)
        if token is not None and after is not None and token.type == "_RBRACE":
            place = Place(source, tokens, point.stack, _scrap(source.text, point.offset))
            if _closes_too_early(text, place, after):
                found.append(closes_nothing(place))
                point = Point(point.stack, point.count, token.end_pos or 0)
                continue
        if token is not None and after is not None:
            if token.type == END:
                return tokens
            if leads(source.text, token.start_pos or 0):
                line = point
            tokens.append(token_of(token.type, str(token), token.start_pos or 0, token.end_pos or 0, source))
            point = Point(after, len(tokens), token.end_pos or 0)
        elif found and found[-1].code == "SLA021":  # it swallowed the rest of the file
            _close_all(source, tokens, point)
            return tokens
        elif len(found) < MOST_MISTAKES:
            repair = _repair(text, source, tokens, point, line)
            _add(repair.mistake, found, again)
            del tokens[repair.keep :]
            tokens += repair.supplied
            point = line = Point(repair.stack, len(tokens), repair.offset)
        else:
            place = Place(source, tokens, point.stack, _scrap(source.text, point.offset))
            found.append(too_many(place))
            _close_all(source, tokens, point)
            return tokens


def _add(mistake: Diagnostic, found: list[Diagnostic], again: dict[int, list[Label]]) -> None:
    """Add a finding; a word that cannot be a name is one mistake, however often the name is used."""
    for number, before in enumerate(found):
        if mistake.code == before.code == "SLA013" and mistake.message == before.message:
            assert mistake.span is not None
            again.setdefault(number, []).append(Label(mistake.span, "and here"))
            return
    found.append(mistake)


def _scrap(text: str, offset: int) -> Scrap | None:
    return next(scraps(text, offset), None)


def _closes_too_early(text: Text, place: Place, after: Stack) -> bool:
    """Whether a `}` is one too many: what follows can be read, and is indented, only as more of the same block."""
    assert place.scrap is not None
    opener = next(openers(place.tokens, Point(place.stack, len(place.tokens), place.scrap.start)), None)
    following = list(islice(scraps(text.text, place.scrap.end), 3))
    if opener is None or len(following) < 3 or not following[0].leads:
        return False
    if indentation(text.text, following[0].start) <= indentation(text.text, opener.start_pos or 0):
        return False
    end, far = place.scrap.end, following[-1].start
    return (
        reach(text, after, end, far).offset == following[0].start
        and reach(text, place.stack, end, far).offset == far
    )


def _repair(text: Text, source: Source, tokens: Sequence[Token], point: Point, line: Point) -> Repair:
    """The change to make where the next token cannot follow."""
    scrap = _scrap(source.text, point.offset)
    place = Place(source, tokens, point.stack, scrap)
    if scrap is None:
        return _end_of_file(place, point)
    if scrap.leads:
        place = evolve(place, stack=settled(point.stack, point.count))
    if is_later_line(place):
        return resume(text, place, point)
    level = _service_without_level(text, place, point)
    if level is not None:
        return level
    tries = all_tries(text, place, point, line)
    furthest = sorted(tries, key=lambda each: -each.reached.offset)
    best = next((each for each in furthest if is_enough(text, each, scrap)), None)
    if best is None:
        return resume(text, place, point)
    equals = [
        each.terminal
        for each in tries
        if each.reached.offset == best.reached.offset and each.kind == best.kind
    ]
    if best.kind == "missing" and not place.line and len(equals) > 1 and best.offset == scrap.start:
        return resume(text, place, point)
    mistake = _mistake(best, equals, place)
    return Repair(mistake, best.base.count, best.supplied, best.stack, best.offset)


_OF_A_HEADING = {"NAME", "QUOTED", "_LBRACE"}


def _service_without_level(text: Text, place: Place, point: Point) -> Repair | None:
    """A service level whose word `level` is left out reads as a service, until something in it is of a level."""
    backwards = enumerate(reversed(place.tokens), 1)
    last = next(((n, token.type) for n, token in backwards if token.type not in _OF_A_HEADING), None)
    if last is None or last[1] != "_SERVICE":
        return None
    at = len(place.tokens) - last[0]
    service, heading = place.tokens[at], place.tokens[at + 1 :]
    level = token_of("_LEVEL", "", service.end_pos or 0, service.end_pos or 0, place.source)
    stack: Stack | None = first_stack()
    begun = place.stack
    for number, token in enumerate((*place.tokens[: at + 1], level, *heading)):
        stack = None if stack is None else advance(stack, token.type, number)
        begun = stack if stack is not None and number == at else begun
    if (
        stack is None
        or not heading
        or not (_begins(text, stack, point.offset) or _has_line_for(text, point, stack))
    ):
        return None
    named = _scrap(text.text, heading[0].start_pos or 0)
    before = evolve(place, tokens=place.tokens[: at + 1], stack=begun, scrap=named)
    mistake = missing(before, ("_LEVEL",), at_end=False)
    return Repair(mistake, at + 1, (level, *heading), stack, point.offset)


def _has_line_for(text: Text, point: Point, stack: Stack) -> bool:
    """Whether one of the next lines can begin in the block that a stack is in, before one that can at the point."""
    for scrap in islice((scrap for scrap in scraps(text.text, point.offset) if scrap.leads), 4):
        if _begins(text, settled(point.stack, point.count), scrap.start):
            return False
        if _begins(text, stack, scrap.start):
            return True
    return False


def _begins(text: Text, stack: Stack, offset: int) -> bool:
    token = text.token(stack.state, offset)
    return token is not None and token.type != END and advance(stack, token.type, 0) is not None


def _mistake(best: Try, equals: list[str], place: Place) -> Diagnostic:
    scrap = place.scrap
    assert scrap is not None
    earlier = earlier_place(place, best.base) if best.base.count < len(place.tokens) else None
    match best.kind:
        case "not closed":
            return _not_closed(earlier or place, best.base, len(best.supplied))
        case "row":
            return no_bar(place)
        case "wrong":
            fault = wrong(scrap)
            assert fault is not None
            return faulty(place, fault)
        case "misspelt":
            return misspelt(place, best.offset, str(best.supplied[0]))
        case "run together":
            return misspelt(place, scrap.end, f"{best.supplied[0]} {scrap.text[len(best.supplied[0]) :]}")
        case "reserved":
            return reserved(place)
        case "unfinished":
            return missing(place, equals, at_end=True)
        case "missing" if earlier is not None:
            return missing(earlier, equals, at_end=True)
        case "missing" if not place.line:
            return missing(place, equals, at_end=False)
        case "missing":
            return missing(place, equals, at_end=scrap.leads)
        case "instead" if place.line:
            return instead(place, equals)
        case "instead":
            return misspelt(place, best.offset, str(best.supplied[0]))
        case "unquoted":
            return unquoted(place, str(best.supplied[0]))
    fault = wrong(scrap)
    return in_the_way(place) if fault is None else faulty(place, fault)


def _not_closed(place: Place, base: Point, blocks: int) -> Diagnostic:
    """The finding for blocks left open, told of the outermost of them."""
    opener = list(openers(place.tokens, base))[blocks - 1]
    start = opener.start_pos or 0
    heading = place.source.text[start:].partition("\n")[0] if start < len(place.source.text) else ""
    return not_closed(
        place, place.source.span(start, start + len(heading.rstrip())), _owner(place.tokens, opener)
    )


def _owner(tokens: Sequence[Token], opener: Token) -> str:
    index = next(number for number, token in enumerate(tokens) if token is opener)
    return describe(tokens[index : index + 4])


def _end_of_file(place: Place, point: Point) -> Repair:
    """Closes whatever is open at the end of the file, and tells it as one mistake."""
    unfinished = place.line and not may_end(point.stack)
    mistake = (
        missing(place, accepted(point.stack), at_end=True) if unfinished else _not_closed(place, point, 1)
    )
    kept = list(place.tokens)
    stack = _close_all(place.source, kept, point)
    return Repair(mistake, 0, tuple(kept), stack, len(place.source.text))


def _close_all(source: Source, tokens: list[Token], point: Point) -> Stack:
    """Drops the line that is being read and closes every block."""
    around = list(homes(settled(point.stack, point.count), point.count))
    del tokens[around[0].count :]
    stack = around[0].stack
    for _ in around[1:]:
        end = (tokens[-1].end_pos or 0) if tokens else 0
        after = closed(stack, len(tokens))
        assert after is not None
        stack = after
        tokens.append(token_of("_RBRACE", "}", end, end, source))
    return stack
