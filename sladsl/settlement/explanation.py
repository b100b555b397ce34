"""Why each figure is what it is: the tree that a statement is read from.

Nothing is computed twice: a settled period holds its steps, a step the lines before and after it, a line the
credit that made it, a credit its row and base, a verdict the targets it was compared with. Amounts are exact
`Fraction` of major units.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from fractions import Fraction

from attrs import evolve

from sladsl.measurement.results import Counts, Measurement, RecordTally, Share
from sladsl.planning.plan import (
    Band,
    Consequence,
    CreditAmount,
    CreditRule,
    CreditsReach,
    CreditUnit,
    Quantity,
    Ratchet,
    Remedy,
    RemedyCredit,
    Rounding,
    Series,
    Step,
    Target,
    TimeUnit,
)
from sladsl.planning.windows import Window
from sladsl.values import frozen


class Verdict(StrEnum):
    """What a window's value means; exactly one holds."""

    MET = "met"
    BELOW_EXPECTED = "below expected"
    MISSED = "missed"
    UNMEASURED = "unmeasured"
    EXCUSED = "excused"
    GRACE = "grace"


@frozen
class Comparison:
    """A value against the limit that holds in the window; `satisfied` is None where there is no value.

    `share` is what the target is on where that is not the value of the window.
    """

    target: Target
    limit: Quantity
    satisfied: bool | None
    share: Share | None = None


@frozen
class Row:
    """A row of a credit table with its ends resolved for a window, and whether the value lies in it."""

    band: Band
    lower: Quantity | None
    upper: Quantity | None
    holds: bool


@frozen
class Base:
    """What a credit is taken of: the charge that falls in an interval [start, end), by days.

    `lesser` are further charges of which this one comes to most; `of` are the values that a charge counts for which is
    apart for them.
    """

    charge: str
    start: int
    end: int
    amount: Fraction
    lesser: tuple[Base, ...] = ()
    of: tuple[str, ...] = ()


@frozen
class PartOfTime:
    """So many days or hours of those that the interval of a charge has."""

    number: Fraction
    unit: TimeUnit
    of: Fraction

    @property
    def factor(self) -> Fraction:
        return self.number / self.of if self.of else Fraction(0)


@frozen
class SharedAmong:
    """One of several dimension values that share a credit equally."""

    values: int

    @property
    def factor(self) -> Fraction:
        return Fraction(1, self.values)


@frozen
class StepCount:
    """How many steps a gap has: `number` full ones, or started ones, of `size`."""

    gap: Quantity
    size: Quantity
    is_full: bool
    number: int

    @property
    def factor(self) -> Fraction:
        return Fraction(self.number)


@frozen
class Shortage:
    """By how much a value falls short, as it is credited; `exact` is before any rounding."""

    gap: Quantity
    exact: Quantity

    @property
    def factor(self) -> Fraction:
        return self.gap.amount


AFFECTED = "affected share"
"""What the share of users that time down affected is called."""


@frozen
class ShareTaken:
    """The share that a pool is of what is at risk, a weight of its pool, or affected users of all: `of` says which."""

    of: str
    share: Fraction

    @property
    def factor(self) -> Fraction:
        return self.share


@frozen
class RecordsCounted:
    """The records that a credit is owed for, in units; one that is cut comes to `most` times the amount of a unit."""

    tally: RecordTally
    most: Fraction

    @property
    def factor(self) -> Fraction:
        return self.tally.units + self.tally.cut_units * self.most


Factor = RecordsCounted | PartOfTime | SharedAmong | StepCount | Shortage | ShareTaken
"""A number that a credit's base is multiplied by, beside the rate."""


@frozen
class Credit:
    """The credit of a window before settlement, in major units of money, points or days.

    It is the number of its `rate` (1 for one that has none), times what it is taken of (`base`, None for what stands
    alone), times each of the `factors`; where that is more than `most`, it is that. `row` is the row that applied, None
    for a single amount. `mark` is from where it counts, with its word resolved; `failed` are the labels of the windows
    whose failing makes it owed, where it takes several.
    """

    rule: CreditRule
    unit: CreditUnit
    row: Row | None
    rate: CreditAmount
    base: Base | None
    factors: tuple[Factor, ...]
    calculated: Fraction
    most: Fraction | None
    amount: Fraction
    mark: Quantity | None = None
    failed: tuple[str, ...] = ()


