"""Trials: what settlement makes of a few credits by one list of steps, whatever levels would have to do to earn them.

A trial is settled as any agreement is. Each window that it names has a value of its own, and a table of credits that
has a row for each of these values.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import accumulate

from sladsl.comparison.aspects import PlanPair, of_both
from sladsl.measurement.results import Counts, Measurement, Measurements
from sladsl.planning.buckets import HOUR
from sladsl.planning.plan import (
    Band,
    Charge,
    ChoiceMade,
    ClaimMade,
    Comparator,
    CreditAmount,
    CreditRule,
    CreditUnit,
    Dated,
    Edge,
    Measure,
    Money,
    Plan,
    Points,
    Quantity,
    Rate,
    RecordWindow,
    Remedy,
    Series,
    ServiceLevel,
    Statistic,
    Step,
    Target,
    Unit,
    ValueType,
)
from sladsl.planning.windows import (
    Window,
    resettled,
    settlement_periods,
    through_last,
    windows,
    zone_of,
)
from sladsl.planning.zones import day_start, local_date
from sladsl.settlement.explanation import Settled, SettledPeriod, SettlementLine
from sladsl.settlement.settle import settle
from sladsl.values import evolve, frozen

ACCRUED = Fraction(10_000)
"""What a charge that records tell is taken to come to in a month."""

_LONG = dt.timedelta(days=1100)
"""From when on windows are too late for a trial: after three years, so that there are three windows of a year."""

_NOON = 12 * HOUR
_MINIMUM, _EXPECTED = Fraction(1, 2), Fraction(3, 4)

VALUES: Mapping[str, Fraction] = {
    "met": Fraction(1),
    "below expected": Fraction(5, 8),
    "at the minimum": _MINIMUM,
    "at what is expected": _EXPECTED,
}
"""Values of windows without a credit, by what they are: above every target, between the two, and at each of them."""


@frozen
class TrialWindow:
    """A window of a level, the first being number 0: with a credit, and with a second one to choose, or without one.

    A window without a credit has one of `VALUES`. The credit is known after so many settlements of the window as are
    in `known`, and no more after those in `gone`; until and after that the window is met.
    """

    level: str
    key: tuple[str, ...]
    number: int
    credit: CreditAmount | None
    second: CreditAmount | None = None
    value: str = "met"
    known: int = 0
    gone: int | None = None


@frozen
class Trial:
    """Windows with and without credits, and how many days after its last the first window is claimed, or chosen for.

    Without `days`, all is claimed that has to be, and nothing is chosen.
    """

    given: tuple[TrialWindow, ...]
    days: int | None = None


@frozen
class PaidInPeriod:
    """What is paid by the end of a settlement period, all before it included: money, and points that are left."""

    period: str
    money: Fraction
    points: Fraction


@frozen
class TrialAgreement:
    """An agreement with bare levels in place of its own, and their windows: each as every settlement reads it.

    `accrued` are the charges that records tell, and that are taken to be `ACCRUED`.
    """

    plan: Plan
    windows: Mapping[str, tuple[tuple[Window, ...], ...]]
    accrued: tuple[str, ...] = ()


def trial_agreement(pair: PlanPair, beside: Collection[str] = ()) -> TrialAgreement:
    """Make the new agreement, with what only the old one has, ready for trials in the first years compared.

    Its levels are those with credits, and others whose names stand `beside` them.
    """
    plan = pair.new
    charges = of_both(plan.charges, pair.old.charges)
    levels = (
        level
        for level in of_both(plan.levels, pair.old.levels)
        if level.name in beside or any(series.credits for series in level.series)
    )
    bare = evolve(
        plan,
        charges=tuple(map(as_fixed, charges)),
        calendars=of_both(plan.calendars, pair.old.calendars),
        levels=tuple(_bare(plan, each) for each in levels),
        services=of_both(plan.services, pair.old.services),
        remedies=(),
        amendments=(),
        since=pair.since,
        until=None,
    )
    accrued = tuple(each.name for each in charges if each.measured is not None)
    return TrialAgreement(bare, {level.name: _windows(bare, level) for level in bare.levels}, accrued)


def _windows(plan: Plan, level: ServiceLevel) -> tuple[tuple[Window, ...], ...]:
    """The windows of a level, those that the term cuts left out where others are whole."""
    first = max(plan.term.first, plan.since or plan.term.first)
    until = day_start(zone_of(plan), first + _LONG)
    through = through_last(plan, settlement_periods(plan), until)
    listed = windows(plan, level.window, through)
    versions: dict[object, list[Window]] = {each.place: [] for each in listed}
    for each in resettled(plan, listed, through):
        versions[each.place].append(each)
    whole = [tuple(each) for each in versions.values() if not each[0].partial]
    return tuple(whole or (tuple(each) for each in versions.values()))


def tried(agreement: TrialAgreement, steps: Sequence[Step], trial: Trial) -> tuple[PaidInPeriod, ...]:
    """Settle a trial by a list of steps: what is paid by the end of each settlement period."""
    assert agreement.plan.settlement is not None, "steps are those of a settlement"
    settlement = evolve(agreement.plan.settlement, steps=tuple(steps))
    return tuple(_paid(_settled(agreement, evolve(agreement.plan, settlement=settlement), trial).periods))


def fires(agreement: TrialAgreement, trial: Trial, remedy: Remedy) -> bool:
    """Whether a trial brings a remedy about."""
    return bool(_settled(agreement, evolve(agreement.plan, remedies=(remedy,)), trial).remedies)


def _settled(agreement: TrialAgreement, plan: Plan, trial: Trial) -> Settled:
    levels = tuple(_with_credits(level, trial) for level in agreement.plan.levels)
    return settle(evolve(plan, levels=levels), _measured(agreement, trial))


def _noon_after(agreement: TrialAgreement, given: TrialWindow, days: int) -> int:
    """Noon of the day that is so many days after the last one of a window."""
    zone = zone_of(agreement.plan)
    last = local_date(zone, window_of(agreement, given).end - 1)
    return day_start(zone, last + dt.timedelta(days=days)) + _NOON


def window_of(agreement: TrialAgreement, given: TrialWindow) -> Window:
    """The window that is meant."""
    return agreement.windows[given.level][given.number][0]


def _paid(periods: Sequence[SettledPeriod]) -> Iterator[PaidInPeriod]:
    money = accumulate(each.total for each in periods)
    points = accumulate(sum(map(_points, each.lines), Fraction(0)) for each in periods)
    for period, *amounts in zip(periods, money, points, strict=True):
        yield PaidInPeriod(period.label, *amounts)


def _points(line: SettlementLine) -> Fraction:
    return line.amount if line.unit is CreditUnit.POINTS else Fraction(0)


# --- the agreement ---------------------------------------------------------------------------------------


def as_fixed(charge: Charge) -> Charge:
    """A charge that records tell as a fixed one."""
    if charge.measured is None:
        return charge
    rates = (Dated(None, Rate(ACCRUED, Unit.MONTH), charge.span),)
    return evolve(charge, measured=None, by=(), rates=rates)


def _bare(plan: Plan, level: ServiceLevel) -> ServiceLevel:
    """A level with its dimensions and windows alone; one whose windows are single records has settlement periods."""
    rule = settlement_periods(plan) if isinstance(level.window, RecordWindow) else level.window
    return ServiceLevel(
        level.id,
        level.span,
        level.name,
        level.title,
        is_kpi=level.is_kpi,
        party=level.party,
        records=level.records,
        where=None,
        counted=level.counted,
        window=rule,
        dimensions=level.dimensions,
        series=tuple(_bare_series(each) for each in level.series),
    )


def _bare_series(series: Series) -> Series:
    expected = None if series.expected is None else _target(series, "expected", _EXPECTED)
    return Series(
        series.id,
        series.span,
        series.key,
        series.members,
        clock=None,
        good=None,
        measure=Measure(f"{series.id}/trial", series.span, Statistic.MEAN, ValueType.PERCENT),
        expected=expected,
        minimum=_target(series, "minimum", _MINIMUM),
        needs=None,
        credits=(),
    )


def _target(series: Series, word: str, limit: Fraction) -> Target:
    values = (Dated(None, Quantity(ValueType.PERCENT, limit), series.span),)
    return Target(f"{series.id}/{word}", series.span, word, Comparator.AT_LEAST, values)


# --- the credits ---------------------------------------------------------------------------------------


def _with_credits(level: ServiceLevel, trial: Trial) -> ServiceLevel:
    """A level that credits what a trial gives, one table for each option."""
    mine = [(at, each) for at, each in enumerate(trial.given) if each.level == level.name]
    firsts = [(at, each.credit) for at, each in mine if each.credit is not None]
    seconds = [(at, each.second) for at, each in mine if each.second is not None]
    rules = [
        _table(level, number if seconds else None, rows)
        for number, rows in enumerate((firsts, seconds), 1)
        if rows
    ]
    return evolve(level, series=tuple(evolve(each, credits=tuple(rules)) for each in level.series))


def _table(level: ServiceLevel, option: int | None, rows: Sequence[tuple[int, CreditAmount]]) -> CreditRule:
    id_ = f"{level.id}/trial/{option or 1}"
    bands = (
        Band(
            f"{id_}/{at}",
            level.span,
            Edge(_value(at), includes=True),
            Edge(_value(at), includes=True),
            credit,
        )
        for at, credit in rows
    )
    return CreditRule(id_, level.span, None, tuple(bands), option=option)


def _value(place: int) -> Quantity:
    """A value that misses every target, and is that of one window alone."""
    return Quantity(ValueType.PERCENT, Fraction(place, 1000))


def _measured(agreement: TrialAgreement, trial: Trial) -> Measurements:
    rows = [row for at, each in enumerate(trial.given) for row in _rows(agreement, at, each)]
    if trial.days is None:
        return Measurements(tuple(rows), ())
    first = trial.given[0]
    label, at = window_of(agreement, first).label, _noon_after(agreement, trial.given[0], trial.days)
    return Measurements(
        tuple(rows),
        (),
        claims=(ClaimMade(first.level, label, at),),
        choices=(ChoiceMade(first.level, label, Fraction(2), at),),
    )


def _rows(agreement: TrialAgreement, place: int, given: TrialWindow) -> Iterator[Measurement]:
    for number, window in enumerate(agreement.windows[given.level][given.number]):
        is_credited = given.known <= number and (given.gone is None or number < given.gone)
        is_plain = given.credit is None or not is_credited
        value = Quantity(ValueType.PERCENT, VALUES[given.value]) if is_plain else _value(place)
        yield Measurement(given.level, given.key, window, Counts(1, 1, None, None, 0, 0, 0), value)


def amount_of(credit: CreditAmount) -> Fraction:
    """How much of money or points a trial gives."""
    assert isinstance(credit, Money | Points), "trials give money or points"
    return credit.amount if isinstance(credit, Money) else credit.number
