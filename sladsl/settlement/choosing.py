"""Of credits that the customer chooses among, one is left: the one chosen, or else the first."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from sladsl.planning.eras import level_at
from sladsl.planning.plan import Choose
from sladsl.settlement.claiming import through
from sladsl.settlement.display import show_end
from sladsl.settlement.explanation import LineChange, SettledPeriod, SettlementLine, total_of
from sladsl.settlement.period_context import PeriodContext, StepResult
from sladsl.settlement.sentences import level_title

Subject = tuple[object, ...]
"""What tells a line apart, as `Line.subject`."""


def chosen(context: PeriodContext, step: Choose, lines: tuple[SettlementLine, ...]) -> StepResult:
    """Drop the credits of each window and dimension value that the customer has not chosen, as far as is known.

    The first choice that was made in time counts, of a credit that the window earns. Without one, the first of them
    stands.
    """
    offered: dict[Subject, list[SettlementLine]] = {}
    for line in lines:
        if line.option is not None:
            offered.setdefault(_window(line), []).append(line)
    dropped: dict[Subject, LineChange] = {}
    for options in offered.values():
        stands, why = _standing(context, step, options)
        for line in options:
            if line is not stands:
                dropped[line.subject] = LineChange(line, line.worth(Fraction(0)), why)
    after = tuple(dropped[line.subject].after if line.subject in dropped else line for line in lines)
    return StepResult(after, tuple(dropped.values()))


def standing(context: PeriodContext, lines: tuple[SettlementLine, ...]) -> tuple[SettlementLine, ...]:
    """The credits of a period without those that the customer has not chosen."""
    settlement = context.plan.settlement
    steps = () if settlement is None else settlement.steps
    for step in steps:
        if isinstance(step, Choose):
            gone = {change.after.subject for change in chosen(context, step, lines).changes}
            return tuple(line for line in lines if line.subject not in gone)
    return lines


def not_chosen(periods: Sequence[SettledPeriod]) -> frozenset[Subject]:
    """The credits of settled periods over which another stands: by level, dimension values, window and rule."""
    taken = (each for period in periods for each in period.steps if isinstance(each.step, Choose))
    lines = (change.after for each in taken for change in each.changes)
    return frozenset((line.level, line.key, line.place, line.credit) for line in lines)


def calculated_total(period: SettledPeriod) -> Fraction:
    """What is money of the credits of a period before its steps, without options over which another stands."""
    gone = not_chosen([period])
    return total_of(
        line for line in period.calculated if (line.level, line.key, line.place, line.credit) not in gone
    )


def _window(line: SettlementLine) -> Subject:
    return line.level, line.key, line.place


def _standing(
    context: PeriodContext, step: Choose, options: Sequence[SettlementLine]
) -> tuple[SettlementLine, str]:
    """The credit that stands of several, and why."""
    first = options[0]
    until = through(context, first, step)
    made = _chosen(context, step, options, until)
    if made is not None:
        return made, f"the customer has chosen option {made.option}"
    end = show_end(context.plan, until)
    if context.read_at < until:
        return first, f"open: the customer may choose until {end}; until then option {first.option} stands"
    return first, f"the customer has chosen none by {end}, and option {first.option} stands"


def _chosen(
    context: PeriodContext, step: Choose, options: Sequence[SettlementLine], until: int
) -> SettlementLine | None:
    """The credit that has been chosen first, of two chosen at one instant the one written first."""
    line = options[0]
    names = {line.level, level_title(level_at(context.plan, line.level, line.window_start))}
    numbers = {each.option: each for each in options}
    known = [
        (each.at, each.option)
        for each in step.made
        if each.level in names and each.window == line.window and each.option in numbers
    ]
    in_time = [(at, option) for at, option in known if at < until and at <= context.read_at]
    return numbers[int(min(in_time)[1])] if in_time else None
