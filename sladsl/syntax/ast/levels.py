"""Tables by severity, and the service level itself."""

from __future__ import annotations

from sladsl.syntax.ast.credits import (
    Base,
    CreditLine,
    CreditTable,
    CustomerChooses,
    FixedAmount,
    Promoted,
    Weight,
)
from sladsl.syntax.ast.expressions import TimeLimit
from sladsl.syntax.ast.literals import AnyValue, ValueList
from sladsl.syntax.ast.measures import (
    Clock,
    Counted,
    GoodWhen,
    Measure,
    MissingEnd,
    Population,
    SeverityTaken,
    UpdateClock,
)
from sladsl.syntax.ast.node import Name, Node, Path, Text
from sladsl.syntax.ast.ratchets import Baseline, Ratchet
from sladsl.syntax.ast.targets import Target
from sladsl.syntax.ast.uptime import (
    Across,
    Down,
    EmptyIntervals,
    Exclusion,
    MissingSamples,
    OneSlot,
    OutsideTerm,
    Sampling,
)
from sladsl.syntax.ast.windows import Bound, Grace, LowVolume, Needs, NoRecords, WindowLine
from sladsl.values import frozen


@frozen(eq=False)
class TierColumn(Node):
    """The head of a column of `tiers`.

    `kind` is `dimension` (its name in `path`), `good within`, `in`, `expected`, `minimum`, `required`, `needs` or
    `credit` (`base` what its amounts are of, or None).
    """

    kind: str
    path: Path | None
    base: Base | None = None


@frozen(eq=False)
class EmptyCell(Node):
    """An empty cell: the row leaves that property out."""


TierCell = AnyValue | ValueList | TimeLimit | Bound | Needs | FixedAmount | EmptyCell


@frozen(eq=False)
class TierRow(Node):
    """A row of `tiers`; its cells stand in the order of the columns, as many as were written."""

    cells: tuple[TierCell, ...]


@frozen(eq=False)
class Tiers(Node):
    """`tiers` with its table."""

    columns: tuple[TierColumn, ...]
    rows: tuple[TierRow, ...]


@frozen(eq=False)
class Excuses(Node):
    """`excuses Turnaround`, `excuses records of Turnaround`."""

    level: Path
    records: bool


@frozen(eq=False)
class Supplied(Node):
    """`"../hosting.sla" HostUptime`: a level of another agreement, in a file beside this one."""

    file: Text
    level: Name


@frozen(eq=False)
class Reliance(Node):
    """`relies on "../hosting.sla" HostUptime and "../network.sla" LinkUptime in series`.

    `arrangement` is `in series` or `in parallel`, None where it is not said.
    """

    suppliers: tuple[Supplied, ...]
    arrangement: str | None


LevelItem = (
    Population
    | Counted
    | Clock
    | UpdateClock
    | MissingEnd
    | SeverityTaken
    | GoodWhen
    | Sampling
    | Down
    | MissingSamples
    | EmptyIntervals
    | OneSlot
    | Across
    | OutsideTerm
    | Exclusion
    | Measure
    | WindowLine
    | Grace
    | Target
    | Needs
    | LowVolume
    | NoRecords
    | Promoted
    | Ratchet
    | Baseline
    | CreditLine
    | CreditTable
    | CustomerChooses
    | Weight
    | Tiers
    | Excuses
    | Reliance
)


@frozen(eq=False)
class ServiceLevel(Node):
    """`service level NAME "Title" [by FIELD, FIELD] [like PATH] { ... }`, or `kpi`.

    With `is_charge` it stands for the records of a charge, which are added up day by day.
    Or `obligation NAME "Title" of PARTY [by FIELD] { ... }`, which like a KPI earns no credit.
    """

    name: Name
    title: Text | None
    is_kpi: bool
    by: tuple[Path, ...]
    like: Path | None
    items: tuple[LevelItem, ...]
    of: Path | None = None
    is_charge: bool = False
