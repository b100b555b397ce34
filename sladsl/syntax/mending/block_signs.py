"""Blocks that begin or end with another sign than a brace, and blocks where none belongs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from lark import Token

from sladsl.diagnostics.diagnostic import Diagnostic
from sladsl.syntax.automaton import closed, may_end, reach, settled
from sladsl.syntax.mending.changes import instead_of
from sladsl.syntax.mending.mistakes import known_mistake, take_out
from sladsl.syntax.mending.places import LONGEST_HEAD, LONGEST_QUOTE, MistakePlace, mistake_at, words_before
from sladsl.syntax.mending.tries import MendKind, ParsePoint, Spot, Try, horizon_after, token_of
from sladsl.syntax.scraps import Scrap, indentation, scraps

_ENDS = frozenset({")", "]", ">"})
_LONGEST_END = 5
"""Pieces of text in a line that ends a block in words, such as `end service level Accuracy`."""

LONGEST_BLOCK = 2_000
"""Pieces of text up to which the end of a block is looked for that does not belong where it stands."""


def opened_otherwise(spot: Spot) -> Iterator[Try]:
    """The last piece of a heading as the sign that opens its block."""
    following = list(islice(scraps(spot.text.text, spot.scrap.start), 2))[1:]
    ends_line = bool(following) and following[0].leads and not spot.scrap.leads
    if "_LBRACE" in spot.offered and ends_line and spot.scrap.kind in {"sign", "word"}:
        yield from instead_of(spot, MendKind.OPENED_OTHERWISE, "_LBRACE", "{")


def closed_otherwise(spot: Spot) -> Iterator[Try]:
    """A line that ends a block in another way; its word may have been read as the name that begins a line."""
    line = spot.place.line
    base, start = spot.point, spot.scrap
    below = spot.point.stack.below
    if len(line) == 1 and line[0].type == "NAME" and below is not None:
        base = ParsePoint(below, spot.point.count - 1, line[0].start_pos or 0)
        start = Scrap("word", line[0].start_pos or 0, line[0].end_pos or 0, str(line[0]), leads=True)
    end = _end_of_end(spot.text.text, start)
    stack = closed(settled(base.stack, base.count), base.count)
    if end is not None and stack is not None:
        token = token_of("_RBRACE", "}", start.start, end, spot.place.source)
        reached = reach(spot.text, stack, end, spot.horizon)
        yield Try(MendKind.CLOSED_OTHERWISE, "_RBRACE", base, (token,), stack, end, reached)


def _end_of_end(text: str, scrap: Scrap) -> int | None:
    """Where a line ends that does nothing but end a block; None of any other."""
    line: list[Scrap] = []
    for each in islice(scraps(text, scrap.start), _LONGEST_END + 1):
        if each.leads and each.start > scrap.start:
            break
        line.append(each)
    is_sign = scrap.text in _ENDS and len(line) == 1
    in_words = scrap.text.lower().startswith("end") and all(each.kind == "word" for each in line)
    in_words = in_words and len(line) <= _LONGEST_END
    return line[-1].end if scrap.leads and (is_sign or in_words) else None


def blocks_without_place(spot: Spot) -> Iterator[Try]:
    """A whole block taken out, with what stands between it and the line that it follows."""
    if not spot.place.line or not may_end(spot.point.stack):
        return
    end = _block_end(spot.text.text, spot.scrap)
    if end is None:
        return
    horizon = horizon_after(spot.text.text, end)
    reached = reach(spot.text, spot.point.stack, end, horizon)
    if reached.offset >= horizon:
        yield Try(MendKind.BLOCK, "", spot.point, (), spot.point.stack, end, reached)


def _block_end(text: str, scrap: Scrap) -> int | None:
    """Where a block ends that begins on the line of a piece of text; None where there is none."""
    depth = 0
    for each in islice(scraps(text, scrap.start), LONGEST_BLOCK):
        if not depth and each.leads and each.start > scrap.start:
            return None
        depth += {"{": 1, "}": -1}.get(each.text, 0)
        if each.text == "}":
            if depth == 0:
                return each.end
            if depth < 0:
                return None
    return None


def opens_no_block(place: MistakePlace) -> Diagnostic:
    """Another sign or word where a block begins."""
    known = known_mistake(place)
    message = f"a block begins with `{{`, not with {place.found}"
    return known or mistake_at(
        place, "SLA018", place.span, message, "write `{` at the end of the line that begins a block"
    )


def closes_no_block(place: MistakePlace, start: int, end: int) -> Diagnostic:
    """Another sign or other words where a block ends, between two offsets."""
    span = place.source.span(start, end)
    written = place.source.text[span.start : span.end]
    return mistake_at(
        place,
        "SLA016",
        span,
        f"a block ends with `}}`, not with `{written}`",
        "write `}` where the block ends",
    )


def needs_no_block(place: MistakePlace) -> Diagnostic:
    """A block behind a line that has none."""
    assert place.scrap is not None
    start = place.scrap.start
    first = place.source.text[start : start + LONGEST_HEAD].partition("\n")[0].rstrip()
    span = place.source.span(start, start + len(first))
    message = f"`{first if len(first) <= LONGEST_QUOTE else '{'}` begins a block that has no place{words_before(place)}"
    return mistake_at(place, "SLA014", span, message, take_out(place))


def is_told(brace: Token, text: str) -> bool:
    """Whether a brace is not the author's, so that what opens or closes the block has been told."""
    return text[brace.start_pos : brace.end_pos] not in {"{", "}"}


def told_brace(tokens: Sequence[Token], text: str) -> Token | None:
    """The brace that has been told of a block which is open at the end of a file; None of one that is the author's.

    It may also be that of a block within, which has taken the `}` of this one since it had none of its own.
    """
    opened = next(open_braces(tokens), None)
    if opened is None or is_told(opened, text):
        return opened
    waiting: list[Token] = []
    for token in tokens:
        if token.type == "_LBRACE":
            waiting.append(token)
        elif token.type == "_RBRACE" and waiting:
            brace = waiting.pop()
            is_less = indentation(text, token.start_pos or 0) < indentation(text, brace.start_pos or 0)
            if is_less and is_told(brace, text):
                return brace
    return None


def open_braces(tokens: Sequence[Token]) -> Iterator[Token]:
    """The braces whose blocks are open after some tokens, innermost first."""
    closings = 0
    for token in reversed(tokens):
        if token.type == "_RBRACE":
            closings += 1
        elif token.type == "_LBRACE" and closings:
            closings -= 1
        elif token.type == "_LBRACE":
            yield token
