"""Why each figure is what it is: the tree that a statement is read from.

Nothing is computed twice: a settled period holds its steps, a step the lines before and after it, a line the
credit that made it, a credit its band and base, a verdict the targets it was compared with. Amounts are exact
`Fraction` of major units.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from fractions import Fraction

from attrs import evolve, frozen

from sladsl.measurement.results import Measurement
from sladsl.planning.plan import Amount, Band, CreditRule, Quantity, Rounding, Step, Target


class Verdict(StrEnum):
    """What a window's value means; exactly one holds."""

    MET = "met"
    BELOW_EXPECTED = "below expected"
    MISSED = "missed"
    UNMEASURED = "unmeasured"
    GRACE = "grace"


@frozen
class Comparison:
    """A value against the limit that holds in the window; `satisfied` is None where there is no value."""

    target: Target
    limit: Quantity
    satisfied: bool | None


@frozen
class Base:
    """What a percentage is taken of: the charge that falls in an interval [start, end), by days."""

    charge: str
    start: int
    end: int
    amount: Fraction


@frozen
class Credit:
    """The credit of a window before settlement.

    `band` is the row that applied, None for a flat credit, and `threshold` is its threshold with its word
    resolved. `base` is None for a fixed amount of money.
    """

    rule: CreditRule
    band: Band | None
    threshold: Quantity | None
    rate: Amount
    base: Base | None
    amount: Fraction


@frozen
class Result:
    """The verdict of one series in one window, with all that decided it.

    The value of `measurement` is the one that was compared: where `rounding` says so it is rounded, and `unrounded` is
    the exact one. `thresholds` are the thresholds of the credit table that it was held against, words resolved.
    """

    title: str
    measurement: Measurement
    comparisons: tuple[Comparison, ...]
    verdict: Verdict
    reason: str
    credit: Credit | None
    thresholds: tuple[Quantity, ...] = ()
    rounding: Rounding | None = None
    unrounded: Quantity | None = None

    @property
    def compared(self) -> tuple[Quantity, ...]:
        """Every limit that the value was held against, so that its display keeps it on its side of each."""
        return (*(comparison.limit for comparison in self.comparisons), *self.thresholds)


class LineKind(StrEnum):
    """What a line of a settlement is: a credit, or what the provider has earned back of one."""

    CREDIT = "credit"
    EARNED_BACK = "earned back"


@frozen
class Line:
    """A credit on its way through settlement: of a level at dimension values, for a window [start, end).

    What is earned back is below zero. `lands` is the end of the window that decided it, where that is a later one.
    """

    level: str
    key: tuple[str, ...]
    window: str
    window_start: int
    window_end: int
    amount: Fraction
    kind: LineKind = LineKind.CREDIT
    lands: int | None = None

    @property
    def subject(self) -> tuple[LineKind, str, tuple[str, ...], int, int]:
        """What tells a line apart: no two of a period have it in common."""
        return self.kind, self.level, self.key, self.window_start, self.window_end

    @property
    def landing(self) -> int:
        """The instant by which it belongs to a period: the end of the window that it is due for."""
        return self.window_end if self.lands is None else self.lands

    def worth(self, amount: Fraction) -> Line:
        """The same credit at another amount."""
        return evolve(self, amount=amount)


def total_of(lines: Iterable[Line]) -> Fraction:
    """Add up credits."""
    return sum((line.amount for line in lines), Fraction(0))


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


@frozen
class SettledPeriod:
    """A settlement period: the results whose windows end in it, their credits, the steps, and the total.

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

    @property
    def lines(self) -> tuple[Line, ...]:
        """The credits after all steps, in the order of `calculated`."""
        return self.steps[-1].lines if self.steps else self.calculated


@frozen
class Settled:
    """All that a run comes to: a result for every measured window, and the settlement periods in order.

    `results` are in the plan's order of levels, then by window, then in the plan's order of series. Without a
    settlement in the agreement there are no periods.
    """

    results: tuple[Result, ...]
    periods: tuple[SettledPeriod, ...]
