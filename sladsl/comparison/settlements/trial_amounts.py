"""Amounts to try by settlement steps: at, between and beyond those that the steps name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import assert_never

from sladsl.comparison.settlements.points import marks_of
from sladsl.comparison.settlements.trials import TrialAgreement
from sladsl.planning.plan import (
    Amount,
    Anchor,
    CarryOver,
    Choose,
    Claim,
    Convert,
    ConvertTable,
    CreditAmount,
    EarnBack,
    FreePoints,
    HighestOf,
    HighestPer,
    Ignore,
    Limit,
    Money,
    Multiply,
    PercentOf,
    Points,
    Raise,
    Round,
    RoundingMode,
    Step,
)
from sladsl.planning.windows import Window, horizon, settlement_periods
from sladsl.settlement.charges import charge_between
from sladsl.settlement.rounding import rounded

ROUND_SUMS = (Fraction(100), Fraction(1000))
_ROUND_POINTS = (Fraction(10), Fraction(1))


def amounts_to_try(
    agreement: TrialAgreement, changed: Sequence[Step], steps: Sequence[Step], level: str
) -> list[CreditAmount]:
    """Amounts at, between and beyond those that steps name, changed ones first."""
    window = agreement.windows[level][0][0]
    minor = Fraction(1, 10**agreement.plan.minor_digits)
    near, far = (
        [
            rounded(each, minor, RoundingMode.HALF_UP)
            for each in _around(list(all_marks(agreement, of, window)))
        ]
        for of in (changed, steps)
    )
    sums = [*near, *(part for step in changed for part in _fractions(step)), *ROUND_SUMS, *far]
    counts = [
        *_around([mark for step in changed for mark in _marks_of_points(step)]),
        *_ROUND_POINTS,
        *_around([mark for step in steps for mark in _marks_of_points(step)]),
    ]
    has_points = any(isinstance(step, Convert | ConvertTable | FreePoints) for step in (*changed, *steps))
    return list(dict.fromkeys([*(map(Points, counts) if has_points else ()), *map(Money, sums)]))


def all_marks(agreement: TrialAgreement, steps: Sequence[Step], window: Window) -> Iterator[Fraction]:
    """The same of several steps, one after the other."""
    return (mark for step in steps for mark in marks_in(agreement, step, window))


def _around(marks: Sequence[Fraction]) -> Iterator[Fraction]:
    """The greatest mark, the middle between each two, each mark, and beyond them all; none of nothing."""
    order = sorted({each for each in marks if each > 0}, reverse=True)
    yield from order[:1]
    yield from ((one + other) / 2 for one, other in pairwise(order))
    yield from order[1:]
    yield from (2 * each for each in order[:1])
    yield from (each / 2 for each in order[-1:])


def marks_in(agreement: TrialAgreement, step: Step, window: Window) -> Iterator[Fraction]:
    """The amounts of money that a step names, as they are in the first window."""
    plan = agreement.plan
    match step:
        case Limit():
            within = horizon(plan, step.anchor, step.per, window.end)
            yield _worth(agreement, step.amount, within.start, within.end)
        case CarryOver():
            within = horizon(plan, Anchor.CALENDAR, settlement_periods(plan).unit, window.end)
            yield _worth(agreement, step.amount, within.start, within.end)
        case Ignore():
            yield step.below
        case Raise():
            yield step.to
        case (
            Multiply()
            | HighestPer()
            | HighestOf()
            | EarnBack()
            | Convert()
            | ConvertTable()
            | FreePoints()
            | Claim()
            | Choose()
            | Round()
        ):
            return
        case _:
            assert_never(step)


def _worth(agreement: TrialAgreement, amount: Amount, start: int, end: int) -> Fraction:
    match amount:
        case Money(fixed):
            return fixed
        case PercentOf(share, charge):
            return share * charge_between(agreement.plan, charge, start, end)
    assert_never(amount)


def _marks_of_points(step: Step) -> Iterator[Fraction]:
    match step:
        case FreePoints():
            yield step.points
        case ConvertTable():
            yield from marks_of(step)


def _fractions(step: Step) -> Iterator[Fraction]:
    """Sums that are no multiple of what a step rounds to."""
    if isinstance(step, Round):
        for number in (Fraction(1, 2), Fraction(3, 2), Fraction(1, 4), Fraction(3, 4)):
            yield (10_000 + number) * step.quantum
