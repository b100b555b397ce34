"""When the clock of a level runs, as a paragraph."""

from __future__ import annotations

from collections.abc import Iterable

from sladsl.documents.outline import reference
from sladsl.documents.prose import capitalised, opened, prose, with_article
from sladsl.documents.terms import Terms, calendar_name, field_decl, many_records, one_record
from sladsl.documents.verbalise import SentenceSubject, condition, moment, series_subject
from sladsl.documents.view import Paragraph, Prose
from sladsl.planning.plan import Clock, Extreme, Field, ServiceLevel, ValueType


def clock_paragraph(terms: Terms, level: ServiceLevel) -> Paragraph | None:
    """From when to when the clock of a level runs, in which hours, and what pauses it; None where it has none."""
    clock = level.series[0].clock
    if clock is None:
        return None
    return opened(
        "Clock",
        *_run(terms, level, clock),
        _hours(terms, level),
        *_pauses(terms, clock),
        " A record without its end is late at once." if clock.late_without_end else "",
    )


def _run(terms: Terms, level: ServiceLevel, clock: Clock) -> Iterable[Prose | str]:
    """From when to when the clock runs."""
    subject, one = series_subject(terms, level), one_record(terms, level.records)
    start, end = _start(subject, clock.start), moment(subject, clock.end)
    if clock.each is None:
        return (f"For {with_article(one)}, the clock starts at ", start, " and stops at ", end, ". ")
    target = field_decl(terms, level.records, clock.each.path).target
    assert target is not None, "records that follow each other refer to the same record"
    an_other = capitalised(prose(with_article(one)))[0].text
    following = (
        f" and stops at that of the next {one} counted under this clause, in any Measurement Window, that refers to the"
        f" same {one_record(terms, target)}; at the latest it stops at "
    )
    alike = f". {many_records(terms, level.records)} of the same time follow one another with no time on the clock."
    return (
        *(f"For {with_article(one)}, the clock starts at ", start, following, end, alike),
        *(f" {an_other} at or after ", end, " starts no clock and is not counted. "),
    )


def _start(subject: SentenceSubject, start: Field | Extreme) -> Prose:
    fields = start.fields if isinstance(start, Extreme) else (start,)
    named = moment(subject, fields[0])
    if isinstance(start, Extreme):
        others = [part for field in fields[1:] for part in (" and ", moment(subject, field))]
        named = prose("the later of " if start.latest else "the earlier of ", named, *others)
    return prose("the end of ", named) if fields[0].type is ValueType.DATE else named


def _pauses(terms: Terms, clock: Clock) -> Iterable[Prose | str]:
    """What stops the clock for a while; overlapping pauses count once."""
    for pause in clock.pauses:
        met = (
            ""
            if pause.where is None
            else prose(
                " and of which it is true that ",
                condition(SentenceSubject(terms, pause.records), pause.where),
            )
        )
        one = with_article(one_record(terms, pause.records))
        to = "the record" if clock.each is None else "the same record"
        yield prose(" It is paused while ", one, f" lasts that refers to {to}", met, ".")
    if clock.pauses:
        yield (
            " Pauses that overlap count once, and a pause without an end goes on until the Cut-off Time. Of a pause "
            "that begins before the clock starts or goes on after it stops, only what lies between the two counts, so "
            "that a pause around the whole of it leaves no time on the clock."
        )


def _hours(terms: Terms, level: ServiceLevel) -> Prose:
    calendars = [series.clock.calendar for series in level.series if series.clock]
    calendar = calendars[0]
    if len(set(calendars)) > 1:
        return prose("It runs in the hours that the table in this clause gives.")
    if calendar is None:
        return prose("It runs at all hours of every day.")
    where = reference(terms.outline, f"calendar:{calendar}")
    return prose(f"It runs only during {calendar_name(terms, calendar)} (", where, ").")
