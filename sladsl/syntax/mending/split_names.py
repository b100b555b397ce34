"""Names written as several words, as people write them elsewhere: `received at`, `received-at`.

Such a name is one mistake, however often it is used: once it has been told, the others are read as the same name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from sladsl.diagnostics.diagnostic import Diagnostic
from sladsl.syntax.automaton import advance, reach
from sladsl.syntax.mending.places import MistakePlace, mistake_at
from sladsl.syntax.mending.tries import MendKind, ParsePoint, Spot, Try, token_of
from sladsl.syntax.names import is_name
from sladsl.values import evolve, frozen

_MORE = re.compile(r"(?:[^\S\n]+\w+){1,4}|(?:[-‐‑–]\w+){1,4}")
_PART = re.compile(r"\W*(\w+)")

_DECLARING = frozenset(
    {
        *("AGREEMENT", "MODULE", "_AMENDMENT", "PROVIDER", "CUSTOMER"),
        *("_CHARGE", "CALENDAR", "_RECORDS", "SEVERITY"),
        *("_SERVICE", "_LEVEL", "_KPI", "_OBLIGATION", "REMEDY", "_CLAUSE"),
    }
)
"""The terminals after which something is named for the first time."""


@frozen(eq=False)
class SplitName:
    """A name in several words: as it is written, with single blanks, and as it should be."""

    written: str
    meant: str


def known_names(spot: Spot, told: Mapping[str, str]) -> list[Try]:
    """The word before what was found and those after it as one name, which stands elsewhere or has been told."""
    return [
        each
        for name in _names(spot)
        if _stands_elsewhere(spot, name, told)
        for each in _joined(spot, evolve(name, meant=told.get(name.written, name.meant)))
    ]


def declared_names(spot: Spot) -> list[Try]:
    """The same where something is named for the first time."""
    return [each for name in _names(spot) if _is_declared(spot, name) for each in _joined(spot, name)]


def split_name(text: str, joined: Try) -> SplitName:
    """The name that a change has put together."""
    return SplitName(_single_blanks(text[joined.base.offset : joined.offset]), str(joined.supplied[0]))


def not_one_name(place: MistakePlace, name: SplitName, start: int, end: int) -> Diagnostic:
    """A name written as several words; the place is behind its first."""
    span = place.source.span(start, end)
    parts = name.written.split()
    if len(parts) == 1:
        sign = next(letter for letter in name.written if not letter.isalnum() and letter != "_")
        message = f"`{name.written}` is no name: there is no `{sign}` in names"
        return mistake_at(place, "SLA022", span, message, f"write `{name.meant}`")
    message = f"`{name.written}` is {_NUMBERS[len(parts)]} words, and a name is one"
    return mistake_at(place, "SLA014", span, message, f"write `{name.meant}`")


_NUMBERS = {2: "two", 3: "three", 4: "four", 5: "five"}


@frozen(eq=False)
class _Found:
    """Words from the one before what was found to an offset, and the name that they make."""

    written: str
    end: int
    meant: str


def _names(spot: Spot) -> Iterator[_Found]:
    """The fewest words first."""
    last = spot.place.line[-1] if spot.place.line else None
    if last is None or last.type != "NAME" or not str(last) or spot.scrap.leads:
        return
    text, start, end = spot.text.text, last.start_pos or 0, last.end_pos or 0
    more = _MORE.match(text, end)
    for part in _PART.finditer(text, end, end if more is None else more.end()):
        if part[1] == "ref":  # a field without its `:`
            return
        written = text[start : part.end()]
        meant = _meant(re.findall(r"\w+", written), text)
        if is_name(meant):
            yield _Found(_single_blanks(written), part.end(), meant)


def _meant(words: list[str], text: str) -> str:
    """The words as one name: as it stands elsewhere in the text, else in the manner of the first word."""
    low, high = "_".join(words), "".join(f"{word[0].upper()}{word[1:]}" for word in words)
    first, second = (high, low) if words[0][0].isupper() else (low, high)
    return second if _stands_in(second, text) and not _stands_in(first, text) else first


def _stands_in(name: str, text: str) -> bool:
    return name in text and re.search(rf"(?<!\w){name}(?!\w)", text) is not None


def _stands_elsewhere(spot: Spot, name: _Found, told: Mapping[str, str]) -> bool:
    field = rf"^[^\S\n]*{re.escape(name.written)}[^\S\n]*:[^\S\n]*[^\s#]"
    return (
        name.written in told
        or _stands_in(name.meant, spot.text.text)
        or re.search(field, spot.text.text, re.MULTILINE) is not None
    )


def _is_declared(spot: Spot, name: _Found) -> bool:
    if len(spot.place.line) > 1:
        # Words up to the block are a title, which lacks its quotes.
        is_title = spot.text.text[name.end : name.end + 100].lstrip(" \t").startswith("{")
        return spot.place.line[-2].type in _DECLARING and not is_title
    if spot.place.kind != "field":
        return spot.place.kind == "tier"
    # A heading of the line below ends in a colon where its author takes that for the sign of a block.
    return re.match(r"[^\S\n]*:[^\S\n]*[^\s#]", spot.text.text[name.end : name.end + 100]) is not None


def _joined(spot: Spot, name: _Found) -> Iterator[Try]:
    last, below = spot.place.line[-1], spot.point.stack.below
    assert below is not None
    base = ParsePoint(below, spot.point.count - 1, last.start_pos or 0)
    after = advance(below, "NAME", base.count)
    if after is not None:
        token = token_of("NAME", name.meant, base.offset, name.end, spot.place.source)
        reached = reach(spot.text, after, name.end, spot.horizon)
        yield Try(MendKind.JOINED, "NAME", base, (token,), after, name.end, reached)


def _single_blanks(text: str) -> str:
    return re.sub(r"\s+", " ", text)
