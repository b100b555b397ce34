"""What records say of charges: measured like levels of calendar days, and told apart from these."""

from __future__ import annotations

from collections.abc import Iterable

from sladsl.measurement.results import DayCharge, Measurement
from sladsl.planning.plan import Plan
from sladsl.values import evolve


def with_charges(plan: Plan) -> Plan:
    """The plan with the records of its measured charges as further levels."""
    measured = tuple(charge.measured for charge in plan.charges if charge.measured is not None)
    return evolve(plan, levels=(*plan.levels, *measured)) if measured else plan


def charged(plan: Plan, rows: Iterable[Measurement]) -> tuple[tuple[Measurement, ...], tuple[DayCharge, ...]]:
    """The measurements of levels, and what charges come to on each day on which there is something, as last read."""
    names = {charge.measured.name: charge.name for charge in plan.charges if charge.measured is not None}
    levels: list[Measurement] = []
    days: dict[tuple[str, tuple[str, ...], int], Measurement] = {}
    for row in rows:
        if row.level not in names:
            levels.append(row)
            continue
        place = (row.level, row.key, row.window.start)
        before = days.get(place)
        if row.value is not None and (before is None or before.window.as_of <= row.window.as_of):
            days[place] = row
    found = (
        DayCharge(names[row.level], row.key, row.window.label, row.value.amount)
        for row in days.values()
        if row.value is not None
    )
    return tuple(levels), tuple(sorted(found, key=lambda day: (day.charge, day.key, day.day)))
