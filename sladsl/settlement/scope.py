"""Which credits a step of the settlement is about, and which of them it holds together."""

from __future__ import annotations

from typing import assert_never

from sladsl.planning.eras import level_at
from sladsl.planning.plan import Apart, Ignore, Limit, Plan, Raise
from sladsl.settlement.explanation import LineKind, SettlementLine
from sladsl.settlement.period_context import Group


def group_of(plan: Plan, step: Limit | Ignore | Raise, line: SettlementLine) -> Group | None:
    """What a step holds a line's credit together with; None where it is not about it."""
    match step.apart:
        case Apart.LEVEL:
            return None if line.kind is LineKind.REMEDY else (line.level,)
        case Apart.VALUE:
            value = value_of(plan, line, step.dimension)
            return None if value is None else (value,)
        case None:
            return () if step.levels is None or line.level in step.levels else None
    assert_never(step.apart)


def value_of(plan: Plan, line: SettlementLine, dimension: str | None) -> str | None:
    """The value of a dimension that a credit is for; None where its level is not measured by it."""
    if line.kind is LineKind.REMEDY:
        return None
    level = level_at(plan, line.level, line.window_start)
    names = [each.name for each in level.dimensions]
    return line.key[names.index(dimension)] if dimension in names else None
