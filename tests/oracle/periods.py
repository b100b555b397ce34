"""Which days make a window, a settlement period or a year of the contract: asked of every day (docs/measures.md)."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import count, groupby

from tests.oracle.wall import DAY, day_of, starts


@dataclass(frozen=True)
class Span:
    """Some whole days of the term, under the label that the language gives them, and as instants [start, end)."""

    label: str
    first: dt.date
    until: dt.date
    start: dt.datetime
    end: dt.datetime
    partial: bool


@dataclass(frozen=True)
class Term:
    """The first and last day of an agreement, `last` None for one without end, and its time zone."""

    zone: str
    first: dt.date
    last: dt.date | None

    def holds(self, day: dt.date) -> bool:
        """Whether a day belongs to the term."""
        return self.first <= day and (self.last is None or day <= self.last)


def label(unit: str, day: dt.date) -> str:
    """The day, ISO week, month, quarter or year of a day, as the language writes it."""
    match unit:
        case "day":
            return day.isoformat()
        case "week":
            return f"{day.isocalendar().year}-W{day.isocalendar().week:02}"
        case "month":
            return f"{day.year}-{day.month:02}"
        case "quarter":
            return f"{day.year}-Q{(day.month - 1) // 3 + 1}"
        case "year":
            return f"{day.year}"
    raise ValueError(unit)


@cache
def windows(term: Term, unit: str, until: dt.date) -> list[Span]:
    """The windows of a term, cut by it, from the first through the one that holds the day before `until`.

    A day that the clocks skip altogether is none.
    """
    days = groupby(_days(term, unit, until), key=lambda day: label(unit, day))
    spans = [_span(term, unit, list(group)) for _, group in days]
    return [span for span in spans if span.start < span.end]


@cache
def window_holding(term: Term, unit: str, day: dt.date) -> Span:
    """The window of the term that holds a day of it."""
    return next(span for span in windows(term, unit, day + DAY) if span.first <= day < span.until)


def _days(term: Term, unit: str, until: dt.date) -> Iterator[dt.date]:
    day = term.first
    while term.holds(day) and (day < until or label(unit, day) == label(unit, until - DAY)):
        yield day
        day += DAY


def _span(term: Term, unit: str, days: list[dt.date]) -> Span:
    first, last = days[0], days[-1]
    neighbours = {label(unit, first - DAY), label(unit, last + DAY)}
    name = label(unit, first)
    zone = term.zone
    return Span(
        name, first, last + DAY, starts(zone, first), starts(zone, last + DAY), partial=name in neighbours
    )


def contract_unit(term: Term, unit: str, day: dt.date) -> tuple[dt.date, dt.date]:
    """The unit counted from the first day of the term that holds a day, [first, until), not cut by the term's end."""
    for number in count():
        until = after(term.first, unit, number + 1)
        if day < until:
            return after(term.first, unit, number), until
    raise AssertionError


def after(first: dt.date, unit: str, number: int) -> dt.date:
    """So many units after a day; where a month has no such day, its last."""
    if unit in {"day", "week"}:
        return first + number * {"day": 1, "week": 7}[unit] * DAY
    months = first.year * 12 + first.month - 1 + number * {"month": 1, "quarter": 3, "year": 12}[unit]
    year, month = months // 12, months % 12 + 1
    return dt.date(year, month, min(first.day, calendar.monthrange(year, month)[1]))


def calendar_unit(unit: str, day: dt.date) -> tuple[dt.date, dt.date]:
    """The whole calendar unit that holds a day, [first, until), found by going from day to day."""
    first, until = day, day + DAY
    while label(unit, first - DAY) == label(unit, day):
        first -= DAY
    while label(unit, until) == label(unit, day):
        until += DAY
    return first, until


@cache
def length(unit: str, day: dt.date) -> int:
    """How many days the calendar unit of a day has."""
    first, until = calendar_unit(unit, day)
    return (until - first).days


def last_day(term: Term, end: dt.datetime) -> dt.date:
    """The day that holds the last instant before `end`, an instant at which a day starts."""
    return day_of(term.zone, end - dt.timedelta(microseconds=1))
