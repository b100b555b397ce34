"""Remedies in words: when they apply, what follows, and what counts."""

from __future__ import annotations

from typing import assert_never

from sladsl.documents.amounts import paid_words
from sladsl.documents.credit_bases import parts_of_time
from sladsl.documents.figures import money_words, quantity_words
from sladsl.documents.histories import horizon_words
from sladsl.documents.prose import counted, opened, ordinal, prose
from sladsl.documents.terms import Terms, calendar_name, find, key_words, level_reference
from sladsl.documents.view import Paragraph, Prose
from sladsl.planning.plan import (
    AllOf,
    AnyOf,
    Beyond,
    Consecutive,
    Consequence,
    CreditsReach,
    CreditUnit,
    Event,
    EveryNth,
    Failing,
    Fails,
    Happens,
    OfAny,
    Often,
    Points,
    Remedy,
    RemedyCredit,
    ServiceDays,
    ShareOf,
    TimeOf,
    TimesInMonths,
    TimesInUnit,
    Together,
    Trial,
    Whose,
)
from sladsl.planning.wording import write_number


def remedy_blocks(terms: Terms, remedy: Remedy) -> tuple[Paragraph, ...]:
    """The paragraphs of the clause on a remedy, not yet numbered."""
    return (
        opened("When", "This clause applies each time ", _event(terms, remedy.when), "."),
        *(Paragraph("", _consequence(terms, each)) for each in remedy.consequences),
        *(() if remedy.credit is None else (Paragraph("", _credit(terms, remedy.credit)),)),
        _counting(remedy),
    )


def _event(terms: Terms, event: Event) -> Prose:
    match event:
        case AnyOf(left, right):
            return prose(_event(terms, left), ", or ", _event(terms, right))
        case AllOf(left, right):
            return prose(_event(terms, left), ", and ", _event(terms, right))
        case Happens():
            return _happens(terms, event)
        case Together(levels, failing):
            return prose(
                f"{levels} or more Service Levels are {_failing(failing)} in the same Measurement Window"
            )
        case CreditsReach():
            return prose(_reach(terms, event))
    assert_never(event)


def _happens(terms: Terms, event: Happens) -> Prose:
    whose = _whose(terms, event.whose)
    if isinstance(event.often, EveryNth):
        nth = ordinal(str(event.often.times))
        return prose(
            "a Measurement Window of ", whose, f" is the {nth} that is missed since this clause last applied"
        )
    return prose(whose, " ", _trial(terms, event.trial), _often(event.often))


def _whose(terms: Terms, whose: Whose) -> Prose:
    if whose.level is None:
        return prose("a Service Level")
    named = level_reference(terms, whose.level)
    return (
        named
        if not whose.key
        else prose(named, f", {key_words(terms, find(terms.plan.levels, whose.level), whose.key)},")
    )


def _trial(terms: Terms, trial: Trial) -> str:
    match trial:
        case Fails(failing):
            return f"is {_failing(failing)}"
        case Beyond(edge, limit):
            return f"has a Measured Value {edge} {quantity_words(terms.plan, limit)}"
    assert_never(trial)


def _failing(failing: Failing) -> str:
    return "missed" if failing is Failing.MISSED else "missed or below expected"


def _often(often: Often | None) -> str:
    match often:
        case None:
            return " in a Measurement Window"
        case Consecutive(times):
            return f" in {times} consecutive Measurement Windows"
        case OfAny(times, windows):
            return f" in {times} of any {windows} successive Measurement Windows"
        case TimesInUnit(times, anchor, unit):
            return f" in {times} Measurement Windows that end in the same {horizon_words(anchor, unit)}"
        case TimesInMonths(times, months):
            return f" in {times} Measurement Windows within {counted(months, 'month')}"
        case EveryNth(times):
            return f" for the {ordinal(str(times))} time"
    assert_never(often)


def _reach(terms: Terms, event: CreditsReach) -> str:
    which = (
        "credited, net of what is earned back,"
        if event.paid
        else "calculated, before the steps of settlement,"
    )
    much = "come to at least" if event.inclusive else "come to more than"
    when = "over the Term" if event.per is None else f"in a {horizon_words(event.anchor, event.per)}"
    if event.unit is CreditUnit.POINTS:
        given = any(each.credit and isinstance(each.credit.amount, Points) for each in terms.plan.remedies)
        return (
            f"the points {when} {much} {write_number(event.amount)} (as the steps of settlement leave them that come"
            f" before points become money{', without those that a remedy credits' if given else ''})"
        )
    return f"the Service Credits {which} {when} {much} {money_words(terms.plan, event.amount)}"


def _consequence(terms: Terms, consequence: Consequence) -> Prose:
    verb = "may" if consequence.may else "shall"
    return prose(
        f"The {consequence.role.capitalize()} {verb} {consequence.text}{_within(terms, consequence)}."
    )


def _within(terms: Terms, consequence: Consequence) -> str:
    if consequence.calendar is not None:
        assert consequence.days is not None
        days = counted(consequence.days, "day")
        has = "has" if consequence.days == 1 else "have"
        return f", within {days} that {has} {calendar_name(terms, consequence.calendar)}"
    if consequence.months is not None:
        return f", within {counted(consequence.months, 'month')}"
    return "" if consequence.days is None else f", within {counted(consequence.days, 'calendar day')}"


def _credit(terms: Terms, credit: RemedyCredit) -> Prose:
    of = ""
    if isinstance(credit.amount, ShareOf | TimeOf):
        unit = "Settlement Period" if credit.per is None else horizon_words(credit.anchor, credit.per)
        of = f" for the {unit} that holds the last instant of the Measurement Window by which this clause applies"
    if isinstance(credit.amount, ServiceDays):
        return prose("Each time, the Customer is credited with ", paid_words(terms, credit.amount), ".")
    are = "are" if isinstance(credit.amount, Points) and credit.amount.number != 1 else "is"
    time = credit.amount if isinstance(credit.amount, TimeOf) else None
    return prose(
        "Each time, ",
        paid_words(terms, credit.amount),
        f"{of} {are} credited to the Customer.",
        *(() if time is None else parts_of_time(terms, [time.base], [time.unit])),
    )


def _counting(remedy: Remedy) -> Paragraph:
    dues = any(each.days or each.months for each in remedy.consequences)
    runs = (
        " A time runs from the last day of the Measurement Window by which this clause comes to apply, and ends with "
        "its last day (on a day of opening, with the last close); a right that is not exercised by then has expired."
        if dues
        else ""
    )
    sums = (
        " A sum of Service Credits, or of points, counts once in its period." if _has_sum(remedy.when) else ""
    )
    return opened(
        "Counting",
        "Each Service Level, and each value that it is measured for, is looked at by itself. A Measurement Window "
        "that is unmeasured, in grace or excused is passed over; each other one counts once for this clause, and not "
        "again once this "
        f"clause has applied by it.{sums} A correction that is made later does not undo what this clause has "
        f"brought about.{runs}",
    )


def _has_sum(event: Event) -> bool:
    if isinstance(event, AllOf | AnyOf):
        return _has_sum(event.left) or _has_sum(event.right)
    return isinstance(event, CreditsReach)
