"""Judging measured values: their verdicts, the reasons, and their credits before settlement."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from sladsl.measurement.results import Measurement
from sladsl.planning.eras import plan_at
from sladsl.planning.plan import Plan, Series, ServiceLevel
from sladsl.planning.series import series_at
from sladsl.settlement.credit_amounts import Judged
from sladsl.settlement.credits import assess
from sladsl.settlement.eras import level_of
from sladsl.settlement.explanation import Result, thresholds_of
from sladsl.settlement.sentences import level_title
from sladsl.settlement.values import exact_value, is_without_records, stated
from sladsl.settlement.verdicts import compare, decide, is_measured, reason
from sladsl.values import evolve

OfLevel = tuple[str, tuple[int, int, str], int]
"""What the measurements of one level in one window at one settlement have in common, whatever their values."""


def result_of(plan: Plan, measurement: Measurement, values: int = 1) -> Result:
    """Judge one measured value by itself: its verdict, the reason, and its credits before settlement.

    `values` is for how many dimension values the level is measured in the window, this one included. Of an amended
    agreement, the era in which the window starts judges it.
    """
    plan = plan_at(plan, measurement.window.start)
    level, series = _series(plan, measurement)
    held = stated(level, series, measurement)
    comparisons = compare(plan, series, held)
    verdict = decide(plan, level, held, comparisons)
    assessed = assess(plan, Judged(level, series, held, verdict, values))
    return Result(
        title=level_title(level),
        measurement=held,
        comparisons=comparisons,
        verdict=verdict,
        reason=reason(plan, level, held, comparisons, thresholds_of(assessed)),
        assessments=assessed,
        rounding=series.rounded,
        unrounded=None if series.rounded is None else exact_value(level, series, measurement),
    )


def rejudged(plan: Plan, level: ServiceLevel, series: Series, result: Result, values: int) -> Result:
    """Judge a result again, by the terms of a series that are not those of the plan."""
    held = result.measurement
    comparisons = compare(plan, series, held)
    verdict = decide(plan, level, held, comparisons)
    assessed = assess(plan, Judged(level, series, held, verdict, values))
    why = reason(plan, level, held, comparisons, thresholds_of(assessed))
    return evolve(result, comparisons=comparisons, verdict=verdict, reason=why, assessments=assessed)


def of_level(row: Measurement) -> OfLevel:
    """The level, the window and the settlement that a measurement is for."""
    return row.level, row.window.place, row.window.as_of


def measured_values(plan: Plan, rows: Iterable[Measurement]) -> Counter[OfLevel]:
    """For how many dimension values each level is measured in a window, which those without a verdict are not."""
    return Counter(of_level(row) for row in rows if _is_judged(plan, row))


def _is_judged(plan: Plan, row: Measurement) -> bool:
    level, series = _series(plan_at(plan, row.window.start), row)
    if level.no_records is not None and is_without_records(row.counts):
        return True
    return is_measured(series, stated(level, series, row))


def _series(plan: Plan, measurement: Measurement) -> tuple[ServiceLevel, Series]:
    level = level_of(plan, measurement)
    return level, series_at(level, measurement.key)


def in_order(plan: Plan, rows: Sequence[Measurement]) -> list[Measurement]:
    """Measurements in the plan's order of levels, then by window, then in the plan's order of series."""
    place = {level.name: at for at, level in enumerate(plan.levels)}

    def position(row: Measurement) -> tuple[int, int, int, tuple[str, ...], str]:
        level, series = _series(plan, row)
        order = next(at for at, each in enumerate(level.series) if each is series)
        is_open = any(members is None for members in series.members)
        return place[row.level], row.window.start, order, row.key if is_open else (), row.window.label

    return sorted(rows, key=position)
