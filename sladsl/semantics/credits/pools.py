"""Pools: which of them the weight of a level is a share of."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

from sladsl.semantics.meaning import Analysis, Level
from sladsl.syntax import ast


def pools_of(settlement: ast.Settlement) -> tuple[ast.Pool | None, ...]:
    """The pools of a settlement; None stands for the amount at risk itself, where there are none."""
    return tuple(step for step in settlement.steps if isinstance(step, ast.Pool)) or (None,)


def pool_of(level: Level, settlement: ast.Settlement, analysis: Analysis) -> ast.Pool | None:
    """The pool of a level: the one that names it, or that is for all."""
    for pool in pools_of(settlement):
        if pool is None or pool.levels is None:
            return pool
        named = [analysis.named.get(path) for path in pool.levels]
        if any(each is not None and each.path == level.name for each in named):
            return pool
    return None


def share_on(weight: ast.Weight, day: dt.date) -> Fraction:
    """The weight that holds on a day."""
    return [each.value.value for each in weight.shares if each.since is None or each.since.value <= day][-1]
