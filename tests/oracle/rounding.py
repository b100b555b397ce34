"""Rounding, by the words of the language."""

from __future__ import annotations

import math
from fractions import Fraction

_MIRRORED = {"up": "down", "down": "up"}


def to_decimals(rounding: tuple[str, int] | None, kind: str, value: Fraction) -> Fraction:
    """A value to so many decimals of what is shown: hundredths where it is a percentage."""
    if rounding is None:
        return value
    mode, decimals = rounding
    return to_quanta(mode, value, Fraction(1, 10**decimals) / (100 if kind == "percent" else 1))


def to_quanta(mode: str, value: Fraction, quantum: Fraction) -> Fraction:
    """A value in whole quanta: up is towards more, a half goes away from zero."""
    size = whole_quanta(_MIRRORED.get(mode, mode) if value < 0 else mode, abs(value) / quantum)
    return (-size if value < 0 else size) * quantum


def whole_quanta(mode: str, quanta: Fraction) -> int:
    """A number that is not negative as a whole one."""
    below = math.floor(quanta)
    rest = quanta - below
    match mode:
        case "up":
            return below + (rest > 0)
        case "down":
            return below
        case "half-up":
            return below + (rest >= Fraction(1, 2))
        case "half-even":
            return below + (rest > Fraction(1, 2) or (rest == Fraction(1, 2) and below % 2 == 1))
    raise ValueError(mode)
