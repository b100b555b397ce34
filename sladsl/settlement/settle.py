"""Settling: from measurements to verdicts, credits and settled periods."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from attrs import evolve

from sladsl.measurement.results import Measurement, Measurements
from sladsl.planning.plan import Plan, Series, ServiceLevel
from sladsl.planning.series import series_at
from sladsl.planning.windows import Window, settlement_periods, through_last, windows
from sladsl.settlement.credits import Judged, assess
from sladsl.settlement.excuses import excused
from sladsl.settlement.explanation import (
    Credit,
    Firing,
    Line,
    LineKind,
    Result,
    Settled,
    SettledPeriod,
    thresholds_of,
    total_of,
)
from sladsl.settlement.history import histories
from sladsl.settlement.remedies import Ground, fired, needs_paid
from sladsl.settlement.scene import Memory, Scene
from sladsl.settlement.sentences import level_title
from sladsl.settlement.steps import take_steps
from sladsl.settlement.values import exact_value, stated
from sladsl.settlement.verdicts import compare, decide, reason


def settle(plan: Plan, measurements: Measurements, as_of: int | None = None) -> Settled:
    """Settle every measured window, and every settlement period from the term's start to the last measured.

    The order of the measurements is irrelevant. `as_of` is the instant asked for with `--as-of`, in µs; it is
    shown for periods in which no window ends, the others are as of what their windows were read at.
    """
    ordered = _in_order(plan, measurements.rows)
    values = Counter(_place(measurement) for measurement in ordered)
    results = excused(plan, [result_of(plan, each, values[_place(each)]) for each in ordered])
    history = histories(results)
    lines = tuple(_line(each.measurement, credit) for each in results for credit in each.credits)
    ground = Ground(plan, history, lines)
    early = fired(ground, [each for each in plan.remedies if not needs_paid(each.when)])
    periods = tuple(_settled(plan, results, early, as_of))
    paid = tuple(line for period in periods for line in period.lines)
    late = fired(evolve(ground, paid=paid), [each for each in plan.remedies if needs_paid(each.when)])
    remedies = _as_written(plan, (*early, *late))
    return Settled(results, tuple(_with_remedies(each, remedies) for each in periods), remedies)


def _as_written(plan: Plan, firings: Sequence[Firing]) -> tuple[Firing, ...]:
    """Remedies in the order of time, at one moment in that of the agreement."""
    return tuple(sorted(firings, key=lambda each: (each.at, plan.remedies.index(each.remedy))))


def _with_remedies(period: SettledPeriod, remedies: Sequence[Firing]) -> SettledPeriod:
    return evolve(period, remedies=tuple(each for each in remedies if period.start < each.at <= period.end))


def result_of(plan: Plan, measurement: Measurement, values: int = 1) -> Result:
    """Judge one measured value by itself: its verdict, the reason, and its credits before settlement.

    `values` is for how many dimension values the level is measured in the window.
    """
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


def _place(measurement: Measurement) -> tuple[str, int, int]:
    return measurement.level, measurement.window.start, measurement.window.end


def _series(plan: Plan, measurement: Measurement) -> tuple[ServiceLevel, Series]:
    level = next(level for level in plan.levels if level.name == measurement.level)
    return level, series_at(level, measurement.key)


def _in_order(plan: Plan, rows: Sequence[Measurement]) -> list[Measurement]:
    place = {level.name: at for at, level in enumerate(plan.levels)}

    def position(row: Measurement) -> tuple[int, int, int, tuple[str, ...]]:
        level, series = _series(plan, row)
        order = next(at for at, each in enumerate(level.series) if each is series)
        is_open = any(members is None for members in series.members)
        return place[row.level], row.window.start, order, row.key if is_open else ()

    return sorted(rows, key=position)


def _settled(
    plan: Plan, results: Sequence[Result], remedies: Sequence[Firing], as_of: int | None
) -> Iterator[SettledPeriod]:
    memory = Memory()
    history = histories(results)
    for period in _periods(plan, results):
        ending = tuple(each for each in results if period.start < each.measurement.window.end <= period.end)
        given = (
            each for each in remedies if each.credit is not None and period.start < each.at <= period.end
        )
        calculated = (
            *(_line(each.measurement, credit) for each in ending for credit in each.credits),
            *(_given(period, each) for each in given),
        )
        taken, memory = take_steps(Scene(plan, history, period), calculated, memory)
        read_at = as_of if as_of is not None else _read_at(period, ending)
        yield SettledPeriod(
            label=period.label,
            start=period.start,
            end=period.end,
            as_of=read_at,
            partial=period.partial,
            results=ending,
            calculated=calculated,
            steps=taken,
            total=total_of(taken[-1].lines if taken else calculated),
            provisional=read_at < period.end,
        )


def _periods(plan: Plan, results: Sequence[Result]) -> tuple[Window, ...]:
    """Give the settlement periods from the term's start through the one in which the last window ends."""
    if plan.settlement is None or not results:
        return ()
    last = max(result.measurement.window.end for result in results)
    per = settlement_periods(plan)
    return windows(plan, per, through_last(plan, per, last - 1))


def _read_at(period: Window, ending: Sequence[Result]) -> int:
    return max((result.measurement.window.as_of for result in ending), default=period.as_of)


def _line(measured: Measurement, credit: Credit) -> Line:
    window = measured.window
    return Line(
        level=measured.level,
        key=measured.key,
        window=window.label,
        window_start=window.start,
        window_end=window.end,
        amount=credit.amount,
        credit=credit.rule.id,
        unit=credit.unit,
    )


def _given(period: Window, firing: Firing) -> Line:
    """What a remedy credits, in the period in which the window ends that completed its event."""
    assert firing.credit is not None, "only remedies that give a credit have a line"
    name, amount = firing.remedy.name, firing.credit.amount
    return Line(name, firing.key, period.label, period.start, firing.at, amount, LineKind.REMEDY)
