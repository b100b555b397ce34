"""One value out of many (docs/measures.md)."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from fractions import Fraction

Comparison = Callable[[Fraction, Fraction], bool]

KEEPS: dict[str, Comparison] = {
    "at least": lambda value, limit: value >= limit,
    "above": lambda value, limit: value > limit,
    "at most": lambda value, limit: value <= limit,
    "under": lambda value, limit: value < limit,
}
"""Whether a value keeps a limit."""

REACHES: dict[str, Comparison] = {
    "when below": lambda value, threshold: value < threshold,
    "at or below": lambda value, threshold: value <= threshold,
    "when above": lambda value, threshold: value > threshold,
    "at or above": lambda value, threshold: value >= threshold,
}
"""Whether a value reaches a row of a credit table."""


def mean(values: Sequence[Fraction]) -> Fraction:
    """The sum divided by how many."""
    return sum(values, Fraction(0)) / len(values)


def median(values: Sequence[Fraction]) -> Fraction:
    """The middle value, or the mean of the two middle ones."""
    ordered = sorted(values)
    while len(ordered) > 2:
        ordered = ordered[1:-1]
    return mean(ordered)


def percentile(values: Sequence[Fraction], rank: Fraction) -> Fraction:
    """By nearest rank: the least value that at least so many percent of the values do not exceed."""
    needed = math.ceil(rank * len(values) / 100)
    return sorted(values)[needed - 1]


def reduced(statistic: str, rank: Fraction | None, values: Sequence[Fraction]) -> Fraction:
    """Values as one."""
    match statistic:
        case "sum":
            return sum(values, Fraction(0))
        case "mean":
            return mean(values)
        case "median":
            return median(values)
        case "lowest":
            return min(values)
        case "highest":
            return max(values)
        case "percentile":
            assert rank is not None
            return percentile(values, rank)
    raise ValueError(statistic)
