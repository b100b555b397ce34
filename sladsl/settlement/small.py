"""Small credits: ignored, or raised to an amount."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

from sladsl.planning.plan import Ignore, Plan, Raise
from sladsl.settlement.explanation import SettlementLine, total_of
from sladsl.settlement.period_context import Group, StepResult, amounts
from sladsl.settlement.scope import group_of


def ignored(plan: Plan, step: Ignore, lines: tuple[SettlementLine, ...]) -> StepResult:
    """Drop the lines below an amount, or all of a group where their total is."""
    groups = _groups(plan, step, lines)
    if step.each:
        small = [at for group in groups for at in group if lines[at].amount < step.below]
        return amounts(lines, dict.fromkeys(small, Fraction(0)), "below the amount")
    small = [at for group in groups if _total(lines, group) < step.below for at in group]
    return amounts(lines, dict.fromkeys(small, Fraction(0)), "the total is below the amount")


def raised(plan: Plan, step: Raise, lines: tuple[SettlementLine, ...]) -> StepResult:
    """Raise the lines below an amount to it, or all of a group in proportion where their total is; not from zero."""
    groups = _groups(plan, step, lines)
    if step.each:
        small = [at for group in groups for at in group if 0 < lines[at].amount < step.to]
        return amounts(lines, dict.fromkeys(small, step.to), "raised to the least amount")
    grown = {
        at: lines[at].amount * step.to / total
        for group in groups
        if 0 < (total := _total(lines, group)) < step.to
        for at in group
    }
    return amounts(lines, grown, "the total is raised to the least amount")


def _groups(plan: Plan, step: Ignore | Raise, lines: Sequence[SettlementLine]) -> Iterable[Sequence[int]]:
    """The places of the lines whose total decides about them."""
    groups: dict[Group, list[int]] = {}
    for at, line in enumerate(lines):
        group = group_of(plan, step, line)
        if group is not None:
            groups.setdefault(group, []).append(at)
    return groups.values()


def _total(lines: Sequence[SettlementLine], places: Sequence[int]) -> Fraction:
    return total_of([lines[at] for at in places])
