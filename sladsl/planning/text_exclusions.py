"""Exclusions in the plan as text."""

from __future__ import annotations

from collections.abc import Iterator

from sladsl.planning.exclusions import in_order, is_own
from sladsl.planning.plan import Budget, Exclusion, Plan, ServiceLevel
from sladsl.planning.text_line import PlanLine
from sladsl.planning.wording import write_duration, write_expression


def exclusion_lines(plan: Plan, level: ServiceLevel) -> Iterator[PlanLine]:
    """What is left out of a level, in the order in which it applies."""
    for exclusion in in_order(level.exclusions):
        yield PlanLine(f"exclude    {write_exclusion(plan, level, exclusion)}", 1, exclusion.span)


def write_excluded(plan: Plan, exclusion: Exclusion) -> str:
    """Write the records that an exclusion takes by: `maintenance where announced of the same site`."""
    where = f" where {write_expression(plan, exclusion.where)}" if exclusion.where else ""
    missed = "" if exclusion.missed is None else f" not good in {exclusion.missed}"
    alike = f" of the same {' and '.join(exclusion.alike)}" if exclusion.alike else ""
    return f"{exclusion.records}{missed}{where}{alike}"


def write_exclusion(plan: Plan, level: ServiceLevel, exclusion: Exclusion) -> str:
    """Write an exclusion of a level: `maintenance, while it lasts up to 8 h per calendar month, as absent`."""
    limit = "" if exclusion.budget is None else f" up to {_write_budget(exclusion.budget)}"
    taken = f"{write_excluded(plan, exclusion)}{_by(level, exclusion)}"
    return f"{taken}{limit}, as {_counts_as(level, exclusion)}"


def _by(level: ServiceLevel, exclusion: Exclusion) -> str:
    """What makes a record of a level one that is taken."""
    if level.down is not None or is_own(level.records, exclusion):
        return ""
    if exclusion.ref is not None:
        return f", by {exclusion.ref.path[-1]}"
    return ", while it lasts" if exclusion.link is None else f", by {exclusion.records}.{exclusion.link}"


def _counts_as(level: ServiceLevel, exclusion: Exclusion) -> str:
    if not exclusion.as_uptime:
        return "absent"
    return "good" if level.down is None else "uptime"


def _write_budget(budget: Budget) -> str:
    """Write what an exclusion may take: `8 h per calendar month`."""
    times = "once" if budget.times == 1 else f"{budget.times} times"
    amount = times if budget.time is None else write_duration(budget.time)
    return f"{amount} per {budget.anchor} {budget.per}"
