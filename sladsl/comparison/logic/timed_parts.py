"""Parts of conditions that hang on one start and one end: up to which instant each is true, or from which on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import assert_never

from sladsl.comparison.logic.due import (
    Due,
    Ground,
    due_by_limit,
    due_done,
    end_of_day,
    later_by,
    same_time_later,
)
from sladsl.comparison.logic.open_hours import open_hours_of, wall_clock_of
from sladsl.comparison.logic.times_compared import Apart, Scale, apart
from sladsl.planning.buckets import HOUR
from sladsl.planning.plan import (
    BusinessDays,
    Clock,
    ClockWithin,
    Compare,
    DoneBy,
    Elapsed,
    Expression,
    Extreme,
    Field,
    LocalDays,
    Plan,
    ValueType,
)
from sladsl.planning.windows import zone_of
from sladsl.values import frozen

_YEARS = 3
"""Of a term without an end, so many years are looked at."""

_BEYOND = 400
"""Deadlines are looked for so many days after the last start, and longer where they are in many days."""


@frozen(eq=False)
class TimedGroup:
    """Parts of conditions that hang on the same two times, the start being a date or not."""

    start: Field | Extreme
    end: Field
    parts: Sequence[Expression]

    @property
    def are_dates(self) -> bool:
        """Whether it starts on a date; of several instants or dates, which a check keeps apart, the first says it."""
        first = self.start.fields[0] if isinstance(self.start, Extreme) else self.start
        return first.type is ValueType.DATE


@frozen(eq=False)
class TimedPart:
    """A part of a condition that is true up to an instant, or else after it; `is_late` without an end."""

    atom: Expression
    due: Due
    is_until: bool = True
    is_late: bool = False

    def holds(self, due: int, end: int) -> bool:
        """Whether it is true of an end."""
        return (end <= due) is self.is_until

    def without_end(self, due: int, as_of: int) -> bool | None:
        """What it is while there is no end: late after a deadline, and unknown before it, as a comparison always is."""
        is_known = not isinstance(self.atom, Compare) and (self.is_late or as_of > due)
        return False if is_known else None


def part_of(ground: Ground, atom: Expression, group: TimedGroup, clock: Clock | None) -> TimedPart:
    """A part of a condition with the instant up to which it is true, or not."""
    calendar = None if clock is None else clock.calendar
    match atom:
        case ClockWithin(Elapsed() | LocalDays() | BusinessDays() as limit):
            is_late = clock is not None and clock.late_without_end
            return TimedPart(atom, due_by_limit(ground, limit, calendar), is_late=is_late)
        case DoneBy():
            return TimedPart(atom, due_done(ground, atom), is_late=atom.late_if_missing)
    assert isinstance(atom, Compare), "nothing else hangs on two times"
    found = apart_in(atom, group.start, group.end)
    assert found is not None, "it compares the two"
    return TimedPart(atom, _due_apart(ground, found), found.operator in {"<", "<="})


def _due_apart(ground: Ground, found: Apart) -> Due:
    sooner = found.operator in {"<", ">="}
    match found.scale:
        case Scale.TIME:
            return later_by(ground, found.later - sooner)
        case Scale.DATES:
            return end_of_day(ground, found.later - sooner)
        case Scale.LOCAL_DAYS:
            return same_time_later(ground, found.later, sooner=sooner)
    assert_never(found.scale)


def ground_of(plan: Plan, group: TimedGroup, clock: Clock | None) -> Ground | None:
    """What deadlines are counted on; None where the agreement has no such calendar."""
    first, last = days_of_starts(plan)
    names = {each.calendar for each in group.parts if isinstance(each, DoneBy)}
    if (
        clock is not None
        and clock.calendar is not None
        and any(isinstance(each, ClockWithin) for each in group.parts)
    ):
        names.add(clock.calendar)
    calendars = [each for each in plan.calendars if each.name in names]
    if len(calendars) < len(names):
        return None
    until = last + dt.timedelta(days=_BEYOND + max(map(_longest, group.parts)))
    since = first - dt.timedelta(days=1)
    return Ground(
        wall_clock_of(zone_of(plan), since, until),
        {each.name: open_hours_of(each, since, until) for each in calendars},
        {
            each.name: (each.business_day.rule, each.business_day.length or 0)
            for each in calendars
            if each.business_day is not None
        },
        group.are_dates,
    )


def _longest(atom: Expression) -> int:
    """So many days a deadline may lie ahead, if a calendar opens on one day of the week."""
    match atom:
        case ClockWithin(BusinessDays(days) | LocalDays(days)) | DoneBy(days=days):
            return 7 * days
        case ClockWithin(Elapsed(duration)):
            return 7 * duration // (4 * HOUR)
        case _:
            return 0


def days_of_starts(plan: Plan) -> tuple[dt.date, dt.date]:
    """The first and the last day of the starts that are looked at: those of the term."""
    first = max(plan.term.first, plan.since or plan.term.first)
    return first, plan.term.last or first.replace(year=first.year + _YEARS, day=1)


def apart_in(atom: Expression, start: Field | Extreme, end: Field) -> Apart | None:
    """A comparison of just this start and end, as earlier or later."""
    several = apart(atom) if isinstance(atom, Compare) and atom.operator not in {"=", "!="} else ()
    return next((each for each in several if (each.start, each.end) == (start, end)), None)
