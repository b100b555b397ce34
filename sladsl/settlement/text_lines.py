"""Lines of a statement as text: how wide they are, how they wrap, and where they say something stands."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import wrap

from sladsl.planning.plan import Fact

WIDTH = 100
"""How wide a statement is."""


def wrapped(text: str, start: str) -> list[str]:
    """Break a text into lines, set in below its beginning."""
    indent = " " * len(start)
    return wrap(text, WIDTH, initial_indent=start, subsequent_indent=indent, break_on_hyphens=False)


def place_of(fact: Fact) -> str:
    """Where the agreement says something: its file and line."""
    return f"{fact.span.file}:{fact.span.line}"


def bullets(notes: Sequence[str]) -> list[str]:
    """Sentences as a list of lines, each behind a dash."""
    return [line for note in notes for line in wrapped(note, "  - ")]
