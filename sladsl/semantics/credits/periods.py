"""Periods as the language writes them: their unit and their days."""

from __future__ import annotations

import datetime as dt
from calendar import monthrange

from sladsl.values import frozen

WRITTEN = {
    "day": "2026-03-14",
    "week": "2026-W14",
    "month": "2026-03",
    "quarter": "2026-Q1",
    "year": "2026",
}
"""How a period of each unit of the calendar is written, as an example."""

_ONE_DAY = dt.timedelta(days=1)


@frozen
class CalendarPeriod:
    """The days of a unit of the calendar or the contract, both inclusive."""

    unit: str
    first: dt.date
    last: dt.date
    anchor: str = "calendar"


def period(text: str, start: dt.date | None = None) -> CalendarPeriod | None:
    """The period that a text names; None for the text of none, which the parser has reported.

    Units of the contract are counted from its `start`; where that is not known, there is none.
    """
    try:
        return _of_contract(text, start) if text.startswith("contract ") else _period(text)
    except (ValueError, OverflowError):
        return None


def example(anchor: str, unit: str) -> str:
    """How a period of a unit is written, as an example."""
    return WRITTEN[unit] if anchor == "calendar" else f"{anchor} {unit} 1"


_MONTHS = {"month": 1, "quarter": 3, "year": 12}
_DAYS = {"day": 1, "week": 7}


def _of_contract(text: str, start: dt.date | None) -> CalendarPeriod | None:
    _, unit, number = text.split()
    if start is None:
        return None
    first, until = (unit_start(start, unit, int(number) + more) for more in (-1, 0))
    return CalendarPeriod(unit, first, until - _ONE_DAY, "contract")


def unit_start(start: dt.date, unit: str, number: int) -> dt.date:
    """The first day of the unit that comes so many units after the one that the contract starts with."""
    if unit in _DAYS:
        return start + number * _DAYS[unit] * _ONE_DAY
    years, month = divmod(start.month - 1 + number * _MONTHS[unit], 12)
    year = start.year + years
    return dt.date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))


def _period(text: str) -> CalendarPeriod:
    year, rest = int(text[:4]), text[5:]
    if rest.startswith("Q"):
        month = int(rest[1:]) * 3 - 2
        return CalendarPeriod("quarter", dt.date(year, month, 1), _month_end(year, month + 2))
    if rest.startswith("W"):
        first = dt.date.fromisocalendar(year, int(rest[1:]), 1)
        return CalendarPeriod("week", first, first + 6 * _ONE_DAY)
    if not rest:
        return CalendarPeriod("year", dt.date(year, 1, 1), dt.date(year, 12, 31))
    if len(rest) > 2:
        day = dt.date.fromisoformat(text)
        return CalendarPeriod("day", day, day)
    month = int(rest)
    return CalendarPeriod("month", dt.date(year, month, 1), _month_end(year, month))


def _month_end(year: int, month: int) -> dt.date:
    return dt.date(year + month // 12, month % 12 + 1, 1) - _ONE_DAY


def begins(anchor: str, unit: str, day: dt.date, start: dt.date) -> bool:
    """Whether a unit of the calendar, or of the contract that starts on a day, begins on another one."""
    if anchor == "calendar":
        return starts(unit, day)
    shortest = {"day": 1, "week": 7, "month": 28, "quarter": 89, "year": 365}[unit]
    about = (day - start).days // shortest
    return any(unit_start(start, unit, number) == day for number in range(about + 1))


def starts(unit: str, day: dt.date) -> bool:
    """Whether a calendar unit starts on a day."""
    match unit:
        case "day":
            return True
        case "week":
            return day.weekday() == 0
        case "month":
            return day.day == 1
        case "quarter":
            return day.day == 1 and day.month % 3 == 1
        case _:
            return day.day == 1 and day.month == 1
