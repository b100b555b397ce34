"""The steps of a settlement period: those in force when it starts."""

from __future__ import annotations

from attrs import evolve

from sladsl.planning.eras import plan_at
from sladsl.planning.plan import FreePoints, Limit, Plan, Settlement, Step, holds_on
from sladsl.planning.windows import Window, horizon, zone_of
from sladsl.planning.zones import local_date


def settlement_at(plan: Plan, start: int) -> Settlement | None:
    """The settlement of a period that starts at an instant, in µs, with the steps that are for it, in their order.

    A limit, and points that are free, stand there with all of their times: the horizon decides which of them is filled.
    """
    settlement = plan_at(plan, start).settlement
    if settlement is None:
        return None
    first = local_date(zone_of(plan), start)
    steps = (
        step for step in settlement.steps if isinstance(step, Limit | FreePoints) or holds_on(step, first)
    )
    return evolve(settlement, steps=tuple(steps))


def is_for_horizon(plan: Plan, step: Limit | FreePoints, start: int) -> bool:
    """Whether a limit, or points that are free, are for the horizon that starts at an instant, in µs."""
    return holds_on(step, local_date(zone_of(plan), start))


def is_for_period(plan: Plan, step: Step, period: Window) -> bool:
    """Whether a step is for a settlement period; a limit, whether it is for a horizon in which that begins or ends."""
    if not isinstance(step, Limit | FreePoints):
        return True
    ends = (period.start + 1, period.end)
    return any(is_for_horizon(plan, step, horizon(plan, step.anchor, step.per, end).start) for end in ends)
