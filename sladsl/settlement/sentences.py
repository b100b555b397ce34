"""Settlement steps and credits in words, from the rules alone."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import assert_never

from sladsl.measurement.results import Part
from sladsl.planning.plan import (
    Apart,
    EarnBack,
    HighestOf,
    HighestPer,
    Ignore,
    Limit,
    Multiply,
    Plan,
    Quantity,
    Raise,
    Round,
    ServiceLevel,
    Step,
    ValueType,
)
from sladsl.planning.wording import write_condition, write_horizon, write_lately, write_number
from sladsl.settlement.display import show_amount, show_limit, show_money, show_value
from sladsl.settlement.explanation import Credit, Line, LineKind


def step_sentence(plan: Plan, step: Step) -> str:
    """Say what a settlement step does, as it stands in a numbered list."""
    match step:
        case Multiply(levels=levels, failing=failing, lately=lately, factor=factor):
            whose = "a level" if levels is None else _titles(plan, levels)
            often = f"{failing} {write_lately(lately)}"
            return f"Multiply by {write_number(factor)} the credits of {whose} {often}"
        case Limit(amount=amount):
            return f"Limit {_scope(plan, step)} to {show_amount(plan, amount)} {write_horizon(step)}"
        case HighestPer(dimension=dimension):
            return f"Keep only the highest credit per {dimension or 'window'}"
        case HighestOf(sums=sums):
            rivals = ", ".join(_sum(plan, each) for each in sums)
            return f"Keep only the highest of the credits of {rivals} for each window"
        case Ignore(each=True, below=below):
            return f"Ignore each credit below {_money(plan, below)}"
        case Ignore(below=below):
            return f"Ignore the credits of a period whose total is below {_money(plan, below)}"
        case Raise(each=True, to=to):
            return f"Raise each credit below {_money(plan, to)} to that"
        case Raise(to=to):
            return f"Raise the credits of a period whose total is below {_money(plan, to)} to that in total"
        case EarnBack(levels=levels, share=share):
            whose = "a credit" if levels is None else f"a credit for {_titles(plan, levels, 'or')}"
            return f"Earn back {write_number(share * 100)}% of {whose} when {write_condition(step)}"
        case Round(mode=mode, quantum=quantum):
            return f"Round the total {mode} to {_money(plan, quantum)}, its lines by largest remainder"
    assert_never(step)


def credit_arithmetic(plan: Plan, credit: Credit) -> str:
    """Show how a credit was calculated: `10% of Monthly Charges GBP 85,000.00 = GBP 8,500.00`."""
    if credit.base is None:
        return show_amount(plan, credit.rate)
    base, amount = show_money(plan, credit.base.amount), show_money(plan, credit.amount)
    return f"{show_amount(plan, credit.rate)} {base} = {amount}"


def band_words(plan: Plan, credit: Credit) -> str:
    """Name the row of the credit table that applied: `below 97%` or `below minimum (98%)`."""
    if credit.band is None or credit.threshold is None:
        return "flat"
    threshold = show_limit(plan, credit.threshold)
    word = credit.band.threshold
    return f"{credit.band.edge} {f'{word} ({threshold})' if isinstance(word, str) else threshold}"


def is_default(step: Step) -> bool:
    """Tell whether a step is one that the agreement does not write and planning adds."""
    return step.id.endswith("/default")


def parts_words(plan: Plan, parts: Sequence[Part]) -> str:
    """List the figures that a value is made from: `sum of errors = 12; sum of lines = 4,000`."""
    return "; ".join(
        f"{part.name} = {'none' if part.value is None else show_value(plan, part.value)}" for part in parts
    )


def level_title(level: ServiceLevel) -> str:
    """Give the title of a service level, or its name where it has none."""
    return level.title or level.name


def title_of(plan: Plan, level: str) -> str:
    """Give the title of the level of a name."""
    return level_title(next(each for each in plan.levels if each.name == level))


def line_title(plan: Plan, line: Line) -> str:
    """Name what a line is for: `Initial response (P1)`, `Initial response (P1), earned back`."""
    whose = series_title(title_of(plan, line.level), line.key)
    return whose if line.kind is LineKind.CREDIT else f"{whose}, {line.kind}"


def series_title(title: str, key: tuple[str, ...]) -> str:
    """Name one series of a level: `Initial response (P1)`."""
    return f"{title} ({' / '.join(key)})" if key else title


def _scope(plan: Plan, limit: Limit) -> str:
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
