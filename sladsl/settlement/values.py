"""The value of a window as the agreement defines it: from what was measured to what is compared."""

from __future__ import annotations

from fractions import Fraction

from sladsl.measurement.results import Counts, Measurement, Share
from sladsl.planning.plan import (
    Measure,
    Quantity,
    Rounding,
    Series,
    ServiceLevel,
    Statistic,
    Target,
    ValueType,
    Volume,
)
from sladsl.settlement.rounding import rounded
from sladsl.values import evolve


def exact_value(level: ServiceLevel, series: Series, measurement: Measurement) -> Quantity | None:
    """Give the value before any rounding: what is measured, or 100% less that.

    Misses that few records forgive are taken out of it, and a window without records may have a value of its own.
    """
    if level.no_records is not None and is_without_records(measurement.counts):
        return level.no_records.value
    taken_out = removed(level, measurement.counts)
    value = _without(series, measurement.counts, taken_out) if taken_out else measurement.value
    return _complement(series, value)


def stated(level: ServiceLevel, series: Series, measurement: Measurement) -> Measurement:
    """Give a measurement with the values that are compared with targets and shown."""
    return evolve(
        measurement,
        value=_rounded(series.rounded, exact_value(level, series, measurement)),
        gross=_rounded(series.rounded, _complement(series, measurement.gross)),
        shares=tuple(
            _share(level, series, target, share)
            for target, share in zip(series.further, measurement.shares, strict=False)
        ),
    )


def misses_of(target: Target, share: Share) -> int:
    """Count the records that the target on a share would rather not have: those too late."""
    return share.passed if target.over else share.decided - share.passed


def _share(level: ServiceLevel, series: Series, target: Target, share: Share) -> Share:
    low = level.low_volume
    if low is not None and low.rule is Volume.REMOVE and share.decided < low.below:
        taken = min(low.misses, misses_of(target, share))
        left, passed = share.decided - taken, share.passed - (taken if target.over else 0)
        share = evolve(share, value=Quantity(ValueType.PERCENT, Fraction(passed, left)) if left else None)
    return evolve(share, value=_rounded(series.rounded, share.value))


def removed(level: ServiceLevel, counts: Counts) -> int:
    """Count the misses that are taken out of the value, because the window has few records."""
    low = level.low_volume
    if low is None or low.rule is not Volume.REMOVE or counts.bad is None or counts.decided >= low.below:
        return 0
    return min(low.misses, counts.bad)


def is_without_records(counts: Counts) -> bool:
    """Tell whether a window has no record at all, also none that was excluded."""
    return counts.records == counts.excluded == 0


def quantum(rounding: Rounding, kind: ValueType) -> Fraction:
    """Give one step of the last decimal that a value is rounded to; decimals of a percent are those of hundredths."""
    return Fraction(1, 10 ** (rounding.decimals + (2 if kind is ValueType.PERCENT else 0)))


def _without(series: Series, counts: Counts, misses: int) -> Quantity | None:
    """Give a percentage of the records that are left when misses are taken out of both its numbers."""
    left = counts.decided - misses
    if not left or counts.good is None or counts.bad is None:
        return None
    assert isinstance(series.measure, Measure), (
        "a check refuses misses of anything but a percentage of good records"
    )
    is_good = series.measure.statistic is Statistic.PERCENT_GOOD
    return Quantity(ValueType.PERCENT, Fraction(counts.good if is_good else counts.bad - misses, left))


def _complement(series: Series, value: Quantity | None) -> Quantity | None:
    if value is None or not series.complement:
        return value
    return evolve(value, amount=1 - value.amount)


def _rounded(rounding: Rounding | None, value: Quantity | None) -> Quantity | None:
    if value is None or rounding is None:
        return value
    return evolve(value, amount=rounded(value.amount, quantum(rounding, value.type), rounding.mode))
