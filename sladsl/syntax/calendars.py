"""Calendars, from Lark's tree to the syntax tree: their hours, their holidays, and what a business day is."""

from __future__ import annotations

from collections.abc import Callable

from sladsl.syntax import ast
from sladsl.syntax.branches import inside, maybe, only, tokens, trees
from sladsl.syntax.literals import date, length, quoted, time_of_day
from sladsl.syntax.names import Branch, like_of, name
from sladsl.syntax.piece import Piece

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def calendar(tree: Branch, at: Piece) -> ast.Calendar:
    """A calendar with its lines."""
    _, word, title, like, *block = tree.children
    return ast.Calendar(
        at.span(tree.meta),
        name(word, at),
        maybe(quoted, title, at),
        like_of(like, at),
        tuple(_CALENDAR_ITEMS[item.data](item, at) for item in inside(block)),
    )


def timezone(tree: Branch, at: Piece) -> ast.Zone:
    """The time zone of an agreement, or of one calendar."""
    return ast.Zone(at.span(tree.meta), str(only(tree)), at.span(only(tree)))


def _week_hours(tree: Branch, at: Piece) -> ast.WeekHours:
    days = tuple(_day_range(day, at) for day in trees(tree.children, "day_range"))
    return ast.WeekHours(at.span(tree.meta), days, _hours(tree, at))


def _day_range(tree: Branch, at: Piece) -> ast.DayRange:
    days = [DAYS.index(day) for day in tokens(tree.children)]
    return ast.DayRange(at.span(tree.meta), days[0], days[-1])


def _hours(tree: Branch, at: Piece) -> tuple[ast.Hours, ...]:
    return tuple(_opening(hours, at) for hours in trees(tree.children, "hours"))


def _opening(tree: Branch, at: Piece) -> ast.Hours:
    start, _, end = tokens(tree.children)
    return ast.Hours(at.span(tree.meta), time_of_day(start, at), time_of_day(end, at))


def _holidays(tree: Branch, at: Piece) -> ast.Holidays:
    return ast.Holidays(at.span(tree.meta), str(only(tree)), at.span(only(tree)))


def _imported_holidays(tree: Branch, at: Piece) -> ast.ImportedHolidays:
    return ast.ImportedHolidays(at.span(tree.meta), quoted(only(tree), at))


def _added_holiday(tree: Branch, at: Piece) -> ast.AddedHoliday:
    day, title = tree.children
    return ast.AddedHoliday(at.span(tree.meta), date(day, at), maybe(quoted, title, at))


def _removed_holiday(tree: Branch, at: Piece) -> ast.RemovedHoliday:
    return ast.RemovedHoliday(at.span(tree.meta), date(only(tree), at))


def _business_day(tree: Branch, at: Piece) -> ast.BusinessDayRule:
    rule = {
        "day_ends_at_close": "end at close",
        "day_ends_at_same_time": "end at the same time",
        "day_of_length": "a business day is",
    }[tree.data]
    written = length(only(tree), at) if tree.data == "day_of_length" else None
    return ast.BusinessDayRule(at.span(tree.meta), rule, written)


def _on_date(tree: Branch, at: Piece) -> ast.OnDate:
    first, last, *_ = tree.children
    return ast.OnDate(at.span(tree.meta), date(first, at), maybe(date, last, at), _hours(tree, at))


_CALENDAR_ITEMS: dict[str, Callable[[Branch, Piece], ast.CalendarItem]] = {
    "week_hours": _week_hours,
    "holidays": _holidays,
    "imported_holidays": _imported_holidays,
    "added_holiday": _added_holiday,
    "removed_holiday": _removed_holiday,
    "day_ends_at_close": _business_day,
    "day_ends_at_same_time": _business_day,
    "day_of_length": _business_day,
    "timezone": timezone,
    "on_date": _on_date,
}
