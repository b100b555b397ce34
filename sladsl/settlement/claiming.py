"""Credits that nobody claims in time lapse."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from fractions import Fraction

from sladsl.planning.eras import level_at
from sladsl.planning.periods import days_of_unit, months_before, unit_start
from sladsl.planning.plan import Choose, Claim, ClaimMade
from sladsl.planning.windows import zone_of
from sladsl.planning.zones import day_start, local_date
from sladsl.settlement.display import show_end
from sladsl.settlement.explanation import LineChange, LineKind, SettlementLine
from sladsl.settlement.period_context import PeriodContext, StepResult
from sladsl.settlement.sentences import level_title

_DAY = dt.timedelta(days=1)
_CLAIMED = {LineKind.CREDIT, LineKind.CARRIED}


def claimed(context: PeriodContext, step: Claim, lines: tuple[SettlementLine, ...]) -> StepResult:
    """Drop the credits of windows for which there is no claim that was made in time, as far as is known.

    What is carried over from an earlier period has to be claimed like the credit that it is left of.
    """
    if step.made is None:
        return StepResult(lines)
    after: list[SettlementLine] = []
    changes: list[LineChange] = []
    for line in lines:
        until = through(context, line, step)
        if line.kind not in _CLAIMED or not line.amount or _is_claimed(context, step.made, line, until):
            after.append(line)
            continue
        after.append(line.worth(Fraction(0)))
        changes.append(LineChange(line, after[-1], _reason(context, until)))
    return StepResult(tuple(after), tuple(changes))


def _reason(context: PeriodContext, until: int) -> str:
    by = "yet, which may be done until" if context.read_at < until else "by"
    return f"not claimed {by} {show_end(context.plan, until)}"


def _is_claimed(context: PeriodContext, made: Sequence[ClaimMade], line: SettlementLine, until: int) -> bool:
    names = {line.level, level_title(level_at(context.plan, line.level, line.window_start))}
    return any(
        each.level in names and each.window == line.window and each.at < until and each.at <= context.read_at
        for each in made
    )


def through(context: PeriodContext, line: SettlementLine, step: Claim | Choose) -> int:
    """The instant by which a credit must have been claimed, or chosen: the end of a day."""
    zone = zone_of(context.plan)
    return day_start(zone, last_day(step, local_date(zone, line.window_end - 1)) + _DAY)


def last_day(step: Claim | Choose, last: dt.date) -> dt.date:
    """The last day on which a credit may be claimed, or chosen, by the last day of its window."""
    if isinstance(step, Claim) and step.unit is not None:
        end = last
        for _ in range((step.nth or 0) + 1):
            first = unit_start(step.unit, end)
            end = first + days_of_unit(step.unit, end) * _DAY
        return end - _DAY
    if step.months is not None:
        return months_before(last, -step.months)
    return last + (step.days or 0) * _DAY
