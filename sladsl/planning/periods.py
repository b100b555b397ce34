"""Periods of whole local days: calendar units, units of the contract, and how the language writes them.

Calendar weeks are ISO weeks, Monday to Sunday. Units of the contract are counted from the first day of the
term; where that is a day that a shorter month does not have, the unit starts on the last day of that month.
"""

from __future__ import annotations

import datetime as dt
import re
from calendar import monthrange
from typing import assert_never
from zoneinfo import ZoneInfo

from sladsl.diagnostics.diagnostic import Diagnostic, Severity
from sladsl.planning.plan import Anchor, Term, Unit
from sladsl.planning.zones import day_start, local_date
from sladsl.values import evolve, frozen

_DAY = dt.timedelta(days=1)
_FIRST, _LAST = dt.date(1900, 1, 1), dt.date(2199, 12, 31)
_DAYS = {Unit.DAY: 1, Unit.WEEK: 7}
_MONTHS = {Unit.MONTH: 1, Unit.QUARTER: 3, Unit.YEAR: 12}
_WRITTEN = re.compile(
    r"(?P<year>\d{4})"
    r"(?:-Q(?P<quarter>[1-4])|-W(?P<week>\d{2})|-(?P<month>\d{2})(?:-(?P<day>\d{2}))?)?",
    re.ASCII,
)

_OF_CONTRACT = re.compile(r"contract (?P<unit>day|week|month|quarter|year) (?P<number>[0-9]{1,5})")


@frozen
class Period:
    """The local days from `first` up to, not including, `until`; as instants [start, end), in µs.

    `label` is the period as the language writes it ("2026-03", "2026-Q1", "2026-W14", "2026", "2026-03-14"),
    or "contract year 2". `partial` says that the term cuts it.
    """

    unit: Unit
    label: str
    first: dt.date
    until: dt.date
    start: int
    end: int
    partial: bool


def read_period(zone: ZoneInfo, text: str) -> Period | None:
    """Give the period that a label names; None for what is not the label of a period."""
    named = _named(text)
    return None if named is None else _calendar_period(zone, *named)


def named_period(zone: ZoneInfo, term: Term, text: str) -> Period | None:
    """Give the period that a label names, a unit of the contract ("contract month 2") among them; None for none."""
    written = _OF_CONTRACT.fullmatch(text)
    if written is None:
        return read_period(zone, text)
    unit, number = Unit(written["unit"]), int(written["number"])
    first, until = (_start_after(unit, term.first, n) for n in (number - 1, number))
    return _between(zone, unit, text, first, until) if number and until <= _LAST else None


def label_of(unit: Unit, day: dt.date) -> str:
    """Write the calendar unit that holds a day as the language does."""
    match unit:
        case Unit.DAY:
            return day.isoformat()
        case Unit.WEEK:
            year, week, _ = day.isocalendar()
            return f"{year:04}-W{week:02}"
        case Unit.MONTH:
            return f"{day:%Y-%m}"
        case Unit.QUARTER:
            return f"{day:%Y}-Q{(day.month + 2) // 3}"
        case Unit.YEAR:
            return f"{day:%Y}"
    assert_never(unit)


def period_holding(zone: ZoneInfo, term: Term, anchor: Anchor, unit: Unit, day: dt.date) -> Period:
    """The unit that holds a day of the term, cut by the term."""
    return clipped(zone, term, whole_period(zone, term, anchor, unit, day))


def whole_period(zone: ZoneInfo, term: Term, anchor: Anchor, unit: Unit, day: dt.date) -> Period:
    """The unit that holds a day of the term, whether or not all of it lies in the term."""
    match anchor:
        case Anchor.CALENDAR:
            return _calendar_period(zone, unit, day)
        case Anchor.CONTRACT:
            number = _contract_number(term.first, unit, day)
            first, until = (_start_after(unit, term.first, n) for n in (number, number + 1))
            return _between(zone, unit, f"contract {unit} {number + 1}", first, until)
    assert_never(anchor)


def whole_term(zone: ZoneInfo, term: Term) -> Period:
    """The term as one period; one without an end goes on to the last day that has a date here."""
    until = (_LAST if term.last is None else term.last) + _DAY
    return _between(zone, Unit.YEAR, "the term", term.first, until)


def neighbour(zone: ZoneInfo, term: Term, anchor: Anchor, period: Period, step: int) -> Period | None:
    """The unit after a period (`step` 1) or before it (-1), cut by the term; None where it lies outside the term."""
    if step > 0:
        day = period.until
    elif anchor is Anchor.CALENDAR:
        day = unit_start(period.unit, period.first) - _DAY
    else:
        day = period.first - _DAY
    if day < term.first or (term.last is not None and day > term.last):
        return None
    return period_holding(zone, term, anchor, period.unit, day)


