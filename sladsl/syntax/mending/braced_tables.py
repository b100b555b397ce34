"""Braces around tables, which have none, and behind the last row of one, which is a line of its own."""

from __future__ import annotations

from lark import Token

from sladsl.diagnostics.diagnostic import Label
from sladsl.syntax.automaton import ScannedText, Stack, accepted, advance, closed
from sladsl.syntax.mending.places import MistakePlace, mistake_at
from sladsl.syntax.mending.resuming import Repair
from sladsl.syntax.mending.tries import ParsePoint, token_of
from sladsl.syntax.rows import BRACE_BEHIND_BAR, BRACE_BEHIND_ROW
from sladsl.syntax.scraps import scraps


def ended_by_row(text: ScannedText, place: MistakePlace, token: Token, after: Stack) -> Repair | None:
    """A row with the sign behind it that ends its block, where what follows cannot stand in the block.

    `after` is the stack after the row.
    """
    found = BRACE_BEHIND_BAR.search(str(token)) if token.type == "ROW" else None
    if found is None:
        return None
    start, count = token.start_pos or 0, len(place.tokens)
    at, end = start + found.start(1), token.end_pos or 0
    stack = closed(after, count + 1)
    following = text.token(after.state, end)
    if stack is None or (following is not None and advance(after, following.type, count + 1) is not None):
        return None
    row = token_of("ROW", str(token)[: found.start() + 1], start, start + found.start() + 1, place.source)
    brace = token_of("_RBRACE", "}", at, at + 1, place.source)
    mistake = mistake_at(place, "SLA034", place.source.span(at, at + 1), *BRACE_BEHIND_ROW)
    return Repair(mistake, count, (row, brace), stack, end)


def braced_table(text: ScannedText, place: MistakePlace, point: ParsePoint) -> Repair | None:
    """The rows between two braces, where a table is needed and not a block; None where anything else is."""
    opener = place.scrap
    if opener is None or opener.text != "{" or "ROW" not in accepted(point.stack):
        return None
    stack: Stack | None = point.stack
    rows: list[Token] = []
    for scrap in scraps(text.text, opener.end):
        if scrap.kind == "row" and stack is not None:
            stack = advance(stack, "ROW", point.count + len(rows))
            rows.append(token_of("ROW", scrap.text.rstrip(), scrap.start, scrap.end, place.source))
            continue
        if scrap.text != "}" or not rows or stack is None:
            return None
        ends = Label(place.source.span(scrap.start, scrap.end), "its rows end here")
        mistake = mistake_at(
            place,
            "SLA014",
            place.span,
            "a table stands without braces",
            "take out this `{`, and the `}` below the rows",
            [ends],
        )
        return Repair(mistake, point.count, tuple(rows), stack, scrap.end)
    return None
