"""Rows of the tables that show how something in an example is calculated."""

from __future__ import annotations

from sladsl.documents.prose import prose
from sladsl.documents.terms import Terms, find, key_words, title
from sladsl.documents.view import Column, Row

COLUMNS = (Column(""), Column("Calculation"), Column("Result", is_figure=True))
"""What is calculated, how, and what it comes to."""


def row(head: str, how: str, what: str) -> Row:
    """A row: what is calculated, how, and what it comes to."""
    return Row((prose(head), prose(how), prose(what)))


def series_words(terms: Terms, level: str, key: tuple[str, ...]) -> str:
    """A series by the title of its level and its dimension values."""
    found = find(terms.plan.levels, level)
    return f"{title(found)}, {key_words(terms, found, key)}" if key else title(found)