def clipped(zone: ZoneInfo, term: Term, period: Period) -> Period:
    """Cut a period that overlaps the term to the days of the term."""
    first = max(period.first, term.first)
    until = period.until if term.last is None else min(period.until, term.last + _DAY)
    if (first, until) == (period.first, period.until):
        return period
    return evolve(_between(zone, period.unit, period.label, first, until), partial=True)


def unit_start(unit: Unit, day: dt.date) -> dt.date:
    """The first day of the calendar unit that holds a day."""
    match unit:
        case Unit.DAY:
            return day
        case Unit.WEEK:
            return day - day.weekday() * _DAY
        case Unit.MONTH:
            return day.replace(day=1)
        case Unit.QUARTER:
            return day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)
        case Unit.YEAR:
            return day.replace(month=1, day=1)
    assert_never(unit)


def unit_after(start: dt.date, anchor: Anchor, unit: Unit) -> dt.date:
    """The first day of the first unit, of the calendar or counted from a day, that starts after that day."""
    return _next_start(unit, start if anchor is Anchor.CONTRACT else unit_start(unit, start))


def months_after(day: dt.date, months: int) -> dt.date:
    """The same day so many months later; the last day of a month that is shorter."""
    return _start_after(Unit.MONTH, day, months)


def months_before(day: dt.date, months: int) -> dt.date:
    """The same day so many months earlier; the last day of a month that is shorter."""
    return _start_after(Unit.MONTH, day, -months)


def days_of_unit(unit: Unit, day: dt.date) -> int:
    """How many days the calendar unit that holds a day has: 28 to 31 for a month, 365 or 366 for a year."""
    first = unit_start(unit, day)
    return (_next_start(unit, first) - first).days


def days_between(zone: ZoneInfo, start: int, end: int) -> tuple[dt.date, dt.date]:
    """The days of [start, end) where both are starts of local days: the first, and the one after the last."""
    return local_date(zone, start), local_date(zone, end)


def check_term(term: Term) -> Diagnostic | None:
    """Find a term with days outside the years for which clock changes and holidays are known (SLA303)."""
    outside = [day for day in (term.first, term.last) if day is not None and not _FIRST <= day <= _LAST]
    if not outside:
        return None
    return Diagnostic(
        "SLA303",
        Severity.ERROR,
        f"the term has the date `{outside[0]}`, outside the years {_FIRST.year} to {_LAST.year}",
        term.span,
        help="check the year; write `to open` for a term without an end",
    )


def _named(text: str) -> tuple[Unit, dt.date] | None:
    written = _WRITTEN.fullmatch(text)
    if written is None:
        return None
    quarter, week, month, day = (None if part is None else int(part) for part in written.group(2, 3, 4, 5))
    try:
        named = _first_day(int(written["year"]), quarter, week, month, day)
    except ValueError:
        return None
    return named if _FIRST <= named[1] <= _LAST else None


def _first_day(
    year: int, quarter: int | None, week: int | None, month: int | None, day: int | None
) -> tuple[Unit, dt.date]:
    if quarter is not None:
        return Unit.QUARTER, dt.date(year, quarter * 3 - 2, 1)
    if week is not None:
        return Unit.WEEK, dt.date.fromisocalendar(year, week, 1)
    if month is None:
        return Unit.YEAR, dt.date(year, 1, 1)
    return (Unit.MONTH, dt.date(year, month, 1)) if day is None else (Unit.DAY, dt.date(year, month, day))


def _calendar_period(zone: ZoneInfo, unit: Unit, day: dt.date) -> Period:
    first = unit_start(unit, day)
    return _between(zone, unit, label_of(unit, day), first, _next_start(unit, first))


def _between(zone: ZoneInfo, unit: Unit, label: str, first: dt.date, until: dt.date) -> Period:
    return Period(unit, label, first, until, day_start(zone, first), day_start(zone, until), partial=False)


def _next_start(unit: Unit, start: dt.date) -> dt.date:
    return _start_after(unit, start, 1)


def _start_after(unit: Unit, first: dt.date, number: int) -> dt.date:
    """The start of the unit that comes `number` units after the one that starts on `first`."""
    if unit in _DAYS:
        return first + number * _DAYS[unit] * _DAY
    years, month = divmod(first.month - 1 + number * _MONTHS[unit], 12)
    year = first.year + years
    return dt.date(year, month + 1, min(first.day, monthrange(year, month + 1)[1]))


def _contract_number(first: dt.date, unit: Unit, day: dt.date) -> int:
    """How many units of the contract have ended by a day."""
    if unit in _DAYS:
        return (day - first).days // _DAYS[unit]
    months = (day.year - first.year) * 12 + day.month - first.month
    number = months // _MONTHS[unit]
    return number if _start_after(unit, first, number) <= day else number - 1
