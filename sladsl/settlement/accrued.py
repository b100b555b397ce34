"""What records say beside measured values, as settlement knows it: charges through each day, claims and choices."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from fractions import Fraction
from itertools import accumulate

from sladsl.measurement.results import DayCharge
from sladsl.planning.plan import Accrued, ChoiceMade, Choose, Claim, ClaimMade, Plan
from sladsl.values import evolve

_EPOCH = dt.date(1970, 1, 1)


def with_claims(plan: Plan, claims: tuple[ClaimMade, ...] | None) -> Plan:
    """The plan with the claims that have been made."""
    if plan.settlement is None or claims is None:
        return plan
    plan = evolve(plan, eras=tuple(with_claims(era, claims) for era in plan.eras))
    assert plan.settlement is not None
    steps = (evolve(step, made=claims) if isinstance(step, Claim) else step for step in plan.settlement.steps)
    return evolve(plan, settlement=evolve(plan.settlement, steps=tuple(steps)))


def with_choices(plan: Plan, choices: tuple[ChoiceMade, ...]) -> Plan:
    """The plan with the choices that the customer has made."""
    if plan.settlement is None or not choices:
        return plan
    plan = evolve(plan, eras=tuple(with_choices(era, choices) for era in plan.eras))
    assert plan.settlement is not None
    steps = (
        evolve(step, made=choices) if isinstance(step, Choose) else step for step in plan.settlement.steps
    )
    return evolve(plan, settlement=evolve(plan.settlement, steps=tuple(steps)))


def with_accrued(plan: Plan, charges: Sequence[DayCharge]) -> Plan:
    """The plan with what has accrued of its measured charges."""
    if all(charge.measured is None for charge in plan.charges):
        return plan
    plan = evolve(plan, eras=tuple(with_accrued(era, charges) for era in plan.eras))
    days: dict[tuple[str, tuple[str, ...]], dict[int, Fraction]] = defaultdict(dict)
    for each in charges:
        days[each.charge, each.key][day_number(dt.date.fromisoformat(each.day))] = each.amount
    filled = tuple(
        evolve(
            charge,
            accrued=tuple(_accrued(key, found) for (name, key), found in days.items() if name == charge.name),
        )
        for charge in plan.charges
    )
    return evolve(plan, charges=filled)


def day_number(day: dt.date) -> int:
    """The number of days since the epoch."""
    return (day - _EPOCH).days


def _accrued(key: tuple[str, ...], amounts: dict[int, Fraction]) -> Accrued:
    days = sorted(amounts)
    return Accrued(key, tuple(days), tuple(accumulate(amounts[day] for day in days)))
