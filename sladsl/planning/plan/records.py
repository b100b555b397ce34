"""The records that the parties keep, and the severities that they name."""

from __future__ import annotations

from sladsl.planning.plan.facts import Fact, ValueType
from sladsl.values import frozen


@frozen
class FieldDecl(Fact):
    """A field that the records must have. `choices` are the values of a choice; `target` is the record set of a ref."""

    name: str
    type: ValueType
    optional: bool
    key: bool
    description: str
    choices: tuple[str, ...] = ()
    target: str | None = None


@frozen
class History:
    """Changes of other records: `of` refers to what changes, `at` is when; `severity` the field with the new one."""

    of: str
    at: str
    severity: str | None = None


@frozen
class RecordSet(Fact):
    """A kind of record.

    `lasting` names the fields at which a record used as an interval begins and ends. `history` makes each a change of
    another record.
    """

    name: str
    title: str
    fields: tuple[FieldDecl, ...]
    lasting: tuple[str, str] | None = None
    history: History | None = None


@frozen
class SeverityTier(Fact):
    """A severity, most severe first in the plan's order."""

    name: str
    title: str
    description: str
