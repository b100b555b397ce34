"""Which windows of a level to try by two lists of credits: values, time down and records at what the credits name."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import count, product

from sladsl.comparison.aspects import PlanPair
from sladsl.comparison.by_records.made.making import Wanted, made
from sladsl.comparison.by_records.made.record_groups import Held, Path
from sladsl.comparison.credit_tables.credit_values import resolved, verdict_of
from sladsl.comparison.credit_tables.curve_values import Curve, seen_values
from sladsl.comparison.service_levels.targets import is_high
from sladsl.comparison.settlements.alone import LevelAlone
from sladsl.comparison.settlements.tried_windows import TriedWindow
from sladsl.planning.buckets import HOUR, MINUTE
from sladsl.planning.plan import CreditRule, Quantity, Series, ServiceLevel, Shortfall, Uptime, ValueType
from sladsl.planning.record_units import RecordUnits, units_in
from sladsl.settlement.credit_amounts import counts_downtime
from sladsl.settlement.explanation import Verdict
from sladsl.settlement.values import quantum
from sladsl.values import evolve, frozen

Rules = Sequence[CreditRule]


@frozen
class CreditChange:
    """The credits of a series on both sides of a change, all else as it is afterwards."""

    pair: PlanPair
    level: ServiceLevel
    series: Series
    rules: tuple[Rules, Rules]

    @property
    def of_both(self) -> tuple[CreditRule, ...]:
        """The credits of the two sides."""
        return tuple(rule for rules in self.rules for rule in rules)

    @property
    def units(self) -> tuple[RecordUnits, ...]:
        """What is added up of records for the credits of the two sides."""
        return units_in(evolve(self.series, credits=self.of_both))


def trials_of(alone: LevelAlone, changed: CreditChange) -> Iterator[tuple[TriedWindow, ...]]:
    """One window by itself, then several in a row, then later windows by themselves."""
    values = _values(changed)
    several = _with_records(changed, values) or _with_down_time(alone, changed) or values
    yield from ((each,) for each in several)
    if any(rule.history is not None for rule in changed.of_both):
        for pattern, each in product(_PATTERNS, several[:_FEW]):
            if len(pattern) <= len(alone.windows):
                row = zip(pattern, count(), strict=False)
                yield tuple(evolve(each if is_bad else values[-1], number=at) for is_bad, at in row)
    for at, each in product(range(1, min(len(alone.windows), _LATER)), several[:_FEW]):
        yield (evolve(each, number=at),)


_FEW = 4
_LATER = 20
_PATTERNS = (
    *((True,) * number for number in range(2, 5)),
    *((True, *[False] * number, True) for number in range(1, 4)),
    *((True,) * number for number in range(5, 13)),
)


def _values(changed: CreditChange) -> list[TriedWindow]:
    """Values at, between and beyond those that decide: one that misses and one below expected first, one met last."""
    before, after = (
        Curve(changed.series, tuple(evolve(each, each=None) for each in rules), _FIRST)
        for rules in changed.rules
    )
    kind = changed.series.measure.type
    by_verdict: dict[Verdict, list[Fraction]] = {each: [] for each in _IN_TURN}
    seen = [each.value for each in seen_values(before, after, missed=False)]
    for value in (*seen, *_between_roundings(changed)):
        by_verdict[verdict_of(changed.series, _FIRST, value)].append(value)
    worst = [by_verdict[each] for each in _IN_TURN]
    if _is_high(changed.series):
        worst = [each[::-1] for each in worst]
    in_turn = (*(each[0] for each in worst if each), *(value for each in worst for value in each[1:]))
    best = worst[-1][0] if worst[-1] else in_turn[0]
    return [TriedWindow(0, Quantity(kind, each)) for each in (*in_turn, best)]


_FIRST = dt.date.min
_IN_TURN = (Verdict.MISSED, Verdict.BELOW_EXPECTED, Verdict.MET)


def _between_roundings(changed: CreditChange) -> Iterator[Fraction]:
    """Values whose shortfall lies between two that it may be rounded to."""
    kind = changed.series.measure.type
    for rule in changed.of_both:
        if isinstance(rule.amount, Shortfall) and rule.amount.rounded is not None and rule.mark is not None:
            mark = resolved(changed.series, _FIRST, rule.mark.threshold)
            step = quantum(rule.amount.rounded, kind) / 2
            sign = -1 if rule.mark.is_below else 1
            yield from (mark + sign * step * number for number in (1, 3, 5) if mark is not None)


def _is_high(series: Series) -> bool:
    return any(is_high(each) for each in (series.minimum, series.expected) if each is not None)


def _with_down_time(alone: LevelAlone, changed: CreditChange) -> list[TriedWindow]:
    """Time down of one run, short ones first; none where credits do not count it."""
    rules = changed.of_both
    if not isinstance(changed.series.measure, Uptime) or not any(map(counts_downtime, rules)):
        return []
    whole = alone.windows[0].end - alone.windows[0].start
    sizes = [Fraction(HOUR), *(rule.steps.size.amount for rule in rules if rule.steps is not None)]
    marks = [_allowed(changed.series, rule, whole) for rule in rules]
    times = {Fraction(each) for each in _RUNS}
    times |= {mark + size * each for mark in marks for size in sizes for each in _PARTS}
    return [TriedWindow(0, down=int(each)) for each in sorted(times, key=_roundest) if 0 < each <= whole]


def _roundest(time: Fraction) -> tuple[bool, Fraction]:
    return time % MINUTE != 0, time


_RUNS = (MINUTE, 10 * MINUTE, 30 * MINUTE, *(each * HOUR for each in (1, 2, 4, 5, 6, 8, 12, 24, 72)))
_PARTS = tuple(Fraction(each, 2) for each in (1, 2, 3, 4, 6, 9, 20, 21))


def _allowed(series: Series, rule: CreditRule, whole: int) -> Fraction:
    """How much time down a credit does not count."""
    mark = None if rule.mark is None else resolved(series, _FIRST, rule.mark.threshold)
    if mark is None:
        return Fraction(0)
    return (1 - mark) * whole if series.measure.type is ValueType.PERCENT and mark <= 1 else mark


def _with_records(changed: CreditChange, values: Sequence[TriedWindow]) -> list[TriedWindow]:
    """One record with so much on its clock, and so much in what credits are a share of, in a window that misses."""
    units = changed.units
    if not units:
        return []
    steps = [each.steps for each in units if each.steps is not None]
    numbers = {1, 2, 3, 5, *(each.most_steps + 1 for each in units if each.most_steps is not None)}
    clocks = sorted({Fraction(each.above + number * each.size) for each in steps for number in numbers})
    clocks += [each - Fraction(steps[0].size, 2) for each in clocks[:1]]
    most = {each.most_units for each in units if each.most_units is not None}
    amounts = sorted({*_SUMS, *most, *(2 * each for each in most), *(each / 2 for each in most)})
    if all(each.field is None for each in units):
        amounts = [Fraction(0)]
    numbers_of_records = (1, 10, 100) if any(rule.most is not None for rule in changed.of_both) else (1,)
    return [
        evolve(values[0], clock=clock, amount=amount, records=number)
        for number, clock, amount in product(numbers_of_records, clocks or [Fraction(0)], amounts)
        if _may_be(changed, amount)
    ]


def _may_be(changed: CreditChange, amount: Fraction) -> bool:
    """Whether there are records with such an amount that all credits are for."""
    level, units = changed.level, changed.units
    held: dict[Path, Held] = {each.field.path: amount for each in units if each.field is not None}
    conditions = [each for each in (level.where, *(one.where for one in units)) if each is not None]
    return made(changed.pair.new, Wanted(level.records, held, tuple(conditions), 0)) is not None


_SUMS = (Fraction(100), Fraction(1000))
