"""The remedies of a plan as text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

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
    Fails,
    Happens,
    OfAny,
    Often,
    Plan,
    Remedy,
    RemedyCredit,
    TimesInMonths,
    TimesInUnit,
    Together,
    Trial,
    Whose,
)
from sladsl.planning.text_line import PlanLine
from sladsl.planning.wording import counted, write_credit, write_money, write_number, write_quantity


def remedy_lines(plan: Plan, remedy: Remedy) -> Iterator[PlanLine]:
    """A remedy: when it fires, and what follows."""
    title = f' "{remedy.title}"' if remedy.title else ""
    yield PlanLine(f"remedy {remedy.name}{title}", 0, remedy.span)
    yield PlanLine(f"when       {write_event(plan, remedy.when)}", 1)
    for consequence in remedy.consequences:
        yield PlanLine(write_consequence(consequence), 1, consequence.span)
    if remedy.credit is not None:
        yield PlanLine(f"credit     {write_remedy_credit(plan, remedy.credit)}", 1, remedy.credit.span)


def write_consequence(consequence: Consequence) -> str:
    """Write what a party shall or may do: `the customer may "terminate" within 60 local days`."""
    verb = "may" if consequence.may else "shall"
    return f'the {consequence.role} {verb} "{consequence.text}"{_within(consequence)}'


def write_remedy_credit(plan: Plan, credit: RemedyCredit) -> str:
    """Write the credit that a remedy gives: `10% of Fee of the calendar month`."""
    of = "" if credit.per is None else f" of the {credit.anchor} {credit.per}"
    return f"{write_credit(plan, credit.amount)}{of}"


def _within(consequence: Consequence) -> str:
    if consequence.calendar is not None:
        return f" within {counted(consequence.days or 0, 'open day')} of {consequence.calendar}"
    if consequence.months is not None:
        return f" within {counted(consequence.months, 'month')}"
    return "" if consequence.days is None else f" within {counted(consequence.days, 'local day')}"


def write_event(plan: Plan, event: Event) -> str:
    """Write what a remedy follows from: `Answers missed in 3 of any 6 windows`."""
    match event:
        case AnyOf(left, right):
            return f"{write_event(plan, left)} or {write_event(plan, right)}"
        case AllOf(left, right):
            return f"{write_event(plan, left)} and {write_event(plan, right)}"
        case Happens(whose, _, EveryNth(times)):
            return f"each {times} misses of {write_whose(whose)}"
        case Happens(whose, trial, often):
            return f"{write_whose(whose)} {_trial(plan, trial)}{write_often(often)}"
        case Together(levels, failing):
            return f"{levels} or more levels {failing} in one window"
        case CreditsReach():
            which = "paid" if event.paid else "calculated"
            much = "at least" if event.inclusive else "above"
            when = "over the term" if event.per is None else f"in a {event.anchor} {event.per}"
            if event.unit is CreditUnit.POINTS:
                return f"points {much} {write_number(event.amount)} {when}"
            return f"credits {which} {much} {write_money(plan, event.amount)} {when}"
    assert_never(event)


def write_whose(whose: Whose) -> str:
    """Write whose windows an event is about: `Answers for north`, `any level`."""
    if whose.level is None:
        return "any level"
    return whose.level if not whose.key else f"{whose.level} for {' / '.join(whose.key)}"


def _trial(plan: Plan, trial: Trial) -> str:
    match trial:
        case Fails(failing):
            return str(failing)
        case Beyond(edge, limit):
            return f"{edge} {write_quantity(plan, limit)}"
    assert_never(trial)


def write_often(often: Often | None) -> str:
    """Write how often something must happen: ` in 3 of any 6 windows`; nothing where each time counts."""
    match often:
        case None:
            return ""
        case Consecutive(times):
            return f" in {times} consecutive windows"
        case OfAny(times, windows):
            return f" in {times} of any {windows} windows"
        case TimesInUnit(times, anchor, unit):
            return f" {times} times in a {anchor} {unit}"
        case TimesInMonths(times, months):
            return f" {times} times in any {counted(months, 'month')}"
        case EveryNth(times):
            return f" each {times} times"
    assert_never(often)