@frozen
class Assessment:
    """What a credit rule gives for a window: the rows that the value was held against, and the credit.

    Where there is none, `why` says it.
    """

    rule: CreditRule
    rows: tuple[Row, ...]
    mark: Quantity | None
    credit: Credit | None
    why: str


@frozen
class Raised:
    """A target that has become stricter: by which rule, from what, to what, by the mean of the values of windows."""

    rule: Ratchet
    before: Quantity
    mean: Quantity
    after: Quantity
    windows: tuple[str, ...]


@frozen
class Result:
    """The verdict of one series in one window, with all that decided it.

    Where targets have been `raised`, `terms` is the series with those that bind the window.
    """

    title: str
    measurement: Measurement
    comparisons: tuple[Comparison, ...]
    verdict: Verdict
    reason: str
    assessments: tuple[Assessment, ...] = ()
    rounding: Rounding | None = None
    unrounded: Quantity | None = None
    terms: Series | None = None
    raised: tuple[Raised, ...] = ()

    @property
    def place(self) -> tuple[str, tuple[str, ...], tuple[int, int, str]]:
        """What tells it apart from others of one settlement: its level, dimension values and window."""
        return self.measurement.level, self.measurement.key, self.measurement.window.place

    @property
    def credits(self) -> tuple[Credit, ...]:
        """What the window earns before settlement."""
        return tuple(each.credit for each in self.assessments if each.credit is not None)

    @property
    def thresholds(self) -> tuple[Quantity, ...]:
        """The thresholds of credits that the value was held against, words resolved."""
        return thresholds_of(self.assessments)

    @property
    def compared(self) -> tuple[Quantity, ...]:
        """Every limit that the value was held against, so that its display keeps it on its side of each."""
        limits = (comparison.limit for comparison in self.comparisons if comparison.share is None)
        return (*limits, *self.thresholds)


def thresholds_of(assessments: Iterable[Assessment]) -> tuple[Quantity, ...]:
    """Give the thresholds that a value was held against by some credit rules."""
    ends = (end for each in assessments for row in each.rows for end in (row.lower, row.upper))
    marks = (each.mark for each in assessments)
    return tuple(end for end in (*ends, *marks) if end is not None)


class LineKind(StrEnum):
    """What a line of a settlement is: a credit of a window or of a remedy, or what is earned back of the former.

    What is carried over is part of a credit of a window that an earlier period has not let through.

    A line of a remedy has the remedy's name as its level, and says in `key` which series it fired for.
    """

    CREDIT = "credit"
    REMEDY = "remedy"
    EARNED_BACK = "earned back"
    CARRIED = "carried over"


@frozen
class Line:
    """A credit on its way through settlement: of a level at dimension values, for a window [start, end).

    What is earned back is below zero. `lands` is the end of the window that decided it, where that is a later one.
    `credit` is the id of the rule that made it, `option` its number among those that the customer chooses among;
    `amount` counts in its `unit`.
    """

    level: str
    key: tuple[str, ...]
    window: str
    window_start: int
    window_end: int
    amount: Fraction
    kind: LineKind = LineKind.CREDIT
    lands: int | None = None
    credit: str = ""
    unit: CreditUnit = CreditUnit.MONEY
    option: int | None = None

    @property
    def place(self) -> tuple[int, int, str]:
        """What tells its window apart from others of its series; see `Window.place`."""
        return self.window_end, self.window_start, self.window

    @property
    def subject(self) -> tuple[LineKind, str, tuple[str, ...], tuple[int, int, str], str]:
        """What tells a line apart: no two of a period have it in common."""
        return self.kind, self.level, self.key, self.place, self.credit

    @property
    def landing(self) -> int:
        """The instant by which it belongs to a period: the end of the window that it is due for."""
        return self.window_end if self.lands is None else self.lands

    def worth(self, amount: Fraction) -> Line:
        """The same credit at another amount."""
        return evolve(self, amount=amount)


def total_of(lines: Iterable[Line]) -> Fraction:
    """Add up what is money; points and days of service are not."""
    return sum((line.amount for line in lines if line.unit is CreditUnit.MONEY), Fraction(0))


@frozen
class LimitUse:
    """How a limit stood for one horizon, [start, end), and `group`: the level or value that it holds apart.

    `used` is what it let through in earlier settlement periods, `left` what was left then, and `taken` what
    it lets through in this one.
    """

    label: str
    start: int
    end: int
    limit: Fraction
    used: Fraction
    left: Fraction
    taken: Fraction
    group: tuple[str, ...] = ()


@frozen
class Change:
    """What a step makes of a credit, and why, in a short phrase."""

    before: Line
    after: Line
    reason: str


