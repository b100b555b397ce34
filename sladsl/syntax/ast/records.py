"""Record sets and severities."""

from __future__ import annotations

from sladsl.syntax.ast.node import Name, Node, Path, Prose, Text
from sladsl.values import frozen


@frozen(eq=False)
class FieldType(Node):
    """The type of a field: `word` is the type's name ("text", "time of day", "choice", "ref", ...)."""

    word: str
    choices: tuple[Name, ...]
    target: Path | None


@frozen(eq=False)
class Field(Node):
    """`posted_at : time? "posted to the ledger"`."""

    name: Name
    type: FieldType
    is_optional: bool
    is_key: bool
    description: Text | None


@frozen(eq=False)
class Lasting(Node):
    """`lasting started_at to ended_at`."""

    start: Name
    end: Name


@frozen(eq=False)
class History(Node):
    """`history of ticket at changed_at`: the field that refers to what changes, and the instant of the change."""

    of: Name
    at: Name


@frozen(eq=False)
class Records(Node):
    """`records NAME "Title" [like PATH] [lasting A to B | history of REF at FIELD] { ... }`."""

    name: Name
    title: Text | None
    like: Path | None
    lasting: Lasting | None
    fields: tuple[Field, ...]
    history: History | None = None


@frozen(eq=False)
class SeverityTier(Node):
    '''`P1 "Critical" """Production use is stopped."""`.'''

    name: Name
    title: Text | None
    description: Prose | None


@frozen(eq=False)
class SeverityScheme(Node):
    """`severity [NAME "Title"] [like PATH] { ... }`; a scheme in a module has a name."""

    name: Name | None
    title: Text | None
    like: Path | None
    tiers: tuple[SeverityTier, ...]
