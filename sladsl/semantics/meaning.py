"""The meaning of an agreement: values beside the tree, with inherited lines in place and names resolved.

Nodes stay the tree's own; tables are keyed by their identity. A line inherited from a module keeps its node there, so
its span points into that file.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Generic, TypeVar

from attrs import field

from sladsl.diagnostics.diagnostic import Diagnostic, Severity
from sladsl.semantics.holiday_files import NamedDay
from sladsl.semantics.modules import Declared, Module
from sladsl.semantics.types import Type
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
    """

    names: tuple[str, ...]
    type: Type
    gaps: tuple[tuple[str, ...], ...]


@frozen
class ChoiceValue:
    """A value of a choice or severity as an expression names it."""

    type: Type
    text: str


Reading = FieldPath | ChoiceValue

# --- service levels ------------------------------------------------------------------------------------------------

CreditNode = ast.CreditLine | ast.CreditTable
"""A line that says what a miss costs."""


def has_good_column(tiers: ast.Tiers) -> bool:
    """Whether tiers say within which time a record is good."""
    return any(column.kind == "good within" for column in tiers.columns)


@frozen(eq=False)
class LevelLines:
    """The lines of a level with what it inherits, each the first of its kind; all exclusions.

    `minimum` holds a `required` line as well. `further` are targets on the share of records that pass a test of their
    own, as in `minimum all within 8 h`; see `sladsl.semantics.attainment`. `credits` are those of the level, beside
    which a target may have its own.
    """

    @property
    def targets(self) -> tuple[Line[ast.Target], ...]:
        """All targets, those on the value first."""
        return tuple(line for line in (self.expected, self.minimum, *self.further) if line is not None)

    @property
    def limits(self) -> tuple[Line[ast.Target], ...]:
        """The targets that can be missed."""
        return tuple(line for line in self.targets if line.node.word != "expected")

    @property
    def all_credits(self) -> tuple[Line[CreditNode], ...]:
        """The credits of single targets, then those of the level."""
        own = (Line(each.node.credit, each.module) for each in self.targets if each.node.credit is not None)
        return (*own, *self.credits)

    @property
    def test(self) -> Line[ast.Target] | None:
        """The target whose test says what is good, where nothing else does."""
        line = self.minimum or self.expected
        is_said = self.good is not None or (self.tiers is not None and has_good_column(self.tiers.node))
        return None if line is None or line.node.test is None or is_said else line

    population: Line[ast.Population] | None
    counted: Line[ast.Counted] | None
    clock: Line[ast.Clock | ast.UpdateClock] | None
    update_clock: Line[ast.UpdateClock] | None
    taken: Line[ast.SeverityTaken] | None
    missing_end: Line[ast.MissingEnd] | None
    good: Line[ast.GoodWhen] | None
    measure: Line[ast.Measure] | None
    window: Line[ast.WindowLine] | None
    sampling: Line[ast.Sampling] | None
    down: Line[ast.Down] | None
    missing_samples: Line[ast.MissingSamples] | None
    empty_intervals: Line[ast.EmptyIntervals] | None
    one_slot: Line[ast.OneSlot] | None
    across: Line[ast.Across] | None
    outside_term: Line[ast.OutsideTerm] | None
    exclusions: tuple[Line[ast.Exclusion], ...]
    grace: Line[ast.Grace] | None
    low_volume: Line[ast.LowVolume] | None
    no_records: Line[ast.NoRecords] | None
    promoted: Line[ast.Promoted] | None
    baseline: Line[ast.Baseline] | None
    ratchet: Line[ast.Ratchet] | None
    expected: Line[ast.Target] | None
    minimum: Line[ast.Target] | None
    further: tuple[Line[ast.Target], ...]
    needs: Line[ast.Needs] | None
    credits: tuple[Line[CreditNode], ...]
    choice: Line[ast.CustomerChooses] | None
    weight: Line[ast.Weight] | None
    tiers: Line[ast.Tiers] | None
    excuses: tuple[Line[ast.Excuses], ...] = ()
    reliance: Line[ast.Reliance] | None = None

    @property
    def credit_versions(self) -> tuple[Line[CreditNode], ...]:
        """Each credit as it is from the start and from each of its dates on."""
        return tuple(
            Line(version, line.module) for line in self.all_credits for version in line.node.versions
        )


@frozen(eq=False)
class Linked:
    """Evidence with its record set, and the field of it that refers to the records of the level."""

    records: RecordSet
    link: str


@frozen(eq=False)
class SeverityRead:
    """A severity that a level reads, and the history that it has."""

    path: FieldPath
    history: RecordSet


@frozen(eq=False)
class Beside:
    """Evidence beside the level's own records, by time alone: its record set, and the fields told apart in both."""

    records: RecordSet
    alike: tuple[str, ...]


