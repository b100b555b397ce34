"""What a charge comes to: a fixed one accrues by local day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from fractions import Fraction
from typing import assert_never

from attrs import evolve

from sladsl.planning.periods import days_between, days_of_unit, neighbour, unit_start
from sladsl.planning.plan import (
    Anchor,
    Base,
    Charge,
    Interval,
    PeriodWindow,
    Plan,
    Rate,
    ServiceLevel,
    TimeUnit,
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
    """Give how many local days, or hours of real time, the interval of a charge has."""
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
    quarter or year (LANGUAGE 6). Both instants are starts of local days, as all edges of windows are.
    """
    first, until = days_between(zone_of(plan), start, end)
    last = plan.term.last
    until = until if last is None else min(until, last + _DAY)
    rates = next(each for each in plan.charges if each.name == charge)
    pieces = _pieces(rates, max(first, plan.term.first), until)
    return sum(
        (rate.amount * Fraction(days, days_of_unit(rate.per, day)) for rate, day, days in pieces), Fraction(0)
    )


def _pieces(charge: Charge, first: dt.date, until: dt.date) -> Iterator[tuple[Rate, dt.date, int]]:
    """Cut days [first, until) where the rate changes and where a calendar unit of the rate ends."""
    while first < until:
        rate = [dated.value for dated in charge.rates if dated.since is None or dated.since <= first][-1]
        changes = [dated.since for dated in charge.rates if dated.since is not None and dated.since > first]
        unit_end = unit_start(rate.per, first) + days_of_unit(rate.per, first) * _DAY
        end = min(until, unit_end, *changes)
        yield rate, first, (end - first).days
        first = end
