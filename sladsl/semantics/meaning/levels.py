"""Service levels, with inherited lines in place and all that their lines name found."""

from __future__ import annotations

from collections.abc import Mapping

from sladsl.semantics.files.modules import Declared
from sladsl.semantics.meaning.declared import FieldPath, Line, Reading, RecordSet
from sladsl.semantics.types import Type
from sladsl.syntax import ast
from sladsl.values import frozen

CreditNode = ast.CreditLine | ast.CreditTable
"""A line that says what a miss costs."""


def has_good_column(tiers: ast.Tiers) -> bool:
    """Whether tiers say within which time a record is good."""
    return any(column.kind == "good within" for column in tiers.columns)


@frozen(eq=False)
class LevelLines:
    """The lines of a level with what it inherits, each the first of its kind; all exclusions.

    `minimum` holds a `required` line as well. `further` are targets on the share of records that pass a test of their
    own, as in `minimum all within 8 h`; see `sladsl.semantics.targets.attainment`. `credits` are those of the level,
    beside which a target may have its own.
    """

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
