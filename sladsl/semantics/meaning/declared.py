"""What an agreement declares, with what it inherits: header, calendars, records and severities; and fields as read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Generic, TypeVar

from sladsl.semantics.files.holiday_files import NamedDay
from sladsl.semantics.files.modules import Module
from sladsl.semantics.types import UNKNOWN, Type
from sladsl.source import Span
from sladsl.syntax import ast
from sladsl.values import frozen

N = TypeVar("N", bound=ast.Node)


@frozen(eq=False)
class Line(Generic[N]):
    """A written line and the file whose names it uses."""

    node: N
    module: Module


def node_of(line: Line[N] | None) -> N | None:
    """The node of a line, if there is one."""
    return None if line is None else line.node


@frozen(eq=False)
class Header:
    """The lines that stand once at the top of an agreement; of two the first."""

    version: ast.Version | None
    provider: ast.Party | None
    customer: ast.Party | None
    term: ast.Term | None
    zone: ast.Zone | None
    currency: ast.Currency | None
    law: ast.Law | None

    @property
    def days(self) -> ast.Term | None:
        """The term by which dates are judged: None also where it ends before it begins and no date lies in it."""
        if self.term is None or self.term.last is None:
            return self.term
        return None if self.term.last.value < self.term.first.value else self.term


@frozen(eq=False)
class HolidayFile:
    """A calendar file that a calendar imports: the line that names it, its name in findings, and its days."""

    line: Line[ast.ImportedHolidays]
    name: str
    days: tuple[NamedDay, ...]


@frozen(eq=False)
class Calendar:
    """A calendar with what it inherits, declared by `node` under `name`.

    `is_open` says that what it is like could not be found, so that it may have more to it; so it is with record sets.
    `zone` is None where the calendar keeps the agreement's time zone.
    """

    name: str
    title: str
    node: ast.Calendar
    hours: tuple[Line[ast.WeekHours], ...]
    holidays: tuple[Line[ast.Holidays], ...]
    imported: tuple[HolidayFile, ...]
    added: tuple[Line[ast.AddedHoliday], ...]
    removed: tuple[Line[ast.RemovedHoliday], ...]
    dates: tuple[Line[ast.OnDate], ...]
    business_days: tuple[Line[ast.BusinessDayRule], ...]
    zones: tuple[Line[ast.Zone], ...]
    is_open: bool

    @property
    def business_day(self) -> ast.BusinessDayRule | None:
        """What a business day of this calendar means, if it says so."""
        return self.business_days[0].node if self.business_days else None


@frozen(eq=False)
class Field:
    """A field of a record set."""

    name: str
    type: Type
    line: Line[ast.Field]


@frozen(eq=False)
class RecordSet:
    """A record set with the fields it inherits, by name."""

    name: str
    title: str
    node: ast.Records
    fields: Mapping[str, Field]
    lasting: Line[ast.Lasting] | None
    is_open: bool
    history: Line[ast.History] | None = None

    @property
    def key(self) -> Field | None:
        """The field that tells the records apart."""
        return next((each for each in self.fields.values() if each.line.node.is_key), None)

    @property
    def may_refer(self) -> bool:
        """Whether the type of a field is not read, so that it may refer to any records."""
        return any(each.type is UNKNOWN for each in self.fields.values())


@frozen(eq=False)
class Severities:
    """The severity scheme, most severe tier first."""

    node: ast.SeverityScheme
    tiers: tuple[Line[ast.SeverityTier], ...]
    is_open: bool

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(tier.node.name.text for tier in self.tiers)


@frozen
class FieldPath:
    """A field as an expression reads it: the refs that lead to it and its name.

    `gaps` are the stretches from the front of the path that may be missing: the optional refs and the optional field.
    `declared` is where it says of which type it is.
    """

    names: tuple[str, ...]
    type: Type
    gaps: tuple[tuple[str, ...], ...]
    declared: Span


@frozen
class ChoiceValue:
    """A value of a choice or severity as an expression names it."""

    type: Type
    text: str


Reading = FieldPath | ChoiceValue
