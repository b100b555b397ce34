"""The steps of a settlement period: those in force when it starts."""

from __future__ import annotations

from collections.abc import Sequence

from sladsl.planning.eras import plan_at
from sladsl.planning.plan import Choose, FreePoints, Limit, Plan, Settlement, Step, holds_on
from sladsl.planning.windows import Window, horizon, zone_of
from sladsl.planning.zones import local_date
from sladsl.values import evolve


def settlement_at(plan: Plan, start: int) -> Settlement | None:
    """The settlement of a period that starts at an instant, in µs, with the steps that are for it, in their order.

    A limit, and points that are free, stand there with all of their times: the horizon decides which of them is filled.
    Where an amendment has taken out how the customer chooses, that is as it was: windows that started before leave
    choices open.
    """
    settlement = plan_at(plan, start).settlement
    if settlement is None:
        return None
    steps = _in_force(plan, settlement, start)
    return evolve(settlement, steps=(*_choosing_before(plan, steps, start), *steps))


def _in_force(plan: Plan, settlement: Settlement, start: int) -> tuple[Step, ...]:
    first = local_date(zone_of(plan), start)
    return tuple(
        step for step in settlement.steps if isinstance(step, Limit | FreePoints) or holds_on(step, first)
    )


def _choosing_before(plan: Plan, steps: Sequence[Step], start: int) -> tuple[Choose, ...]:
    """How the customer chose before an amendment that no longer says it."""
    if not plan.eras or any(isinstance(step, Choose) for step in steps):
        return ()
    first = local_date(zone_of(plan), start)
    before = [era for era in plan.eras if era.since is None or era.since <= first]
    choosing = [step for era in before if era.settlement for step in era.settlement.steps]
    return tuple(step for step in choosing if isinstance(step, Choose))[-1:]


def is_for_horizon(plan: Plan, step: Limit | FreePoints, start: int) -> bool:
    """Whether a limit, or points that are free, are for the horizon that starts at an instant, in µs."""
    return holds_on(step, local_date(zone_of(plan), start))


def is_for_period(plan: Plan, step: Step, period: Window) -> bool:
    """Whether a step is for a settlement period; a limit, whether it is for a horizon in which that begins or ends.

    How the customer chooses is for all periods of an era that says it.
    """
    if isinstance(step, Choose):
        of = plan_at(plan, period.start).settlement
        return of is not None and step in of.steps
    if not isinstance(step, Limit | FreePoints):
        return True
    ends = (period.start + 1, period.end)
    return any(is_for_horizon(plan, step, horizon(plan, step.anchor, step.per, end).start) for end in ends)
