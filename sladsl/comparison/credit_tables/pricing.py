"""What charges come to wherever they are fixed, so that a share of one is held against money: unit by unit of time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import product

from sladsl.comparison.aspects import PlanPair, of_both
from sladsl.comparison.credit_tables.credit_values import MONEY, CreditUnitKey, Parts
from sladsl.planning.periods import Period, period_holding, whole_term
from sladsl.planning.plan import (
    Anchor,
    Base,
    Charge,
    PeriodWindow,
    Plan,
    Series,
    ServiceLevel,
    Sharing,
    TimeUnit,
    Unit,
    WindowRule,
)
from sladsl.planning.windows import Window, settlement_periods, zone_of
from sladsl.settlement.charges import Of as Values
from sladsl.settlement.charges import base_of, length_of, values_of
from sladsl.values import evolve, frozen

_DAY = dt.timedelta(days=1)
_YEARS = 4
_YEARS_OF_WEEKS = 28
"""After so many years months, and weeks, fall on the same days again."""


@frozen
class Price:
    """What one of each thing comes to in a window, and what it is then counted in: money, or the time down."""

    place: str
    first: dt.date
    until: dt.date
    worth: Mapping[CreditUnitKey, tuple[CreditUnitKey, Fraction]]


def in_money(parts: Parts, price: Price) -> Parts:
    """A credit with its shares of fixed charges as money; what is no such share stays as it is."""
    total: dict[CreditUnitKey, Fraction] = {}
    for of, number in parts.items():
        kind, one = price.worth.get(of, (of, Fraction(1)))
        total[kind] = total.get(kind, Fraction(0)) + number * one
    return {of: number for of, number in total.items() if number}


def counted_in(of: CreditUnitKey, plan: Plan) -> CreditUnitKey:
    """What a part of a credit is counted in where charges are known: a share of a fixed one is money."""
    if of.base is None:
        return MONEY if of.unit == "money" else of
    if not is_fixed(of, plan):
        return of
    bare = evolve(of.base, charges=(), interval=None)
    unit = "downtime" if of.unit == "downtime" else "money"
    if unit == "money" and bare == Base(()):
        return MONEY
    if unit == "money" and bare == Base((), sharing=Sharing.EQUALLY):
        return CreditUnitKey("money shared")
    return CreditUnitKey(unit, bare)


def is_fixed(of: CreditUnitKey, plan: Plan) -> bool:
    """Whether all charges that something is a part of are fixed ones of the plan."""
    assert of.base is not None, "it is a part of a charge"
    fixed = {charge.name for charge in plan.charges if charge.measured is None}
    return fixed.issuperset(of.base.charges)


def charged(plan: Plan, other: Plan) -> Plan:
    """A version with the charges that only the other one has."""
    return evolve(plan, charges=of_both(plan.charges, other.charges))


def both_charged(pair: PlanPair) -> tuple[Plan, Plan]:
    """Both versions, the new one first, each with the charges that only the other one has."""
    return charged(pair.new, pair.old), charged(pair.old, pair.new)


def prices(pair: PlanPair, level: str, series: Series, kinds: Sequence[CreditUnitKey]) -> tuple[Price, ...]:
    """What things come to in each window of a level, by the charges and windows of both versions."""
    found: dict[object, Price] = {}
    for plan in both_charged(pair):
        for each in plan.levels:
            if each.name == level and len(each.dimensions) == len(series.members):
                for price in _prices(pair, plan, each, series, kinds):
                    found.setdefault((price.first, tuple(price.worth.items())), price)
    return tuple(found.values())


def _prices(
    pair: PlanPair, plan: Plan, level: ServiceLevel, series: Series, kinds: Sequence[CreditUnitKey]
) -> Iterator[Price]:
    fixed = [of for of in kinds if of.base is not None and is_fixed(of, plan) and _is_known(pair, of.base)]
    shared = {of: (counted_in(of, plan), Fraction(1)) for of in kinds if of.base is None}
    charges = [charge for charge in plan.charges if any(charge.name in _charges(of) for of in fixed)]
    for period in _windows(pair, plan, level.window, charges):
        window = Window(period.unit, period.label, period.start, period.end, period.partial, as_of=period.end)
        for values, shown in _values(charges, level, series):
            worth = {of: (counted_in(of, plan), _worth(plan, level, of, window, values)) for of in fixed}
            yield Price(f"{period.label}{shown}", period.first, period.until, {**shared, **worth})


def _charges(of: CreditUnitKey) -> tuple[str, ...]:
    return () if of.base is None else of.base.charges


def _is_known(pair: PlanPair, base: Base) -> bool:
    """Whether what a part is of lies in the stretch of time compared; earlier charges are those of another one."""
    return pair.since is None or base.interval is None


def _worth(plan: Plan, level: ServiceLevel, of: CreditUnitKey, window: Window, values: Values) -> Fraction:
    assert of.base is not None, "it is a part of a charge"
    taken = base_of(plan, level, of.base, window, values)
    if of.unit == "share" or not taken.amount:
        return taken.amount
    return taken.amount / length_of(plan, taken, TimeUnit.DAY if of.unit == "day" else TimeUnit.HOUR)


def _values(charges: Sequence[Charge], level: ServiceLevel, series: Series) -> Iterator[tuple[Values, str]]:
    """The dimension values that charges tell apart, and how they are shown; the one that none names is `other`."""
    choices = [
        [shown] if members is not None else [*_named(charges, dimension.name.rpartition(".")[2]), shown]
        for dimension, members, shown in zip(level.dimensions, series.members, series.key, strict=True)
    ]
    are_apart = any(charge.by for charge in charges)
    for key in product(*choices):
        yield values_of(level, series, key), f" for {' / '.join(key)}" if are_apart and key else ""


def _named(charges: Sequence[Charge], dimension: str) -> list[str]:
    """The values of a dimension for which charges have shares."""
    return list(
        dict.fromkeys(
            share.key[charge.by.index(dimension)]
            for charge in charges
            if dimension in charge.by
            for share in charge.shares
        )
    )


# --- units of time ---------------------------------------------------------------------------------------------------


def _windows(pair: PlanPair, plan: Plan, rule: WindowRule, charges: Sequence[Charge]) -> Iterator[Period]:
    """The windows of a level that start in the stretch of time compared, or the periods that its charges are of."""
    periods = rule if isinstance(rule, PeriodWindow) else settlement_periods(plan)
    listed = units(pair, plan, (periods.anchor, periods.unit), charges)
    return (each for each in listed if pair.since is None or each.first >= pair.since)


def settled_units(pair: PlanPair, charges: Sequence[Charge]) -> list[Period]:
    """The settlement periods in the stretch of time compared that lie in it wholly; months without a settlement."""
    per = Unit.MONTH if pair.new.settlement is None else settlement_periods(pair.new).unit
    return [
        each
        for each in units(pair, pair.new, (Anchor.CALENDAR, per), charges)
        if (pair.since is None or pair.since <= each.first)
        and (pair.until is None or each.until <= pair.until)
    ]


def units(
    pair: PlanPair, plan: Plan, unit: tuple[Anchor, Unit | None], charges: Sequence[Charge]
) -> Iterator[Period]:
    """The units of the calendar or the contract that lie in the stretch of time compared; without one, the term.

    Of a term without an end they go on until everything has come to pass that charges may come to.
    """
    anchor, length = unit
    zone, term = zone_of(plan), plan.term
    if length is None:
        yield whole_term(zone, term)
        return
    begin = max(term.first, pair.since or term.first)
    end = _end(pair, plan, length, charges)
    day = begin
    while day < end:
        period = period_holding(zone, term, anchor, length, day)
        if period.start < period.end:
            yield period
        day = period.until


def _end(pair: PlanPair, plan: Plan, unit: Unit, charges: Sequence[Charge]) -> dt.date:
    """The day before which the stretch of time compared ends, or after which nothing new happens."""
    ends = [end for end in (pair.until, plan.until) if end is not None]
    if plan.term.last is not None:
        ends.append(plan.term.last + _DAY)
    rates = [
        rate for each in charges for of in (each.rates, *(one.rates for one in each.shares)) for rate in of
    ]
    changes = [rate.since for rate in rates if rate.since is not None]
    if ends:
        return min(ends)
    last = max((plan.term.first, *changes, *([] if pair.since is None else [pair.since])))
    return dt.date(last.year + 1 + (_YEARS_OF_WEEKS if unit is Unit.WEEK else _YEARS), 1, 1)
