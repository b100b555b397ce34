"""What fields hold of an instant: the instant, or the local day of it where they are dates."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

from sladsl.comparison.by_records.made.record_groups import Held, Path
from sladsl.comparison.logic.due import date_number
from sladsl.measurement.scanning.reads import clock_fields
from sladsl.planning.plan import Clock, Field, Plan, ValueType
from sladsl.planning.windows import zone_of
from sladsl.planning.zones import day_start, local_date

_EPOCH = dt.date(1970, 1, 1)


def held_at(plan: Plan, fields: Iterable[Field], instant: int | None) -> dict[Path, Held]:
    """What each of some fields holds, by its path; None where they are missing."""
    if instant is None:
        return {each.path: None for each in fields}
    day = date_number(local_date(zone_of(plan), instant))
    return {each.path: day if each.type is ValueType.DATE else instant for each in fields}


def starts_of(clock: Clock) -> tuple[Field, ...]:
    """The instants, or the dates, that may start a clock."""
    return tuple(each for each in clock_fields(clock.start, clock.end) if each != clock.end)


def begun(plan: Plan, clock: Clock, held: Mapping[Path, Held]) -> int:
    """The last of the instants at which fields that hold this may start a clock: a date does at its end."""
    zone = zone_of(plan)
    starts = [(each.type, held[each.path]) for each in starts_of(clock)]
    return max(
        day_start(zone, _EPOCH + dt.timedelta(days=at + 1)) if type_ is ValueType.DATE else at
        for type_, at in starts
        if isinstance(at, int)
    )
