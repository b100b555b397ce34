"""Credits that exceed an amount in a period are carried over to the next."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import groupby

from sladsl.planning.plan import CarryOver
from sladsl.settlement.converting import worth_in_period
from sladsl.settlement.display import show_amount
from sladsl.settlement.explanation import LineChange, LineKind, SettlementLine
from sladsl.settlement.period_context import CarriedCredit, PeriodContext, StepResult
from sladsl.values import evolve


def carried_over(
    context: PeriodContext, step: CarryOver, lines: Sequence[SettlementLine], waiting: Sequence[CarriedCredit]
) -> tuple[StepResult, tuple[CarriedCredit, ...]]:
    """Let credits through in the order of window end, those waiting with the others, and give what is left of them.

    What is below zero is let through whole, and makes no room.
    """
    own = [(line, step.periods) for line in lines if line.amount > 0]
    come = [(evolve(each.line, lands=context.period.end), each.periods) for each in waiting]
    through = let_through(worth_in_period(context, step.amount), [line for line, _ in (*come, *own)])
    later: list[CarriedCredit] = []
    changes: list[LineChange] = []
    after: dict[SettlementLine, SettlementLine] = {}
    for (line, periods), passed in zip((*come, *own), through, strict=True):
        kept, rest = passed, line.amount - passed
        is_last = periods == 0 or context.ends_term
        if rest and is_last and step.paid:
            kept = line.amount
        elif rest and not is_last:
            later.append(CarriedCredit(_for_later(line, rest), None if periods is None else periods - 1))
        after[line] = line.worth(kept)
        changes += _told(context, step, line, kept, is_lost=is_last and kept < line.amount)
    let = [after.get(line, line) for line in lines]
    return StepResult((*let, *(after[line] for line, _ in come)), tuple(changes)), tuple(later)


def let_through(most: Fraction, lines: Sequence[SettlementLine]) -> list[Fraction]:
    """What of each line an amount lets through in the order of window end; equal ends share it in proportion."""
    left = most
    through = [Fraction(0)] * len(lines)
    order = sorted(range(len(lines)), key=lambda at: lines[at].window_end)
    for _, group in groupby(order, key=lambda at: lines[at].window_end):
        places = list(group)
        entering = sum((lines[at].amount for at in places), Fraction(0))
        part = min(Fraction(1), left / entering)
        for at in places:
            through[at] = lines[at].amount * part
        left -= min(left, entering)
    return through


def _for_later(line: SettlementLine, rest: Fraction) -> SettlementLine:
    kind = LineKind.REMEDY if line.kind is LineKind.REMEDY else LineKind.CARRIED
    return evolve(line, amount=rest, kind=kind)


def _told(
    context: PeriodContext, step: CarryOver, line: SettlementLine, kept: Fraction, *, is_lost: bool
) -> list[LineChange]:
    """What has become of a credit: one that comes from an earlier period is told even when it is let through whole."""
    is_come = line.lands == context.period.end and line.kind is LineKind.CARRIED
    if kept == line.amount:
        before = line.worth(Fraction(0))
        return [LineChange(before, line, "carried over from an earlier period")] if is_come else []
    reason = "lost" if is_lost else "carried over"
    return [LineChange(line, line.worth(kept), f"above {show_amount(context.plan, step.amount)}, {reason}")]
