"""What shows that a charge has changed: the settlement periods, or days, in which it comes to something else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import chain

from sladsl.comparison.aspects import PlanPair
from sladsl.comparison.credit_tables.pricing import settled_units, units
from sladsl.planning.periods import Period
from sladsl.planning.plan import Anchor, Charge, ChargePart, PartTime, Plan, TimeUnit, Unit
from sladsl.settlement.charges import Of, charge_between, length_of
from sladsl.settlement.display import show_money, show_money_in_full
from sladsl.settlement.explanation import ChargeBase
from sladsl.values import evolve, frozen


@frozen
class _Amounts:
    """What two charges come to in the same time."""

    of: str
    before: Fraction
    after: Fraction


def charge_witnesses(pair: PlanPair, old: Charge, new: Charge) -> tuple[str, ...]:
    """Say for the first time that costs more, and for the first that costs less, what two charges come to in it.

    Settlement periods are looked at first, then a day of each, then every day by itself. Records tell nothing of a
    charge that they measure: without any it comes to nothing.
    """
    if not all(map(_has_parts_of_months, (old, new))):
        return ()
    found: dict[bool, _Amounts] = {}
    for each in _looks(pair, (old, new)):
        if each.before != each.after:
            found.setdefault(each.before < each.after, each)
        if len(found) > 1:
            break
    without = " without records" if old.measured is not new.measured else ""
    return tuple(_in_words(pair, each, without) for each in found.values())


def _has_parts_of_months(charge: Charge) -> bool:
    """Whether a day may be a share of what is charged, as a check asks for; not so between two changes of a charge."""
    rates = (*charge.rates, *(rate for share in charge.shares for rate in share.rates))
    units_of_rates = {each.value.per for each in rates}
    return charge.part is None or not {*units_of_rates, charge.part.of} & {Unit.DAY, Unit.WEEK}


def is_same_part(old: Charge, new: Charge) -> bool:
    """Whether a day is the same share of both charges, whatever it is written as."""
    return _day_of(old) == _day_of(new)


def _day_of(charge: Charge) -> object:
    """A day as a share of the amount per a unit; of the charge's own where that is one."""
    if charge.part is None:
        return None
    rates = (*charge.rates, *(rate for share in charge.shares for rate in share.rates))
    own = {each.value.per for each in rates} if charge.part.of is None else {charge.part.of}
    return _in_days(charge.part), own


def _in_days(part: ChargePart) -> Fraction:
    return part.share * {PartTime.DAY: 1, PartTime.HOUR: 24, PartTime.MINUTE: 24 * 60}[part.time]


def _looks(pair: PlanPair, both: tuple[Charge, Charge]) -> Iterator[_Amounts]:
    plans = tuple(evolve(pair.new, charges=(each,)) for each in both)
    keys, settled = _values(both), settled_units(pair, both)
    yield from (_in_period(plans, each, of) for each in settled for of in keys)
    if all(each.measured is None and not each.by for each in both):
        yield from (_day_in(plans, each) for each in settled)
    days = units(pair, pair.new, (Anchor.CALENDAR, Unit.DAY), both)
    yield from (_in_period(plans, each, of) for each in days for of in keys)


def _values(both: tuple[Charge, Charge]) -> Sequence[Of]:
    """The values that shares are for, by the names of the dimensions; first all, where not both are apart for them."""
    shares = dict.fromkeys((each.by, share.key) for each in both for share in each.shares)
    named = [dict(zip(by, ((value,) for value in key), strict=True)) for by, key in shares]
    return named if named and both[0].by == both[1].by else [{}, *named]


def _in_period(plans: Sequence[Plan], period: Period, of: Of) -> _Amounts:
    amounts = (_amount(plan, period, of) for plan in plans)
    return _Amounts(f"in {period.label}{_for(of)}", *amounts)


def _amount(plan: Plan, period: Period, of: Of) -> Fraction:
    return charge_between(plan, plan.charges[0].name, period.start, period.end, of)


def _day_in(plans: Sequence[Plan], period: Period) -> _Amounts:
    """What `1 day` of a charge is where credits count in it."""
    return _Amounts(f"1 day of {period.label}", *(_price_of_day(plan, period) for plan in plans))


def _price_of_day(plan: Plan, period: Period) -> Fraction:
    amount = _amount(plan, period, {})
    taken = ChargeBase(plan.charges[0].name, period.start, period.end, amount)
    days = length_of(plan, taken, TimeUnit.DAY)
    return amount / days if days else Fraction(0)


def _for(of: Of) -> str:
    return f" for {' / '.join(chain(*of.values()))}" if of else ""


def _in_words(pair: PlanPair, each: _Amounts, without: str) -> str:
    write = show_money
    if show_money(pair.new, each.before) == show_money(pair.new, each.after):
        write = show_money_in_full
    return f"{each.of}{without}: {write(pair.new, each.before)} before, {write(pair.new, each.after)} after"
