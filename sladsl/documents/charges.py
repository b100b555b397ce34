"""Charges as a table and paragraphs: their amounts from each date on, their parts, and what records say of them."""

from __future__ import annotations

from collections.abc import Iterator

from sladsl.documents.clauses import rate_words
from sladsl.documents.prose import date_words, listed, opened, plain, prose
from sladsl.documents.terms import Terms, charge_name, one_record
from sladsl.documents.verbalise import condition, series_subject, value
from sladsl.documents.view import Block, Column, Paragraph, Prose, Row, Table
from sladsl.planning.plan import Charge, ChargePart, Field, Measure, PartTime, ServiceLevel


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
