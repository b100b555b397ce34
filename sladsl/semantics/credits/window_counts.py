"""How many windows of a level there are at most: in the term, and within a unit of the calendar or the contract."""

from __future__ import annotations

import datetime as dt
from math import ceil

from sladsl.semantics.credits.periods import unit_start
from sladsl.semantics.meaning import Analysis, Level
from sladsl.syntax import ast

_MOST = {
    ("day", "week"): 7,
    ("day", "month"): 31,
    ("day", "quarter"): 92,
    ("day", "year"): 366,
    ("week", "month"): 5,
    ("week", "quarter"): 14,
    ("week", "year"): 53,
    ("month", "quarter"): 3,
    ("month", "year"): 12,
    ("quarter", "year"): 4,
}
"""How many units of one kind end within one of another at most."""
DAYS = {"day": 1, "week": 7, "month": 31, "quarter": 92, "year": 366}
"""How many days a unit has at most."""
_MONTHS = {"month": 1, "quarter": 3, "year": 12}


def windows_in_term(level: Level, analysis: Analysis) -> int | None:
    """How many windows a level has over the term, partial ones included; None where there is no telling."""
    spread, term = spread_of(level, analysis), analysis.header.days
    if spread is None or term is None or term.last is None:
        return None
    return units_in(*spread, term.first.value, term.last.value)


def spread_of(level: Level, analysis: Analysis) -> tuple[str, str] | None:
    """The anchor and the unit by which a level has one window each; None for windows that are single records.

    Of rolling windows one ends with each settlement period.
    """
    match level.lines.window and level.lines.window.node:
        case ast.MeasurementWindow(unit=unit, anchor=anchor):
            return anchor, unit
        case ast.RollingWindow() if analysis.settlement is not None:
            return "calendar", analysis.settlement.unit
    return None


def units_in(anchor: str, unit: str, first: dt.date, last: dt.date) -> int:
    """How many units lie wholly or partly in the days from the first to the last."""
    if anchor == "contract":
        return next(number for number in range(1, 10**6) if unit_start(first, unit, number) > last)
    return _number(unit, last) - _number(unit, first) + 1


def _number(unit: str, day: dt.date) -> int:
    """The number of a unit of the calendar, counted from a fixed one."""
    match unit:
        case "day":
            return day.toordinal()
        case "week":
            return (day.toordinal() - 1) // 7
        case _:
            return (day.year * 12 + day.month - 1) // _MONTHS[unit]


def most_within(spread: tuple[str, str], anchor: str, unit: str, first: dt.date) -> int:
    """How many windows of a term, which begins on a day, end within one unit at most.

    Where the two are not counted from the same day, the end of the term may cut one more.
    """
    window = spread[1]
    if DAYS[window] > DAYS[unit]:
        return 1
    return _MOST.get((window, unit), 1) + (spread[0] != anchor and not _begins(window, first))


def _begins(unit: str, day: dt.date) -> bool:
    """Whether a unit of the calendar begins on a day, so that those of a contract that begins on it are the same."""
    return unit == "day" or (unit in _MONTHS and day.day == 1 and (day.month - 1) % _MONTHS[unit] == 0)


def most_in_months(spread: tuple[str, str], months: int) -> int:
    """How many windows end within so many months at most."""
    if spread[1] in _MONTHS:
        return ceil(months / _MONTHS[spread[1]])
    return _MOST[spread[1], "month"] * months
