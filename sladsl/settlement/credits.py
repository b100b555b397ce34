"""What a miss costs before settlement: the credits of one series in one window, and how they are calculated."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import prod
from typing import assert_never

from attrs import evolve, frozen

from sladsl.measurement.results import Measurement
from sladsl.planning.plan import (
    Band,
    Base,
    Comparator,
    CreditAmount,
    CreditRule,
    CreditUnit,
    Dated,
    Edge,
    Money,
    Plan,
    Points,
    Quantity,
    Series,
    ServiceDays,
    ServiceLevel,
    ShareOf,
    Sharing,
    TargetWord,
    Threshold,
    TimeOf,
    TimeUnit,
)
from sladsl.planning.windows import Window
from sladsl.settlement.charges import base_of, length_of
from sladsl.settlement.explanation import (
    Assessment,
    Credit,
    Factor,
    PartOfTime,
    Row,
    SharedAmong,
    Verdict,
)
from sladsl.settlement.verdicts import in_force


@frozen
class Judged:
    """A measured window with its verdict; `values` is for how many dimension values the level is measured there."""

    level: ServiceLevel
    series: Series
    measurement: Measurement
    verdict: Verdict
    values: int = 1

    @property
    def window(self) -> Window:
        """The window."""
        return self.measurement.window


def assess(plan: Plan, judged: Judged) -> tuple[Assessment, ...]:
    """Hold a window against each credit rule of its level, in the order written (LANGUAGE 5 and 6).

    A missed window earns flat amounts, and of each table the most severe row that its value matches. A window below
    expected earns only where a row, or what an amount is owed below, reaches past the minimum. A level without a
    minimum earns no credit, nor does a window that was met or not measured.
    """
    return tuple(_assess(plan, judged, rule) for rule in judged.series.credits)


def _assess(plan: Plan, judged: Judged, rule: CreditRule) -> Assessment:
    rows = tuple(_row(plan, judged, band) for band in rule.bands)
    mark = None if rule.mark is None else _resolved(plan, judged, rule.mark.threshold)
    credit, why = _credit(plan, judged, rule, rows, mark)
    return Assessment(rule, rows, mark, credit, why)


def _credit(
    plan: Plan, judged: Judged, rule: CreditRule, rows: Sequence[Row], mark: Quantity | None
) -> tuple[Credit | None, str]:
    value = judged.measurement.value
    if value is None or judged.series.minimum is None:
        return None, "there is no value" if value is None else "there is no minimum that could be missed"
    match judged.verdict:
        case Verdict.MET | Verdict.UNMEASURED | Verdict.GRACE | Verdict.EXCUSED:
            return None, f"the verdict is {judged.verdict}"
        case Verdict.MISSED | Verdict.BELOW_EXPECTED:
            if rule.bands:
                return _of_rows(plan, judged, rule, rows)
            return _of_amount(plan, judged, rule, mark)
        case _:
            assert_never(judged.verdict)


def _of_rows(plan: Plan, judged: Judged, rule: CreditRule, rows: Sequence[Row]) -> tuple[Credit | None, str]:
    reached = [row for row in rows if row.holds]
    if not reached:
        return None, "no row of the credit table covers the value"
    row = max(reached, key=lambda each: severity(judged.series, each))
    return _calculated(plan, judged, rule, row, row.band.credit), ""


def _of_amount(
    plan: Plan, judged: Judged, rule: CreditRule, mark: Quantity | None
) -> tuple[Credit | None, str]:
    value = judged.measurement.value
    assert rule.amount is not None
    assert value is not None
    if rule.mark is None or mark is None:
        if judged.verdict is Verdict.BELOW_EXPECTED:
            return None, f"the verdict is {judged.verdict}, and it is owed for a miss"
    elif not (value.amount < mark.amount if rule.mark.is_below else value.amount > mark.amount):
        return None, f"the value is not {'below' if rule.mark.is_below else 'above'} it"
    return _calculated(plan, judged, rule, None, rule.amount), ""


# --- rows ----------------------------------------------------------------------------------------------------------


def severity(series: Series, row: Row) -> tuple[bool, Fraction, bool]:
    """How far into failure a row begins; of two that begin at one value, the one without it begins later."""
    lower_is_worse = series.minimum is not None and series.minimum.comparator in _HIGH
    end, edge = (row.upper, row.band.upper) if lower_is_worse else (row.lower, row.band.lower)
    if end is None or edge is None:
        return False, Fraction(0), False
    return True, -end.amount if lower_is_worse else end.amount, not edge.includes


_HIGH = {Comparator.AT_LEAST, Comparator.ABOVE}


def _row(plan: Plan, judged: Judged, band: Band) -> Row:
    lower, upper = (
        None if edge is None else _resolved(plan, judged, edge.threshold) for edge in (band.lower, band.upper)
    )
    value = judged.measurement.value
    holds = value is not None and _above(value, lower, band.lower) and _below(value, upper, band.upper)
    return Row(band, lower, upper, holds)


def _above(value: Quantity, end: Quantity | None, edge: Edge | None) -> bool:
    if end is None or edge is None:
        return True
    return value.amount >= end.amount if edge.includes else value.amount > end.amount


def _below(value: Quantity, end: Quantity | None, edge: Edge | None) -> bool:
    if end is None or edge is None:
        return True
    return value.amount <= end.amount if edge.includes else value.amount < end.amount


def _resolved(plan: Plan, judged: Judged, threshold: Threshold) -> Quantity:
    """A threshold in the window: the limit that a target of that word sets there."""
    if isinstance(threshold, Quantity):
        return threshold
    limit = in_force(plan, _target_values(judged.series, threshold), judged.window)
    return Quantity(limit.type, limit.amount * threshold.times)


def _target_values(series: Series, word: TargetWord) -> Sequence[Dated[Quantity]]:
    target = series.expected if word.word == "expected" else series.minimum
    if target is None:
        raise ValueError(f"a credit names the target `{word.word}`, which the level does not have")
    return target.values


# --- amounts -------------------------------------------------------------------------------------------------------


def _calculated(plan: Plan, judged: Judged, rule: CreditRule, row: Row | None, rate: CreditAmount) -> Credit:
    credit = _uncut(plan, judged, rule, row, rate)
    if rule.most is None:
        return credit
    most = _uncut(plan, judged, rule, row, rule.most).calculated
    return evolve(credit, most=most, amount=min(credit.calculated, most))


def _uncut(plan: Plan, judged: Judged, rule: CreditRule, row: Row | None, rate: CreditAmount) -> Credit:
    def of(unit: CreditUnit, number: Fraction) -> Credit:
        return Credit(rule, unit, row, rate, None, (), number, None, number)

    match rate:
        case Money(amount):
            return of(CreditUnit.MONEY, amount)
        case Points(number):
            return of(CreditUnit.POINTS, number)
        case ServiceDays(number):
            return of(CreditUnit.SERVICE_DAYS, number)
        case ShareOf(share, base):
            return _of_charge(plan, judged, of(CreditUnit.MONEY, share), base, ())
        case TimeOf(number, unit, base):
            return _of_charge(plan, judged, of(CreditUnit.MONEY, Fraction(1)), base, ((number, unit),))
    assert_never(rate)


def _of_charge(
    plan: Plan, judged: Judged, credit: Credit, base: Base, times: Sequence[tuple[Fraction, TimeUnit]]
) -> Credit:
    """Take an amount of its charge; where it is shared, of the part of one dimension value."""
    taken = base_of(plan, judged.level, base, judged.window)
    factors: tuple[Factor, ...] = tuple(
        PartOfTime(number, unit, length_of(plan, taken, unit)) for number, unit in times
    )
    if base.sharing is Sharing.EQUALLY:
        factors = (*factors, SharedAmong(judged.values))
    amount = credit.amount * taken.amount * prod((each.factor for each in factors), start=Fraction(1))
    return evolve(credit, base=taken, factors=factors, calculated=amount, amount=amount)
