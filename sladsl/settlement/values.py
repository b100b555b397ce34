"""The value of a window as the agreement defines it: from what was measured to what is compared."""

from __future__ import annotations

from fractions import Fraction

from attrs import evolve

from sladsl.measurement.results import Measurement
from sladsl.planning.plan import Quantity, Rounding, Series, ValueType
from sladsl.settlement.rounding import rounded


def exact_value(series: Series, value: Quantity | None) -> Quantity | None:
    """Give the value before any rounding: what is measured, or 100% less that."""
    if value is None or not series.complement:
        return value
    return evolve(value, amount=1 - value.amount)


def stated(series: Series, measurement: Measurement) -> Measurement:
    """Give a measurement with the values that are compared with targets and shown."""
    return evolve(
        measurement,
        value=_rounded(series.rounded, exact_value(series, measurement.value)),
        gross=_rounded(series.rounded, exact_value(series, measurement.gross)),
    )


def quantum(rounding: Rounding, kind: ValueType) -> Fraction:
    """Give one step of the last decimal that a value is rounded to; decimals of a percent are those of hundredths."""
    return Fraction(1, 10 ** (rounding.decimals + (2 if kind is ValueType.PERCENT else 0)))


def _rounded(rounding: Rounding | None, value: Quantity | None) -> Quantity | None:
    if value is None or rounding is None:
        return value
    return evolve(value, amount=rounded(value.amount, quantum(rounding, value.type), rounding.mode))
