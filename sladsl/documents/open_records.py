"""Levels of open records in words: which records are open when, and at which instants they are looked at."""

from __future__ import annotations

from typing import assert_never

from sladsl.documents.figures import instant_words, time_words
from sladsl.documents.outline import reference
from sladsl.documents.prose import capitalised, counted, opened, prose, with_article
from sladsl.documents.terms import Terms, calendar_name, many_records, one_record
from sladsl.documents.verbalise import SentenceSubject, condition, moment
from sladsl.documents.view import Paragraph, Prose
from sladsl.measurement.results import Measurement
from sladsl.planning.plan import Open, OpenRecords, Plan, ServiceLevel, Snapshot

_SECOND = 1_000_000
_MEASURED = {Open.MOST: "the greatest of the numbers", Open.LEAST: "the least of the numbers"}


def open_paragraphs(terms: Terms, level: ServiceLevel, measure: OpenRecords) -> tuple[Paragraph, ...]:
    """Which records are meant, when they are open, and when they are looked at."""
    return (_records(terms, level), _open(terms, level, measure), _snapshots(terms, measure))


def open_words(terms: Terms, records: str, measure: OpenRecords) -> Prose:
    """How the measured value is calculated, as sentences."""
    many, one = many_records(terms, records), one_record(terms, records)
    each = f"{many} that are open at the snapshots of the Measurement Window"
    match measure.statistic:
        case Open.MOST | Open.LEAST as statistic:
            return prose(f"{_MEASURED[statistic]} of {each}.")
        case Open.MEAN:
            return prose(
                f"the arithmetic mean of the numbers of {each}: the sum of the numbers, "
                "divided by the number of snapshots."
            )
        case Open.OLDEST:
            hours = (
                f" It is the length of that time that lies within {calendar_name(terms, measure.calendar)}."
                if measure.calendar
                else ""
            )
            return prose(
                f"the longest time for which {with_article(one)} that is open at a snapshot of "
                f"the Measurement Window has been open by then.{hours} It is nothing where none is open at any of them."
            )
    assert_never(measure.statistic)


def open_brief(terms: Terms, records: str, measure: OpenRecords) -> str:
    """The measure in a few words: "most open Invoices at the last close of Business Hours"."""
    many = many_records(terms, records)
    of = f"age of the oldest open of the {many}" if measure.statistic is Open.OLDEST else ""
    return f"{of or f'{measure.statistic} open {many}'} {_when(terms, measure.at)}"


def open_arithmetic(plan: Plan, measurement: Measurement, measure: OpenRecords) -> str:
    """How a window came to its value: over how many snapshots, and the first that shows it."""
    looks = measurement.looks
    if looks is None or not looks.snapshots:
        return "no snapshot taken"
    first = "" if looks.at is None else f", first at {instant_words(plan, looks.at)}"
    return f"{measure.statistic} over {counted(looks.snapshots, 'snapshot')}{first}"


def _records(terms: Terms, level: ServiceLevel) -> Paragraph:
    one = one_record(terms, level.records)
    if level.where is None:
        return opened("Records counted", f"Every {one} that is open is counted.")
    which = condition(SentenceSubject(terms, level.records), level.where)
    article = capitalised(prose(with_article(one)))[0].text
    return opened("Records counted", f"{article} that is open is counted if ", which, ".")


def _open(terms: Terms, level: ServiceLevel, measure: OpenRecords) -> Paragraph:
    subject, one = SentenceSubject(terms, level.records), one_record(terms, level.records)
    return opened(
        "Open",
        f"{capitalised(prose(with_article(one)))[0].text} is open from ",
        moment(subject, measure.start),
        " on and until, but not including, ",
        moment(subject, measure.end),
        "; until that is recorded it stays open. It may have been open before the Term.",
    )


def _snapshots(terms: Terms, measure: OpenRecords) -> Paragraph:
    calendar = measure.at.calendar
    where: Prose = ()
    if calendar is not None:
        schedule = reference(terms.outline, f"calendar:{calendar}")
        where = prose(" (", schedule, "), which is a day on which some of these hours start")
    return opened(
        "Snapshots",
        f"A snapshot of open records is taken {_when(terms, measure.at)}",
        where,
        ". It belongs to the Measurement Window in which its day lies",
        "" if measure.at.time is not None else ", whenever that day ends",
        "; none is taken later than the Cut-off Time.",
    )


def _when(terms: Terms, at: Snapshot) -> str:
    days = f"day of {calendar_name(terms, at.calendar)}" if at.calendar else "day"
    day = f"each {days}" if at.unit is None else f"the last {days} in each calendar {at.unit}"
    if at.time is not None:
        return f"at {time_words(at.time // _SECOND)} on {day}"
    return f"at the last close of {day}" if at.calendar else f"at the end of {day}"