class Standing(StrEnum):
    """Whether a credit may still be earned back; it is final unless it is provisional."""

    PROVISIONAL = "provisional"
    EARNED_BACK = "earned back"
    KEPT = "not earned back"
    LAPSED = "lapsed: the term has ended"


@frozen
class Prospect:
    """A credit at what it came to, its following windows through the one that decides it, and where that leaves it."""

    line: Line
    following: tuple[Result, ...]
    standing: Standing


@frozen
class Balance:
    """What is earned back within a service as offset: before a period, used in it, added by it, and left after it.

    What is left when the term ends is lost.
    """

    service: str
    before: Fraction
    used: Fraction
    added: Fraction
    is_lost: bool

    @property
    def left(self) -> Fraction:
        """What is left for later periods, or is lost."""
        return self.before - self.used + self.added


@frozen
class StepTaken:
    """One settlement step: the lines and their total before and after it.

    `changes` are the lines that are another amount after it, with the reasons. `prospects` are the credits that could
    be earned back when the period began, and those of the period.
    """

    step: Step
    before: Fraction
    after: Fraction
    lines: tuple[Line, ...]
    limits: tuple[LimitUse, ...]
    changes: tuple[Change, ...] = ()
    prospects: tuple[Prospect, ...] = ()
    balances: tuple[Balance, ...] = ()


@frozen
class Sum:
    """The credits that came to as much as an event asks for, in a horizon by its label and start."""

    event: CreditsReach
    label: str
    start: int
    amount: Fraction


@frozen
class Due:
    """A consequence of a remedy and the instant until which it is due, or may be done; None where none is stated."""

    consequence: Consequence
    until: int | None


@frozen
class Given:
    """The credit that a remedy gives, and the charge that it is a share of."""

    rule: RemedyCredit
    base: Base | None
    amount: Fraction


@frozen
class Firing:
    """A remedy that has fired: with the windows that end at `at`, by which windows and sums, and what follows.

    `key` names the series that it has fired for, where it looks at each of several.
    """

    remedy: Remedy
    at: int
    key: tuple[str, ...]
    windows: tuple[Result, ...]
    sums: tuple[Sum, ...]
    dues: tuple[Due, ...]
    credit: Given | None


@frozen
class Adjustment:
    """A line of an earlier period that a settlement states anew: at what it stood, at what it stands, and why.

    Both amounts count in the unit of the line.
    """

    period: str
    line: Line
    before: Fraction
    now: Fraction
    reason: str

    @property
    def amount(self) -> Fraction:
        """What the settlement books for it."""
        return self.now - self.before

    @property
    def booked(self) -> Line:
        """The line at what the settlement books for it."""
        return self.line.worth(self.amount)


@frozen
class RecordCount:
    """How the windows of single records of one series stand that lie in a settlement period: how many of each verdict.

    `credited` is what those that do not keep their target earn before settlement, in money.
    """

    level: str
    title: str
    key: tuple[str, ...]
    window: Window
    counts: Counts
    verdicts: Mapping[Verdict, int]
    credited: Fraction

    @property
    def windows(self) -> int:
        """How many windows there are, with a verdict or without."""
        return self.counts.decided + self.counts.undecided


@frozen
class SettledPeriod:
    """A settlement period: the results whose windows end in it, their credits, the steps, and the total.

    Of windows that are single records, `results` has those that do not keep a target, `records` counts all.
    It is `provisional` when it is read as of an instant before its end, so that records may still come.
    """

    label: str
    start: int
    end: int
    as_of: int
    partial: bool
    results: tuple[Result, ...]
    calculated: tuple[Line, ...]
    steps: tuple[StepTaken, ...]
    total: Fraction
    provisional: bool = False
    remedies: tuple[Firing, ...] = ()
    adjustments: tuple[Adjustment, ...] = ()
    records: tuple[RecordCount, ...] = ()

    @property
    def lines(self) -> tuple[Line, ...]:
        """The credits after all steps, in the order of `calculated`."""
        return self.steps[-1].lines if self.steps else self.calculated


@frozen
class Settled:
    """All that a run comes to: a result for every measured window, and the settlement periods in order.

    `results` are in the plan's order of levels, then by window, then in the plan's order of series. Without a
    settlement in the agreement there are no periods. `remedies` are all that have fired, in order of time.
    """

    results: tuple[Result, ...]
    periods: tuple[SettledPeriod, ...]
    remedies: tuple[Firing, ...] = ()
