"""Open hours compared over the term, instant by instant, and what a level or a settlement does with them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from enum import StrEnum
from functools import lru_cache

from sladsl.planning.calendars import Interval, open_intervals
from sladsl.planning.plan import Calendar, Term
from sladsl.planning.zones import known_zone, to_local
from sladsl.values import frozen

_YEARS = 3
"""Of a term without an end, so many years are looked at."""


class OpenTime(StrEnum):
    """How the open time of a new calendar stands to that of the old one."""

    SAME = "the same"
    LESS = "less"
    MORE = "more"
    NEITHER = "neither"


@frozen
class OpenTimeComparison:
    """A comparison of open time, with the first instant that is open only before, and the first only after."""

    relation: OpenTime
    only_before: str | None
    only_after: str | None

    @property
    def witnesses(self) -> tuple[str, ...]:
        """Both instants in words."""
        before = () if self.only_before is None else (f"{self.only_before}: open before, closed after",)
        after = () if self.only_after is None else (f"{self.only_after}: closed before, open after",)
        return (*before, *after)


def compare_hours(old: Calendar, new: Calendar, terms: tuple[Term, Term]) -> OpenTimeComparison:
    """Compare the open time of two calendars from the first day of two terms to the last."""
    only_before, only_after = first_apart(old, new, terms)
    relation = {
        (True, True): OpenTime.SAME,
        (False, True): OpenTime.LESS,
        (True, False): OpenTime.MORE,
        (False, False): OpenTime.NEITHER,
    }[only_before is None, only_after is None]
    return OpenTimeComparison(
        relation,
        None if only_before is None else _local(old, only_before, apart=old.zone != new.zone),
        None if only_after is None else _local(new, only_after, apart=old.zone != new.zone),
    )


@lru_cache(maxsize=8)
def first_apart(old: Calendar, new: Calendar, terms: tuple[Term, Term]) -> tuple[int | None, int | None]:
    """The first instants at which only the old one of two calendars is open, and only the new one, in µs."""
    first = min(term.first for term in terms)
    last = max(term.last or dt.date(term.first.year + _YEARS, 12, 31) for term in terms)
    before, after = (open_intervals(calendar, first, last) for calendar in (old, new))
    return _first_outside(before, after), _first_outside(after, before)


def _first_outside(intervals: Sequence[Interval], others: Sequence[Interval]) -> int | None:
    """The first instant of some intervals that lies in none of the others; both are sorted, and none touch."""
    place = 0
    for start, end in intervals:
        while place < len(others) and others[place][1] <= start:
            place += 1
        if place == len(others) or others[place][0] > start:
            return start
        if others[place][1] < end:
            return others[place][1]
    return None


def _local(calendar: Calendar, instant: int, *, apart: bool) -> str:
    """An instant in a calendar's zone, which is named where the other one keeps another."""
    where = f" ({calendar.zone})" if apart else ""
    return f"{to_local(known_zone(calendar.zone), instant):%a %Y-%m-%d %H:%M}{where}"
