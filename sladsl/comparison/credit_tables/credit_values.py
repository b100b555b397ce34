"""What one credit of a level gives for a measured value, as parts of what it is taken of, before any settlement.

The parts are exact and know no charge: `5% of MonthlyCharges` is 1/20 of that charge in whatever window.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from functools import partial
from typing import assert_never

from sladsl.comparison.logic.bounds import Bound, at
from sladsl.planning.plan import (
    AtRisk,
    Base,
    ChargeForDowntime,
    CreditAmount,
    CreditRule,
    Edge,
    Gap,
    Money,
    Plan,
    Points,
    Quantity,
    Series,
    ServiceDays,
    ShareOf,
    ShareOfField,
    Sharing,
    Shortfall,
    Target,
    Threshold,
    TimeOf,
    TimeUnit,
    ValueType,
)
from sladsl.planning.wording import counted_things, write_base, write_money, write_number, write_share
from sladsl.settlement.credit_amounts import counts_downtime, steps_in
from sladsl.settlement.credits import is_of_all_failing, severity
from sladsl.settlement.explanation import ResolvedBand, Verdict
from sladsl.settlement.rounding import rounded
from sladsl.settlement.values import quantum
from sladsl.values import evolve, frozen


@frozen
class CreditUnitKey:
    """What a part of a credit is counted in: money, points, days, a charge, or the days or hours of one."""

    unit: str
    base: Base | None = None


Parts = Mapping[CreditUnitKey, Fraction]
"""A credit as so much of each thing; nothing stands for no credit."""

MONEY = CreditUnitKey("money")

Worth = Callable[[Parts], Parts]
"""What parts of a credit come to: the same, or money instead of shares of charges that are known."""


def as_written(parts: Parts) -> Parts:
    """A credit as the agreement counts it."""
    return parts


def counts_values(rule: CreditRule) -> bool:
    """Whether what a credit gives is decided by the measured value, and neither by time down nor by each record."""
    return rule.each is None and not counts_downtime(rule)


def given_for(
    rule: CreditRule,
    series: Series,
    day: dt.date,
    value: Fraction,
    verdict: Verdict,
    worth: Worth = as_written,
) -> Parts:
    """What a rule gives on a day for a value with its verdict; windows before it are taken to be as it asks."""
    if series.minimum is None or verdict not in {Verdict.MISSED, Verdict.BELOW_EXPECTED}:
        return {}
    kind = series.minimum.values[0].value.type
    if rule.bands:
        return _most(_of_rows(rule, series, day, value), rule, day, worth)
    mark = None if rule.mark is None else resolved(series, day, rule.mark.threshold)
    if rule.mark is None and verdict is Verdict.BELOW_EXPECTED and not is_of_all_failing(rule):
        return {}
    gap = None
    if rule.mark is not None and mark is not None:
        gap = Quantity(kind, mark - value if rule.mark.is_below else value - mark)
        if gap.amount <= 0:
            return {}
    number = 1 if rule.steps is None or gap is None else steps_in(rule.steps, gap)
    assert rule.amount is not None, "a credit is an amount or a table"
    parts = parts_of(rule.amount, day, gap)
    return _most({of: part * number for of, part in parts.items() if number}, rule, day, worth)


def verdict_of(series: Series, day: dt.date, value: Fraction) -> Verdict:
    """The verdict on a value by the targets that hold on a day, but for limits with credits of their own."""
    minimum = series.minimum
    if minimum is not None and not minimum.credits and not _keeps(minimum, day, value):
        return Verdict.MISSED
    if series.expected is not None and not _keeps(series.expected, day, value):
        return Verdict.BELOW_EXPECTED
    return Verdict.MET


def _keeps(target: Target, day: dt.date, value: Fraction) -> bool:
    limit = at(target.values, day)
    return limit is None or Bound(target.comparator, limit.amount).keeps(value)


def resolved(series: Series, day: dt.date, threshold: Threshold) -> Fraction | None:
    """A threshold on a day: a number, or what a target of the level sets then."""
    if isinstance(threshold, Quantity):
        return threshold.amount
    target = series.expected if threshold.word == "expected" else series.minimum
    limit = None if target is None else at(target.values, day)
    return None if limit is None else limit.amount * threshold.times


def are_resolved(series: Series, rules: Sequence[CreditRule]) -> bool:
    """Whether a series has the targets that thresholds of credits name."""
    thresholds = [
        edge.threshold for rule in rules for band in rule.bands for edge in (band.lower, band.upper) if edge
    ]
    thresholds += [rule.mark.threshold for rule in rules if rule.mark is not None]
    return all(resolved(series, dt.date.min, each) is not None for each in thresholds)


def _of_rows(rule: CreditRule, series: Series, day: dt.date, value: Fraction) -> Parts:
    """What the row gives that applies: of those that hold a value, the one furthest into failure."""
    rows = [
        ResolvedBand(band, _end(series, day, band.lower), _end(series, day, band.upper), holds=True)
        for band in rule.bands
    ]
    held = [row for row in rows if _holds(row, value)]
    if not held:
        return {}
    return parts_of(max(held, key=lambda row: severity(series, row)).band.credit, day)


def _end(series: Series, day: dt.date, edge: Edge | None) -> Quantity | None:
    amount = None if edge is None else resolved(series, day, edge.threshold)
    return None if amount is None else Quantity(ValueType.NUMBER, amount)


def _holds(row: ResolvedBand, value: Fraction) -> bool:
    band = row.band
    is_above = band.lower is None or row.lower is None or value > row.lower.amount
    is_below = band.upper is None or row.upper is None or value < row.upper.amount
    if band.lower is not None and row.lower is not None and value == row.lower.amount:
        is_above = band.lower.includes
    if band.upper is not None and row.upper is not None and value == row.upper.amount:
        is_below = band.upper.includes
    return is_above and is_below


def parts_of(amount: CreditAmount, day: dt.date = dt.date.min, gap: Quantity | None = None) -> Parts:
    """What an amount gives on a day; a shortfall is that of the gap."""
    match amount:
        case Money(number):
            return {MONEY: number}
        case Points(number):
            return {CreditUnitKey("points"): number}
        case ServiceDays(number):
            return {CreditUnitKey("days of service"): number}
        case ShareOf(share, base):
            return {CreditUnitKey("share", base): share}
        case ShareOfField(share, field):
            return {CreditUnitKey(f"times {'.'.join(field.path)}"): share}
        case TimeOf(number, unit, base):
            return {CreditUnitKey(str(unit), base): number}
        case ChargeForDowntime(times, base):
            return {CreditUnitKey("downtime", base): times}
        case AtRisk(weights, pool, risk, base, sharing):
            share = (at(weights, day) or Fraction(0)) * pool * risk
            return {_at_risk(base, sharing): share}
        case Shortfall(base, rounding):
            short = Fraction(0) if gap is None else gap.amount
            if gap is not None and rounding is not None:
                short = rounded(short, quantum(rounding, gap.type), rounding.mode)
            return {MONEY if base is None else CreditUnitKey("share", base): short}
    assert_never(amount)


def _at_risk(base: Base | None, sharing: Sharing) -> CreditUnitKey:
    if base is None:
        return MONEY if sharing is Sharing.IN_FULL else CreditUnitKey("money shared")
    return CreditUnitKey("share", evolve(base, sharing=sharing))


def _most(parts: Parts, rule: CreditRule, day: dt.date, worth: Worth) -> Parts:
    """A credit cut to what one window comes to at most, where both are of the same thing."""
    most = {} if rule.most is None else worth(parts_of(rule.most, day))
    return {of: min(number, most.get(of, number)) for of, number in worth(parts).items()}


def is_cut_alike(rule: CreditRule, counted: Callable[[CreditUnitKey], CreditUnitKey] = lambda of: of) -> bool:
    """Whether the most that a credit comes to is of the same thing as all that it gives."""
    return rule.most is None or len({counted(of) for of in kinds_in([rule])}) == 1


def kinds_in(rules: Sequence[CreditRule]) -> list[CreditUnitKey]:
    """What credits are counted in, and the most that they come to."""
    amounts = [
        amount
        for rule in rules
        for amount in (*(band.credit for band in rule.bands), rule.amount, rule.most)
        if amount is not None
    ]
    return list(dict.fromkeys(of for amount in amounts for of in parts_of(amount)))


def summed(parts: Sequence[Parts]) -> Parts:
    """Several credits of one window together."""
    kinds = dict.fromkeys(of for each in parts for of in each)
    total = {of: sum((each.get(of, Fraction(0)) for each in parts), Fraction(0)) for of in kinds}
    return {of: number for of, number in total.items() if number}


def in_steps(rule: CreditRule) -> bool:
    """Whether a credit grows step by step with how far a value falls short."""
    return rule.steps is not None and rule.steps.of is Gap.SHORTFALL


def write_parts(plan: Plan, parts: Parts, money: Callable[[Fraction], str] | None = None) -> str:
    """Write a credit: `5% of MonthlyCharges`, `no credit`; sums of money as the agreement does, or as `money` says."""
    write = partial(write_money, plan) if money is None else money
    return " and ".join(_written(of, number, write) for of, number in parts.items()) or "no credit"


def _written(of: CreditUnitKey, number: Fraction, money: Callable[[Fraction], str]) -> str:
    if of.base is None or not of.base.charges:
        if of.unit.startswith("money"):
            affected = "" if of.base is None else " of those affected"
            return f"{money(number)}{of.unit.removeprefix('money')}{affected}"
        if of.unit == "downtime":
            return f"{money(number)} per hour down"
        return (
            f"{counted_things(number, 'day')} of service"
            if of.unit == "days of service"
            else counted_things(number, "point")
        )
    base = write_base(of.base)
    match of.unit:
        case "share":
            return f"{write_share(number)} of {base}"
        case TimeUnit.DAY:
            return f"{counted_things(number, 'day')} of {base}"
        case TimeUnit.HOUR:
            return f"{write_number(number)} h of {base}"
    return f"{write_number(number)} times {base} for the downtime"
