"""Settlement periods as a whole: remedies that have fired, adjustments, and all that a run comes to."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from sladsl.measurement.results import Counts
from sladsl.planning.plan import Consequence, CreditsReach, CreditUnit, Remedy, RemedyCredit
from sladsl.planning.windows import Window
from sladsl.settlement.explanation.credits import ChargeBase, PartOfTime
from sladsl.settlement.explanation.lines import SettlementLine, StepTaken
from sladsl.settlement.explanation.results import Result, Verdict
from sladsl.values import frozen


@frozen
class Sum:
    """The credits that came to as much as an event asks for, in a horizon by its label and start."""

    event: CreditsReach
    label: str
    start: int
    amount: Fraction


@frozen
class DatedConsequence:
    """A consequence of a remedy and the instant until which it is due, or may be done; None where none is stated."""

    consequence: Consequence
    until: int | None


@frozen
class RemedyCreditAmount:
    """The credit that a remedy gives, in its unit, and the charge that it is a share, or a part by time, of."""

    rule: RemedyCredit
    base: ChargeBase | None
    amount: Fraction
    unit: CreditUnit = CreditUnit.MONEY
    part: PartOfTime | None = None


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
    dues: tuple[DatedConsequence, ...]
    credit: RemedyCreditAmount | None


@frozen
class Adjustment:
    """A line of an earlier period that a settlement states anew: at what it stood, at what it stands, and why.

    Both amounts count in the unit of the line.
    """

    period: str
    line: SettlementLine
    before: Fraction
    now: Fraction
    reason: str

    @property
    def amount(self) -> Fraction:
        """What the settlement books for it."""
        return self.now - self.before

    @property
    def booked(self) -> SettlementLine:
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
    calculated: tuple[SettlementLine, ...]
    steps: tuple[StepTaken, ...]
    total: Fraction
    provisional: bool = False
    remedies: tuple[Firing, ...] = ()
    adjustments: tuple[Adjustment, ...] = ()
    records: tuple[RecordCount, ...] = ()

    @property
    def lines(self) -> tuple[SettlementLine, ...]:
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
