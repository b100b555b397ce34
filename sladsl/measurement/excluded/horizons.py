"""The periods of the limits of exclusions, and the windows from where a limit starts to be used."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sladsl.measurement.scanning.scan_tables import Reaching
from sladsl.planning.buckets import SplitTable, split_table
from sladsl.planning.periods import Period, period_holding
from sladsl.planning.plan import Budget, Plan
from sladsl.planning.windows import Window, zone_of
from sladsl.planning.zones import local_date
from sladsl.values import evolve


def reaching(plan: Plan, rule: Reaching, windows: Sequence[Window]) -> tuple[Window, ...]:
    """Windows that begin where the first of some units begins that hold their start."""
    zone = zone_of(plan)

    def first(window: Window) -> int:
        day = local_date(zone, window.start)
        return min(period_holding(zone, plan.term, *unit, day).start for unit in rule.units)

    return tuple(evolve(window, start=first(window)) for window in windows)


def periods(plan: Plan, budget: Budget, until: int) -> Iterator[Period]:
    """The periods of a limit from the start of the term to an instant in it."""
    zone, day = zone_of(plan), plan.term.first
    while plan.term.last is None or day <= plan.term.last:
        period = period_holding(zone, plan.term, budget.anchor, budget.per, day)
        if period.start >= until:
            return
        yield period
        day = period.until


def period_numbers(plan: Plan, budget: Budget, windows: Sequence[Window]) -> SplitTable:
    """The number of the period of a limit that holds an instant of some windows."""
    until = max((window.end for window in windows), default=0)
    starts = [(period.start, number) for number, period in enumerate(periods(plan, budget, until))]
    if not starts:
        return SplitTable(0, 1, ())
    return split_table(starts[0][0], until - 1, 0, starts[1:])
