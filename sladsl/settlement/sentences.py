"""Settlement steps and credits in words, from the rules alone."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from sladsl.measurement.results import ValuePart
from sladsl.planning.eras import level_at
from sladsl.planning.plan import CreditUnit, Plan, ServiceLevel
from sladsl.planning.wording import write_share
from sladsl.settlement.display import show_credited, show_limit, show_value
from sladsl.settlement.explanation import LineKind, RaisedTarget, SettlementLine, StepTaken


def parts_words(plan: Plan, parts: Sequence[ValuePart]) -> str:
    """List the figures that a value is made from: `sum of errors = 12; sum of lines = 4,000`."""
    return "; ".join(
        f"{part.name} = {'none' if part.value is None else show_value(plan, part.value)}" for part in parts
    )


def raised_words(plan: Plan, raised: RaisedTarget) -> str:
    """Say what has made a target stricter: `minimum 97% instead of 96%, the midpoint of 96% and 98%, …`."""
    rule, before = raised.rule, show_limit(plan, raised.before)
    most = ""
    if rule.most is not None and rule.to is not None:
        most = f", but by at most {write_share(rule.most)} of the gap to {show_limit(plan, rule.to)}"
    mean = f"{show_value(plan, raised.mean)}, the mean of {', '.join(raised.windows)}"
    after = f"{show_limit(plan, raised.after)} instead of {before}"
    return f"{rule.word} {after}, the midpoint of {before} and {mean}{most}"


def level_title(level: ServiceLevel) -> str:
    """Give the title of a service level, or its name where it has none."""
    return level.title or level.name


def title_of(plan: Plan, level: str) -> str:
    """Give the title of the level of a name."""
    return level_title(next(each for each in plan.levels if each.name == level))


def line_title(plan: Plan, line: SettlementLine) -> str:
    """Name what a line is for: `Initial response (P1)`, `Initial response (P1), earned back`."""
    if line.kind is LineKind.REMEDY:
        title = next(each.title for each in plan.remedies if each.name == line.level)
        return f"{title}, {' and '.join(line.key)}" if line.key else title
    whose = series_title(level_title(level_at(plan, line.level, line.window_start)), line.key)
    named = whose if line.option is None else f"{whose}, option {line.option}"
    return named if line.kind is LineKind.CREDIT else f"{named}, {line.kind}"


def worth_words(plan: Plan, lines: Sequence[SettlementLine], *, in_full: bool = True) -> str:
    """What credits come to in every unit that they have: `GBP 40.00`, `5 points`, `GBP 40.00 and 7 days of service`."""
    units = [unit for unit in CreditUnit if any(line.unit is unit for line in lines)] or [CreditUnit.MONEY]
    sums = ((sum((line.amount for line in lines if line.unit is unit), Fraction(0)), unit) for unit in units)
    return " and ".join(show_credited(plan, amount, unit, in_full=in_full) for amount, unit in sums)


def moved_words(plan: Plan, taken: StepTaken, *, in_full: bool = True) -> tuple[str, str | None]:
    """What credits come to before a step and, where it changes that, after it."""
    before, after = (worth_words(plan, lines, in_full=in_full) for lines in (taken.found, taken.lines))
    if before == after and taken.before != taken.after and not in_full:
        return moved_words(plan, taken)
    return before, None if before == after and taken.before == taken.after else after


def becomes(plan: Plan, taken: StepTaken, *, in_full: bool = True) -> str | None:
    """Say what a step makes of credits: `GBP 40.00 becomes GBP 20.00`, `5 points become GBP 50.00`; or None."""
    before, after = moved_words(plan, taken, in_full=in_full)
    is_one = {line.unit for line in taken.found} <= {CreditUnit.MONEY} or before.startswith("1 ")
    return None if after is None else f"{before} {'becomes' if is_one else 'become'} {after}"


def series_title(title: str, key: tuple[str, ...]) -> str:
    """Name one series of a level: `Initial response (P1)`."""
    return f"{title} ({' / '.join(key)})" if key else title
