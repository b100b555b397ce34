"""Calendars: hours, holidays, what a business day is."""

from __future__ import annotations

from sladsl.source import Span
from sladsl.syntax.ast.header import Zone
from sladsl.syntax.ast.literals import Date, Duration, TimeOfDay
from sladsl.syntax.ast.node import Name, Node, Path, Text
from sladsl.values import frozen


@frozen(eq=False)
class Hours(Node):
    """`09:00-12:30`; an end not after its start is on the next day."""

    start: TimeOfDay
    end: TimeOfDay


@frozen(eq=False)
class DayRange(Node):
    """`Mon..Fri` or `Sat`; days count from Monday, 0."""

    first: int
    last: int


@frozen(eq=False)
class WeekHours(Node):
    """`Mon..Fri, Sun 09:00-12:30, 13:30-17:30`."""

    days: tuple[DayRange, ...]
    hours: tuple[Hours, ...]


@frozen(eq=False)
class Holidays(Node):
    """`holidays GB-ENG`."""

    region: str
    region_span: Span


@frozen(eq=False)
class OnDate(Node):
    """`on DATE [to DATE] HOURS` or `on DATE [to DATE] closed` (no hours)."""

    first: Date
    last: Date | None
    hours: tuple[Hours, ...]


@frozen(eq=False)
class ImportedHolidays(Node):
    """`holidays from "house.ics"`: the days of a calendar file, a path from the agreement's own folder."""

    file: Text


@frozen(eq=False)
class AddedHoliday(Node):
    """`holiday 2026-07-03 "Founders' Day"`."""

    date: Date
    title: Text | None


@frozen(eq=False)
class RemovedHoliday(Node):
    """`no holiday 2026-08-31`."""

    date: Date


@frozen(eq=False)
class BusinessDayRule(Node):
    """`business days end at close`, `business days end at the same time`, or `a business day is 8 h` (`length`).

    `rule` is "end at close", "end at the same time" or "a business day is".
    """

    rule: str
    length: Duration | None


CalendarItem = (
    WeekHours | Holidays | ImportedHolidays | AddedHoliday | RemovedHoliday | OnDate | BusinessDayRule | Zone
)


@frozen(eq=False)
class Calendar(Node):
    """`calendar NAME "Title" [like PATH] { ... }`."""

    name: Name
    title: Text | None
    like: Path | None
    items: tuple[CalendarItem, ...]
