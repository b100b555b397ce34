"""From the meaning of calendars to their facts."""

from __future__ import annotations

from collections.abc import Iterator

from sladsl.planning.plan import (
    AddedHoliday,
    BusinessDay,
    Calendar,
    Dated,
    DateHours,
    DayRule,
    RemovedHoliday,
    Shift,
)
from sladsl.semantics.meaning import Analysis
from sladsl.semantics.meaning import Calendar as CalendarMeant
from sladsl.syntax import ast

_DAY = 86_400


def calendar_facts(analysis: Analysis) -> tuple[Calendar, ...]:
    """The calendars that an agreement uses, in its time zone where they keep no other."""
    zone = "" if analysis.header.zone is None else analysis.header.zone.name
    return tuple(_calendar(each, zone) for each in analysis.calendars.values())


def _calendar(calendar: CalendarMeant, zone: str) -> Calendar:
    return Calendar(
        id=f"calendar:{calendar.name}",
        span=calendar.node.span,
        name=calendar.name,
        title=calendar.title,
        zone=calendar.zones[0].node.name if calendar.zones else zone,
        week=tuple(_shifts_on(day, calendar) for day in range(7)),
        regions=tuple(Dated(None, line.node.region, line.node.region_span) for line in calendar.holidays),
        dates=tuple(_on_date(line.node) for line in calendar.dates),
        added=(*_imported(calendar), *(_added(line.node) for line in calendar.added)),
        removed=tuple(RemovedHoliday(line.node.date.value, line.node.span) for line in calendar.removed),
        business_day=_business_day(calendar),
    )


def _imported(calendar: CalendarMeant) -> Iterator[AddedHoliday]:
    for file in calendar.imported:
        for named in file.days:
            yield AddedHoliday(named.day, named.name, file.line.node.span)


def _added(node: ast.AddedHoliday) -> AddedHoliday:
    return AddedHoliday(node.date.value, "" if node.title is None else node.title.value, node.span)


def _business_day(calendar: CalendarMeant) -> BusinessDay | None:
    node = calendar.business_day
    if node is None:
        return None
    length = None if node.length is None else node.length.value
    return BusinessDay(f"calendar:{calendar.name}/business day", node.span, DayRule(node.rule), length)


def _shifts_on(day: int, calendar: CalendarMeant) -> tuple[Shift, ...]:
    hours = (
        hours
        for line in calendar.hours
        if any(days.first <= day <= days.last for days in line.node.days)
        for hours in line.node.hours
    )
    return _sorted(tuple(hours))


def _on_date(node: ast.OnDate) -> DateHours:
    last = node.first if node.last is None else node.last
    return DateHours(node.first.value, last.value, _sorted(node.hours), node.span)


def _sorted(hours: tuple[ast.Hours, ...]) -> tuple[Shift, ...]:
    return tuple(sorted((_shift(each) for each in hours), key=lambda shift: shift.start))


def _shift(hours: ast.Hours) -> Shift:
    start, end = hours.start.value, hours.end.value
    return Shift(start, end if end > start else end + _DAY)
