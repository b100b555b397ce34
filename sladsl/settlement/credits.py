"""What a miss costs before settlement: the credit of one series in one window, and how it is calculated."""

from __future__ import annotations

from fractions import Fraction
from typing import assert_never

from attrs import frozen

from sladsl.measurement.results import Measurement
from sladsl.planning.plan import (
    Amount,
    Anchor,
    Band,
    BandEdge,
    CreditRule,
    Money,
    PercentOf,
    PeriodWindow,
    Plan,
    Quantity,
    Series,
    Target,
)
from sladsl.planning.windows import Window, horizon, settlement_periods
from sladsl.settlement.charges import charge_between
from sladsl.settlement.explanation import Base, Credit, Verdict
from sladsl.settlement.verdicts import in_force


def credit_for(plan: Plan, series: Series, measurement: Measurement, verdict: Verdict) -> Credit | None:
    """Give the credit that a window earns, None where it earns none.

    A missed window earns the flat amount or the most severe row that its value matches. A window below expected
    earns from a row only: one that reaches past the minimum, or that includes it. A level without a minimum earns
    no credit, nor does a window that was met or not measured (LANGUAGE 5 and 6).
    """
    rule, value = series.credit, measurement.value
    if rule is None or value is None or series.minimum is None:
        return None
    match verdict:
        case Verdict.MET | Verdict.UNMEASURED | Verdict.GRACE:
            return None
        case Verdict.MISSED if rule.flat is not None:
            return _credit(plan, rule, None, rule.flat, measurement)
        case Verdict.MISSED | Verdict.BELOW_EXPECTED:
            rows = band_rows(plan, series, measurement.window)
        case _:
            assert_never(verdict)
    reached = [row for row in rows if row.matches(value)]
    if not reached:
        return None
    row = max(reached, key=lambda each: each.severity)
    return _credit(plan, rule, row, row.band.credit, measurement)


@frozen
class BandRow:
    """A row of a credit table with its threshold resolved for a window."""

    band: Band
    threshold: Quantity

    @property
    def lower_is_worse(self) -> bool:
        return self.band.edge in {BandEdge.BELOW, BandEdge.AT_OR_BELOW}

    @property
    def severity(self) -> tuple[Fraction, bool]:
        """How far into failure the row begins; of two at one threshold, the one without it begins later."""
        depth = -self.threshold.amount if self.lower_is_worse else self.threshold.amount
        return depth, self.band.edge in {BandEdge.BELOW, BandEdge.ABOVE}

    def matches(self, value: Quantity) -> bool:
        match self.band.edge:
            case BandEdge.BELOW:
                return value.amount < self.threshold.amount
            case BandEdge.AT_OR_BELOW:
                return value.amount <= self.threshold.amount
            case BandEdge.ABOVE:
                return value.amount > self.threshold.amount
            case BandEdge.AT_OR_ABOVE:
                return value.amount >= self.threshold.amount
        assert_never(self.band.edge)


def band_rows(plan: Plan, series: Series, window: Window) -> tuple[BandRow, ...]:
    """Give the rows of a series' credit table as they stand in a window, in the order written."""
    if series.credit is None:
        return ()
    return tuple(BandRow(band, _threshold(plan, series, band, window)) for band in series.credit.bands)


def _threshold(plan: Plan, series: Series, band: Band, window: Window) -> Quantity:
    if isinstance(band.threshold, Quantity):
        return band.threshold
    return in_force(plan, _target(series, band.threshold).values, window)


def _target(series: Series, word: str) -> Target:
    target = series.expected if word == "expected" else series.minimum
    if target is None:
        raise ValueError(f"a credit row names the target `{word}`, which the level does not have")
    return target


def _credit(
    plan: Plan, rule: CreditRule, row: BandRow | None, rate: Amount, measurement: Measurement
) -> Credit:
    band, threshold = (None, None) if row is None else (row.band, row.threshold)
    match rate:
        case Money(amount):
            return Credit(rule, band, threshold, rate, None, amount)
        case PercentOf(share, charge):
            start, end = _charged(plan, measurement)
            base = Base(charge, start, end, charge_between(plan, charge, start, end))
            return Credit(rule, band, threshold, rate, base, share * base.amount)
    assert_never(rate)


def _charged(plan: Plan, measurement: Measurement) -> tuple[int, int]:
    """Give from when to when a charge counts: for the window, or else for the settlement period that it ends with."""
    window = measurement.window
    level = next(each for each in plan.levels if each.name == measurement.level)
    if isinstance(level.window, PeriodWindow):
        return window.start, window.end
    period = horizon(plan, Anchor.CALENDAR, settlement_periods(plan).unit, window.end)
    return period.start, period.end
