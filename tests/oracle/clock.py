"""Business time by asking of every single minute whether it is open."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

MINUTE = dt.timedelta(minutes=1)
DAY = dt.timedelta(days=1)


@dataclass
class Hours:
    """Opening hours as wall-clock minutes since midnight, by weekday from Monday; an end past 1440 is the next day."""

    zone: str
    week: dict[int, list[tuple[int, int]]]
    closed: set[dt.date] = field(default_factory=set)
    special: dict[dt.date, list[tuple[int, int]]] = field(default_factory=dict)

    def of(self, day: dt.date) -> list[tuple[int, int]]:
        if day in self.special:
            return self.special[day]
        return [] if day in self.closed else self.week.get(day.weekday(), [])

    def is_open(self, instant: dt.datetime) -> bool:
        """Whether the minute that begins at this UTC instant is open."""
        local = instant.astimezone(ZoneInfo(self.zone))
        minute = local.hour * 60 + local.minute
        today = any(start <= minute < end for start, end in self.of(local.date()))
        since_yesterday = any(minute + 1440 < end for start, end in self.of(local.date() - DAY))
        return today or since_yesterday


ALWAYS = Hours("UTC", {day: [(0, 1440)] for day in range(7)})


def elapsed(hours: Hours, start: dt.datetime, end: dt.datetime) -> int:
    """The open minutes of [start, end)."""
    minutes = 0
    while start < end:
        minutes += hours.is_open(start)
        start += MINUTE
    return minutes


def deadline(hours: Hours, start: dt.datetime, minutes: int) -> dt.datetime:
    """The earliest instant by which so many open minutes have gone."""
    while minutes > 0:
        minutes -= hours.is_open(start)
        start += MINUTE
    return start


def outcome(
    hours: Hours, start: dt.datetime, end: dt.datetime | None, minutes: int, as_of: dt.datetime
) -> bool | None:
    """Whether the clock stopped in time; None while that is open. An end after `as_of` is not known yet."""
    due = deadline(hours, start, minutes)
    if end is not None and end <= as_of:
        return end <= due
    return False if as_of > due else None
