"""What the text of an agreement declares, line by line, whether or not it can be read as a whole."""

from __future__ import annotations

import re
from collections.abc import Mapping

from sladsl.syntax.first_mistakes.where import Where

_LINE = r"(?m)^[^\S\n]*"


def currency_of(text: str) -> str:
    """The currency that an agreement declares, GBP where it declares none."""
    found = re.search(rf'{_LINE}currency:?[^\S\n]+"?([A-Z]{{3}})\b', text)
    return found[1] if found else "GBP"


def only_calendar(text: str) -> str | None:
    """The name of the calendar that an agreement declares; None where it has none or several."""
    names = re.findall(rf"{_LINE}calendar[^\S\n]+(\w+)", text)
    return names[0] if len(names) == 1 else None


def charges_of(text: str) -> Mapping[str, str]:
    """The titles of the charges, by name; empty for one that has none."""
    return dict(re.findall(rf'{_LINE}charge[^\S\n]+(\w+)(?:[^\S\n]+"([^"\n]*)")?', text))


def severities_of(text: str) -> list[str]:
    """The names of the severities that are declared."""
    return re.findall(rf"{_LINE}severity[^\S\n]+(\w+)", text)


def are_records(text: str, name: str) -> bool:
    """Whether a name is that of a record set."""
    return re.search(rf"{_LINE}records[^\S\n]+{name}(?!\w)", text) is not None


def first_records(text: str) -> str | None:
    """The record set that is declared first; None where there is none."""
    found = re.search(rf"{_LINE}records[^\S\n]+(\w+)", text)
    return None if found is None else found[1]


def counted_above(where: Where) -> str:
    """The records that a level counts, by the last `for each` above; `invoice` where there is none."""
    found = re.findall(rf"{_LINE}for each\s+([\w.]+)", where.text[: where.start])
    return found[-1] if found else "invoice"
