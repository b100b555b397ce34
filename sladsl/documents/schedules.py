"""Charges, calendars, severities and records as tables."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence

from sladsl.documents.clauses import rate_words
from sladsl.documents.credits import credits_brief
from sladsl.documents.figures import duration_words, time_words, window_words
from sladsl.documents.limits import TARGET_TITLES, targets_brief
from sladsl.documents.measures import measure_brief
from sladsl.documents.outline import reference
from sladsl.documents.prose import WEEKDAYS, date_words, field, link, listed, opened, plain, prose
from sladsl.documents.terms import (
    Terms,
    calendar_name,
    charge_name,
    dimension_words,
    many_records,
    one_record,
    series_values,
    title,
    value_words,
)
from sladsl.documents.verbalise import condition, series_subject, value
from sladsl.documents.view import Block, Column, Paragraph, Prose, Row, Table
from sladsl.planning.calendars import holidays_of
from sladsl.planning.plan import (
    Calendar,
    Charge,
    ChargePart,
    DayRule,
    Field,
    FieldDecl,
    Measure,
    PartTime,
    Plan,
    RecordSet,
    ServiceLevel,
    Shift,
    ValueType,
)
from sladsl.planning.service_groups import by_service

_LISTED_YEARS = 3


# --- charges -------------------------------------------------------------------------------------------------------


def charge_blocks(terms: Terms) -> tuple[Block, ...]:
    """The paragraphs of the clause on charges, not yet numbered."""
    rows = tuple(row for charge in terms.plan.charges for row in _charge_rows(terms, charge))
    columns = (Column("Charge"), Column("From"), Column("Amount", is_figure=True))
    per_day = (
        "A charge accrues by the day: the charge for a day is the amount divided by the actual number of "
        "days of the calendar period that the amount is for, and the charge for a longer period is the "
        "sum of the charges for its days."
    )
    return (
        opened(
            "Charges", "The charges are:", children=(Table("Charges", columns, rows, is_introduced=True),)
        ),
        opened("Accrual", per_day),
        *(_whole(terms, charge) for charge in terms.plan.charges if charge.whole),
        *(_part(terms, charge, charge.part) for charge in terms.plan.charges if charge.part),
        *(_measured(terms, charge, charge.measured) for charge in terms.plan.charges if charge.measured),
        *(_apart(terms, charge) for charge in terms.plan.charges if charge.by),
    )


def _measured(terms: Terms, charge: Charge, level: ServiceLevel) -> Paragraph:
    """A charge that records say: of which records, and for when."""
    record, subject = one_record(terms, level.records), series_subject(terms, level)
    which: str | Prose = ""
    if level.where is not None:
        which = prose(" of which it is true that ", condition(subject, level.where))
    assert level.counted is not None
    measure = level.series[0].measure
    assert isinstance(measure, Measure)
    assert isinstance(measure.operand, Field)
    until = (
        " What limits and Service Credits take of it is what has been counted by the end of the Settlement Period "
        "concerned."
        if terms.plan.settlement
        else ""
    )
    return opened(
        charge_name(terms, charge.name),
        f"For every {record}",
        which,
        ", ",
        value(subject, measure.operand),
        " is charged, for the day of ",
        value(subject, level.counted),
        f". The charge for a period is the sum of what is charged for its days.{until}",
    )


def _apart(terms: Terms, charge: Charge) -> Paragraph:
    """What a charge is apart for, and who takes which part of it."""
    by = plain(listed([each.replace("_", " ") for each in charge.by]))
    name = charge_name(terms, charge.name)
    return opened(
        f"{name} by {by}",
        f"What is stated as the {name} of each {by} is added up. Of a Service Level measured by {by}, a Service "
        "Credit for one value is taken of the charge for that value, and so is a limit for each value.",
    )


def _whole(terms: Terms, charge: Charge) -> Paragraph:
    """That a charge is owed in full for the calendar periods at the edges of the term."""
    name = charge_name(terms, charge.name)
    return opened(
        f"{name} in full",
        f"Where only some days of a calendar period lie within the Term, the {name} for that period is the whole "
        "amount, spread evenly over those days.",
    )


def _part(terms: Terms, charge: Charge, part: ChargePart) -> Paragraph:
    """What a day or an hour of a charge is by agreement, and where that counts."""
    article = "An" if part.time is PartTime.HOUR else "A"
    amount = "the amount" if part.of is None else f"the amount for a {part.of}"
    name = charge_name(terms, charge.name)
    day = "" if part.time is PartTime.DAY else " A day is 24 hours."
    hour = " An hour is one twenty-fourth of that." if part.time is PartTime.DAY else ""
    return opened(
        f"Parts of the {name}",
        f"{article} {part.time} of the {name} is {part.share.numerator:,}/{part.share.denominator:,} of {amount}, "
        f"however many days the calendar period has.{hour}{day} This counts wherever days or hours of the charge are "
        "credited, and for the days of a calendar period of which only a part counts, which come to no more than the "
        "whole. A whole calendar period comes to its amount.",
    )


def _charge_rows(terms: Terms, charge: Charge) -> Iterator[Row]:
    name = charge_name(terms, charge.name)
    each = [(name, rate) for rate in charge.rates]
    each += [(f"{name}: {', '.join(share.key)}", rate) for share in charge.shares for rate in share.rates]
    for what, dated in each:
        since = date_words(dated.since or terms.plan.term.first)
        yield Row(tuple(prose(cell) for cell in (what, since, rate_words(terms.plan, dated.value))))
    if charge.measured is not None:
        yield Row(tuple(prose(cell) for cell in (name, date_words(terms.plan.term.first), "as stated below")))


# --- calendars -----------------------------------------------------------------------------------------------------


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


# --- severities and records ----------------------------------------------------------------------------------------


def severity_blocks(plan: Plan) -> tuple[Block, ...]:
    """The severities, most severe first."""
    rows = tuple(
        Row((prose(tier.name), prose(title(tier)), prose(" ".join(tier.description.split()) or "–")))
        for tier in plan.severities
    )
    columns = (Column("Severity"), Column("Name"), Column("Meaning"))
    return (
        Paragraph("", prose("Severities, the most severe first:")),
        Table("Severities", columns, rows, is_introduced=True),
    )


def records_blocks(terms: Terms, records: RecordSet) -> tuple[Block, ...]:
    """What the records of a set must have."""
    rows = tuple(_field_row(terms, decl) for decl in records.fields)
    columns = (Column("Field"), Column("Kind"), Column("Meaning"), Column("May be missing"))
    name = f"{one_record(terms, records.name)}: fields"
    return (Paragraph("", _records_words(terms, records)), Table(name, columns, rows))


def _records_words(terms: Terms, records: RecordSet) -> Prose:
    keys = [field(decl.name) for decl in records.fields if decl.key]
    many = many_records(terms, records.name)
    unique = (
        prose(f" No two {many} have the same ", listed(keys), ".")
        if keys
        else prose(f" All {many} count, alike or not.")
    )
    lasts = prose()
    if records.lasting:
        start, end = (field(name) for name in records.lasting)
        lasts = prose(" Each lasts from ", start, " to ", end, ".")
    if records.history:
        of, at = field(records.history.of), field(records.history.at)
        lasts = prose(" Each is a change, at ", at, ", of the record to which ", of, " refers.")
    intro = prose(
        f"The records from which the Provider and the Customer take {many} are named ",
        field(records.name),
        ".",
    )
    return prose(intro, unique, lasts)


def _field_row(terms: Terms, decl: FieldDecl) -> Row:
    meaning = " ".join(decl.description.split()) or "–"
    cells = (
        prose(field(decl.name)),
        _kind(terms, decl),
        prose(meaning),
        prose("yes" if decl.optional else "no"),
    )
    return Row(cells)


def _kind(terms: Terms, decl: FieldDecl) -> Prose:
    if decl.target:
        return prose(f"reference to {one_record(terms, decl.target)}")
    if decl.type is ValueType.CHOICE:
        return prose("one of ", listed([f"“{choice}”" for choice in decl.choices], "or"))
    return prose(_KINDS[decl.type])


_KINDS = {
    ValueType.TEXT: "text",
    ValueType.FLAG: "yes or no",
    ValueType.NUMBER: "number",
    ValueType.PERCENT: "percentage",
    ValueType.MONEY: "amount of money",
    ValueType.DURATION: "duration",
    ValueType.DAYS: "number of days",
    ValueType.DATE: "date",
    ValueType.TIME_OF_DAY: "time of day",
    ValueType.TIME: "date and time",
    ValueType.SEVERITY: "severity",
    ValueType.REF: "reference",
}


# --- service levels --------------------------------------------------------------------------------------------------


def levels_table(terms: Terms) -> Table:
    """All levels, a row for each series, with what a reader looks up."""
    heads = (
        "Service Level",
        "Clause",
        "Measured Value",
        "Window",
        "Expected level",
        _limit_heading(terms),
        "Service Credit",
    )
    rows = tuple(row for group in by_service(terms.plan) for row in _service_rows(terms, *group))
    return Table(
        "Schedule of Service Levels", tuple(Column(head) for head in heads), rows, is_introduced=True
    )


def _service_rows(terms: Terms, heading: str | None, levels: Sequence[ServiceLevel]) -> Iterator[Row]:
    """The rows of the levels of a service below its title."""
    if heading is not None:
        yield Row((prose(heading),), is_heading=True)
    for level in levels:
        yield from _level_rows(terms, level)


def _limit_heading(terms: Terms) -> str:
    words = {series.minimum.word for level in terms.plan.levels for series in level.series if series.minimum}
    if len(words) > 1:
        return "Minimum or required level"
    return TARGET_TITLES[words.pop() if words else "minimum"].capitalize()


def _level_rows(terms: Terms, level: ServiceLevel) -> Iterable[Row]:
    clause = reference(terms.outline, level.id)
    number = prose(link(clause.text.removeprefix("clause "), clause.target))
    for series in level.series:
        name = title(level) + (f": {series_values(terms, level, series)}" if series.key else "")
        expected = [target for target in series.further if target.word == "expected"]
        limits = [target for target in series.further if target.word != "expected"]
        cells = (
            measure_brief(terms, level, series),
            window_words(level.window).removeprefix("calendar "),
            targets_brief(terms, level, series.expected, expected),
            targets_brief(terms, level, series.minimum, limits),
            credits_brief(terms, series.credits),
        )
        yield Row((prose(name), number, *(prose(cell) for cell in cells)))
    for dimension in level.dimensions:
        for untiered in dimension.untiered:
            yield _unmeasured(f"{title(level)}: {value_words(terms, dimension, untiered)}", number)
        if dimension.named_only:
            yield _unmeasured(f"{title(level)}: any other {dimension_words(dimension)}", number)


def _unmeasured(name: str, number: Prose) -> Row:
    return Row((prose(name), number, prose("not measured"), *(prose("–") for _ in range(4))))
