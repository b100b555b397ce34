"""Why each figure is what it is: the tree that a statement is read from.

Nothing is computed twice: a settled period holds its steps, a step the lines before and after it, a line the credit that
made it, a credit its band and base, a verdict the targets it was compared with. Amounts are exact `Fraction` of major units.
"""

from __future__ import annotations

from enum import StrEnum
from fractions import Fraction

from attrs import frozen

from sladsl.measurement.results import Measurement
from sladsl.planning.plan import Amount, Band, BandEdge, Comparator, CreditRule, Quantity, Step, Target
from sladsl.planning.windows import Window


class Verdict(StrEnum):
    """What a window's value means; exactly one holds."""

    MET = "met"
    BELOW_EXPECTED = "below expected"
    MISSED = "missed"
    UNMEASURED = "unmeasured"


@frozen
class Comparison:
    """A value against the limit that holds in the window, and whether it satisfies it."""

    target: Target
    limit: Quantity
    satisfied: bool


@frozen
class Base:
    """What a percentage is taken of: the charge that falls in an interval [start, end), by days."""

    charge: str
    start: int
    end: int
    amount: Fraction


@frozen
class Credit:
    """The credit of a missed window before settlement. `band` is the row that applied, None for a flat credit.

    `threshold` is the band's threshold with its word resolved; `base` is None for a fixed amount of money.
    """

    rule: CreditRule
    band: Band | None
    threshold: Quantity | None
    rate: Amount
    base: Base | None
    amount: Fraction


@frozen
class Result:
    """The verdict of one series in one window, with all that decided it."""

    title: str
    measurement: Measurement
    comparisons: tuple[Comparison, ...]
    verdict: Verdict
    reason: str
    credit: Credit | None


@frozen
class Line:
    """A credit on its way through settlement."""

    level: str
    key: tuple[str, ...]
    window: str
    window_end: int
    amount: Fraction


@frozen
class LimitUse:
    """How a limit stood for one horizon: [start, end), the limit, what earlier credits had used, and what was left."""

    label: str
    start: int
    end: int
    limit: Fraction
    used: Fraction
    left: Fraction


@frozen
class StepTaken:
    """One settlement step: the lines and their total before and after it."""

    step: Step
    before: Fraction
    after: Fraction
    lines: tuple[Line, ...]
    limits: tuple[LimitUse, ...]


@frozen
class SettledPeriod:
    """A settlement period: the results whose windows end in it, their credits, the steps taken, and the total."""

    label: str
    start: int
    end: int
    as_of: int
    partial: bool
    results: tuple[Result, ...]
    calculated: tuple[Line, ...]
    steps: tuple[StepTaken, ...]
    total: Fraction
