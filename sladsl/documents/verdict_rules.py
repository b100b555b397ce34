"""What decides verdicts beside the targets, in words: grace, few records, none."""

from __future__ import annotations

from sladsl.documents.figures import quantity_words
from sladsl.documents.prose import date_words, opened
from sladsl.documents.terms import Terms, many_records, one_record
from sladsl.documents.view import Paragraph
from sladsl.planning.plan import PeriodWindow, ServiceLevel, Volume


def grace(_terms: Terms, level: ServiceLevel) -> Paragraph | None:
    """Which windows are not held against the provider."""
    if level.grace is None:
        return None
    until = date_words(level.grace.until)
    which = f"Measurement Window that starts before {until}"
    if not isinstance(level.window, PeriodWindow):
        which = f"Measurement Window whose Settlement Period starts before {until}"
    return opened(
        "Grace",
        f"Each {which} is in grace: its Measured Value is stated, but it is neither met nor missed, and no Service "
        "Credit is due for it.",
    )


def low_volume(terms: Terms, level: ServiceLevel) -> Paragraph | None:
    """What few records do to misses."""
    low = level.low_volume
    if low is None:
        return None
    many = many_records(terms, level.records)
    few = f"Where fewer than {low.below:,} {many} are counted and decided in a Measurement Window"
    if low.rule is Volume.ALLOW:
        most = f"at most {low.misses:,} of them {'is' if low.misses == 1 else 'are'} not good"
        return opened(
            "Few records",
            f"{few} and {most}, the Measurement Window is met. Its Measured Value stays as it is.",
        )
    taken = (
        f"one {one_record(terms, level.records)} that is"
        if low.misses == 1
        else f"{low.misses:,} {many} that are"
    )
    return opened(
        "Few records",
        f"{few}, {taken} not good, or as many as there are, {'is' if low.misses == 1 else 'are'} left out of the "
        "Measured Value altogether.",
    )


def no_records(terms: Terms, level: ServiceLevel) -> Paragraph | None:
    """What a window without records counts as."""
    if level.no_records is None:
        return None
    value = quantity_words(terms.plan, level.no_records.value)
    return opened(
        "No records",
        f"A Measurement Window in which no {one_record(terms, level.records)} at all is to be counted has a Measured "
        f"Value of {value} and is missed.{_of_values_found(level)}",
    )


def _of_values_found(level: ServiceLevel) -> str:
    if not any(None in series.members for series in level.series):
        return ""
    return " A value that only the records name is looked at from the first Measurement Window on that has one of it."
