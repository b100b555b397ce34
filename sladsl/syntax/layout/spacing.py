"""How the tokens of a line are written one after the other: their own blanks, and those between them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sladsl.syntax.layout.words import LayoutWord
from sladsl.values import frozen

_COUNTED = frozenset({"LENGTH", "DAY_COUNT", "MONTH_COUNT", "BUSINESS_DAYS", "BUSINESS_HOURS"})
"""The literals of a number and a unit, between which a blank stands."""
_AS_WRITTEN = frozenset({"QUOTED", "PROSE", "ROW"})
_OPERANDS = _COUNTED | {
    *("NAME", "QUOTED", "NUMERAL", "PERCENTAGE", "PRICE", "CALENDAR_DATE", "CLOCK_TIME", "INSTANT"),
    *("YES", "NO", "_CLOCK", "_EXISTS", "_RPAR"),
}
"""What a minus stands after; after anything else it is the sign of the number that follows."""

_BEFORE_A_SHARE = frozenset({"_CREDIT", "_UP_TO", "A_DAY_IS", "AN_HOUR_IS", "A_MINUTE_IS"})

_BLANKS = re.compile(r"\s+")
_UNIT = re.compile(r"(?<=[0-9])(?=[a-z])")
_NUMBER = r"[0-9][0-9,]*(?:\.[0-9]+)?"
_COUNT_CELL = re.compile(
    rf"{_NUMBER}\s*(?:h|min|s|days?|months?|business\s+(?:days?|hours?))(?:\s+{_NUMBER}\s*(?:min|s))*"
)
_SHARE_CELL = re.compile(rf"({_NUMBER})\s*%")


@frozen
class Atom:
    """A piece of a line that is never broken, the blanks before it, and whether a line may break there.

    `breaks` is "," after a comma, the word itself for one that joins conditions, and empty elsewhere.
    """

    text: str
    before: str
    breaks: str = ""


def atoms_of(words: Sequence[LayoutWord]) -> list[Atom]:
    """The words of a line with the blanks between them."""
    atoms: list[Atom] = []
    for number, word in enumerate(words):
        before = "" if not number or _are_joined(words, number) else " "
        text = written(word)
        if text.startswith(", "):
            atoms.append(Atom(",", ""))
            before, text = " ", text[2:]
        atoms.append(Atom(text, before, _break_before(atoms, text) if before else ""))
    return atoms


def written(word: LayoutWord) -> str:
    """A token in its one form: one blank where it has some, and one between a number and its unit."""
    if word.terminal in _AS_WRITTEN:
        return word.text
    text = _BLANKS.sub(" ", word.text) if _BLANKS.search(word.text) else word.text
    if word.terminal in _COUNTED:
        return _UNIT.sub(" ", text)
    return text.replace(" %", "%") if word.terminal == "PERCENTAGE" else text


def written_cell(text: str) -> str:
    """A cell of a rule table in its one form; what is no number with a unit stays as it is."""
    share = _SHARE_CELL.fullmatch(text)
    if share:
        return f"{share[1]}%"
    return _UNIT.sub(" ", _BLANKS.sub(" ", text)) if _COUNT_CELL.fullmatch(text) else text


def _are_joined(words: Sequence[LayoutWord], number: int) -> bool:
    """Whether no blank stands between a word and the one before it."""
    left, right = words[number - 1], words[number]
    if right.text[0] in ",)?" or right.text in {".", ".."} or left.text in {".", "..", "("}:
        return True
    if right.text == ":":
        return right.terminal == "_COLON" and words[0].begins != "field"
    if right.terminal == "DASH":
        return _is_span(words, number)
    if left.terminal == "DASH":
        return _is_span(words, number - 1) or _is_sign(words, number - 1)
    return _is_fraction(words, number if right.terminal == "SLASH" else number - 1)


def _is_span(words: Sequence[LayoutWord], dash: int) -> bool:
    """Whether a dash joins two times of day, as in hours of opening."""
    around = (words[dash - 1 : dash], words[dash + 1 : dash + 2])
    return all(side and side[0].terminal == "CLOCK_TIME" for side in around)


def _is_fraction(words: Sequence[LayoutWord], slash: int) -> bool:
    """Whether a slash is that of a share, as in `credit 1/30 of Fee` and `a day is 1/30`."""
    return words[slash].terminal == "SLASH" and words[slash - 2].terminal in _BEFORE_A_SHARE


def _is_sign(words: Sequence[LayoutWord], dash: int) -> bool:
    return dash == 0 or words[dash - 1].terminal not in _OPERANDS


def _break_before(atoms: Sequence[Atom], text: str) -> str:
    if atoms and atoms[-1].text == ",":
        return ","
    first = text.partition(" ")[0]
    return first if first in {"and", "or", "where"} else ""
