"""What a charge comes to: a fixed one accrues by local day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from fractions import Fraction
from typing import assert_never

from attrs import evolve, frozen

from sladsl.planning.periods import days_between, days_of_unit, neighbour, unit_start
from sladsl.planning.plan import (
    Anchor,
    Base,
    Charge,
    ChargePart,
    Interval,
    PartTime,
    PeriodWindow,
    Plan,
    Rate,
    ServiceLevel,
    TimeUnit,
    Unit,
    WindowRule,
)
from sladsl.planning.windows import Window, horizon, settlement_periods, zone_of
from sladsl.settlement.explanation import Base as Taken

_HOUR = 3_600_000_000
_DAY = dt.timedelta(days=1)


def base_of(plan: Plan, level: ServiceLevel, base: Base, window: Window) -> Taken:
    """Give the charge that a credit for a window is taken of: of several the one that comes to most.

    It is what falls in the window; for rolling windows and those of each record, in the settlement period in which
    they end; or what falls in the interval that the base names (LANGUAGE 6).
    """
    start, end = _interval(plan, level.window, base.interval, window)
    taken = [Taken(name, start, end, charge_between(plan, name, start, end)) for name in base.charges]
    most = max(taken, key=lambda each: each.amount)
    return evolve(most, lesser=tuple(each for each in taken if each is not most))


def length_of(plan: Plan, taken: Taken, unit: TimeUnit) -> Fraction:
    """Give how many local days, or hours of real time, the interval of a charge has, or has as the charge says."""
    charge = charge_named(plan, taken.charge)
    if charge.part is not None:
        first, until = _in_term(plan, taken.start, taken.end)
        days = sum(
            (each.days * each.weight / each.part for each in _pieces(charge, first, until)), Fraction(0)
        )
        return days if unit is TimeUnit.DAY else days * _HOURS_OF_A_DAY
    match unit:
        case TimeUnit.DAY:
            first, until = days_between(zone_of(plan), taken.start, taken.end)
            return Fraction((until - first).days)
        case TimeUnit.HOUR:
            return Fraction(taken.end - taken.start, _HOUR)
    assert_never(unit)


def _interval(plan: Plan, rule: WindowRule, interval: Interval | None, window: Window) -> tuple[int, int]:
    """The interval of a charge, within the term; outside the term it is empty."""
    if interval is None:
        if isinstance(rule, PeriodWindow):
            return window.start, window.end
        settled = horizon(plan, Anchor.CALENDAR, settlement_periods(plan).unit, window.end)
        return settled.start, settled.end
    unit = horizon(plan, interval.anchor, interval.unit, window.end)
    for _ in range(abs(interval.shift)):
        beside = neighbour(zone_of(plan), plan.term, interval.anchor, unit, interval.shift)
        if beside is None:
            return unit.start, unit.start
        unit = beside
    return unit.start, unit.end


def charge_between(plan: Plan, charge: str, start: int, end: int) -> Fraction:
    """Give the charge that falls in [start, end) in µs, in major units, clipped to the term.

    A day's charge is the amount in force on that day over the actual number of days of its calendar month,
    quarter or year; in one of which only a part counts, it is what the charge says a day is (LANGUAGE 6). Both
    instants are starts of local days, as all edges of windows are.
    """
    first, until = _in_term(plan, start, end)
    pieces = _pieces(charge_named(plan, charge), first, until)
    return sum((each.rate.amount * each.days * each.weight for each in pieces), Fraction(0))


def charge_named(plan: Plan, name: str) -> Charge:
    """Give the charge of a name."""
    return next(each for each in plan.charges if each.name == name)


def _in_term(plan: Plan, start: int, end: int) -> tuple[dt.date, dt.date]:
    """The days of an interval that lie in the term: the first, and the one after the last."""
    first, until = days_between(zone_of(plan), start, end)
    last = plan.term.last
    return max(first, plan.term.first), until if last is None else min(until, last + _DAY)


@frozen
class _Piece:
    """Days with one rate in one calendar unit: `weight` is what of the amount each has, `part` what a day is."""

    rate: Rate
    days: int
    weight: Fraction
    part: Fraction


def _pieces(charge: Charge, first: dt.date, until: dt.date) -> Iterator[_Piece]:
    """Cut days [first, until) where the rate changes and where a calendar unit of the rate ends."""
    day = first
    while day < until:
        rate = [dated.value for dated in charge.rates if dated.since is None or dated.since <= day][-1]
        changes = [dated.since for dated in charge.rates if dated.since is not None and dated.since > day]
        start, whole = unit_start(rate.per, day), days_of_unit(rate.per, day)
        end = min(until, start + whole * _DAY, *changes)
        counted = (min(until, start + whole * _DAY) - max(first, start)).days
        part = _day_of(charge.part, rate) if charge.part else Fraction(1, whole)
        weight = Fraction(1, whole) if counted == whole else min(part, Fraction(1, counted))
        yield _Piece(rate, (end - day).days, weight, part)
        day = end


def _day_of(part: ChargePart, rate: Rate) -> Fraction:
    """What of the amount of a rate a day is, as the charge says."""
    days = {PartTime.DAY: 1, PartTime.HOUR: _HOURS_OF_A_DAY, PartTime.MINUTE: 60 * _HOURS_OF_A_DAY}[part.time]
    return part.share * days * Fraction(_MONTHS[part.of or rate.per], _MONTHS[rate.per])


_HOURS_OF_A_DAY = 24
_MONTHS = {Unit.MONTH: 1, Unit.QUARTER: 3, Unit.YEAR: 12}
