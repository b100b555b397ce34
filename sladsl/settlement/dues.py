"""What follows from a remedy that has fired: until when something is due, or may be done, and what is credited."""

from __future__ import annotations

import datetime as dt
from typing import assert_never

from sladsl.planning.periods import months_before
from sladsl.planning.plan import (
    Anchor,
    Consequence,
    CreditUnit,
    Money,
    Plan,
    Points,
    Remedy,
    RemedyCredit,
    ServiceDays,
    ShareOf,
    TimeOf,
)
from sladsl.planning.settling import close_of
from sladsl.planning.windows import horizon, zone_of
from sladsl.planning.zones import day_start, local_date
from sladsl.settlement.charges import charge_between, charge_named, known_until, length_of
from sladsl.settlement.explanation import ChargeBase, DatedConsequence, PartOfTime, RemedyCreditAmount

_DAY = dt.timedelta(days=1)


def dues_of(plan: Plan, remedy: Remedy, at: int) -> tuple[DatedConsequence, ...]:
    """Until when each consequence is due; its time runs from the last day of the window that completed the event."""
    last = local_date(zone_of(plan), at - 1)
    return tuple(DatedConsequence(each, _until(plan, each, last)) for each in remedy.consequences)


def _until(plan: Plan, consequence: Consequence, last: dt.date) -> int | None:
    """The end of the last day; of days on which a calendar opens, its last close on that day."""
    zone = zone_of(plan)
    if consequence.calendar is not None:
        assert consequence.days is not None
        return close_of(plan, consequence.calendar, last + _DAY, consequence.days)
    if consequence.months is not None:
        return day_start(zone, months_before(last, -consequence.months) + _DAY)
    return None if consequence.days is None else day_start(zone, last + (consequence.days + 1) * _DAY)


def credit_of(plan: Plan, remedy: Remedy, at: int) -> RemedyCreditAmount | None:
    """What a remedy credits: an amount, or a part of the charge of the unit in which the window ends."""
    rule = remedy.credit
    if rule is None:
        return None
    match rule.amount:
        case Money(amount):
            return RemedyCreditAmount(rule, None, amount)
        case Points(number):
            return RemedyCreditAmount(rule, None, number, CreditUnit.POINTS)
        case ServiceDays(number):
            return RemedyCreditAmount(rule, None, number, CreditUnit.SERVICE_DAYS)
        case ShareOf(share, of):
            base = _base(plan, rule, of.charges[0], at)
            return RemedyCreditAmount(rule, base, share * base.amount)
        case TimeOf(number, unit, of):
            base = _base(plan, rule, of.charges[0], at)
            part = PartOfTime(number, unit, length_of(plan, base, unit))
            return RemedyCreditAmount(rule, base, part.factor * base.amount, part=part)
    assert_never(rule.amount)


def _base(plan: Plan, rule: RemedyCredit, charge: str, at: int) -> ChargeBase:
    """What is charged in the unit that holds the last instant before `at`, or has accrued of it by then."""
    assert plan.settlement is not None, "a check refuses credits that are never settled"
    per = plan.settlement.per if rule.per is None else rule.per
    anchor = Anchor.CALENDAR if rule.per is None else rule.anchor
    of = horizon(plan, anchor, per, at)
    until = known_until(plan, charge_named(plan, charge), of.end, at)
    return ChargeBase(charge, of.start, of.end, charge_between(plan, charge, of.start, until))
