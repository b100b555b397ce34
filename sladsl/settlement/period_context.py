"""What the steps of a settlement see beside the credits, what they make of these, and what they remember."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from types import MappingProxyType

from sladsl.planning.plan import Plan
from sladsl.planning.windows import Window, zone_of
from sladsl.planning.zones import local_date
from sladsl.settlement.explanation import (
    Balance,
    LimitUse,
    LineChange,
    Prospect,
    Result,
    SettlementLine,
    StepTaken,
)
from sladsl.settlement.history import Histories
from sladsl.values import frozen

Group = tuple[str, ...]
"""What a step holds apart: a level, a value of a dimension, or nothing."""

Through = Mapping[tuple[int, Group], Fraction]
"""What a limit has let through in each horizon, by the horizon's start, for each group; exact."""


@frozen
class PeriodContext:
    """The agreement, the windows of every series whose verdicts count, and the settlement period.

    It is settled as of `read_at`, which is a later instant when it is settled again.
    """

    plan: Plan
    histories: Histories
    period: Window
    read_at: int

    @property
    def ends_term(self) -> bool:
        """Whether the term ends with the period, so that there is no later one."""
        last = self.plan.term.last
        return last is not None and local_date(zone_of(self.plan), self.period.end) > last


_NOTHING: Mapping[int, Through] = MappingProxyType({})
_NONE: Mapping[int, tuple[SettlementLine, ...]] = MappingProxyType({})


@frozen
class CarriedCredit:
    """What is left of a credit for later periods, and into how many more it may go; None until the term ends."""

    line: SettlementLine
    periods: int | None


_NO_BALANCES: Mapping[int, tuple[Balance, ...]] = MappingProxyType({})
_NO_CARRIED: Mapping[int, tuple[CarriedCredit, ...]] = MappingProxyType({})


@frozen
class StepMemory:
    """What steps remember from one settlement period to the next, by their places among the steps.

    `through` is what limits have let through, `highest` the highest credit of each value so far, `provisional` the
    credits that may still be earned back, `carried` what is left for later periods, `balances` what services still
    offset.
    """

    through: Mapping[int, Through] = _NOTHING
    highest: Mapping[int, Through] = _NOTHING
    provisional: Mapping[int, tuple[SettlementLine, ...]] = _NONE
    carried: Mapping[int, tuple[CarriedCredit, ...]] = _NO_CARRIED
    balances: Mapping[int, tuple[Balance, ...]] = _NO_BALANCES


@frozen
class StepResult:
    """What a step has made of the lines of a period."""

    lines: tuple[SettlementLine, ...]
    changes: tuple[LineChange, ...] = ()
    limits: tuple[LimitUse, ...] = ()
    prospects: tuple[Prospect, ...] = ()
    balances: tuple[Balance, ...] = ()


@frozen
class SettledStage:
    """A period in the course of a settlement: its results and their credits, the steps, and what these remember."""

    period: Window
    results: tuple[Result, ...]
    calculated: tuple[SettlementLine, ...]
    steps: tuple[StepTaken, ...]
    memory: StepMemory

    @property
    def lines(self) -> tuple[SettlementLine, ...]:
        """The credits after all steps."""
        return self.steps[-1].lines if self.steps else self.calculated


def amounts(before: Sequence[SettlementLine], after: Mapping[int, Fraction], reason: str) -> StepResult:
    """Give lines the amounts that a step comes to, by their places; the others stay as they are."""
    lines = tuple(
        line.worth(after[at]) if after.get(at, line.amount) != line.amount else line
        for at, line in enumerate(before)
    )
    changed = tuple(
        LineChange(one, other, reason) for one, other in zip(before, lines, strict=True) if other is not one
    )
    return StepResult(lines, changed)
