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
from itertools import chain, islice
from typing import assert_never

from lark import Token

from sladsl.diagnostics.diagnostic import Diagnostic
from sladsl.source import Source
from sladsl.syntax.automaton import (
    END,
    ScannedText,
    Stack,
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
from sladsl.syntax.mending.as_meant import as_meant
from sladsl.syntax.mending.block_signs import (
    blocks_without_place,
    closed_otherwise,
    closes_no_block,
    is_told,
    needs_no_block,
    open_braces,
    opened_otherwise,
    opens_no_block,
    told_brace,
)
from sladsl.syntax.mending.braced_tables import braced_table, ended_by_row
from sladsl.syntax.mending.changes import (
    earlier_place,
    likely_tries,
    openers,
    other_tries,
    rest_as_text,
    spot_at,
)
from sladsl.syntax.mending.findings_so_far import MOST_MISTAKES, FindingsSoFar
from sladsl.syntax.mending.long_texts import closed_too_late, closed_too_late_at, long_text, long_texts
from sladsl.syntax.mending.mistakes import (
    closes_nothing,
    faulty,
    in_the_way,
    instead,
    known_by,
    missing,
    misspelt,
    nearly,
    no_bar,
    not_closed,
    reserved,
    too_many,
    unquoted,
)
from sladsl.syntax.mending.places import MistakePlace, describe
from sladsl.syntax.mending.resuming import Repair, resume
from sladsl.syntax.mending.split_names import declared_names, known_names, not_one_name, split_name
from sladsl.syntax.mending.telling import Sameness, tell
from sladsl.syntax.mending.tries import MendKind, ParsePoint, Spot, Try, is_enough, token_of
from sladsl.syntax.mending.wrong_literals import wrong
from sladsl.syntax.scraps import Scrap, indentation, leads, scraps
from sladsl.values import evolve, frozen

MOST_TIMES = 500
"""The same where mistakes stand again, as a name does that is wrong wherever it is used."""


@frozen(eq=False)
class Standing:
    """Where the reading stands, and where it stood before the first word of the line."""

    point: ParsePoint
    line: ParsePoint


def recover(source: Source) -> tuple[list[Token], FindingsSoFar]:
    """The tokens of a text, mended so that the grammar accepts them, without the end; and what was mended."""
    told = FindingsSoFar()
    text = text_of(source.text)
    tokens: list[Token] = []
    first = ParsePoint(first_stack(), 0, 0)
    standing: Standing | None = Standing(first, first)
    while standing is not None:
        standing = step(text, source, tokens, standing, told)
    return tokens, told


def step(
    text: ScannedText, source: Source, tokens: list[Token], standing: Standing, told: FindingsSoFar
) -> Standing | None:
    """Read one token, or mend one mistake: changes the tokens and what is told; None once all has been read."""
    point, line = standing.point, standing.line
    token = text.token(point.stack.state, point.offset)
    after = None if token is None else advance(point.stack, token.type, point.count)
    if token is not None and after is not None:
        if token.type == "_RBRACE":
            place = MistakePlace(source, tokens, point.stack, _scrap(source.text, point.offset))
            if _closes_too_early(text, place, after):
                tell(told, closes_nothing(place), Sameness())
                return Standing(ParsePoint(point.stack, point.count, token.end_pos or 0), line)
        if token.type == END:
            return None
        if leads(source.text, token.start_pos or 0):
            line = point
        ended = ended_by_row(text, MistakePlace(source, tokens, point.stack, None), token, after)
        if ended is not None:
            tell(told, ended.mistake, ended.same)
            tokens += ended.supplied
            point = ParsePoint(ended.stack, len(tokens), ended.offset)
            return Standing(point, point)
        tokens.append(token_of(token.type, str(token), token.start_pos or 0, token.end_pos or 0, source))
        return Standing(ParsePoint(after, len(tokens), token.end_pos or 0), line)
    if _has_swallowed_the_rest(told, point, source):
        _close_all(source, tokens, point)
        return None
    place = _place(source, tokens, point)
    if len(told.found) >= MOST_MISTAKES or told.times >= MOST_TIMES:
        tell(told, too_many(place), Sameness())
        _close_all(source, tokens, point)
        return None
    repair = _repair(text, place, point, line, told)
    known = known_by(place, repair.mistake)
    same = repair.same if known is None else evolve(repair.same, habit=known.habit, renamed=known.renamed)
    tell(told, repair.mistake, same)
    del tokens[repair.keep :]
    tokens += repair.supplied
    resumed = ParsePoint(repair.stack, len(tokens), repair.offset)
    return Standing(resumed, resumed)


def _place(source: Source, tokens: Sequence[Token], point: ParsePoint) -> MistakePlace:
    """The place of a mistake; one on a new line is in the list that the line before it ends in."""
    scrap = _scrap(source.text, point.offset)
    is_new = scrap is not None and scrap.leads
    return MistakePlace(source, tokens, settled(point.stack, point.count) if is_new else point.stack, scrap)


def _has_swallowed_the_rest(told: FindingsSoFar, point: ParsePoint, source: Source) -> bool:
    """Whether the last mistake is a text that is never closed."""
    return bool(told.found) and told.found[-1].code == "SLA021" and point.offset == len(source.text)


def _scrap(text: str, offset: int) -> Scrap | None:
    return next(scraps(text, offset), None)


def _closes_too_early(text: ScannedText, place: MistakePlace, after: Stack) -> bool:
    """Whether a `}` is one too many: what follows can be read, and is indented, only as more of the same block."""
    assert place.scrap is not None
    opener = next(openers(place.tokens, ParsePoint(place.stack, len(place.tokens), place.scrap.start)), None)
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


def _repair(
    text: ScannedText, place: MistakePlace, point: ParsePoint, line: ParsePoint, told: FindingsSoFar
) -> Repair:
    """The change to make where the next token cannot follow."""
    scrap = place.scrap
    if scrap is None:
        return _end_of_file(place, point)
    level = _service_without_level(text, place, point)
    if level is not None:
        return level
    known = as_meant(place, point, line) or braced_table(text, place, point)
    if known is not None:
        return known
    late = closed_too_late(text, place, point)
    spot = spot_at(text, place, point)
    tries = _tries(spot, line, told) if late is None else [late]
    furthest = sorted(tries, key=lambda each: -each.reached.offset)
    best = next(
        (each for each in chain(furthest, blocks_without_place(spot)) if is_enough(text, each, scrap)), None
    )
    if best is None:
        return resume(text, place, point)
    equals = [
        each.terminal
        for each in tries
        if each.reached.offset == best.reached.offset and each.kind == best.kind
    ]
    if best.kind == MendKind.MISSING and not place.line and len(equals) > 1 and best.offset == scrap.start:
        return resume(text, place, point)
    mistake = _mistake(best, equals, place)
    same = _sameness(best, place)
    return Repair(mistake, best.base.count, best.supplied, best.stack, best.offset, same)


def _tries(spot: Spot, line: ParsePoint, told: FindingsSoFar) -> list[Try]:
    """Every change that may mend a mistake; of those after which the text reads as far, the likeliest first."""
    tries = [
        *known_names(spot, told.names),
        *likely_tries(spot, line),
        *opened_otherwise(spot),
        *closed_otherwise(spot),
        *declared_names(spot),
        *other_tries(spot),
        *rest_as_text(spot),
    ]
    if any(each.reached.offset >= spot.horizon for each in tries):
        return tries
    return [*tries, *long_texts(spot)]


def _sameness(best: Try, place: MistakePlace) -> Sameness:
    match best.kind:
        case MendKind.JOINED:
            return Sameness(name=split_name(place.source.text, best))
        case MendKind.NOT_CLOSED | MendKind.CLOSED_OTHERWISE:
            brace = list(open_braces(place.tokens[: best.base.count]))[len(best.supplied) - 1]
            return Sameness(brace=brace if is_told(brace, place.source.text) else None)
    return Sameness()


_OF_A_HEADING = {"NAME", "QUOTED", "_LBRACE"}


def _service_without_level(text: ScannedText, place: MistakePlace, point: ParsePoint) -> Repair | None:
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


def _has_line_for(text: ScannedText, point: ParsePoint, stack: Stack) -> bool:
    """Whether one of the next lines can begin in the block that a stack is in, before one that can at the point."""
    for scrap in islice((scrap for scrap in scraps(text.text, point.offset) if scrap.leads), 4):
        if _begins(text, settled(point.stack, point.count), scrap.start):
            return False
        if _begins(text, stack, scrap.start):
            return True
    return False


def _begins(text: ScannedText, stack: Stack, offset: int) -> bool:
    token = text.token(stack.state, offset)
    return token is not None and token.type != END and advance(stack, token.type, 0) is not None


def _mistake(best: Try, equals: list[str], place: MistakePlace) -> Diagnostic:
    scrap = place.scrap
    assert scrap is not None
    earlier = earlier_place(place, best.base) if best.base.count < len(place.tokens) else None
    match best.kind:
        case MendKind.NOT_CLOSED:
            return _not_closed(earlier or place, best.base, len(best.supplied))
        case MendKind.ROW:
            return no_bar(place)
        case MendKind.WRONG:
            fault = wrong(scrap)
            assert fault is not None
            return faulty(place, fault)
        case MendKind.MISSPELT:
            return misspelt(place, best.offset, str(best.supplied[0]))
        case MendKind.RUN_TOGETHER:
            return misspelt(place, scrap.end, f"{best.supplied[0]} {scrap.text[len(best.supplied[0]) :]}")
        case MendKind.RESERVED:
            return reserved(place)
        case MendKind.UNFINISHED:
            return missing(place, equals, at_end=True)
        case MendKind.MISSING if earlier is not None:
            return missing(earlier, equals, at_end=True)
        case MendKind.MISSING:
            return missing(place, equals, at_end=bool(place.line) and scrap.leads)
        case MendKind.INSTEAD if place.line:
            return instead(place, equals)
        case MendKind.INSTEAD:
            return misspelt(place, best.offset, str(best.supplied[0]))
        case MendKind.UNQUOTED:
            return unquoted(place, best.offset, str(best.supplied[0]))
        case MendKind.MISREAD:
            before = MistakePlace(place.source, place.tokens[: best.base.count], best.base.stack, None)
            return nearly(before, place.tokens[best.base.count], str(best.supplied[0]))
        case MendKind.JOINED:
            return not_one_name(place, split_name(place.source.text, best), best.base.offset, best.offset)
        case MendKind.OPENED_OTHERWISE:
            return opens_no_block(place)
        case MendKind.CLOSED_OTHERWISE:
            return closes_no_block(place, best.supplied[0].start_pos or 0, best.offset)
        case MendKind.LONG_TEXT:
            return long_text(place, best.offset)
        case MendKind.CLOSED_TOO_LATE:
            return closed_too_late_at(place, place.tokens[best.base.count], best.offset)
        case MendKind.BLOCK:
            return needs_no_block(place)
        case MendKind.IN_THE_WAY:
            fault = wrong(scrap)
            return in_the_way(place) if fault is None else faulty(place, fault)
    assert_never(best.kind)


def _not_closed(place: MistakePlace, base: ParsePoint, blocks: int) -> Diagnostic:
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


def _end_of_file(place: MistakePlace, point: ParsePoint) -> Repair:
    """Closes whatever is open at the end of the file, and tells it as one mistake."""
    unfinished = place.line and not may_end(point.stack)
    mistake = (
        missing(place, accepted(point.stack), at_end=True) if unfinished else _not_closed(place, point, 1)
    )
    same = Sameness(brace=None if unfinished else told_brace(place.tokens, place.source.text))
    kept = list(place.tokens)
    stack = _close_all(place.source, kept, point)
    return Repair(mistake, 0, tuple(kept), stack, len(place.source.text), same)


def _close_all(source: Source, tokens: list[Token], point: ParsePoint) -> Stack:
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
