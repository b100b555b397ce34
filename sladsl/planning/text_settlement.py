"""The settlement of a plan as text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from sladsl.planning.plan import Ignore, Limit, Multiply, Plan, Round, Step
from sladsl.planning.text_line import Line
from sladsl.planning.wording import write_amount, write_lately, write_money, write_number


def settlement_lines(plan: Plan) -> Iterator[Line]:
    """The settlement, a line for each step."""
    settlement = plan.settlement
    if settlement is None:
        yield Line("no settlement: credits are calculated and not settled")
        return
    days = "local days" if settlement.calendar is None else f"business days of {settlement.calendar}"
    when = f"as of {settlement.days} {days} after its end" if settlement.days else "as of its end"
    yield Line(f"settlement per calendar {settlement.per}, {when}", 0, settlement.span)
    for number, step in enumerate(settlement.steps, 1):
        default = " (default)" if step.id.endswith("/default") else ""
        yield Line(f"{number}. {_step(plan, step)}{default}", 1, step.span)


def _step(plan: Plan, step: Step) -> str:
    match step:
        case Multiply():
            whose = "a level" if step.levels is None else ", ".join(step.levels)
            failing = f"{step.failing} {write_lately(step.lately)}"
            return f"multiply credits of {whose} {failing} by {write_number(step.factor)}"
        case Limit():
            scope = "all credits" if step.levels is None else f"credits of {', '.join(step.levels)}"
            return f"limit {scope} to {write_amount(plan, step.amount)} per {step.anchor} {step.per}"
        case Ignore():
            scope = "each credit" if step.each else "credits"
            return f"ignore {scope} below {write_money(plan, step.below)}"
        case Round():
            return f"round {step.mode} to {write_money(plan, step.quantum)}"
    assert_never(step)
