"""What a charge comes to: a fixed one accrues by local day, a measured one is what records say of each day."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from fractions import Fraction
from types import MappingProxyType
from typing import assert_never

from sladsl.planning.buckets import HOUR
from sladsl.planning.periods import days_between, days_of_unit, neighbour, unit_start
from sladsl.planning.plan import (
    Accrued,
    Anchor,
    Base,
    Charge,
    ChargePart,
    Dated,
    Interval,
    PartTime,
    PeriodWindow,
    Plan,
    Rate,
    Series,
    ServiceLevel,
    Term,
    TimeUnit,
    Unit,
    WindowRule,
)
from sladsl.planning.windows import Window, horizon, settlement_periods, zone_of
from sladsl.settlement.accrued import day_number
from sladsl.settlement.explanation import ChargeBase
from sladsl.values import evolve, frozen

_DAY = dt.timedelta(days=1)
_HOURS_OF_A_DAY = 24
_MONTHS = {Unit.MONTH: 1, Unit.QUARTER: 3, Unit.YEAR: 12}

Rates = tuple[Dated[Rate], ...]

Of = Mapping[str, tuple[str, ...]]
"""Values of dimensions by their names, for which charges that are apart for them count."""

_ALL: Of = MappingProxyType({})


def values_of(level: ServiceLevel, series: Series, key: tuple[str, ...]) -> Of:
    """The values that a level is measured for at a key, by the names of its dimensions; of a path the last name."""
    return {
        dimension.name.rpartition(".")[2]: (value,) if members is None else members
        for dimension, members, value in zip(level.dimensions, series.members, key, strict=True)
    }


def base_of(plan: Plan, level: ServiceLevel, base: Base, window: Window, of: Of = _ALL) -> ChargeBase:
    """Give the charge that a credit for a window is taken of: of several the one that comes to most.

    It is what falls in the window; for rolling windows and those of each record, in the settlement period in which
    they end; or what falls in the interval that the base names (docs/credits.md). `of` are the values that the level is
    measured for.
    """
    start, end = _interval(plan, level.window, base.interval, window)
    taken = [_taken(plan, name, (start, end), window, of) for name in base.charges]
    most = max(taken, key=lambda each: each.amount)
    return evolve(most, lesser=tuple(each for each in taken if each is not most))


def _taken(plan: Plan, name: str, interval: tuple[int, int], window: Window, of: Of) -> ChargeBase:
    start, end = interval
    charge = charge_named(plan, name)
    amount = charge_between(plan, name, start, known_until(plan, charge, end, window.end), of)
    shown = tuple(", ".join(of[each]) for each in charge.by if each in of)
    return ChargeBase(name, start, end, amount, of=shown)


def known_until(plan: Plan, charge: Charge, end: int, settled: int) -> int:
    """Until when a charge counts: a measured one as far as it has accrued when windows ending at `settled` are settled.

    That is until the end of their settlement period.
    """
    if charge.measured is None or plan.settlement is None:
        return end
    return min(end, horizon(plan, Anchor.CALENDAR, plan.settlement.per, settled).end)


def length_of(plan: Plan, taken: ChargeBase, unit: TimeUnit) -> Fraction:
    """Give how many local days, or hours of real time, the interval of a charge has, or has as the charge says."""
    charge = charge_named(plan, taken.charge)
    if charge.part is not None:
        first, until = _in_term(plan, taken.start, taken.end)
        pieces = _pieces(charge.rates, _Shares(charge, plan.term), first, until)
        days = sum((each.days * each.weight / each.part for each in pieces), Fraction(0))
        return days if unit is TimeUnit.DAY else days * _HOURS_OF_A_DAY
    match unit:
        case TimeUnit.DAY:
            first, until = days_between(zone_of(plan), taken.start, taken.end)
            return Fraction((until - first).days)
        case TimeUnit.HOUR:
            return Fraction(taken.end - taken.start, HOUR)
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


def charge_between(plan: Plan, name: str, start: int, end: int, of: Of = _ALL) -> Fraction:
    """Give the charge that falls in [start, end) in µs, in major units, clipped to the term.

    A day's charge is the amount in force on that day over the actual number of days of its calendar month,
    quarter or year; in one of which only a part counts, it is what the charge says a day is (docs/credits.md). A whole
    charge is divided by the days of that unit that lie in the term. Of one that
    is apart for some values, only what is for those in `of` counts. A measured one comes to what is counted on the days
    of the interval. Both instants are starts of local days, as all edges of windows are.
    """
    first, until = _in_term(plan, start, end)
    charge = charge_named(plan, name)
    if charge.measured is not None:
        counted = (each for each in charge.accrued if _is_of(charge, each.key, of))
        return sum((_before(each, until) - _before(each, first) for each in counted), Fraction(0))
    shares = (share.rates for share in charge.shares if _is_of(charge, share.key, of))
    return sum(
        (_fixed(rates, _Shares(charge, plan.term), first, until) for rates in (charge.rates, *shares)),
        Fraction(0),
    )


def charge_named(plan: Plan, name: str) -> Charge:
    """Give the charge of a name."""
    return next(each for each in plan.charges if each.name == name)


def _is_of(charge: Charge, key: tuple[str, ...], of: Of) -> bool:
    return all(value in of.get(name, (value,)) for name, value in zip(charge.by, key, strict=True))


def _before(accrued: Accrued, until: dt.date) -> Fraction:
    """What has accrued before a day."""
    place = bisect_left(accrued.days, day_number(until))
    return accrued.totals[place - 1] if place else Fraction(0)


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


@frozen
class _Shares:
    """What says how much of its amount a day of a charge is."""

    charge: Charge
    term: Term

    def of(self, rate: Rate, day: dt.date, counted: int) -> tuple[Fraction, Fraction]:
        """What of the amount a day has, where so many days of its calendar unit count, and what a day is agreed to be.

        Days of a unit that counts in full have the same share each, and so have those of a unit of which no more days
        lie in the term, where the charge is whole all the same.
        """
        whole = days_of_unit(rate.per, day)
        part = Fraction(1, whole) if self.charge.part is None else _day_of(self.charge.part, rate)
        full = self._in_term(unit_start(rate.per, day), whole) if self.charge.whole else whole
        if counted == full:
            return Fraction(1, full), part
        return min(part, Fraction(1, counted)) if full == whole else Fraction(1, full), part

    def _in_term(self, start: dt.date, days: int) -> int:
        """How many days of a calendar unit lie in the term."""
        until = start + days * _DAY
        last = until if self.term.last is None else min(until, self.term.last + _DAY)
        return (last - max(start, self.term.first)).days


def _fixed(rates: Rates, shares: _Shares, first: dt.date, until: dt.date) -> Fraction:
    pieces = _pieces(rates, shares, first, until) if rates else ()
    return sum((each.rate.amount * each.days * each.weight for each in pieces), Fraction(0))


def _pieces(rates: Rates, shares: _Shares, first: dt.date, until: dt.date) -> Iterator[_Piece]:
    """Cut days [first, until) where the rate changes and where a calendar unit of the rate ends."""
    day = first
    while day < until:
        rate = [dated.value for dated in rates if dated.since is None or dated.since <= day][-1]
        changes = [dated.since for dated in rates if dated.since is not None and dated.since > day]
        start = unit_start(rate.per, day)
        ends = start + days_of_unit(rate.per, day) * _DAY
        end = min(until, ends, *changes)
        weight, part = shares.of(rate, day, (min(until, ends) - max(first, start)).days)
        yield _Piece(rate, (end - day).days, weight, part)
        day = end


def _day_of(part: ChargePart, rate: Rate) -> Fraction:
    """What of the amount of a rate a day is, as the charge says."""
    days = {PartTime.DAY: 1, PartTime.HOUR: _HOURS_OF_A_DAY, PartTime.MINUTE: 60 * _HOURS_OF_A_DAY}[part.time]
    return part.share * days * Fraction(_MONTHS[part.of or rate.per], _MONTHS[rate.per])
