"""The calendar and the months of the agreements here as a table, made without the project's own code.

Open on Monday to Friday from 09:00 to 17:30 in London, closed on the public holidays of England.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Iterator
from typing import NamedTuple
from zoneinfo import ZoneInfo

import holidays

FIRST, LAST = dt.date(2026, 1, 1), dt.date(2027, 12, 31)
DAY = 86_400_000_000
MONTHS = [f"{year}-{month:02}" for year in (2026, 2027) for month in range(1, 13)]
_LONDON = ZoneInfo("Europe/London")
_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_MARGIN = dt.timedelta(days=60)


class OfficeDay(NamedTuple):
    """A UTC day `b`: the open µs before it, its one open segment [o, c), and its months by number.

    The month is `m1` up to the instant `split` and `m2` from then on; -1 before the term, 24 after it.
    """

    b: int
    cum: int
    o: int
    c: int
    m1: int
    split: int
    m2: int


def instant(day: dt.date, time: dt.time = dt.time()) -> int:
    """The µs since the epoch of a local time in London."""
    return (dt.datetime.combine(day, time, _LONDON) - _EPOCH) // dt.timedelta(microseconds=1)


def month_edges() -> list[int]:
    """Where the months of the term start, and where the last one ends."""
    return [instant(dt.date(2026 + number // 12, number % 12 + 1, 1)) for number in range(25)]


def office_days() -> Iterator[OfficeDay]:
    """The rows of the table, for two months more than the term on both sides."""
    free = holidays.country_holidays("GB", subdiv="ENG", years=range(FIRST.year - 1, LAST.year + 2))
    edges = month_edges()
    cum = 0
    for number in range((LAST - FIRST + 2 * _MARGIN).days + 1):
        day = FIRST - _MARGIN + dt.timedelta(days=number)
        begins = (day - _EPOCH.date()).days * DAY
        is_open = day.weekday() < 5 and day not in free
        o, c = (instant(day, dt.time(9)), instant(day, dt.time(17, 30))) if is_open else (begins, begins)
        split = next((edge for edge in edges if begins <= edge < begins + DAY), begins)
        m1, m2 = (bisect_right(edges, at) - 1 for at in (split - 1, split))
        yield OfficeDay(begins // DAY, cum, o, c, m1, split, m2)
        cum += c - o
