"""The steps of a settlement in words, from the rules alone."""

from __future__ import annotations

from fractions import Fraction
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
from sladsl.planning.wording import counted_things, write_number
from sladsl.planning.wording_steps import (
    write_carried,
    write_choice,
    write_claim,
    write_condition,
    write_horizon,
    write_lately,
    write_points_rows,
)
from sladsl.settlement.display import charge_title, show_amount, show_limit
from sladsl.settlement.sentences import level_title, title_of


def step_sentence(plan: Plan, step: Step) -> str:
    """Say what a settlement step does, as it stands in a numbered list, and since when it is in force."""
    if not isinstance(step, DatedStep) or (step.since, step.until) == (None, None):
        return _sentence(plan, step)
    what = f"for a {step.anchor} {step.per} that starts" if isinstance(step, Limit | FreePoints) else ""
    if what:
        days = [
            f"on {step.since} or later" if step.since else "",
            f"before {step.until}" if step.until else "",
        ]
        return f"{_sentence(plan, step)}, {what} {' and '.join(each for each in days if each)}"
    return f"{_sentence(plan, step)}{'' if step.since is None else f', in force from {step.since}'}"


def _sentence(plan: Plan, step: Step) -> str:
    match step:
        case Multiply(levels=levels, failing=failing, lately=lately, factor=factor):
            whose = "a level" if levels is None else _titles(plan, levels)
            often = f"{failing} {write_lately(lately)}"
            return f"Multiply by {write_number(factor)} the credits of {whose} {often}"
        case Limit(amount=amount, at_risk=True):
            at_risk = f"{show_amount(plan, amount)} {write_horizon(step)}"
            return f"Limit all credits to the amount at risk, {at_risk}"
        case Limit(amount=amount):
            return f"Limit {_scope(plan, step)} to {show_amount(plan, amount)} {write_horizon(step)}"
        case HighestPer(dimension=dimension):
            return f"Keep only the highest credit per {dimension or 'window'}"
        case HighestOf(sums=sums):
            rivals = ", ".join(_sum(plan, each) for each in sums)
            return f"Keep only the highest of the credits of {rivals} for each window"
        case Ignore(below=below):
            return f"Ignore {_small(plan, step, below)}"
        case Raise(each=each, to=to):
            return f"Raise {_small(plan, step, to)} to that{'' if each else ' in total'}"
        case Convert(amount=amount):
            return f"Convert each point to {show_amount(plan, amount)}"
        case ConvertTable():
            rows = write_points_rows(plan, step, lambda name: charge_title(plan, name))
            return f"Convert the points of the period by their total: {rows}"
        case Claim():
            return f"Drop each credit that is not claimed {write_claim(step)}"
        case Choose():
            return f"Of options keep the one that the customer has chosen {write_choice(step)}, or else the first"
        case FreePoints(points=points, anchor=anchor, per=per):
            return f"Leave {counted_things(points, 'point')} per {anchor} {per} without consequence"
        case CarryOver(amount=amount):
            return f"Carry over what exceeds {show_amount(plan, amount)} in a period, {write_carried(step)}"
        case EarnBack(levels=levels, share=share, as_offset=as_offset):
            whose = "a credit" if levels is None else f"a credit for {_titles(plan, levels, 'or')}"
            offset = ", as offset within the service" if as_offset else ""
            return f"Earn back {write_number(share * 100)}% of {whose} when {write_condition(step)}{offset}"
        case Round(mode=mode, quantum=quantum):
            return f"Round the total {mode} to {_money(plan, quantum)}, its lines by largest remainder"
    assert_never(step)


def is_default(step: Step) -> bool:
    """Tell whether a step is one that the agreement does not write and planning adds."""
    return step.id.endswith("/default")


def _small(plan: Plan, step: Ignore | Raise, amount: Fraction) -> str:
    """Which credits are small: each by itself, or together with the others of the period, or of its scope."""
    below = f"below {_money(plan, amount)}"
    if step.each:
        return f"each credit{'' if step.levels is None else f' for {_titles(plan, step.levels)}'} {below}"
    if step.levels is None and step.apart is None:
        return f"the credits of a period whose total is {below}"
    return f"{_scope(plan, step)} in a period in which their total is {below}"


def _scope(plan: Plan, limit: Limit | Ignore | Raise) -> str:
    match limit.apart:
        case Apart.LEVEL:
            return "the credits of each level"
        case Apart.VALUE:
            return f"the credits of each {limit.dimension}"
        case None:
            return "all credits" if limit.levels is None else f"credits for {_titles(plan, limit.levels)}"
    assert_never(limit.apart)


def _sum(plan: Plan, levels: tuple[str, ...]) -> str:
    titles = " + ".join(title_of(plan, level) for level in levels)
    return f"({titles})" if levels[1:] else titles


def _titles(plan: Plan, levels: tuple[str, ...], last: str = "and") -> str:
    named = [level_title(level) for level in plan.levels if level.name in levels]
    return f" {last} ".join([", ".join(named[:-1]), named[-1]] if named[1:] else named)


def _money(plan: Plan, amount: Fraction) -> str:
    return show_limit(plan, Quantity(ValueType.MONEY, amount))
