"""Clauses, what examples speak of, and the agreement as a whole."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from functools import cached_property

from attrs import field

from sladsl.diagnostics.diagnostic import Diagnostic, Severity
from sladsl.semantics.files.modules import Declared, Module
from sladsl.semantics.meaning.declared import Calendar, Header, Line, RecordSet, Severities
from sladsl.semantics.meaning.levels import Level, Terms
from sladsl.syntax import ast
from sladsl.values import frozen


@frozen(eq=False)
class Quoted:
    """What a reference in prose stands for: an item, or a term of a level (`part`) at a tuple of values.

    `item` is a word (`provider`, `customer`, `term`, `settlement`) or a declared item.
    """

    item: str | Declared
    terms: Terms | None = None
    part: str | None = None


@frozen(eq=False)
class Clause:
    """A prose clause; `prose` may be inherited. References that stand for nothing are not in the table."""

    name: str
    title: str
    node: ast.Clause
    prose: Line[ast.Prose] | None
    references: Mapping[ast.Reference, Quoted]


@frozen(eq=False)
class ExampleSubject:
    """A level at one tuple of values, as an example names it, and the key of a record that is a window of it."""

    level: Level
    terms: Terms | None
    record: str | None = None


@frozen(eq=False)
class Worded:
    """An agreement from a date on, or from its start, with the amendments by which it differs from before.

    Each amendment comes with the agreement as it was before it.
    """

    since: dt.date | None
    analysis: Analysis
    amendments: Sequence[tuple[ast.Amendment, ast.Document]] = ()


@frozen(eq=False)
class Relied:
    """A level of another agreement that a level relies on: its name, and that agreement in each of its wordings."""

    name: str
    wordings: Sequence[Worded]


@frozen(eq=False)
class Analysis:
    """An agreement with the meaning of all its parts, or a module with as much of it as it has alone.

    `named` says which item a path stands for; a path to the calendar that never closes, and one to nothing, are not in
    it. `calendars` and `records` are those of the agreement and what its items need from modules, by their names in the
    plan. `measured_charges` are the records of charges that are added up, as levels, by the charges' names in the plan.
    `relied` are the levels of other agreements, without those of them that could not be had.
    """

    module: Module
    header: Header
    charges: tuple[ast.Charge, ...]
    severities: Severities | None
    calendars: Mapping[str, Calendar]
    records: Mapping[str, RecordSet]
    levels: tuple[Level, ...]
    settlement: ast.Settlement | None
    remedies: tuple[ast.Remedy, ...]
    clauses: tuple[Clause, ...]
    examples: tuple[ast.Example, ...]
    subjects: Mapping[ast.LevelAt, ExampleSubject]
    named: Mapping[ast.Path, Declared]
    measured_charges: Mapping[str, Level]
    diagnostics: tuple[Diagnostic, ...] = field(repr=False)
    relied: Mapping[ast.Supplied, Relied] = field(factory=dict)

    @property
    def has_errors(self) -> bool:
        """Whether the agreement cannot be planned, for errors of syntax or of meaning."""
        return any(
            finding.severity is Severity.ERROR
            for finding in (*self.module.parsed.diagnostics, *self.diagnostics)
        )

    @property
    def is_agreement(self) -> bool:
        return self.module.is_agreement

    @property
    def service_levels(self) -> tuple[Level, ...]:
        """The levels that earn credits and that `any level` speaks of: neither indicators nor obligations."""
        return tuple(level for level in self.levels if not level.node.is_kpi)

    @cached_property
    def excusing_records(self) -> Sequence[tuple[Level, Line[ast.Excuses]]]:
        """The obligations that take single records out of levels, each with the line that says so."""
        lines = ((level, line) for level in self.levels for line in level.lines.excuses)
        return tuple((level, line) for level, line in lines if line.node.records)

    @property
    def known_charges(self) -> Mapping[str, ast.Charge]:
        """The agreement's own charges, then those of modules that its items name, by their names in the plan."""
        own = {charge.name.text: charge for charge in self.charges}
        named = {each.path: each.node for each in self.named.values() if isinstance(each.node, ast.Charge)}
        return {**own, **named}

    @property
    def currency(self) -> str | None:
        """The agreement's currency; None where it is missing, and in a module."""
        return None if self.header.currency is None else self.header.currency.code
