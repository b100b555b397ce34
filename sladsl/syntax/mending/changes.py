"""The small changes that may mend a mistake, and how far the text reads after each."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import islice

from lark import Token

from sladsl.syntax.automaton import (
    ScannedText,
    Stack,
    accepted,
    advance,
    closed,
    homes,
    may_end,
    reach,
    starters,
)
from sladsl.syntax.mending.places import MistakePlace
from sladsl.syntax.mending.spelling import alike
from sladsl.syntax.mending.tries import LONGEST_LINE, MendKind, ParsePoint, Spot, Try, horizon_of, token_of
from sladsl.syntax.mending.wrong_literals import wrong
from sladsl.syntax.names import RESERVED
from sladsl.syntax.phrases import day_of, supplied, words
from sladsl.syntax.scraps import Scrap, indentation, scraps, skip_blank
from sladsl.values import evolve

_PHRASES = {"_FOR_EACH": "for each", "_COMMA_FROM": ", from"}
"""The terminals of two words, which can be misspelt in either."""

_ANY_WORD = frozenset({"_TIMEZONE", "_HOLIDAYS", "_USE", "_FOR_EACH"})
"""The terminals that any word can follow, so that a word is no sign of their being left out."""

_SOFT = frozenset({"NAME", "ZONE_NAME", "REGION_CODE"})
"""The terminals as which a word that begins a line may have been read by mistake."""

LONGEST_TITLE = 200

_REST = re.compile(r'[^"{}|#]*[^"{}|#\s]')

_AFTER_TITLE = frozenset({"by", "like", "lasting", "from", "to", "key"})


def spot_at(text: ScannedText, place: MistakePlace, point: ParsePoint) -> Spot:
    """Where changes are tried: the text cannot be read on from a point."""
    assert place.scrap is not None
    horizon = horizon_of(text.text, place.scrap)
    return Spot(text, place, point, place.scrap, accepted(point.stack), horizon)


def likely_tries(spot: Spot, line: ParsePoint) -> list[Try]:
    """The changes that are tried first, the likeliest first among those after which the text reads as far.

    `line` is where the reading stood before the first word of the line.
    """
    text, place, point, horizon = spot.text, spot.place, spot.point, spot.horizon
    return [
        *_row_tries(text, place, point if spot.scrap.leads else line, horizon),
        *_earlier_tries(text, place, line, horizon),
        *_closings(text, place, point, horizon),
        *_opened(spot),
        *_written_otherwise(spot),
        *_words(spot),
        *_misread(spot),
    ]


def tried(spot: Spot, kind: MendKind, token: Token, offset: int) -> Iterator[Try]:
    """A token in place of the text up to an offset."""
    after = advance(spot.point.stack, token.type, spot.point.count)
    if after is not None:
        reached = reach(spot.text, after, offset, spot.horizon)
        yield Try(kind, token.type, spot.point, (token,), after, offset, reached)


def instead_of(
    spot: Spot, kind: MendKind, terminal: str, written: str, end: int | None = None
) -> Iterator[Try]:
    """A terminal in place of what was found, or of the text up to `end`."""
    until = spot.scrap.end if end is None else end
    token = token_of(terminal, written, spot.scrap.start, until, spot.place.source)
    yield from tried(spot, kind, token, until)


def _before(spot: Spot, terminal: str) -> Iterator[Try]:
    """A terminal before what was found."""
    end = spot.place.end
    token = token_of(terminal, supplied(terminal), end, end, spot.place.source)
    yield from tried(spot, MendKind.MISSING, token, spot.scrap.start)


def _opened(spot: Spot) -> Iterator[Try]:
    if "_LBRACE" in spot.offered:
        yield from _before(spot, "_LBRACE")


def _written_otherwise(spot: Spot) -> Iterator[Try]:
    """Literals and signs as they are written elsewhere, and texts without quotes."""
    fault = wrong(spot.scrap)
    for terminal, meant in fault.meant if fault is not None else ():
        yield from instead_of(spot, MendKind.WRONG, terminal, meant or supplied(terminal))
    if _may_be_text(spot):
        yield from _without_quotes(spot, _title_end(spot.text.text, spot.scrap))


def rest_as_text(spot: Spot) -> Iterator[Try]:
    """The rest of a line as a text without its quotes, or without the first of them."""
    if _may_be_text(spot) and not spot.scrap.leads:
        yield from _without_quotes(spot, _line_end(spot.text.text, spot.scrap))


def _may_be_text(spot: Spot) -> bool:
    named = str(spot.place.line[-1]) if spot.place.line else ""
    offers_text = "QUOTED" in spot.offered and "NAME" not in spot.offered and named not in _AFTER_TITLE
    return offers_text and spot.scrap.kind == "word"


def _without_quotes(spot: Spot, end: int) -> Iterator[Try]:
    text, start = spot.text.text, spot.scrap.start
    for until in (end, end + 1) if text[end : end + 1] == '"' else (end,):
        yield from instead_of(spot, MendKind.UNQUOTED, "QUOTED", f'"{text[start:end]}"', until)


def _title_end(text: str, scrap: Scrap) -> int:
    """Where a title ends that stands without its quotes: before the first word or sign that goes on with a heading."""
    end = scrap.end
    for ahead in islice(scraps(text, scrap.start), LONGEST_LINE):
        if ahead.kind != "word" or ahead.text in _AFTER_TITLE or (ahead.leads and ahead.start > scrap.start):
            break
        end = ahead.end
    return end


def _line_end(text: str, scrap: Scrap) -> int:
    """Where a title without quotes ends that takes the rest of its line, but for a `{` and a comment."""
    rest = text[scrap.start : scrap.start + LONGEST_TITLE].partition("\n")[0]
    found = _REST.match(rest)
    return scrap.start + found.end() if found is not None else scrap.end


def _words(spot: Spot) -> Iterator[Try]:
    """Words that are nearly keywords, or are keywords where a name stands."""
    scrap = spot.scrap
    second = list(islice(scraps(spot.text.text, scrap.start), 2))[-1]
    for terminal, phrase in _PHRASES.items():
        if terminal in spot.offered and alike(spot.text.text[scrap.start : second.end], phrase):
            yield from instead_of(spot, MendKind.MISSPELT, terminal, phrase, second.end)
    if scrap.kind != "word":
        return
    for terminal in spot.offered:
        word = words().get(terminal)
        if word is not None and scrap.text != word and alike(scrap.text, word):
            yield from instead_of(spot, MendKind.MISSPELT, terminal, word)
        elif word is not None and scrap.text.startswith(word) and len(scrap.text) > len(word):
            yield from instead_of(spot, MendKind.RUN_TOGETHER, terminal, word, scrap.start + len(word))
    day = day_of(scrap.text)
    if "DAY_NAME" in spot.offered and day is not None:
        yield from instead_of(spot, MendKind.MISSPELT, "DAY_NAME", day)
    if "NAME" in spot.offered and scrap.text in RESERVED:
        yield from instead_of(spot, MendKind.RESERVED, "NAME", scrap.text)


def _misread(spot: Spot) -> Iterator[Try]:
    """The word before what was found, if it was read as a name although it is nearly a keyword."""
    last = spot.place.line[-1] if spot.place.line else None
    before = spot.point.stack.below
    if last is None or last.type != "NAME" or spot.scrap.leads or before is None:
        return
    base = ParsePoint(before, spot.point.count - 1, last.start_pos or 0)
    for terminal in accepted(before):
        word = words().get(terminal)
        after = advance(before, terminal, base.count)
        if word is not None and after is not None and alike(str(last), word):
            token = token_of(terminal, word, base.offset, last.end_pos or 0, spot.place.source)
            reached = reach(spot.text, after, spot.scrap.start, spot.horizon)
            yield Try(MendKind.MISREAD, terminal, base, (token,), after, spot.scrap.start, reached)


def other_tries(spot: Spot) -> Iterator[Try]:
    """What is tried last: anything left out, something else instead, or taken out."""
    scrap = spot.scrap
    if scrap.kind == "row" and not spot.place.line:
        return
    if begins_anew(spot.text, spot.place, spot.point):
        yield from _completed(spot)
        return
    going_on = [terminal for terminal in spot.offered if _goes_on(terminal, spot)]
    for terminal in going_on:
        if not (terminal in _ANY_WORD and scrap.kind == "word") and not _ends_block(terminal, spot.point):
            yield from _before(spot, terminal)
    reached = reach(spot.text, spot.point.stack, scrap.end, spot.horizon)
    removed = Try(MendKind.IN_THE_WAY, "", spot.point, (), spot.point.stack, scrap.end, reached)
    complete = may_end(spot.point.stack)
    if complete:
        yield removed
    for terminal in going_on:
        may_stand = spot.place.line or scrap.text in _PHRASES.get(terminal, "").split()
        if may_stand and terminal not in {"_LBRACE", "_RBRACE"}:
            yield from instead_of(spot, MendKind.INSTEAD, terminal, supplied(terminal))
    if not complete:
        yield removed


def _goes_on(terminal: str, spot: Spot) -> bool:
    """Whether a terminal can stand here; a line does not begin in the middle of another."""
    within = spot.place.line and not spot.scrap.leads and may_end(spot.point.stack)
    home = next(homes(spot.point.stack, spot.point.count))
    return not within or advance(home.stack, terminal, 0) is None


def _completed(spot: Spot) -> Iterator[Try]:
    """What may be missing at the end of a line, where the next begins with a word that can begin one."""
    for terminal in spot.offered:
        for each in () if _ends_block(terminal, spot.point) else _before(spot, terminal):
            if may_end(each.stack):
                yield evolve(each, kind=MendKind.UNFINISHED)


def _ends_block(terminal: str, point: ParsePoint) -> bool:
    """Whether a terminal would end the block, or begin one, which is decided by how deep lines are indented."""
    return terminal == "_LBRACE" or (terminal == "_RBRACE" and closed(point.stack, point.count) is not None)


def begins_anew(text: ScannedText, place: MistakePlace, point: ParsePoint) -> bool:
    """Whether what cannot follow begins a new line, or ends the block, so that the line before is not finished."""
    scrap = place.scrap
    if scrap is None or may_end(point.stack) or not (scrap.leads or scrap.text == "}"):
        return False
    if scrap.text == "}" and place.open_braces:
        return False
    return any(begins(text, home.stack, scrap) for home in homes(point.stack, point.count))


def begins(text: ScannedText, stack: Stack, scrap: Scrap) -> bool:
    """Whether a line can begin with a word; where it would be a name, the sign after it must follow too."""
    token = text.token(stack.state, scrap.start) if _may_begin(stack.state, scrap.text) else None
    if token is None or advance(stack, token.type, 0) is None:
        return False
    if token.type != "NAME":
        return True
    second = [each.end for each in islice(scraps(text.text, scrap.start), 2)][-1]
    return reach(text, stack, scrap.start, second).offset == second


@cache
def _may_begin(state: int, text: str) -> bool:
    """Whether it is worth reading a line: its first piece is a word that can begin one, or need not be a word."""
    begun = starters(state)
    return (
        "NAME" in begun
        or not text[0].isalpha()
        or any(_first_word(terminal) in {None, text} for terminal in begun)
    )


@cache
def resembles(state: int, text: str) -> bool:
    """Whether a word is nearly one that a line can begin with, or is run together with what follows one."""
    begun = [words()[terminal] for terminal in starters(state) if terminal in words()]
    return any(alike(text, word) or (len(word) > 2 and text.startswith(word)) for word in begun)


def _row_tries(text: ScannedText, place: MistakePlace, base: ParsePoint, horizon: int) -> Iterator[Try]:
    """The line as a row of the table before it, if there is one and the line lacks only its first bar."""
    after = advance(base.stack, "ROW", base.count)
    start = skip_blank(text.text, base.offset)
    line_end = text.text.find("\n", start)
    end = len(text.text) if line_end < 0 else line_end
    written = text.text[start:end]
    if after is None or start == 0 or place.scrap is None or place.scrap.start > end:
        return
    if re.search(r"\|[ \t]*(#.*)?$", written):
        token = token_of("ROW", f"|{written}", start - 1, end, place.source)
        yield Try(MendKind.ROW, "ROW", base, (token,), after, end, reach(text, after, end, horizon))


def _earlier_tries(text: ScannedText, place: MistakePlace, line: ParsePoint, horizon: int) -> Iterator[Try]:
    """The changes before the line's first word, if that was read as a name although it may begin a line."""
    earlier = earlier_place(place, line)
    if earlier is None or earlier.scrap is None:
        return
    yield from _closings(text, earlier, line, horizon)
    for terminal in accepted(line.stack):
        token = token_of(terminal, supplied(terminal), earlier.end, earlier.end, place.source)
        after = advance(line.stack, terminal, line.count)
        assert after is not None
        if terminal != "_RBRACE":
            start = earlier.scrap.start
            yield Try(
                MendKind.MISSING, terminal, line, (token,), after, start, reach(text, after, start, horizon)
            )


