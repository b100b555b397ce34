"""A whole file."""

from __future__ import annotations

from sladsl.diagnostics.diagnostic import Diagnostic
from sladsl.source import Source
from sladsl.syntax.ast.calendars import Calendar
from sladsl.syntax.ast.examples import Clause, Example
from sladsl.syntax.ast.header import Charge, Currency, Law, Party, Term, Version, Zone
from sladsl.syntax.ast.levels import ServiceLevel
from sladsl.syntax.ast.literals import Date
from sladsl.syntax.ast.node import Comment, Name, Node, Path, Prose, Text
from sladsl.syntax.ast.records import Records, SeverityScheme
from sladsl.syntax.ast.remedies import Remedy
from sladsl.syntax.ast.settlement import Settlement
from sladsl.values import frozen


@frozen(eq=False)
class Service(Node):
    """`service NAME "Title" \"\"\"what is provided\"\"\" { ... }`; the items in it stand beside it, within its span."""

    name: Name
    title: Text | None
    text: Prose | None


Item = (
    Version
    | Party
    | Term
    | Zone
    | Currency
    | Law
    | Charge
    | Calendar
    | Records
    | SeverityScheme
    | Service
    | ServiceLevel
    | Settlement
    | Remedy
    | Clause
    | Example
)


@frozen(eq=False)
class Use(Node):
    """`use calendars.uk`, or `use "../house/calendars.sla" as house`."""

    path: Path | Text
    alias: Name | None


@frozen(eq=False)
class Block(Node):
    """`agreement NAME "Title" { ... }`, or `module NAME "Title" { ... }`; `kind` is the first word."""

    kind: str
    name: Name
    title: Text | None
    items: tuple[Item, ...]


@frozen(eq=False)
class Replaced(Node):
    """`replace ITEM`: the item takes the place of the one of its kind and name. Of a service, `within` stands in it."""

    item: Item
    within: tuple[Item, ...] = ()


@frozen(eq=False)
class Added(Node):
    """`add ITEM`, or `add to service NAME ITEM`. Of a service, `within` stands in it."""

    service: Name | None
    item: Item
    within: tuple[Item, ...] = ()


@frozen(eq=False)
class Removed(Node):
    """`remove service level NAME`: `word` is what such an item begins with; a severity scheme needs no name.

    An example is named by its title.
    """

    word: str
    name: Name | Text | None


Change = Replaced | Added | Removed


@frozen(eq=False)
class Amendment(Node):
    """`amendment NAME "Title" of AGREEMENT effective DATE { ... }`: what changes in an agreement from a date on."""

    name: Name
    title: Text | None
    of: Name
    effective: Date
    changes: tuple[Change, ...]


@frozen(eq=False)
class Document(Node):
    """A whole file: imports, then normally one block; more or none is for semantics to report.

    An agreement may have amendments after it, or in a file of their own.
    """

    source: Source
    uses: tuple[Use, ...]
    blocks: tuple[Block, ...]
    comments: tuple[Comment, ...]
    amendments: tuple[Amendment, ...] = ()


@frozen
class Parsed:
    """What parsing gives: always a tree, and what could not be read."""

    document: Document
    diagnostics: tuple[Diagnostic, ...]
