"""Credits on their way through the steps of a settlement, and what each step makes of them."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from fractions import Fraction

from sladsl.planning.plan import CreditUnit, Step
from sladsl.settlement.explanation.results import Result
from sladsl.values import evolve, frozen


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
class SettlementLine:
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

    def worth(self, amount: Fraction) -> SettlementLine:
        """The same credit at another amount."""
        return evolve(self, amount=amount)


def total_of(lines: Iterable[SettlementLine]) -> Fraction:
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
class LineChange:
    """What a step makes of a credit, and why, in a short phrase."""

    before: SettlementLine
    after: SettlementLine
    reason: str


class EarnBackState(StrEnum):
    """Whether a credit may still be earned back; it is final unless it is provisional."""

    PROVISIONAL = "provisional"
    EARNED_BACK = "earned back"
    KEPT = "not earned back"
    LAPSED = "lapsed: the term has ended"


@frozen
class Prospect:
    """A credit at what it came to, its following windows through the one that decides it, and where that leaves it."""

    line: SettlementLine
    following: tuple[Result, ...]
    standing: EarnBackState


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
    """One settlement step: the lines that it has `found` and those after it, and their totals in money.

    `changes` are the lines that are another amount after it, with the reasons. `prospects` are the credits that could
    be earned back when the period began, and those of the period.
    """

    step: Step
    before: Fraction
    after: Fraction
    found: tuple[SettlementLine, ...]
    lines: tuple[SettlementLine, ...]
    limits: tuple[LimitUse, ...]
    changes: tuple[LineChange, ...] = ()
    prospects: tuple[Prospect, ...] = ()
    balances: tuple[Balance, ...] = ()
