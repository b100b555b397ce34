"""One level settled by itself: what its windows come to where they have values, time down or records that are given."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from itertools import islice
from math import ceil, floor
from typing import assert_never

from sladsl.comparison.aspects import PlanPair, of_both
from sladsl.comparison.settlements.trials import ACCRUED, as_fixed
from sladsl.measurement.results import (
    WEIGHTED,
    Counts,
    Measurement,
    Measurements,
    RecordTally,
    Times,
    ValuePart,
)
from sladsl.planning.plan import (
    AtRisk,
    Base,
    ChargeForDowntime,
    CreditAmount,
    CreditRule,
    Money,
    Plan,
    Points,
    Quantity,
    Series,
    ServiceDays,
    ServiceLevel,
    ShareOf,
    ShareOfField,
    Shortfall,
    TimeOf,
    Up,
    Uptime,
    ValueType,
)
from sladsl.planning.record_units import RecordUnits, units_in
from sladsl.planning.series import series_at
from sladsl.planning.windows import Window, settlement_periods, through_last, windows, zone_of
from sladsl.planning.wording import write_money
from sladsl.planning.zones import day_start
from sladsl.settlement.credit_amounts import counts_downtime
from sladsl.settlement.explanation import Result
from sladsl.settlement.settle import settle
from sladsl.values import evolve, frozen

_LONG = dt.timedelta(days=1100)
_AFFECTED = Fraction(1, 4)
"""The share of users that time down is taken to affect, where it is weighed."""


@frozen
class TriedWindow:
    """What a window comes to: a value, or so many µs down in it, and so many records that are alike.

    Each has `clock` on its clock, in µs, and `amount` in each field that a credit is a share of.
    """

    number: int
    value: Quantity | None = None
    down: int | None = None
    clock: Fraction | None = None
    amount: Fraction | None = None
    records: int = 1


@frozen
class LevelAlone:
    """A plan without levels, the first windows of a level, and charges that records tell, taken to be `ACCRUED`."""

    plan: Plan
    windows: tuple[Window, ...]
    accrued: tuple[str, ...]


def level_alone(pair: PlanPair, level: ServiceLevel) -> LevelAlone:
    """Make the new agreement, with what only the old one has, ready to settle one level from its first window on."""
    plan = pair.new
    charges = of_both(plan.charges, pair.old.charges)
    bare = evolve(
        plan,
        charges=tuple(map(as_fixed, charges)),
        calendars=of_both(plan.calendars, pair.old.calendars),
        levels=(),
        services=of_both(plan.services, pair.old.services),
        settlement=None if plan.settlement is None else evolve(plan.settlement, steps=(), final_after=1),
        remedies=(),
        amendments=(),
        since=pair.since,
        until=pair.until,
        eras=(),
    )
    first = max(plan.term.first, pair.since or plan.term.first)
    through = day_start(zone_of(bare), first + _LONG)
    if bare.settlement is not None:
        through = through_last(bare, settlement_periods(bare), through)
    listed = windows(bare, level.window, through)
    whole = tuple(each for each in listed if not each.partial)
    return LevelAlone(
        bare, whole or listed, tuple(each.name for each in charges if each.measured is not None)
    )


def settled_alone(
    alone: LevelAlone, level: ServiceLevel, given: Sequence[TriedWindow], *, beside: bool = False
) -> tuple[Result, ...]:
    """Settle windows of the first series of a level; with `beside`, those of another value come to the same."""
    first = _key(level.series[0], 0)
    keys = [first, *islice(_other_keys(level), int(beside))]
    rows = [_measured(alone, level, each, key) for each in given for key in keys]
    settled = settle(evolve(alone.plan, levels=(level,)), Measurements(tuple(rows), ())).results
    return tuple(each for each in settled if each.measurement.key == first)


@frozen
class LevelWindow:
    """What one window of a level comes to."""

    alone: LevelAlone
    level: ServiceLevel
    given: TriedWindow

    @property
    def window(self) -> Window:
        return self.alone.windows[self.given.number]


def from_first(each: LevelWindow, end: int) -> LevelWindow:
    """The same of the first window that ends at an instant or later."""
    number = next((at for at, window in enumerate(each.alone.windows) if window.end >= end), 0)
    return evolve(each, given=evolve(each.given, number=number))


def settled_beside(other: LevelWindow, level: LevelWindow) -> Result:
    """Settle a window of a level beside one of another level."""
    rows = [
        _measured(each.alone, each.level, each.given, _key(each.level.series[0], 0))
        for each in (other, level)
    ]
    plan = evolve(level.alone.plan, levels=(other.level, level.level))
    results = settle(plan, Measurements(tuple(rows), ())).results
    return next(each for each in results if each.measurement.level == level.level.name)


def has_other_values(level: ServiceLevel) -> bool:
    """Whether a level may be measured for another value than that of its first series."""
    return next(_other_keys(level), None) is not None


def _other_keys(level: ServiceLevel) -> Iterator[tuple[str, ...]]:
    first, *others = level.series
    if None in first.members:
        yield _key(first, 1)
    yield from (_key(each, 1) for each in others)


def amounts_in(rule: CreditRule) -> Iterator[CreditAmount]:
    """All that a credit may give, and the most that it comes to."""
    yield from (each for each in (rule.amount, rule.most) if each is not None)
    yield from (band.credit for band in rule.bands)


def base_in(amount: CreditAmount) -> Base | None:
    """What an amount is taken of."""
    match amount:
        case ShareOf() | TimeOf() | ChargeForDowntime() | Shortfall() | AtRisk():
            return amount.base
        case ShareOfField() | Money() | Points() | ServiceDays():
            return None
    assert_never(amount)


def is_weighed(series: Series, rules: Iterable[CreditRule]) -> bool:
    """Whether time down counts by the share of users that it affects, for the value or for a credit."""
    bases = [base_in(amount) for rule in rules for amount in amounts_in(rule)]
    return _is_weighed(series) or any(base is not None and base.affected is not None for base in bases)


def _is_weighed(series: Series) -> bool:
    return isinstance(series.measure, Uptime) and series.measure.affected is not None


def assumed(alone: LevelAlone, rules: Iterable[CreditRule]) -> str:
    """What charges that records tell are taken to be, where credits are taken of them."""
    bases = [base_in(amount) for rule in rules for amount in amounts_in(rule)]
    of = [each for each in alone.accrued if any(base is not None and each in base.charges for base in bases)]
    return f", with {' and '.join(of)} at {write_money(alone.plan, ACCRUED)} per month" if of else ""


def _key(series: Series, number: int) -> tuple[str, ...]:
    """The values that a series is measured for: named ones as they are shown, others as A, B, C."""
    return tuple(
        "ABC"[number] if members is None else shown
        for members, shown in zip(series.members, series.key, strict=True)
    )


def _measured(
    alone: LevelAlone, level: ServiceLevel, given: TriedWindow, key: tuple[str, ...]
) -> Measurement:
    series = series_at(level, key)
    window = alone.windows[given.number]
    value = given.value if given.down is None else _value_of(series, window, given.down)
    number = given.records
    measured = Measurement(level.name, key, window, Counts(number, number, None, None, 0, 0, 0), value)
    if given.down is not None:
        whole, down = window.end - window.start, given.down
        part = ValuePart(WEIGHTED, Quantity(ValueType.DURATION, down * _AFFECTED))
        times = Times(whole, down, 0, whole, down, int(down > 0), down)
        measured = evolve(measured, times=times, parts=(part,))
    return evolve(measured, each=tuple(_tally(each, given) for each in units_in(series)))


def _value_of(series: Series, window: Window, down: int) -> Quantity:
    """What is measured of one run of time down."""
    assert isinstance(series.measure, Uptime), "time down is of a level that measures it"
    kind = series.measure.type
    match series.measure.statistic:
        case Up.AVAILABILITY:
            weight = _AFFECTED if _is_weighed(series) else Fraction(1)
            return Quantity(kind, 1 - weight * Fraction(down, window.end - window.start))
        case Up.OUTAGES:
            return Quantity(kind, Fraction(down > 0))
        case _:
            return Quantity(kind, Fraction(down))


def _tally(units: RecordUnits, given: TriedWindow) -> RecordTally:
    """What records come to for a credit that is owed for each."""
    steps = _steps(units, given)
    size = Fraction(1) if units.field is None else given.amount or Fraction(0)
    if steps * size <= 0:
        return RecordTally(0, Fraction(0))
    is_cut = (units.most_steps is not None and steps > units.most_steps) or (
        units.most_units is not None and steps * size > units.most_units
    )
    if is_cut:
        one = Fraction(1) if units.most_units is not None else size
        return RecordTally(given.records, Fraction(0), given.records, given.records * one)
    return RecordTally(given.records, given.records * steps * size)


def _steps(units: RecordUnits, given: TriedWindow) -> int:
    if units.steps is None:
        return 1
    beyond = ((given.clock or Fraction(0)) - units.steps.above) / units.steps.size
    return max(0, floor(beyond) if units.steps.is_full else ceil(beyond))


def with_rules(level: ServiceLevel, series: Series, rules: Sequence[CreditRule]) -> ServiceLevel:
    """A level bare of all that is not told by a value and its targets, with these credits of one series, its first."""
    others = (evolve(each, credits=()) for each in level.series if each.key != series.key)
    return evolve(
        level,
        series=tuple(map(_bare, (evolve(series, credits=tuple(rules)), *others))),
        exclusions=(),
        grace=None,
        promotion=None,
        low_volume=None,
        no_records=None,
        excuses=(),
        ratchets=(),
    )


def with_credits_of_values(level: ServiceLevel, series: Series) -> ServiceLevel:
    """A level like that of `with_rules`, with those credits of the series that its value alone decides."""
    rules = [rule for rule in series.credits if rule.each is None and not counts_downtime(rule)]
    return with_rules(level, series, rules)


def _bare(series: Series) -> Series:
    return evolve(series, needs=None, rounded=None, complement=False, further=())
