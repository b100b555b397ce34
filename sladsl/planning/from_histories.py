"""How often windows must have failed, from the syntax tree to the plan."""

from __future__ import annotations

from typing import assert_never

from sladsl.planning.plan import (
    Anchor,
    Consecutive,
    EveryNth,
    FailedLately,
    Failing,
    HistoryMet,
    Lately,
    OfAny,
    TimesInMonths,
    TimesInUnit,
    Unit,
)
from sladsl.syntax import ast


def lately_of(node: ast.Lately) -> Lately:
    """How often windows must have failed."""
    times = int(node.times.value)
    match node:
        case ast.Consecutive():
            return Consecutive(times)
        case ast.OfAny():
            return OfAny(times, int(node.windows.value))
        case ast.TimesIn(months=ast.Months(value=months)):
            return TimesInMonths(times, months)
        case ast.TimesIn():
            assert node.anchor is not None
            assert node.unit is not None
            return TimesInUnit(times, Anchor(node.anchor), Unit(node.unit))
    assert_never(node)


def history_of(node: ast.HistoryMet | None) -> HistoryMet | None:
    """Give what must have happened in the windows up to one."""
    match node:
        case None:
            return None
        case ast.FailedLately():
            return FailedLately(Failing(node.failing), lately_of(node.lately))
        case ast.EveryNth():
            return EveryNth(node.nth)
    assert_never(node)
