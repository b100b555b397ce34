"""Calendars as paragraphs and tables: hours, holidays, business days, dates with hours of their own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from sladsl.documents.figures import duration_words, time_words
from sladsl.documents.prose import WEEKDAYS, date_words, listed, plain, prose
from sladsl.documents.terms import Terms, calendar_name
from sladsl.documents.view import Block, Column, Paragraph, Row, Table
from sladsl.planning.calendars import holidays_of
from sladsl.planning.plan import Calendar, DayRule, Plan, Shift

_LISTED_YEARS = 3


def calendar_blocks(terms: Terms, calendar: Calendar) -> tuple[Block, ...]:
    """The hours of a calendar: a row for each weekday, its holidays and the dates with hours of their own."""
    name = calendar_name(terms, calendar.name)
    week = tuple(
        Row((prose(day), prose(shift_words(shifts))))
        for day, shifts in zip(WEEKDAYS, calendar.week, strict=True)
    )
    return (
        Paragraph("", prose(f"Opening hours, on the local clock of {calendar.zone}:")),
        Table(f"{name}: week", (Column("Day"), Column("Hours")), week, is_introduced=True),
        *_overnight(calendar),
        *_holidays(terms.plan, calendar, name),
        *_business_day(calendar),
        *_own_dates(calendar, name),
    )


def shift_words(shifts: tuple[Shift, ...]) -> str:
    """Opening hours of a day: "09:00 to 12:30 and 13:30 to 17:30", "closed"."""
    return plain(listed([_one_shift(shift) for shift in shifts])) or "closed"


def _one_shift(shift: Shift) -> str:
    if shift.end <= 86_400:
        return f"{time_words(shift.start)} to {time_words(shift.end)}"
    return f"{time_words(shift.start)} to {time_words(shift.end - 86_400)} on the next day"


def _overnight(calendar: Calendar) -> Iterator[Block]:
    shifts = [shift for day in (*calendar.week, *(each.shifts for each in calendar.dates)) for shift in day]
    if any(shift.end > 86_400 for shift in shifts):
        yield Paragraph("", prose("Hours that run past midnight belong to the day on which they start."))


def _holidays(plan: Plan, calendar: Calendar, name: str) -> Iterator[Block]:
    if not calendar.regions and not calendar.added:
        yield Paragraph("", prose("Public holidays are not observed."))
        return
    first, last = plan.term.first, _last_listed(plan)
    closed = (
        "Hours that would start on a public holiday are dropped."
        if _has_overnight(calendar)
        else "Closed on public holidays."
    )
    source = f" Public holidays are those {_source(plan, calendar)}."
    later = ""
    if calendar.regions and (plan.term.last is None or last < plan.term.last):
        later = f" The table lists those up to {date_words(last)}; later ones follow from the same source."
    yield Paragraph("", prose(f"{closed}{source}{later}"))
    rows = tuple(
        Row((prose(date_words(day)), prose(WEEKDAYS[day.weekday()]), prose(holiday)))
        for day, holiday in (*holidays_of(calendar, first, last).items(), *_added_after(calendar, last))
    )
    yield Table(f"{name}: public holidays", (Column("Date"), Column("Day"), Column("Holiday")), rows)


def _added_after(calendar: Calendar, last: dt.date) -> Iterator[tuple[dt.date, str]]:
    """The days that the agreement itself names and that follow from no other source: all of them are listed."""
    yield from sorted((each.day, each.name) for each in calendar.added if each.day > last)


def _source(plan: Plan, calendar: Calendar) -> str:
    """Where the holidays of a calendar come from: the regions, less those taken away, and those added."""
    if not calendar.regions:
        return "that the table lists"
    regions = plain(listed(list(dict.fromkeys(dated.value for dated in calendar.regions))))
    version = dict(plan.tools).get("holidays", "")
    library = f"holidays library{f' (release {version})' if version else ''}"
    removed = plain(listed([date_words(each.day) for each in calendar.removed]))
    without = f", except {removed}" if removed else ""
    others = ", and the other days that the table lists" if calendar.added else ""
    return f"that the {library} lists for the region {regions}{without}{others}"


def _business_day(calendar: Calendar) -> Iterator[Block]:
    meaning = calendar.business_day
    if meaning is None:
        return
    if meaning.length is not None:
        yield Paragraph("", prose(f"A Business Day is {duration_words(meaning.length)} of these hours."))
        return
    end = (
        "end at the last close of the last of them"
        if meaning.rule is DayRule.AT_CLOSE
        else "end at the same time of day on the last of them; outside the hours, at the next opening of that day,"
        " or else at its last close"
    )
    yield Paragraph(
        "",
        prose(
            f"Business Days are the days, on the local clock of {calendar.zone}, on which these hours open. They are"
            f" counted from the day after that of the start, and {end}. A start outside the hours counts as made at"
            " the next opening."
        ),
    )


def _has_overnight(calendar: Calendar) -> bool:
    return any(shift.end > 86_400 for day in calendar.week for shift in day)


def _last_listed(plan: Plan) -> dt.date:
    """The last day of the years that are listed: three at most, from the year in which the term starts."""
    end = dt.date(plan.term.first.year + _LISTED_YEARS - 1, 12, 31)
    return min(end, plan.term.last) if plan.term.last else end


def _own_dates(calendar: Calendar, name: str) -> Iterator[Block]:
    if not calendar.dates:
        return
    yield Paragraph(
        "", prose("On the following dates these hours replace those of the week, public holiday or not:")
    )
    rows = tuple(
        Row((prose(_dates(each.first, each.last)), prose(shift_words(each.shifts))))
        for each in calendar.dates
    )
    yield Table(f"{name}: dates with hours of their own", (Column("Date"), Column("Hours")), rows)


def _dates(first: dt.date, last: dt.date) -> str:
    return date_words(first) if first == last else f"{date_words(first)} to {date_words(last)}"
