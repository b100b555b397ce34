"""Putting prose together from words, terms and references."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from sladsl.documents.view import Block, Paragraph, Prose, Style, TextRun

_VOWELS = "aeiouAEIOU"
_SIBILANTS = ("s", "x", "z", "ch", "sh")


def prose(*parts: str | TextRun | Prose) -> Prose:
    """Join words, runs and longer stretches into one; empty words vanish, neighbours of plain text become one run."""
    runs: list[TextRun] = []
    for run in _runs(parts):
        if runs and run.style is runs[-1].style is Style.PLAIN:
            runs[-1] = TextRun(runs[-1].text + run.text)
        elif run.text:
            runs.append(run)
    return tuple(runs)


def term(text: str) -> TextRun:
    """A defined term where it is defined."""
    return TextRun(text, Style.TERM)


def field(name: str) -> TextRun:
    """The name of a field, as the records have it."""
    return TextRun(name, Style.FIELD)


def link(text: str, target: str) -> TextRun:
    """A reference to a place in the document."""
    return TextRun(text, Style.LINK, target)


def lead(text: str) -> TextRun:
    """The words that open a paragraph."""
    return TextRun(text, Style.LEAD)


def opened(opening: str, *text: str | TextRun | Prose, children: tuple[Block, ...] = ()) -> Paragraph:
    """A paragraph, not yet numbered, that opens with the words that say what it is about."""
    return Paragraph("", prose(lead(f"{opening}. "), *text), children)


def plain(text: Prose) -> str:
    """The words alone."""
    return "".join(run.text for run in text)


def listed(parts: Sequence[str | TextRun | Prose], last: str = "and") -> Prose:
    """Join parts as in a sentence: "A, B and C"."""
    return prose(
        *(piece for index, part in enumerate(parts) for piece in (_joint(index, len(parts), last), part))
    )


def capitalised(text: Prose) -> Prose:
    """The same with a capital first letter."""
    first = text[0]
    return (TextRun(first.text[:1].upper() + first.text[1:], first.style, first.target), *text[1:])


def plural(noun: str) -> str:
    """The plural of a title such as "Invoice" or "Query"."""
    if noun.endswith("y") and noun[-2:-1] not in tuple(_VOWELS):
        return noun[:-1] + "ies"
    return noun + ("es" if noun.endswith(_SIBILANTS) else "s")


def with_article(noun: str) -> str:
    """The noun after "a" or "an"."""
    return f"{'an' if noun[:1] in tuple(_VOWELS) else 'a'} {noun}"


def counted(number: int, one: str) -> str:
    """A number with its noun: "1 day", "1,200 days"."""
    return f"{number:,} {one if number == 1 else plural(one)}"


def ordinal(number: str) -> str:
    """A number as a place in order: "95th", "99.9th", "1st"."""
    if "." in number or number[-2:] in {"11", "12", "13"}:
        return number + "th"
    return number + {"1": "st", "2": "nd", "3": "rd"}.get(number[-1], "th")


def date_words(day: dt.date) -> str:
    """A date as contracts write it: "1 January 2026", the same wherever the document is made."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def _runs(parts: Iterable[str | TextRun | Prose]) -> Iterable[TextRun]:
    for part in parts:
        if isinstance(part, str):
            yield TextRun(part)
        elif isinstance(part, TextRun):
            yield part
        else:
            yield from part


def _joint(index: int, number: int, last: str) -> str:
    if index == 0:
        return ""
    return f" {last} " if index == number - 1 else ", "
