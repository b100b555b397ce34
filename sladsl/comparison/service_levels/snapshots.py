"""Snapshots of open records compared: what is seen at more instants is never less."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import assert_never

from sladsl.comparison.aspects import PlanPair
from sladsl.comparison.consequences.histories import where_passed_over
from sladsl.comparison.effect import (
    INCOMPARABLE,
    NEUTRAL,
    STRICTER,
    Judgement,
    because,
    turned,
)
from sladsl.planning.plan import Open, OpenRecords, PeriodWindow, Plan, Series, ServiceLevel, Snapshot
from sladsl.planning.snapshots import snapshots_of
from sladsl.planning.windows import windows, zone_of
from sladsl.planning.zones import day_start

_YEARS = dt.timedelta(days=3 * 366)
"""Of a term without an end, so many years are looked at."""


def judge_snapshots(
    pair: PlanPair, old: tuple[Series, OpenRecords], new: tuple[Series, OpenRecords], *, low_is_good: bool
) -> Judgement:
    """Judge other snapshots of the same open records: by whether each window has all those of the other version."""
    level = next((each for each in pair.new.levels if any(one is new[0] for one in each.series)), None)
    sides = ((pair.old, old[1].at), (pair.new, new[1].at))
    if (
        level is None
        or not isinstance(level.window, PeriodWindow)
        or not all(_is_known(*each) for each in sides)
    ):
        return INCOMPARABLE
    before = _seen(pair.old, level, old[1].at)
    after = _seen(pair.new, level, new[1].at)
    if before == after:
        return because(NEUTRAL, "within the term, they are the same instants")
    found = _by_sight(new[1].statistic, before, after)
    if found is None:
        return INCOMPARABLE
    if any(bool(one) is not bool(other) for one, other in zip(before, after, strict=True)) and (
        why := where_passed_over(pair, level.name)
    ):
        return because(INCOMPARABLE, why)
    return because(
        found if low_is_good else turned(found),
        "one version looks at all instants at which the other one does",
    )


def _is_known(plan: Plan, at: Snapshot) -> bool:
    return at.calendar is None or any(each.name == at.calendar for each in plan.calendars)


def _by_sight(
    statistic: Open, before: Sequence[frozenset[int]], after: Sequence[frozenset[int]]
) -> Judgement | None:
    """Stricter where low values are good and a value is never lower, weaker where it is never higher."""
    match statistic:
        case Open.MOST | Open.OLDEST:
            more = STRICTER
        case Open.LEAST:
            more = turned(STRICTER)
        case Open.MEAN:
            return None
        case _:
            assert_never(statistic)
    both = [*zip(before, after, strict=True)]
    if all(one <= other for one, other in both):
        return more
    return turned(more) if all(other <= one for one, other in both) else None


def _seen(plan: Plan, level: ServiceLevel, at: Snapshot) -> list[frozenset[int]]:
    """The snapshots of each window of a level."""
    last = plan.term.first + _YEARS if plan.term.last is None else plan.term.last + dt.timedelta(days=1)
    listed = windows(plan, level.window, day_start(zone_of(plan), last))
    found = snapshots_of(plan, at, listed)
    return [frozenset(found.instants[first:until]) for first, until in found.windows]
