"""Periods as the language writes them: their unit and their days."""

from __future__ import annotations

import datetime as dt

from attrs import frozen

WRITTEN = {
    "day": "2026-03-14",
    "week": "2026-W14",
    "month": "2026-03",
    "quarter": "2026-Q1",
    "year": "2026",
}
"""How a period of each unit is written, as an example."""

_ONE_DAY = dt.timedelta(days=1)


@frozen
class Period:
    """The days of a calendar unit, both inclusive."""

    unit: str
    first: dt.date
    last: dt.date


def period(text: str) -> Period | None:
    """The period that a text names; None for the text of none, which the parser has reported."""
    try:
        return _period(text)
    except (ValueError, OverflowError):
        return None


def _period(text: str) -> Period:
    year, rest = int(text[:4]), text[5:]
    if rest.startswith("Q"):
        month = int(rest[1:]) * 3 - 2
        return Period("quarter", dt.date(year, month, 1), _month_end(year, month + 2))
    if rest.startswith("W"):
        first = dt.date.fromisocalendar(year, int(rest[1:]), 1)
        return Period("week", first, first + 6 * _ONE_DAY)
    if not rest:
        return Period("year", dt.date(year, 1, 1), dt.date(year, 12, 31))
    if len(rest) > 2:
        day = dt.date.fromisoformat(text)
        return Period("day", day, day)
    month = int(rest)
    return Period("month", dt.date(year, month, 1), _month_end(year, month))


def _month_end(year: int, month: int) -> dt.date:
    return dt.date(year + month // 12, month % 12 + 1, 1) - _ONE_DAY
