"""Business time from a list that says of every single minute whether it is open (docs/clocks.md)."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from dataclasses import dataclass, field
from itertools import compress

from tests.oracle.wall import DAY, MINUTE, NEVER, first_shown

NOTHING = dt.timedelta()
Shift = tuple[int, int]
"""Minutes since midnight; an end past 1440 is on the next day."""


@dataclass(frozen=True)
class Hours:
    """Opening hours by weekday from Monday, the holidays of a region, and dates with hours of their own."""

    zone: str
    week: dict[int, list[Shift]]
    holidays: frozenset[dt.date] = frozenset()
    special: dict[dt.date, list[Shift]] = field(default_factory=dict)
    region: str | None = None

    def of(self, day: dt.date) -> list[Shift]:
        """The shifts that start on a day: its own hours, else none on a holiday, else the weekly ones."""
        if day in self.special:
            return self.special[day]
        return [] if day in self.holidays else self.week.get(day.weekday(), [])


class Always:
    """The clock round the clock."""

    def elapsed(self, start: dt.datetime, end: dt.datetime) -> dt.timedelta:
        """All the time of [start, end)."""
        return end - start

    def deadline(self, start: dt.datetime, limit: dt.timedelta) -> dt.datetime:
        """The instant by which so much time has passed."""
        return start + limit


class Opening:
    """The minutes of some days, each open or not. Opening hours and clock changes are on whole minutes."""

    def __init__(self, hours: Hours, first: dt.date, last: dt.date) -> None:
        self.origin = first_shown(hours.zone, dt.datetime.combine(first - DAY, dt.time()))
        self.end = first_shown(hours.zone, dt.datetime.combine(last + DAY, dt.time()))
        self.is_open = bytearray((self.end - self.origin) // MINUTE)
        day = first - DAY
        while day <= last:
            for shift in hours.of(day):
                self._open(*(first_shown(hours.zone, _at(day, minute)) for minute in shift))
            day += DAY
        self.open_minutes = list(compress(range(len(self.is_open)), self.is_open))

    def covers(self, instant: dt.datetime) -> bool:
        """Whether it is known when it is open after an instant."""
        return self.origin <= instant < self.end

    def _open(self, opens: dt.datetime, closes: dt.datetime) -> None:
        start, end = self._minute(opens), min(self._minute(closes), len(self.is_open))
        self.is_open[start:end] = b"\x01" * max(0, end - start)

    def elapsed(self, start: dt.datetime, end: dt.datetime) -> dt.timedelta:
        """The open time of [start, end): the minutes begun in it, less what of the first and last lies outside."""
        first, last = self._minute(start), self._minute(end)
        minutes = self.is_open.count(1, first, last) * MINUTE
        before = (start - self._begins(first)) * self.is_open[first]
        after = (end - self._begins(last)) * self.is_open[last]
        return minutes - before + after

    def deadline(self, start: dt.datetime, limit: dt.timedelta) -> dt.datetime:
        """The earliest instant by which so much open time has passed: a closing time, not the opening after it.

        NEVER stands for after the last of the days.
        """
        first = self._minute(start)
        if self.is_open[first]:
            left_of_first = self._begins(first + 1) - start
            if limit <= left_of_first:
                return start + limit
            limit -= left_of_first
        whole, rest = divmod(limit, MINUTE)
        passed = bisect_right(self.open_minutes, first) + whole
        if rest:
            return (
                self._begins(self.open_minutes[passed]) + rest if passed < len(self.open_minutes) else NEVER
            )
        return self._begins(self.open_minutes[passed - 1] + 1) if passed <= len(self.open_minutes) else NEVER

    def _minute(self, instant: dt.datetime) -> int:
        return (instant - self.origin) // MINUTE

    def _begins(self, minute: int) -> dt.datetime:
        return self.origin + minute * MINUTE


def _at(day: dt.date, minute: int) -> dt.datetime:
    return dt.datetime.combine(day, dt.time()) + minute * MINUTE


Calendar = Always | Opening


def in_time(
    calendar: Calendar, start: dt.datetime, end: dt.datetime | None, limit: dt.timedelta, as_of: dt.datetime
) -> bool | None:
    """Whether a clock stopped by its deadline, which is inclusive; None while that is open.

    `end` is as it reads at `as_of`: None for one that is missing or later.
    """
    due = calendar.deadline(start, limit)
    if end is not None:
        return end <= due
    return False if as_of > due else None


def time_on(
    calendar: Calendar, start: dt.datetime, end: dt.datetime | None, as_of: dt.datetime
) -> dt.timedelta:
    """The time on a clock, up to the as-of instant while it runs."""
    return calendar.elapsed(start, as_of if end is None else end)
