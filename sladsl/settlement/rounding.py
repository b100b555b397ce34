"""Rounding exact amounts to a multiple of a quantum."""

from __future__ import annotations

from fractions import Fraction
from math import ceil, floor
from typing import assert_never

from sladsl.planning.plan import RoundingMode

_HALF = Fraction(1, 2)


def rounded(amount: Fraction, quantum: Fraction, mode: RoundingMode) -> Fraction:
    """Give the multiple of `quantum` that an amount rounds to; half-up takes a half away from zero."""
    return _units(amount / quantum, mode) * quantum


def _units(units: Fraction, mode: RoundingMode) -> int:
    match mode:
        case RoundingMode.HALF_UP:
            return floor(units + _HALF) if units >= 0 else ceil(units - _HALF)
        case RoundingMode.HALF_EVEN:
            return round(units)
        case RoundingMode.UP:
            return ceil(units)
        case RoundingMode.DOWN:
            return floor(units)
    assert_never(mode)
