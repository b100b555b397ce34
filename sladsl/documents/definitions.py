"""The defined terms of an agreement, derived from what it says."""

from __future__ import annotations

from collections.abc import Iterator

from sladsl.documents.contract_units import contract_units
from sladsl.documents.figures import anchored_words, unit_words
from sladsl.documents.levels import level_kind
from sladsl.documents.outline import CHARGES, SETTLEMENT, TERM, reference
from sladsl.documents.prose import date_words, listed, plain, prose, with_article
from sladsl.documents.settling import cut_off_words
from sladsl.documents.terms import (
    Terms,
    calendar_name,
    charge_name,
    level_reference,
    one_record,
    severity_name,
)
from sladsl.documents.view import Definition, Definitions
from sladsl.planning.plan import Anchor, CreditAmount, Limit, Plan, Points, ServiceDays, Unit
from sladsl.planning.series import is_of_records


def definitions(terms: Terms) -> Definitions:
    """All defined terms in alphabetical order."""
    found = (
        *_parties(terms.plan),
        *_items(terms),
        *_services(terms),
        *_measurement(terms),
        *_settlement(terms),
        *_contract_units(terms.plan),
    )
    return Definitions(tuple(sorted(found, key=lambda entry: (entry.term.casefold(), entry.term))))


def _parties(plan: Plan) -> Iterator[Definition]:
    yield Definition("Agreement", prose("this agreement, with its schedules."))
    for role, party in (("Provider", plan.provider), ("Customer", plan.customer)):
        yield Definition(role, prose(f"{party.title}."))


def _items(terms: Terms) -> Iterator[Definition]:
    plan, layout = terms.plan, terms.outline
    yield Definition("Term", prose("the period that ", reference(layout, TERM), " states."))
    for charge in plan.charges:
        words = prose("the charge of that name in ", reference(layout, CHARGES), ".")
        yield Definition(charge_name(terms, charge.name), words)
    for calendar in plan.calendars:
        words = prose("the opening hours in ", reference(layout, calendar.id), ".")
        yield Definition(calendar_name(terms, calendar.name), words)
    for records in plan.records:
        words = prose("a record that conforms to ", reference(layout, records.id), ".")
        yield Definition(one_record(terms, records.name), words)
    for tier in plan.severities:
        words = prose("the severity of that name in ", reference(layout, tier.id), ".")
        yield Definition(severity_name(terms, tier.name), words)


def _measurement(terms: Terms) -> Iterator[Definition]:
    plan = terms.plan
    if not plan.levels:
        return
    yield Definition("Cut-off Time", prose(f"{cut_off_words(plan)}."))
    kinds = ("Service Level", "Key Performance Indicator", "Obligation")
    used = [with_article(kind) for kind in kinds if any(level_kind(level) == kind for level in plan.levels)]
    what = plain(listed(used, "or"))
    records = ", or single record," if any(is_of_records(level) for level in plan.levels) else ""
    yield Definition(
        "Measured Value",
        prose(f"the value of {what} for a Measurement Window, calculated as its clause states."),
    )
    yield Definition(
        "Measurement Window",
        prose(
            f"each period{records} for which {what} is measured, as its clause states, so far as it lies in the Term."
        ),
    )
    for kind in kinds:
        levels = [level_reference(terms, level.name) for level in plan.levels if level_kind(level) == kind]
        if levels:
            yield Definition(kind, prose("each of " if levels[1:] else "", listed(levels), "."))


def _services(terms: Terms) -> Iterator[Definition]:
    """Each service: what is provided, by which levels it is measured, and how it is charged."""
    for service in terms.plan.services:
        levels = listed([level_reference(terms, name) for name in service.levels])
        charges = plain(listed([f"the {charge_name(terms, name)}" for name in service.charges]))
        text = service.description.strip().removesuffix(".")
        yield Definition(
            service.title,
            prose(
                f"the following service: {text}" if text else "a service that the Provider provides",
                ". It is measured by " if service.levels else "",
                levels if service.levels else "",
                f"{' and' if service.levels else '. It is'} charged by {charges}" if service.charges else "",
                ".",
            ),
        )


def _settlement(terms: Terms) -> Iterator[Definition]:
    plan = terms.plan
    if any(series.all_credits for level in plan.levels for series in level.series):
        yield Definition(
            "Service Credit",
            prose(f"{_credit_words(plan)} for a Measurement Window."),
        )
    if Points in _kinds(plan):
        yield Definition(
            "Service Point", prose("the unit in which a failure is counted; points are added up.")
        )
    if plan.settlement is None:
        return
    where = reference(terms.outline, SETTLEMENT)
    if any(isinstance(step, Limit) and step.at_risk for step in plan.settlement.steps):
        yield Definition("Amount at Risk", prose("what is at risk in a period, as ", where, " states."))
    yield Definition(
        "Settlement Period", prose(f"each {unit_words(plan.settlement.per)}, as ", where, " states.")
    )


def _contract_units(plan: Plan) -> Iterator[Definition]:
    first = plan.term.first
    for unit in contract_units(plan):
        short = (
            ", the last day of a month standing for a day that it does not have"
            if first.day > _DAYS_OF_EVERY_MONTH and unit in _OF_MONTHS
            else ""
        )
        yield Definition(
            anchored_words(Anchor.CONTRACT, unit),
            prose(
                f"each of the successive periods of {_LENGTHS[unit]} of which the first starts on "
                f"{date_words(first)}{short}, so far as it lies in the Term."
            ),
        )


def _credit_words(plan: Plan) -> str:
    """What a Service Credit can be in this agreement."""
    kinds = _kinds(plan)
    money = (
        ["an amount that the Provider shall credit to the Customer"] if kinds - {Points, ServiceDays} else []
    )
    points = ["a number of Service Points"] if Points in kinds else []
    days = ["an extension of the Term"] if ServiceDays in kinds else []
    return plain(listed([*money, *points, *days], "or"))


def _kinds(plan: Plan) -> set[type[CreditAmount]]:
    rules = [rule for level in plan.levels for series in level.series for rule in series.all_credits]
    amounts = [amount for rule in rules for amount in (rule.amount, *(band.credit for band in rule.bands))]
    amounts += [remedy.credit.amount for remedy in plan.remedies if remedy.credit is not None]
    return {type(amount) for amount in amounts if amount is not None}


_DAYS_OF_EVERY_MONTH = 28
_OF_MONTHS = (Unit.MONTH, Unit.QUARTER, Unit.YEAR)
_LENGTHS = {
    Unit.DAY: "one day",
    Unit.WEEK: "seven days",
    Unit.MONTH: "one month",
    Unit.QUARTER: "three months",
    Unit.YEAR: "twelve months",
}