@frozen(eq=False)
class Excluding:
    """Records that a level of records excludes by, and what makes a record of the level one of those they take.

    They are the level's own; or its field `ref` refers to one of them; or their field `link` refers to it. Else it is
    time alone: one of them lasts when the record is counted, with the same values in the fields told apart in both.
    """

    records: RecordSet
    is_own: bool = False
    ref: str | None = None
    link: str | None = None
    alike: tuple[str, ...] = ()

    @property
    def is_by_time(self) -> bool:
        return not self.is_own and self.ref is None and self.link is None


@frozen(eq=False)
class Dimension:
    """A field by whose values a level is measured."""

    name: str
    node: ast.Path
    path: FieldPath

    @property
    def values(self) -> tuple[str, ...]:
        return self.path.type.values or ()

    @property
    def is_open(self) -> bool:
        """Whether its values are those that the records hold, and not declared."""
        return not self.path.type.has_values


@frozen(eq=False)
class Promise:
    """A target: `word` is expected, minimum or required; `node` its line or cell, `is_cell` which of the two."""

    word: str
    node: ast.Node
    bounds: tuple[tuple[ast.Date | None, ast.Bound], ...]
    is_cell: bool

    @property
    def is_reversed(self) -> bool:
        """Whether a minimum is set as the most there may be, or a required as the least (a syntax error, SLA050)."""
        wrong = {"minimum": {"at most", "under"}, "required": {"at least", "above"}}.get(
            self.word, set[str]()
        )
        return any(bound.comparator in wrong for _, bound in self.bounds)


@frozen(eq=False)
class CellCredit:
    """A credit in a table of tiers: its amount, and what its column takes it of."""

    node: ast.CreditAmount
    base: ast.Base | None


@frozen(eq=False)
class Terms:
    """What a level promises at one tuple of dimension values.

    `key` shows the values, `members` holds them, one tuple a dimension, and None for one whose values are those that
    the records hold; both are empty without dimensions. `row` is the
    row of `tiers`, if there is one. `calendar` is the path of the clock's calendar as the row, or else the level, says.
    `weight` is a line of the level, or the cell of a row.
    """

    key: tuple[str, ...]
    members: tuple[tuple[str, ...] | None, ...]
    row: ast.TierRow | None
    within: ast.TimeLimit | None
    calendar: ast.Path | None
    expected: Promise | None
    minimum: Promise | None
    needs: ast.Needs | None
    credits: tuple[ast.CreditLine | ast.CreditTable | CellCredit, ...]
    weight: ast.Weight | ast.Percent | None


def is_of_records(lines: LevelLines) -> bool:
    """Whether each record of a level is a window of it."""
    return lines.window is not None and isinstance(lines.window.node, ast.RecordWindow)


@frozen(eq=False)
class Level:
    """A service level or KPI.

    `chain` is the level with what it is like, nearest first. `types` and `readings` are of the nodes in its own and
    inherited conditions, and of the paths to fields; `linked`, `beside` and `excluding` of its evidence; `calendars`
    are the plan's names of those that its conditions name; `severities` are those with a history. `measured` is the
    type of the measured value, unknown where the measure is wrong. `untiered` are the values of each dimension that no
    row of tiers is about. `charged` are the charges that what a credit is taken of stands for, as far as they are
    known. `read` is the level whose values it averages, if it measures a mean of those.
    """

    name: str
    title: str
    node: ast.ServiceLevel
    chain: tuple[Declared, ...]
    is_open: bool
    by: tuple[ast.Path, ...]
    lines: LevelLines
    records: RecordSet | None
    types: Mapping[ast.Node, Type]
    readings: Mapping[ast.Node, Reading]
    linked: Mapping[ast.Evidence, Linked]
    calendars: Mapping[ast.Path, str]
    severities: tuple[SeverityRead, ...]
    beside: Mapping[ast.Evidence, Beside]
    excluding: Mapping[ast.Evidence, Excluding]
    measured: Type
    dimensions: tuple[Dimension, ...]
    untiered: tuple[tuple[str, ...], ...]
    terms: tuple[Terms, ...]
    charged: Mapping[ast.Base, tuple[Declared, ...]]
    read: Level | None = None


# --- clauses and examples ------------------------------------------------------------------------------------------


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
class Subject:
    """A level at one tuple of values, as an example names it, and the key of a record that is a window of it."""

    level: Level
    terms: Terms | None
    record: str | None = None


@frozen(eq=False)
class Relied:
    """A level of another agreement that a level relies on, with that agreement."""

    analysis: Analysis
    level: Level


# --- the whole -----------------------------------------------------------------------------------------------------


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
    subjects: Mapping[ast.LevelAt, Subject]
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
