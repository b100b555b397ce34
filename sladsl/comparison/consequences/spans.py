"""Units of time in which something is counted, held against each other: whether one lies within another."""

from __future__ import annotations

from collections.abc import Mapping

from sladsl.planning.plan import Anchor, Unit

Span = tuple[Anchor, Unit | None]
"""Each unit of the calendar or of the contract by itself; without a unit, the whole term."""

_MADE_OF: Mapping[Unit, Mapping[Unit, int]] = {
    Unit.DAY: {},
    Unit.WEEK: {Unit.DAY: 7},
    Unit.MONTH: {Unit.DAY: 28},
    Unit.QUARTER: {Unit.DAY: 90, Unit.MONTH: 3},
    Unit.YEAR: {Unit.DAY: 365, Unit.MONTH: 12, Unit.QUARTER: 4},
}
"""The units that each is made of without remainder, and how many they are at least."""


def parts_of_span(one: Span, other: Span) -> int:
    """Over how many units of the other kind, at least, one unit may be spread: 1 where it lies within one of them."""
    (anchor, unit), (anchored, within) = one, other
    if one == other or _is_within(one, other):
        return 1
    if unit is None or within is None or anchor is not anchored:
        return 2
    return _MADE_OF[unit].get(within, 2)


def _is_within(one: Span, other: Span) -> bool:
    (anchor, unit), (anchored, within) = one, other
    if unit is None or within is None:
        return within is None
    if unit is Unit.DAY:
        return True
    return anchor is anchored and unit in _MADE_OF[within]


def write_span(span: Span) -> str:
    """Write one unit: `one contract year`."""
    anchor, unit = span
    return "the term" if unit is None else f"one {anchor} {unit}"
