"""Deadlines at the close of a business day, held against those at a time of one: by when days close in the term."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence

from attrs import evolve

from sladsl.comparison.logic.atoms import atoms
from sladsl.planning.buckets import DAY
from sladsl.planning.business_days import closes_on
from sladsl.planning.plan import DoneBy, Expression, Logical, Not, Plan

_YEARS = 3
"""Of a term without an end, so many years are looked at."""

_BEYOND = dt.timedelta(days=60)
"""Deadlines may lie so long after the term."""


def closes_as_times(plan: Plan, conditions: Sequence[Expression | None]) -> dict[DoneBy, DoneBy]:
    """The deadlines at a close as ones at a time of day that stands to the other times in them as every close does.

    Those of which some days close before such a time and some after it, or after midnight, are left out: no time stands
    for their close.
    """
    found = [each for each in _deadlines(conditions) if each.days]
    timed: dict[DoneBy, DoneBy] = {}
    for atom in found:
        times = [each.time for each in found if each.time is not None and _alike(each, atom)]
        if (
            atom.time is None
            and times
            and (time := _standing_for_close(plan, atom.calendar, times)) is not None
        ):
            timed[atom] = evolve(atom, time=time)
    return timed


def _deadlines(conditions: Sequence[Expression | None]) -> Iterator[DoneBy]:
    for condition in conditions:
        for atom in () if condition is None else atoms(condition):
            if isinstance(atom, DoneBy):
                yield atom


def _alike(one: DoneBy, other: DoneBy) -> bool:
    return evolve(one, time=None, days=other.days) == evolve(other, time=None)


def _standing_for_close(plan: Plan, name: str, times: Sequence[int]) -> int | None:
    """A time of day that is before, at or after each of some times as the closes of a calendar are on all its days."""
    calendar = next(each for each in plan.calendars if each.name == name)
    first = plan.term.first
    last = (plan.term.last or first.replace(year=first.year + _YEARS, day=1)) + _BEYOND
    closes = set(closes_on(calendar, first, last))
    if not closes or max(closes) > DAY:
        return None
    earliest, latest = min(closes), max(closes)
    if earliest == latest or all(time <= earliest for time in times):
        return latest
    return earliest if all(time >= latest for time in times) else None


def with_times(condition: Expression | None, timed: Mapping[DoneBy, DoneBy]) -> Expression | None:
    """A condition with deadlines at a time for those at a close."""
    return None if condition is None else _replaced(condition, timed)


def _replaced(condition: Expression, timed: Mapping[DoneBy, DoneBy]) -> Expression:
    match condition:
        case Not(operand):
            return evolve(condition, operand=_replaced(operand, timed))
        case Logical(_, left, right):
            return evolve(condition, left=_replaced(left, timed), right=_replaced(right, timed))
        case DoneBy():
            return timed.get(condition, condition)
        case _:
            return condition
