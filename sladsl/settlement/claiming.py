"""Credits that nobody claims in time lapse."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from fractions import Fraction

from sladsl.planning.eras import level_at
from sladsl.planning.periods import days_of_unit, months_before, unit_start
from sladsl.planning.plan import Claim, ClaimMade
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
        until = _until(context, step, line)
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


def _until(context: PeriodContext, step: Claim, line: SettlementLine) -> int:
    """The instant by which a credit must have been claimed: the end of a day."""
    zone = zone_of(context.plan)
    last = local_date(zone, line.window_end - 1)
    if step.unit is not None:
        for _ in range((step.nth or 0) + 1):
            first = unit_start(step.unit, last)
            last = first + days_of_unit(step.unit, last) * _DAY
        return day_start(zone, last)
    return through(context, line, step.days, step.months)


def through(context: PeriodContext, line: SettlementLine, days: int | None, months: int | None) -> int:
    """The end of the day that is so many days or months after the last one of a credit's window."""
    zone = zone_of(context.plan)
    last = local_date(zone, line.window_end - 1)
    if months is not None:
        return day_start(zone, months_before(last, -months) + _DAY)
    return day_start(zone, last + ((days or 0) + 1) * _DAY)
