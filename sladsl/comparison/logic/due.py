"""The instant up to which something is in time, as a function of when it starts."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import assert_never

from sladsl.comparison.logic.open_hours import OpenHours, WallClock
from sladsl.planning.buckets import DAY
from sladsl.planning.plan import BusinessDays, DayRule, DoneBy, Elapsed, LocalDays
from sladsl.planning.zones import wall_clock
from sladsl.values import frozen

At = Callable[[int], int | None]


@frozen(eq=False)
class Due:
    """The last instant that is in time, for a start in µs or on a date; None where it lies beyond what is looked at.

    From one of the `breaks` to the next it stays where it is, or moves along with the start.
    """

    at: At
    breaks: Iterable[int] = ()


@frozen(eq=False)
class Ground:
    """What deadlines are counted on: the agreement's clocks, the hours of calendars, and what a business day means."""

    walls: WallClock
    hours: Mapping[str, OpenHours]
    meanings: Mapping[str, tuple[DayRule, int]]
    are_dates: bool


def due_by_limit(ground: Ground, limit: Elapsed | LocalDays | BusinessDays, calendar: str | None) -> Due:
    """By when a clock in a calendar, or round the clock, is to stop."""
    match limit:
        case Elapsed(duration):
            return _elapsed(ground, duration, calendar)
        case LocalDays(days):
            return _local_days(ground, days)
        case BusinessDays(days):
            assert calendar is not None, "a check refuses business days without a calendar"
            rule, length = ground.meanings[calendar]
            if rule is DayRule.LENGTH:
                return _elapsed(ground, days * length, calendar)
            hours = ground.hours[calendar]
            return _at_close(ground, hours, days) if rule is DayRule.AT_CLOSE else _same(ground, hours, days)
    assert_never(limit)


def due_done(ground: Ground, condition: DoneBy) -> Due:
    """By when something is to be done, at a time or the close of a business day."""
    hours, time = ground.hours[condition.calendar], condition.time
    number = _numbers(ground, hours, exact=condition.days == 0)

    def at(start: int) -> int | None:
        day = hours.day(number(start) + condition.days)
        if day is None:
            return None
        return day.closes if time is None else hours.walls.instant(day.midnight + time)

    return Due(at, hours.ends)


def later_by(ground: Ground, duration: int) -> Due:
    """So much later than the start."""
    begun = begins_at(ground)
    return Due(lambda start: begun(start) + duration)


def same_time_later(ground: Ground, days: int, *, sooner: bool) -> Due:
    """The same local time so many days later than a start, or just before it."""
    walls = ground.walls
    return Due(
        lambda start: walls.instant(walls.shown(start) + days * DAY) - sooner, walls.breaks(days * DAY)
    )


def end_of_day(ground: Ground, days: int) -> Due:
    """The end of the day so many days after a date."""
    return Due(lambda date: ground.walls.instant((date + days + 1) * DAY) - 1)


def begins_at(ground: Ground) -> Callable[[int], int]:
    """When a clock starts: on a date at its end."""
    if ground.are_dates:
        return lambda date: ground.walls.instant((date + 1) * DAY)
    return lambda start: start


def _elapsed(ground: Ground, duration: int, calendar: str | None) -> Due:
    begun = begins_at(ground)
    if calendar is None or duration == 0:
        return Due(lambda start: begun(start) + duration)
    hours = ground.hours[calendar]
    return Due(
        lambda start: hours.by(hours.before(begun(start)) + duration), _elapsed_breaks(hours, duration)
    )


def _elapsed_breaks(hours: OpenHours, duration: int) -> Iterator[int]:
    """When it opens and closes, and the starts whose time has passed just then."""
    yield from hours.edges
    for passed in hours.passed:
        start = hours.by(passed - duration) if passed > duration else None
        if start is not None:
            yield start


def _local_days(ground: Ground, days: int) -> Due:
    walls = ground.walls
    if ground.are_dates:
        return Due(lambda date: walls.instant((date + 1 + days) * DAY))
    return same_time_later(ground, days, sooner=False)


def _numbers(ground: Ground, hours: OpenHours, *, exact: bool) -> Callable[[int], int]:
    """The number of the open day of a start: the last that is not after a date, or the first from it on if `exact`."""
    if not ground.are_dates:
        return hours.day_of
    midnights = [each.midnight for each in hours.days]
    if exact:
        return lambda date: bisect_right(midnights, (date - 1) * DAY)
    return lambda date: bisect_right(midnights, date * DAY) - 1


def _at_close(ground: Ground, hours: OpenHours, days: int) -> Due:
    number = _numbers(ground, hours, exact=False)

    def at(start: int) -> int | None:
        day = hours.day(number(start) + days)
        return None if day is None else day.closes

    return Due(at, hours.ends)


def _same(ground: Ground, hours: OpenHours, days: int) -> Due:
    """The same time of day on the Nth day or, where that day is closed then, its next opening or last close."""
    number, walls = _numbers(ground, hours, exact=False), hours.walls

    def at(start: int) -> int | None:
        begun, day = hours.day(number(start)), hours.day(number(start) + days)
        if begun is None or day is None:
            return None
        if ground.are_dates:
            wall = day.midnight + DAY
        else:
            landed = hours.landed(start)
            if landed is None:
                return None
            wall = walls.shown(landed) + day.midnight - begun.midnight
        again = hours.landed(walls.instant(wall))
        return day.closes if again is None else max(day.opens, min(day.closes, again))

    return Due(at, () if ground.are_dates else (*hours.edges, *hours.ends, *_same_breaks(hours, days)))


def _same_breaks(hours: OpenHours, days: int) -> Iterator[int]:
    """The starts whose time of day is one at which the Nth day opens or closes, or at which clocks change."""
    walls = hours.walls
    yield from (change.at for change in walls.changes)
    changed = (change.at + each for change in walls.changes for each in (change.before, change.after))
    marks = sorted((*map(walls.shown, hours.edges), *changed))
    for day, landing in zip(hours.days, hours.days[days:], strict=False):
        first, last = landing.midnight, max(walls.shown(landing.closes), landing.midnight + DAY)
        for mark in marks[bisect_left(marks, first) : bisect_right(marks, last)]:
            yield walls.instant(mark - landing.midnight + day.midnight)


def date_number(day: dt.date) -> int:
    """A date as days since 1970-01-01."""
    return wall_clock(dt.datetime.combine(day, dt.time())) // DAY
