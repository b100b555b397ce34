"""Prose clauses compared: what words mean is for people to judge.

Where they quote rules, the rules are told by themselves.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sladsl.comparison.aspects import ChangePlace, change
from sladsl.comparison.change import Change, Item
from sladsl.comparison.effect import INCOMPARABLE, NEUTRAL, because
from sladsl.planning.contract import Clause, ClauseReference, Contract, ValueReference

_WORDS = because(INCOMPARABLE, "what words mean is for people to judge")


Names = Mapping[str, str]


def prose_changes(old: Contract, new: Contract, renamed: Names) -> Iterator[Change]:
    """The changes of prose clauses; other line breaks are none, nor is the new name of something renamed."""
    for name in dict.fromkeys(clause.name for contract in (new, old) for clause in contract.clauses):
        before, after = (
            next((each for each in contract.clauses if each.name == name), None) for contract in (old, new)
        )
        yield from _clause(before, after, renamed)


def _clause(old: Clause | None, new: Clause | None, renamed: Names) -> Iterator[Change]:
    told = new or old
    assert told is not None, "one of two clauses stands"
    item = Item(told.id, "clause", told.name, told.title)
    place = ChangePlace(item, "", None if old is None else old.span, None if new is None else new.span)
    titles = (None if old is None else old.title, None if new is None else new.title)
    if old is not None and new is not None and titles[0] != titles[1]:
        yield change(place, "title", titles, NEUTRAL)
    words = (None if old is None else _words(old, renamed), None if new is None else _words(new, {}))
    if words[0] != words[1]:
        yield change(place, "text", words, _WORDS)


def _words(clause: Clause, renamed: Names) -> str:
    """The text of a clause with what it quotes as written, its lines joined and its paragraphs kept."""
    text = "".join(_piece(piece, renamed) for piece in clause.pieces)
    paragraphs = (" ".join(paragraph.split()) for paragraph in text.split("\n\n"))
    return " ¶ ".join(paragraph for paragraph in paragraphs if paragraph)


def _piece(piece: str | ValueReference | ClauseReference, renamed: Names) -> str:
    match piece:
        case ValueReference(path=path):
            return f"{{{_named(path, renamed)}}}"
        case ClauseReference(path=path):
            return f"{{ref {_named(path, renamed)}}}"
        case str():
            return piece


def _named(path: str, renamed: Names) -> str:
    """A reference with the new name of what it refers to."""
    name, dot, rest = path.partition(".")
    return f"{renamed.get(name, name)}{dot}{rest}"
