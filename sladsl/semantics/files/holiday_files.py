"""Calendar files (iCalendar, RFC 5545) as lists of holidays: their events that last whole days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING

from sladsl.syntax import ast
from sladsl.values import frozen

if TYPE_CHECKING:
    from icalendar import Event
    from icalendar.prop import vDDDLists

_DAY = dt.timedelta(days=1)
LAST = dt.date(2199, 12, 31)


class UnreadableError(Exception):
    """A calendar file has no list of holidays; the text says why, for the author."""


@frozen
class NamedDay:
    """A day of a calendar file and what its event is called."""

    day: dt.date
    name: str


def named_days(data: bytes, term: ast.Term | None) -> tuple[NamedDay, ...]:
    """The days of the events of a calendar file, in order; of repeated events those within the term.

    Raises UnreadableError, in words for the author, where the file is no calendar, or where an event has a time of day.
    """
    from icalendar import Calendar  # noqa: PLC0415 - few agreements import a calendar file, and it is slow to load

    try:
        calendar = Calendar.from_ical(data)
        events = calendar.events
    except (ValueError, IndexError, KeyError, AttributeError) as error:
        raise UnreadableError("it is no calendar file (iCalendar)") from error
    first = dt.date(1900, 1, 1) if term is None else term.first.value
    last = LAST if term is None or term.last is None else term.last.value
    found = {day for event in events for day in _days(event, first, last)}
    return tuple(sorted(found, key=lambda named: (named.day, named.name)))


def _days(event: Event, first: dt.date, last: dt.date) -> Iterator[NamedDay]:
    name = str(event.get("SUMMARY", ""))
    start = event.decoded("DTSTART", None)
    if isinstance(start, dt.datetime):
        raise UnreadableError(f"its event `{name}` has a time of day, and holidays are whole days")
    if not isinstance(start, dt.date):
        raise UnreadableError(f"its event `{name}` has no day on which it begins")
    length = _length(event, start)
    for begins in _starts(event, start, first - length, last):
        for number in range(length.days):
            yield NamedDay(begins + number * _DAY, name)


def _length(event: Event, start: dt.date) -> dt.timedelta:
    """How many days an event lasts: to the day before DTEND, or for DURATION, or one."""
    end, duration = event.decoded("DTEND", None), event.decoded("DURATION", None)
    if isinstance(end, dt.date) and not isinstance(end, dt.datetime) and end > start:
        return end - start
    return duration if isinstance(duration, dt.timedelta) and duration >= _DAY else _DAY


def _starts(event: Event, start: dt.date, first: dt.date, last: dt.date) -> Iterator[dt.date]:
    """The days on which an event begins: once, or as its rule repeats it, less those taken out."""
    if "RRULE" not in event:
        yield start
        return
    from dateutil.rrule import rrulestr  # noqa: PLC0415 - see named_days

    midnight = dt.time()
    try:
        rule = rrulestr(_text(event["RRULE"].to_ical()), dtstart=dt.datetime.combine(start, midnight))
    except (ValueError, AttributeError) as error:
        raise UnreadableError(
            f"its event `{event.get('SUMMARY', '')}` repeats by no rule that can be read"
        ) from error
    without = {value.dt for listed in _listed(event.get("EXDATE")) for value in listed.dts}
    window = (
        dt.datetime.combine(max(first, dt.date(1900, 1, 1)), midnight),
        dt.datetime.combine(last, midnight),
    )
    for begins in rule.between(*window, inc=True):
        if begins.date() not in without:
            yield begins.date()


def _listed(value: vDDDLists | list[vDDDLists] | None) -> list[vDDDLists]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _text(written: bytes | str) -> str:
    return written if isinstance(written, str) else written.decode()
