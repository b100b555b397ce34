"""The first and the last day on which a calendar is open, by its hours, its dates, and holidays written or imported.

The public holidays of a region are left out: none keeps every one of a day of the week free for long, so that a
calendar with weekly hours opens in spite of them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from sladsl.semantics.files.holiday_files import LAST
from sladsl.semantics.meaning import Calendar
from sladsl.syntax import ast
from sladsl.values import frozen

_DAY = dt.timedelta(days=1)


def open_days(calendar: Calendar, term: ast.Term) -> tuple[dt.date, dt.date] | None:
    """The first and the last day of a term on which a calendar is open at any time; None where there is none."""
    first = term.first.value
    last = LAST if term.last is None else min(term.last.value, LAST)
    days = _Days(calendar, _free(calendar))
    opening = _first(days, _ascending(calendar, first, last))
    if opening is None:
        return None
    closing = _first(days, reversed(_ascending(calendar, opening, last)))
    return opening, closing or opening


@frozen(eq=False)
class _Days:
    calendar: Calendar
    free: frozenset[dt.date]

    def hours_on(self, day: dt.date) -> tuple[ast.Hours, ...]:
        """The shifts that start on a day."""
        for line in self.calendar.dates:
            if line.node.first.value <= day <= _end(line.node):
                return line.node.hours
        return () if day in self.free else _weekly_hours(self.calendar, day.weekday())

    def is_open(self, day: dt.date) -> bool:
        """Whether any time of a day is open, in a shift of its own or one of the day before."""
        return bool(self.hours_on(day)) or any(map(_is_overnight, self.hours_on(day - _DAY)))


def _weekly_hours(calendar: Calendar, day: int) -> tuple[ast.Hours, ...]:
    """The shifts that start on a day of the week, counted from Monday, 0."""
    return tuple(
        hours
        for line in calendar.hours
        if any(days.first <= day <= days.last for days in line.node.days)
        for hours in line.node.hours
    )


def _first(days: _Days, order: Iterable[dt.date]) -> dt.date | None:
    return next((day for day in order if days.is_open(day)), None)


def _ascending(calendar: Calendar, first: dt.date, last: dt.date) -> list[dt.date] | _Range:
    """The days that may be open: all, or without weekly hours those that are written and the days after them."""
    if calendar.hours:
        return _Range(first, last)
    written = {
        day
        for line in calendar.dates
        if line.node.hours
        for day in _Range(max(line.node.first.value, first - _DAY), min(_end(line.node), last))
    }
    return sorted(day for near in written for day in (near, near + _DAY) if first <= day <= last)


@frozen
class _Range:
    """Days in order, from the first to the last, made as they are asked for."""

    first: dt.date
    last: dt.date

    def __iter__(self) -> Iterator[dt.date]:
        return (self.first + number * _DAY for number in range((self.last - self.first).days + 1))

    def __reversed__(self) -> Iterator[dt.date]:
        return (self.last - number * _DAY for number in range((self.last - self.first).days + 1))


def _free(calendar: Calendar) -> frozenset[dt.date]:
    """The holidays that are written or imported, less those that are said to be none."""
    added = {line.node.date.value for line in calendar.added}
    imported = {named.day for file in calendar.imported for named in file.days}
    return frozenset((added | imported) - {line.node.date.value for line in calendar.removed})


def _end(node: ast.OnDate) -> dt.date:
    return (node.last or node.first).value


def _is_overnight(hours: ast.Hours) -> bool:
    return hours.end.value <= hours.start.value
