"""When a calendar is open over a stretch of days, as lists in which deadlines are found for any start."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate, chain
from zoneinfo import ZoneInfo

from sladsl.planning.business_days import OpenDay, numbered_days
from sladsl.planning.calendars import open_intervals
from sladsl.planning.plan import Calendar
from sladsl.planning.zones import Transition, clock_reader, day_start, known_zone, offset, transitions
from sladsl.values import frozen


@frozen(eq=False)
class WallClock:
    """The clocks of a zone over a stretch of days: `instant` gives that of local µs, the first of two."""

    before: int
    changes: Sequence[Transition]
    instant: Callable[[int], int]

    def shown(self, instant: int) -> int:
        """The local µs at an instant."""
        past = bisect_right(self.changes, instant, key=lambda change: change.at)
        return instant + (self.changes[past - 1].after if past else self.before)

    def breaks(self, later: int) -> Iterator[int]:
        """The instants around which it changes what the same local time, so many µs `later`, is."""
        for change in self.changes:
            walls = (change.at + change.before - later, change.at + change.after - later)
            yield change.at
            yield from (wall - each for wall in walls for each in (change.before, change.after))


def wall_clock_of(zone: ZoneInfo, first: dt.date, last: dt.date) -> WallClock:
    """The clocks of a zone from the first day to the last."""
    start, end = day_start(zone, first), day_start(zone, last)
    return WallClock(offset(zone, start), transitions(zone, start, end), clock_reader(zone, first, last))


@frozen(eq=False)
class OpenHours:
    """The open time of a calendar, none of it touching: `passed` is how much has passed by each closing.

    `days` are those on which it opens, `ends` when each of them closes last.
    """

    opens: Sequence[int]
    closes: Sequence[int]
    passed: Sequence[int]
    days: Sequence[OpenDay]
    ends: Sequence[int]
    walls: WallClock

    @property
    def edges(self) -> Iterator[int]:
        """When it opens, and when it closes."""
        return chain(self.opens, self.closes)

    def before(self, instant: int) -> int:
        """The open time that has passed by an instant."""
        past = bisect_right(self.opens, instant) - 1
        if past < 0:
            return 0
        return self.passed[past] - max(0, self.closes[past] - instant)

    def by(self, passed: int) -> int | None:
        """The earliest instant by which so much open time has passed; None after the last closing."""
        place = bisect_left(self.passed, passed)
        return None if place == len(self.passed) else self.closes[place] - (self.passed[place] - passed)

    def landed(self, instant: int) -> int | None:
        """An instant of open time, or the next opening."""
        place = bisect_right(self.closes, instant)
        return None if place == len(self.closes) else max(instant, self.opens[place])

    def day_of(self, instant: int) -> int:
        """The number of the open day to which a start at an instant belongs."""
        return bisect_right(self.ends, instant)

    def day(self, number: int) -> OpenDay | None:
        """The open day of a number; None outside the days that are known."""
        return self.days[number] if 0 <= number < len(self.days) else None


def open_hours_of(calendar: Calendar, first: dt.date, last: dt.date) -> OpenHours:
    """The open hours of a calendar from the first day to the last."""
    intervals = open_intervals(calendar, first, last)
    opens, closes = ([each[side] for each in intervals] for side in (0, 1))
    passed = list(accumulate(end - start for start, end in intervals))
    days = numbered_days(calendar, first, last)
    walls = wall_clock_of(known_zone(calendar.zone), first, last)
    return OpenHours(opens, closes, passed, days, [each.closes for each in days], walls)
