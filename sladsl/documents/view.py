"""The agreement document as plain values: all that a template may see.

Strings, tuples and nothing else: no plan, no engine, no files. Numbers, references and dates are already words. Text is
not escaped; each renderer escapes it for its format. Every block has a `kind` that a template can choose by.
"""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar

from sladsl.values import frozen


class Style(StrEnum):
    """What a run of text is, and so how it looks."""

    PLAIN = "plain"
    TERM = "term"  # a defined term where it is defined, or a party's legal name
    FIELD = "field"  # the name of a field, as the records have it
    LINK = "link"  # a reference to a clause or a schedule; `target` is its anchor
    LEAD = "lead"  # the words that open a paragraph and say what it is about


@frozen
class TextRun:
    """A stretch of text of one style."""

    text: str
    style: Style = Style.PLAIN
    target: str = ""


Prose = tuple[TextRun, ...]


@frozen
class Column:
    """A column of a table; figures are set flush right."""

    title: str
    is_figure: bool = False


@frozen
class Row:
    """A row of a table, one cell for each column; the first names the row.

    One that `is_heading` has only that, which names the rows below it.
    """

    cells: tuple[Prose, ...]
    is_heading: bool = False


@frozen
class Table:
    """A table.

    `is_introduced` says that the text before it does the work of a caption, which then only a listener needs.
    """

    kind: ClassVar[str] = "table"
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    is_introduced: bool = False


@frozen
class Definition:
    """A defined term and what it means."""

    term: str
    meaning: Prose


@frozen
class Definitions:
    """Defined terms in alphabetical order."""

    kind: ClassVar[str] = "definitions"
    entries: tuple[Definition, ...]


@frozen
class Paragraph:
    """A paragraph with its label ("4.2", "(a)", or none), and what belongs under it: sub-paragraphs and tables."""

    kind: ClassVar[str] = "paragraph"
    label: str
    text: Prose
    children: tuple[Block, ...] = ()


@frozen
class Heading:
    """The heading of a part of a section, with an anchor that references lead to."""

    kind: ClassVar[str] = "heading"
    number: str
    title: str
    anchor: str


Block = Paragraph | Table | Definitions | Heading


@frozen
class Section:
    """A numbered clause ("4") or a schedule ("Schedule 2")."""

    number: str
    title: str
    anchor: str
    blocks: tuple[Block, ...]


@frozen
class PartyView:
    """A party: legal name, short name in the text, and the role it has throughout ("Provider")."""

    title: str
    name: str
    role: str


@frozen
class Provenance:
    """What the document was made from, for the footer: names and their values, among them hashes."""

    facts: tuple[tuple[str, str], ...]


@frozen
class DocumentView:
    """The whole document, in the order in which it is read.

    `sections` are the operative clauses, `schedules` follow them, then the parties sign. `front` are label and value
    pairs for the first page.
    """

    title: str
    version: str
    parties: tuple[PartyView, PartyView]
    front: tuple[tuple[str, str], ...]
    opening: Prose
    sections: tuple[Section, ...]
    schedules: tuple[Section, ...]
    signing: Prose
    provenance: Provenance
