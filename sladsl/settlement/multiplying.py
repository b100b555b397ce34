"""Credits of levels that fail again and again are multiplied."""

from __future__ import annotations

from collections.abc import Sequence

from sladsl.planning.plan import Multiply
from sladsl.planning.wording import write_number
from sladsl.settlement.explanation import LineChange, Result, SettlementLine
from sladsl.settlement.history import through, too_many
from sladsl.settlement.period_context import PeriodContext, StepResult


def multiplied(context: PeriodContext, step: Multiply, lines: Sequence[SettlementLine]) -> StepResult:
    """Multiply the credits of windows that are one too many, each once however many there were before it."""
    after: list[SettlementLine] = []
    changes: list[LineChange] = []
    for line in lines:
        failed = _failed(context, step, line)
        grown = line.worth(line.amount * step.factor) if failed else line
        after.append(grown)
        if grown != line:
            changes.append(LineChange(line, grown, _reason(step, failed)))
    return StepResult(tuple(after), tuple(changes))


def _failed(context: PeriodContext, step: Multiply, line: SettlementLine) -> tuple[Result, ...]:
    """The windows that make a line's own one too many; that one has a verdict that counts, or is passed over itself."""
    if step.levels is not None and line.level not in step.levels:
        return ()
    past = through(context.histories, (line.level, line.key), line.place)
    if not past or past[-1].measurement.window.place != line.place:
        return ()
    return too_many(context.plan, step.lately, step.failing, past)


def _reason(step: Multiply, failed: Sequence[Result]) -> str:
    windows = ", ".join(each.measurement.window.label for each in failed)
    return f"times {write_number(step.factor)}, {step.failing} in {len(failed)} windows: {windows}"
