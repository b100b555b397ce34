"""The settlement of a plan as text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import assert_never

from sladsl.planning.plan import (
    Apart,
    CarryOver,
    Choose,
    Claim,
    Convert,
    ConvertTable,
    DatedStep,
    EarnBack,
    FreePoints,
    HighestOf,
    HighestPer,
    Ignore,
    Limit,
    Multiply,
    Plan,
    Quantity,
    Raise,
    Round,
    Step,
    ValueType,
)
from sladsl.planning.text_line import PlanLine
from sladsl.planning.wording import write_amount, write_money, write_number, write_quantity
from sladsl.planning.wording_steps import (
    write_carried,
    write_choice,
    write_claim,
    write_condition,
    write_final,
    write_horizon,
    write_lately,
    write_points_rows,
)


def settlement_lines(plan: Plan) -> Iterator[PlanLine]:
    """The settlement, a line for each step."""
    settlement = plan.settlement
    if settlement is None:
        yield PlanLine("no settlement: credits are calculated and not settled")
        return
    days = "local days" if settlement.calendar is None else f"business days of {settlement.calendar}"
    when = f"as of {settlement.days} {days} after its end" if settlement.days else "as of its end"
    yield PlanLine(f"settlement per calendar {settlement.per}, {when}", 0, settlement.span)
    if settlement.final_after != 1:
        yield PlanLine(write_final(settlement), 1)
    for number, step in enumerate(settlement.steps, 1):
        default = " (default)" if step.id.endswith("/default") else ""
        yield PlanLine(f"{number}. {write_step(plan, step)}{default}", 1, step.span)


def write_step(plan: Plan, step: Step) -> str:
    """Write a step: `limit all credits to 15% of Fee per calendar month`, with the dates from and until which it is."""
    if not isinstance(step, DatedStep):
        return _written(plan, step)
    since = "" if step.since is None else f"from {step.since} "
    return f"{since}{'' if step.until is None else f'before {step.until} '}{_written(plan, step)}"


def _written(plan: Plan, step: Step) -> str:
    match step:
        case Multiply():
            whose = "a level" if step.levels is None else ", ".join(step.levels)
            failing = f"{step.failing} {write_lately(step.lately)}"
            return f"multiply credits of {whose} {failing} by {write_number(step.factor)}"
        case Limit(at_risk=True):
            at_risk = f"{write_amount(plan, step.amount)} {write_horizon(step)}"
            return f"at risk is {at_risk}, and all credits are limited to it"
        case Limit():
            return f"limit {_scope(step)} to {write_amount(plan, step.amount)} {write_horizon(step)}"
        case HighestPer():
            return f"only the highest credit per {step.dimension or 'window'}"
        case HighestOf():
            return f"only the highest of {', '.join(_sum(each) for each in step.sums)}, window by window"
        case Ignore():
            return f"ignore {_small(step)} below {write_money(plan, step.below)}"
        case Raise():
            to = write_money(plan, step.to)
            return f"raise {_small(step)} below {to} to {to}"
        case Convert():
            return f"convert each point to {write_amount(plan, step.amount)} of the settlement period"
        case ConvertTable():
            return f"convert points by their total in the settlement period: {write_points_rows(plan, step)}"
        case Claim():
            return (
                f"drop credits that are not claimed {write_claim(step)}, by {step.records}.{step.at.path[0]}"
            )
        case Choose():
            by = f"{step.records}.{step.at.path[0]}"
            return (
                f"of a customer's options keep the one chosen {write_choice(step)}, by {by}, else the first"
            )
        case FreePoints():
            return f"free points {write_number(step.points)} per {step.anchor} {step.per}"
        case CarryOver():
            return f"carry over what exceeds {write_amount(plan, step.amount)} of a period, {write_carried(step)}"
        case EarnBack():
            share = write_quantity(plan, Quantity(ValueType.PERCENT, step.share))
            whose = "" if step.levels is None else f" of credits of {', '.join(step.levels)}"
            offset = ", as offset within the service" if step.as_offset else ""
            return f"earn back {share}{whose} when {write_condition(step)}{offset}"
        case Round():
            return f"round {step.mode} to {write_money(plan, step.quantum)}"
    assert_never(step)


def _small(step: Ignore | Raise) -> str:
    if step.each:
        return "each credit" if step.levels is None else f"each credit of {', '.join(step.levels)}"
    return "credits" if step.levels is None and step.apart is None else _scope(step)


def _scope(step: Limit | Ignore | Raise) -> str:
    match step.apart:
        case Apart.LEVEL:
            return "credits of each level"
        case Apart.VALUE:
            return f"credits of each {step.dimension}"
        case None:
            return "all credits" if step.levels is None else f"credits of {', '.join(step.levels)}"
    assert_never(step.apart)


def _sum(levels: Sequence[str]) -> str:
    return f"({' + '.join(levels)})" if levels[1:] else levels[0]
