"""What a service level counts and measures."""

from __future__ import annotations

from sladsl.syntax.ast.expressions import Expression
from sladsl.syntax.ast.literals import Duration, Number, Percent, TimeOfDay
from sladsl.syntax.ast.node import Node, Path
from sladsl.values import frozen


@frozen(eq=False)
class Population(Node):
    """`for each RECORDS [where CONDITION]`."""

    records: Path
    where: Expression | None


@frozen(eq=False)
class Counted(Node):
    """`counted in the window of FIELD`."""

    field: Path


@frozen(eq=False)
class Extreme(Node):
    """`later of A and B`, `earlier of A and B`."""

    is_later: bool
    fields: tuple[Path, ...]


@frozen(eq=False)
class Evidence(Node):
    """Records used as intervals: `hold where reason is approval`."""

    records: Path
    where: Expression | None


@frozen(eq=False)
class Clock(Node):
    """`clock from FIELD to FIELD [in CALENDAR] [, paused during RECORDS [where CONDITION]]...`."""

    start: Path | Extreme
    end: Path
    calendar: Path | None
    pauses: tuple[Evidence, ...] = ()


@frozen(eq=False)
class UpdateClock(Node):
    """`clock between each RECORDS of REF until FIELD [in CALENDAR] [, paused during ...]...`.

    It runs from each record, at its counted instant, to the next that refers to the same, at the latest until FIELD.
    """

    records: Path
    of: Path
    end: Path
    calendar: Path | None
    pauses: tuple[Evidence, ...] = ()


@frozen(eq=False)
class MissingEnd(Node):
    """`missing end is late`."""


@frozen(eq=False)
class SeverityTaken(Node):
    """`severity at start`, `severity at end` or `severity highest`; `when` is what follows the first word."""

    when: str


@frozen(eq=False)
class GoodWhen(Node):
    """`good when CONDITION`."""

    condition: Expression


@frozen(eq=False)
class PercentGood(Node):
    """`percent good`, `percent not good`."""

    negated: bool


@frozen(eq=False)
class NumberOf(Node):
    """`number of RECORDS [where (CONDITION)]`."""

    records: Path
    where: Expression | None


@frozen(eq=False)
class Aggregate(Node):
    """`sum|mean|median|lowest|highest of X`, `percentile 95 of X`."""

    statistic: str
    rank: Number | None
    operand: Expression


Reduction = PercentGood | NumberOf | Aggregate


@frozen(eq=False)
class Ratio(Node):
    """`sum of errors / sum of lines`, or with `per`, `sum of errors per 1,000 sum of lines`."""

    over: Reduction
    under: Reduction
    per: Number | None


@frozen(eq=False)
class IntervalMean(Node):
    """`mean over each 5 min of (A / B)`."""

    every: Duration
    operand: Expression


@frozen(eq=False)
class Snapshot(Node):
    """`at the end of each [CALENDAR] day`, or `at 18:00 on each [CALENDAR] day`.

    Or on `the last [CALENDAR] day of each calendar month` alone, with the unit `month`.
    """

    calendar: Path | None
    time: TimeOfDay | None
    unit: str | None


@frozen(eq=False)
class OpenRecords(Node):
    """`most open RECORDS [where (CONDITION)] from FIELD to FIELD, at ...`; `statistic` is most, least or mean.

    Or `age of the oldest open RECORDS ... [in CALENDAR], at ...`, with the statistic `age of the oldest`.
    """

    statistic: str
    records: Path
    where: Expression | None
    start: Path
    end: Path
    calendar: Path | None
    at: Snapshot


@frozen(eq=False)
class Uptime(Node):
    """`availability`, `downtime`, `longest outage` or `number of outages` (`statistic`).

    Then `[in CALENDAR] [in whole minutes] [weighted by A of B]`.
    """

    statistic: str
    calendar: Path | None
    whole_minutes: bool
    affected: Path | None
    total: Path | None


@frozen(eq=False)
class LevelMean(Node):
    """`mean of LEVEL over the last 3 windows`."""

    level: Path
    windows: Number


@frozen(eq=False)
class Complement(Node):
    """`100% - MEASURE`."""

    whole: Percent
    of: Reduction | Ratio | IntervalMean | Uptime


@frozen(eq=False)
class Rounded(Node):
    """`rounded [half-even] to 2 decimals`; half-up where `mode` is None."""

    mode: str | None
    decimals: Number


Measured = Reduction | Ratio | IntervalMean | OpenRecords | Uptime | LevelMean | Complement


@frozen(eq=False)
class Measure(Node):
    """`measure ... [rounded to 2 decimals]`."""

    what: Measured
    rounded: Rounded | None = None
