"""The deadlines of an amended agreement: those of a level that stays are one, others say when their windows start."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Hashable, Sequence
from itertools import groupby

from sladsl.measurement.dues.due import Deadline, DeadlineState, DueRecord
from sladsl.planning.plan import Plan
from sladsl.values import evolve

_DAY = dt.timedelta(days=1)
_STATES = tuple(DeadlineState)


def of_all_eras(plan: Plan, found: Sequence[Deadline], most: int | None) -> tuple[Deadline, ...]:
    """The deadlines found in the eras of a plan, era by era, in the order of its levels; `most` records of each.

    Of a level that an amendment replaces, those that hold for nothing are not told beside others.
    """
    if not plan.eras:
        return tuple(found)
    alike: dict[Hashable, list[Deadline]] = {}
    for each in found:
        alike.setdefault((each.level, each.series, each.condition), []).append(each)
    told = [_one(parts, most) for parts in alike.values()]
    held = {each.level.name for each in told if each.counts}
    order = {level.name: at for at, level in enumerate(plan.levels)}
    told.sort(key=lambda each: order[each.level.name])
    return tuple(_dated(plan, each) for each in told if each.counts or each.level.name not in held)


def _one(parts: Sequence[Deadline], most: int | None) -> Deadline:
    """A deadline that is the same in several eras."""
    if len(parts) == 1:
        return parts[0]
    totals = Counter(dict.fromkeys(DeadlineState, 0))
    for part in parts:
        totals.update(dict(part.counts))
    records = sorted((record for part in parts for record in part.records), key=_rank)
    counts = tuple((state, number) for state, number in totals.items() if number)
    return evolve(parts[0], counts=counts, records=tuple(records[:most]))


def _rank(record: DueRecord) -> tuple[int, bool, int]:
    """The worst first: by state, then by how long it is overdue or how soon it is due."""
    stop = record.window.as_of if record.stop is None else record.stop
    due = record.due
    return _STATES.index(record.state), due is None, 0 if due is None else due - stop


def _dated(plan: Plan, deadline: Deadline) -> Deadline:
    """A deadline with the days on which its windows start, where its level is another one before or after."""
    name = deadline.level.name
    eras = [(era.since, next((each for each in era.levels if each.name == name), None)) for era in plan.eras]
    runs = [(level, next(run)[0]) for level, run in groupby(eras, key=lambda each: each[1])]
    if sum(level is not None for level, _ in runs) == 1:
        return deadline
    at = next(number for number, (level, _) in enumerate(runs) if level == deadline.level)
    until = runs[at + 1][1] if at + 1 < len(runs) else None
    return evolve(deadline, since=runs[at][1], until=None if until is None else until - _DAY)
