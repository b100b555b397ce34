"""One level settled by itself: what its windows earn where values, time down or records are given."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from itertools import islice

from sladsl.comparison.aspects import PlanPair, of_both
from sladsl.comparison.settlements.trials import as_fixed
from sladsl.comparison.settlements.tried_windows import TriedWindow, measured
from sladsl.measurement.results import Measurements
from sladsl.planning.plan import CreditRule, Plan, Series, ServiceLevel
from sladsl.planning.windows import Window, settlement_periods, through_last, windows, zone_of
from sladsl.planning.zones import day_start
from sladsl.settlement.credit_amounts import counts_downtime
from sladsl.settlement.explanation import Result
from sladsl.settlement.settle import settle
from sladsl.values import evolve, frozen

_LONG = dt.timedelta(days=1100)


@frozen
class LevelAlone:
    """A plan without levels, the first windows of a level, and charges that records tell (`trials.ACCRUED`)."""

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
    rows = [measured(level, each, alone.windows[each.number], key) for each in given for key in keys]
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
        measured(each.level, each.given, each.window, _key(each.level.series[0], 0))
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


def _key(series: Series, number: int) -> tuple[str, ...]:
    """The values that a series is measured for: named ones as they are shown, others as A, B, C."""
    return tuple(
        "ABC"[number] if members is None else shown
        for members, shown in zip(series.members, series.key, strict=True)
    )


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
