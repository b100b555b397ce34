"""Calendars: hours that do not overlap, days and dates in order, each date once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from itertools import pairwise

from sladsl.diagnostics.diagnostic import Diagnostic, Label
from sladsl.semantics.declarations.open_days import open_days
from sladsl.semantics.expressions.literals import words
from sladsl.semantics.findings import error, first_at, warning
from sladsl.semantics.meaning import Analysis, Calendar
from sladsl.syntax import ast
from sladsl.syntax.clauses import clause_of
from sladsl.values import frozen

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_SHORT = tuple(day[:3] for day in _DAYS)
_DAY = 86_400
_WEEK = 7 * _DAY
_SECOND = 1_000_000


@frozen(eq=False)
class _Shift:
    """Opening hours in seconds since the start of the week, or of a date."""

    start: int
    end: int
    hours: ast.Hours


def check(analysis: Analysis) -> Iterator[Diagnostic]:
    """Look at the calendars that are declared or used."""
    for calendar in analysis.calendars.values():
        clause = clause_of(calendar.node)
        yield from _day_ranges(calendar, clause)
        yield from _starts(calendar, clause)
        yield from _whole_days(calendar, clause, analysis)
        yield from _overlaps(calendar, clause)
        yield from _dates(calendar, clause)
        yield from _regions(calendar, clause)
        yield from _holidays(calendar, clause)
        yield from _said_once(calendar, clause)
        yield from _no_time(calendar, clause)
        yield from _longer_than_a_day(calendar, clause)
        yield from _outside_term(calendar, clause, analysis)
        if not (calendar.hours or calendar.dates or calendar.is_open):
            yield error(
                "SLA142",
                calendar.node.name.span,
                f"the calendar `{calendar.name}` has no hours, so it never opens",
                clause=clause,
                write="add hours such as `Mon..Fri 09:00-17:00`",
            )


def _day_ranges(calendar: Calendar, clause: str) -> Iterator[Diagnostic]:
    for line in calendar.hours:
        for days in line.node.days:
            if days.first > days.last:
                first, last = _SHORT[days.first], _SHORT[days.last]
                yield error(
                    "SLA140",
                    days.span,
                    f"`{first}..{last}` runs backwards: a week begins on Monday",
                    clause=clause,
                    write=f"write `{_around(days.first, last)}`",
                )


def _around(first: int, last: str) -> str:
    """The days from one to the end of the week, and from Monday to another."""
    tail = "Sun" if first == 6 else f"{_SHORT[first]}..Sun"
    return f"{tail}, Mon" if last == "Mon" else f"{tail}, Mon..{last}"


def _starts(calendar: Calendar, clause: str) -> Iterator[Diagnostic]:
    weekly = [hours for line in calendar.hours for hours in line.node.hours]
    dated = [hours for line in calendar.dates for hours in line.node.hours]
    for hours in (*weekly, *dated):
        if hours.start.value == _DAY:
            yield error(
                "SLA146",
                hours.start.span,
                "hours cannot begin at 24:00, the end of the day",
                clause=clause,
                write="write them from `00:00` on the next day",
            )


def _whole_days(calendar: Calendar, clause: str, analysis: Analysis) -> Iterator[Diagnostic]:
    """Warn of hours that close at the time at which they open: of the next day, as all that are not later."""
    weekly = [line.node.hours for line in calendar.hours if line.module is analysis.module]
    dated = [line.node.hours for line in calendar.dates if line.module is analysis.module]
    for hours in (hours for each in (*weekly, *dated) for hours in each):
        if hours.start.value == hours.end.value:
            yield warning(
                "SLA794",
                hours.span,
                f"`{words(hours, analysis.module.source)}` is open for 24 hours, up to the same time of the next day",
                clause=clause,
                write="write `00:00-24:00` for a whole day, or the time of closing that is meant",
            )


def _overlaps(calendar: Calendar, clause: str) -> Iterator[Diagnostic]:
    week = [
        _shift(hours, day * _DAY)
        for line in calendar.hours
        for days in line.node.days
        for day in range(days.first, days.last + 1)
        for hours in line.node.hours
    ]
    around = [*week, *(_Shift(each.start + _WEEK, each.end + _WEEK, each.hours) for each in week)]
    yield from _overlapping(around, clause, is_week=True)
    for line in calendar.dates:
        yield from _overlapping([_shift(hours, 0) for hours in line.node.hours], clause, is_week=False)


def _shift(hours: ast.Hours, midnight: int) -> _Shift:
    start, end = hours.start.value, hours.end.value
    return _Shift(midnight + start, midnight + (end if end > start else end + _DAY), hours)


def _overlapping(shifts: Sequence[_Shift], clause: str, *, is_week: bool) -> Iterator[Diagnostic]:
    """One finding for each pair of hours, however many days they overlap on."""
    seen: set[frozenset[ast.Hours]] = set()
    for before, after in pairwise(sorted(shifts, key=lambda shift: (shift.start, shift.end))):
        pair = frozenset({before.hours, after.hours})
        if after.start < before.end and pair not in seen:
            seen.add(pair)
            first, second = sorted((before.hours, after.hours), key=lambda hours: hours.span.start)
            when = f" on {_DAYS[after.start // _DAY % 7]}" if is_week else ""
            yield error(
                "SLA141",
                second.span,
                f"these hours overlap others{when}",
                clause=clause,
                write="write each stretch of open time once",
                labels=[Label(first.span, "they overlap these")],
            )


def _dates(calendar: Calendar, clause: str) -> Iterator[Diagnostic]:
    lines = sorted((line.node for line in calendar.dates), key=lambda node: node.first.value)
    for node in lines:
        if node.last is not None and node.last.value < node.first.value:
            yield error(
                "SLA143",
                node.span,
                f"the dates run backwards, from {node.first.value} to {node.last.value}",
                clause=clause,
                write="write the earlier date first",
            )
    for before, after in pairwise(lines):
        if after.first.value <= (before.last or before.first).value:
            first, second = sorted((before, after), key=lambda node: node.span.start)
            yield error(
                "SLA144",
                second.span,
                f"the hours of {after.first.value} are said twice",
                clause=clause,
                write="say the hours of a date once, with a comma between them",
                labels=first_at(first.span),
            )


def _regions(calendar: Calendar, clause: str) -> Iterator[Diagnostic]:
    first: dict[str, ast.Holidays] = {}
    for line in calendar.holidays:
        before = first.setdefault(line.node.region, line.node)
        if before is not line.node:
            yield error(
                "SLA147",
                line.node.span,
                f"the holidays of `{line.node.region}` are named twice",
                clause=clause,
                write="leave one of the lines out",
                labels=first_at(before.span),
            )


def _holidays(calendar: Calendar, clause: str) -> Iterator[Diagnostic]:
    first: dict[dt.date, ast.Node] = {}
    written: list[ast.AddedHoliday | ast.RemovedHoliday] = [line.node for line in calendar.added]
    written += [line.node for line in calendar.removed]
    for node in sorted(written, key=lambda each: each.span.start):
        day = node.date.value
        before = first.setdefault(day, node)
        if before is not node:
            yield error(
                "SLA149",
                node.span,
                f"it is said twice whether {day} is a holiday",
                clause=clause,
                write="leave one of the lines out",
                labels=first_at(before.span),
            )


def _said_once(calendar: Calendar, clause: str) -> Iterator[Diagnostic]:
    yield from _twice([line.node for line in calendar.business_days], "what a business day is", clause)
    yield from _twice([line.node for line in calendar.zones], "which time zone the calendar keeps", clause)


def _no_time(calendar: Calendar, clause: str) -> Iterator[Diagnostic]:
    for line in calendar.business_days:
        length = line.node.length
        if length is not None and length.value <= 0:
            yield error(
                "SLA280",
                length.span,
                "a business day of no time ends where it starts",
                clause=clause,
                write="write its open time, as in `a business day is 8 h`",
            )


def _twice(nodes: Sequence[ast.Node], what: str, clause: str) -> Iterator[Diagnostic]:
    for node in nodes[1:]:
        yield error(
            "SLA149",
            node.span,
            f"it is said twice {what}",
            clause=clause,
            write="leave one of the lines out",
            labels=first_at(nodes[0].span),
        )


def _longer_than_a_day(calendar: Calendar, clause: str) -> Iterator[Diagnostic]:
    rule = calendar.business_day
    if rule is not None and rule.length is not None and rule.length.value > _DAY * _SECOND:
        yield error(
            "SLA874",
            rule.length.span,
            "no day has so many hours, so a business day would be more than one",
            clause=clause,
            write="write the open time of one day, as in `a business day is 8 h`",
        )


def _outside_term(calendar: Calendar, clause: str, analysis: Analysis) -> Iterator[Diagnostic]:
    """Warn of dates that the agreement itself writes; a module may list them for many agreements."""
    term = analysis.header.days
    if term is None or (not calendar.hours and open_days(calendar, term) is None):
        return  # that such a calendar never opens is a finding of its own
    for line in calendar.dates:
        first, last = line.node.first.value, (line.node.last or line.node.first).value
        is_after = term.last is not None and first > term.last.value
        if line.module is analysis.module and (last < term.first.value or is_after):
            yield warning(
                "SLA145",
                line.node.span,
                f"the date {first} lies outside the term",
                clause=clause,
                write="check the year, or leave the line out",
            )