def earlier_place(place: MistakePlace, line: ParsePoint) -> MistakePlace | None:
    """The place before the first word of the line, if that was read as a name although it may begin a line.

    It also may where a block could have been opened before it.
    """
    if line.count >= len(place.tokens) or place.tokens[line.count].type not in _SOFT:
        return None
    first = place.tokens[line.count]
    begins = {
        _first_word(terminal) for home in homes(line.stack, line.count) for terminal in accepted(home.stack)
    }
    if str(first) not in begins and advance(line.stack, "_LBRACE", line.count) is None:
        return None
    scrap = Scrap("word", first.start_pos or 0, first.end_pos or 0, str(first), leads=True)
    return MistakePlace(place.source, place.tokens[: line.count], line.stack, scrap)


def _first_word(terminal: str) -> str | None:
    return _PHRASES[terminal].partition(" ")[0] if terminal in _PHRASES else words().get(terminal)


def _closings(text: ScannedText, place: MistakePlace, point: ParsePoint, horizon: int) -> Iterator[Try]:
    """Closing one block or more before a line that is not indented deeper than their openers."""
    scrap = place.scrap
    if scrap is None or not scrap.leads:
        return
    stack: Stack | None = point.stack
    closings: tuple[Token, ...] = ()
    depth = indentation(text.text, scrap.start)
    for opener in openers(place.tokens, point):
        if depth > indentation(text.text, opener.start_pos or 0):
            return
        assert stack is not None
        stack = closed(stack, point.count + len(closings))
        if stack is None:
            return
        closings += (token_of("_RBRACE", "}", place.end, place.end, place.source),)
        reached = reach(text, stack, scrap.start, horizon)
        yield Try(MendKind.NOT_CLOSED, "_RBRACE", point, closings, stack, scrap.start, reached)


def openers(tokens: Sequence[Token], point: ParsePoint) -> Iterator[Token]:
    """The first token of each heading whose block is open, innermost first."""
    around = list(homes(point.stack, point.count))
    for home in around[1:]:
        yield tokens[home.count]
