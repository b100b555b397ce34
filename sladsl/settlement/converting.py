"""Points: some are free, and some become money, each by itself or all by their total."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import groupby
from typing import assert_never

from sladsl.planning.plan import (
    Amount,
    Band,
    Convert,
    ConvertTable,
    CreditAmount,
    CreditUnit,
    Edge,
    FreePoints,
    Money,
    PercentOf,
    Quantity,
    ShareOf,
)
from sladsl.planning.windows import horizon
from sladsl.planning.wording import counted_things
from sladsl.settlement.charges import charge_between
from sladsl.settlement.display import show_amount, show_credit
from sladsl.settlement.explanation import LineChange, SettlementLine
from sladsl.settlement.period_context import PeriodContext, StepResult, Through, amounts
from sladsl.settlement.period_steps import is_for_horizon
from sladsl.values import evolve


def converted(context: PeriodContext, step: Convert, lines: Sequence[SettlementLine]) -> StepResult:
    """Make money of the points of each line; what is money, or days of service, stays as it is."""
    each = worth_in_period(context, step.amount)
    after = tuple(
        _paid(line, line.amount * each) if line.unit is CreditUnit.POINTS else line for line in lines
    )
    reason = f"each point is {show_amount(context.plan, step.amount)}"
    pairs = zip(lines, after, strict=True)
    return StepResult(
        after, tuple(LineChange(one, other, reason) for one, other in pairs if one is not other)
    )


def converted_by_total(
    context: PeriodContext, step: ConvertTable, lines: Sequence[SettlementLine]
) -> StepResult:
    """Make money of all points of the period by their total; each line has its part of it by its points."""
    total = sum((line.amount for line in lines), Fraction(0))
    band = row_of(step, total)
    worth = Fraction(0) if band is None else worth_in_period(context, money_of(band.credit))
    after = tuple(_paid(line, worth * line.amount / total if total else total) for line in lines)
    points = counted_things(total, "point")
    shown = "nothing" if band is None else show_credit(context.plan, band.credit)
    reason = f"{points} in the period come to {shown}"
    pairs = zip(lines, after, strict=True)
    return StepResult(after, tuple(LineChange(one, other, reason) for one, other in pairs))


def free(
    context: PeriodContext, step: FreePoints, lines: tuple[SettlementLine, ...], used: Through
) -> tuple[StepResult, Through]:
    """Let points go free in order of window end, until those of their horizon are used; equal ends share them."""
    now = dict(used)
    after: dict[int, Fraction] = {}
    order = sorted(range(len(lines)), key=lambda at: lines[at].window_end)
    for end, group in groupby(order, key=lambda at: lines[at].window_end):
        places = list(group)
        start = horizon(context.plan, step.anchor, step.per, end).start
        if not is_for_horizon(context.plan, step, start):
            continue
        entering = sum((lines[at].amount for at in places), Fraction(0))
        left = max(
            step.points - now.get((start, ()), Fraction(0)), Fraction(0)
        )  # an amendment may lower them
        gone = min(entering, left)
        now[start, ()] = now.get((start, ()), Fraction(0)) + gone
        part = 1 - gone / entering if entering else Fraction(1)
        after.update({at: lines[at].amount * part for at in places})
    return amounts(lines, after, "free points"), now


def worth_in_period(context: PeriodContext, amount: Amount) -> Fraction:
    """What an amount comes to: a share is of the charge that falls in the settlement period."""
    match amount:
        case Money(fixed):
            return fixed
        case PercentOf(share, charge):
            return share * charge_between(context.plan, charge, context.period.start, context.period.end)
    assert_never(amount)


def money_of(credit: CreditAmount) -> Amount:
    """What a row makes of points: an amount of money, or a share of one charge."""
    match credit:
        case Money():
            return credit
        case ShareOf(share, base):
            return PercentOf(share, base.charges[0])
    raise AssertionError("points become money")


def _paid(line: SettlementLine, amount: Fraction) -> SettlementLine:
    return evolve(line, amount=amount, unit=CreditUnit.MONEY)


def row_of(step: ConvertTable, total: Fraction) -> Band | None:
    """The row that a total satisfies: of several the one that starts highest."""
    fitting = [band for band in step.bands if _is_in(band, total)]
    return max(
        fitting,
        key=lambda band: (_number(band.lower), band.lower is not None and not band.lower.includes),
        default=None,
    )


def _is_in(band: Band, total: Fraction) -> bool:
    lower, upper = band.lower, band.upper
    above = lower is None or total > _number(lower) or (lower.includes and total == _number(lower))
    return above and (upper is None or total < _number(upper) or (upper.includes and total == _number(upper)))


def _number(edge: Edge | None) -> Fraction:
    if edge is None:
        return Fraction(-1)
    assert isinstance(edge.threshold, Quantity), "rows of points have numbers"
    return edge.threshold.amount
