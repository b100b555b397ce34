"""Texts of several lines in other quotation marks than three, and texts in three that are not closed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from lark import Token

from sladsl.diagnostics.diagnostic import Diagnostic, Label
from sladsl.syntax.automaton import ScannedText, Stack, accepted, advance, homes, reach
from sladsl.syntax.mending.places import LONGEST_HEAD, MistakePlace, mistake_at
from sladsl.syntax.mending.tries import MendKind, ParsePoint, Spot, Try, horizon_after, token_of
from sladsl.syntax.scraps import Scrap

LONGEST_TEXT = 4_000
"""Characters up to which the end of a text is looked for."""

_OPENED = re.compile(r"[\"“”„«]{1,3}")
_QUOTE = re.compile(r"[\"“”»]{1,3}")
_MOST_QUOTES = 6
_RECENT = 14
"""How many tokens ago a text may have been read that was not closed where it should have been."""
_MOST_LINES = 40


def long_texts(spot: Spot) -> Iterator[Try]:
    """A text of several lines, from a quotation mark to one in a later line."""
    terminal = next((each for each in ("PROSE", "QUOTED") if each in spot.offered), None)
    text, start = spot.text.text, spot.scrap.start
    opened = _OPENED.match(text, start)
    if terminal is None or opened is None:
        return
    until = min(len(text), start + LONGEST_TEXT)
    most = _MOST_QUOTES if terminal == "PROSE" else 1
    for found in islice(_QUOTE.finditer(text, opened.end(), until), most):
        if "\n" in text[start : found.start()]:
            yield from _tried(spot, terminal, (opened.end(), found.start()), found.end())


def _tried(spot: Spot, terminal: str, inner: tuple[int, int], end: int) -> Iterator[Try]:
    text = spot.text.text
    written = text[slice(*inner)]
    meant = f'"""{written}"""' if terminal == "PROSE" else f'"{" ".join(written.split())}"'
    after = advance(spot.point.stack, terminal, spot.point.count)
    assert after is not None
    horizon = horizon_after(text, end)
    reached = reach(spot.text, after, end, horizon)
    if reached.offset >= horizon:
        token = token_of(terminal, meant, spot.scrap.start, end, spot.place.source)
        yield Try(MendKind.LONG_TEXT, terminal, spot.point, (token,), after, end, reached)


def closed_too_late(text: ScannedText, place: MistakePlace, point: ParsePoint) -> Try | None:
    """A text in three quotes that has taken lines of the agreement with it, closed before the first of these."""
    recent = range(max(0, point.count - _RECENT), point.count)
    number = next((each for each in reversed(recent) if place.tokens[each].type == "PROSE"), None)
    stack = None if number is None else _stack_before(place.tokens, point, number)
    if number is None or stack is None:
        return None
    prose = place.tokens[number]
    start, end = prose.start_pos or 0, prose.end_pos or 0
    for line in _lines(text.text, start + len('"""'), end):
        written = text.text[start : line.start].rstrip()
        token = token_of("PROSE", f'{written}"""', start, start + len(written), place.source)
        after = advance(stack, "PROSE", number)
        assert after is not None
        horizon = horizon_after(text.text, line.start)
        reached = reach(text, after, line.start, horizon)
        if reached.offset >= horizon and not _is_words(text, after, line):
            return Try(
                MendKind.CLOSED_TOO_LATE,
                "PROSE",
                ParsePoint(stack, number, start),
                (token,),
                after,
                line.start,
                reached,
            )
    return None


def _is_words(text: ScannedText, stack: Stack, line: Scrap) -> bool:
    """Whether a line begins with a name and goes on in words, as lines of prose do and severities could."""
    token = text.token(stack.state, line.start)
    follows = text.text[line.end : line.end + LONGEST_HEAD].lstrip(" \t")
    return token is not None and token.type == "NAME" and follows[:1] not in {'"', ":"}


def long_text(place: MistakePlace, end: int) -> Diagnostic:
    """A text of several lines that does not stand in three quotes."""
    assert place.scrap is not None
    first = place.source.text[place.scrap.start : end].partition("\n")[0].rstrip()
    span = place.source.span(place.scrap.start, place.scrap.start + len(first))
    message = "a text of several lines stands in three quotation marks"
    write = 'write `"""` before it and after it'
    if "PROSE" not in accepted(place.stack):
        message, write = "a text in quotes stands on one line", "write it on one line"
    return mistake_at(place, "SLA020", span, message, write)


def closed_too_late_at(place: MistakePlace, prose: Token, offset: int) -> Diagnostic:
    """A text in three quotes that is not closed before the line at an offset."""
    source, start = place.source, prose.start_pos or 0
    span = source.span(start, start + len('"""'))
    line = source.span(
        offset, offset + len(source.text[offset : offset + LONGEST_HEAD].partition("\n")[0].rstrip())
    )
    message = "a text in three quotes is opened here and not closed before the agreement goes on"
    write = 'write `"""` after its last line'
    return mistake_at(place, "SLA021", span, message, write, [Label(line, "it goes on here")])


def _stack_before(tokens: Sequence[Token], point: ParsePoint, number: int) -> Stack | None:
    home = next((each for each in homes(point.stack, point.count) if each.count <= number), None)
    if home is None:
        return None
    stack: Stack | None = home.stack
    for count in range(home.count, number):
        assert stack is not None
        stack = advance(stack, tokens[count].type, count)
    assert stack is not None
    return stack


def _lines(text: str, start: int, end: int) -> Iterator[Scrap]:
    """The first lines of a text that look like those of an agreement."""
    for line in islice(_LINE.finditer(text, start, end), _MOST_LINES):
        yield Scrap("word", line.start(1), line.end(1), line[1], leads=True)


_LINE = re.compile(
    r"^[^\S\n]*(\}(?=[^\S\n]*$)|[a-z]+(?=[^\S\n]+[^\W\d]\w*[^\S\n]+[\w\"{])|\w+(?=[^\S\n]*[\"{:]))",
    re.MULTILINE,
)
"""A line that may be one of an agreement: a block's end, two words and more, or a word and a sign or a text."""
