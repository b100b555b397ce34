"""Settling: from measurements to verdicts, credits and settled periods.

Periods are settled one after the other. Where the agreement settles a period more than once, each settlement looks
anew, as of its own instant, at every period that is not final: it settles all of them again from the first one that
has changed, and books what has become of earlier lines as adjustments of its own period.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence

from sladsl.measurement.results import Measurement, Measurements, RecordWindows
from sladsl.planning.plan import Choose, Claim, CreditUnit, Plan
from sladsl.planning.windows import Window, settlement_periods, through_last, windows
from sladsl.settlement.accrued import with_accrued, with_choices, with_claims
from sladsl.settlement.adjusting import adjustments
from sladsl.settlement.choosing import standing
from sladsl.settlement.excuses import excused, excuses_later
from sladsl.settlement.explanation import (
    Credit,
    Firing,
    LineKind,
    Result,
    Settled,
    SettledPeriod,
    SettlementLine,
    total_of,
)
from sladsl.settlement.history import Histories, histories
from sladsl.settlement.judging import in_order, measured_values, of_level, result_of
from sladsl.settlement.level_means import with_means
from sladsl.settlement.period_context import PeriodContext, SettledStage, StepMemory
from sladsl.settlement.period_steps import settlement_at
from sladsl.settlement.promoting import in_the_light_of_all
from sladsl.settlement.ratcheting import ratcheted
from sladsl.settlement.record_windows import read_by, readings, record_counts, record_levels
from sladsl.settlement.remedies import (
    RemedyInputs,
    fired,
    needs_credits,
    needs_paid,
    needs_points,
    remedies_of,
)
from sladsl.settlement.step_memory import kept_through
from sladsl.settlement.steps import before_money, take_steps
from sladsl.settlement.unseen import without_unseen
from sladsl.values import evolve, frozen

__all__ = ["result_of", "settle"]


def settle(
    plan: Plan, measurements: Measurements, as_of: int | None = None, through: int | None = None
) -> Settled:
    """Settle every measured window, and every settlement period from the term's start to the last measured.

    Periods `through` an instant, in µs, are settled though no window may end in the last of them.

    The order of the measurements is irrelevant. `as_of` is the instant asked for with `--as-of`, in µs; it is
    shown for periods in which no window ends, the others are as of what their windows were read at.
    """
    plan = with_claims(with_accrued(plan, measurements.charges), measurements.claims)
    plan = with_choices(plan, measurements.choices)
    versions = _versions(plan, without_unseen(plan, measurements.rows))
    first = _judged(plan, [each[0] for each in versions])
    periods = _periods(plan, first, measurements.records, through)
    if not periods:
        return Settled(first, (), _without_settlement(plan, first))
    settled, remedies = _courses(plan, _Read(versions, measurements.records), first, periods, as_of)
    return Settled(_as_settled(first, settled), settled, remedies)


def _versions(plan: Plan, rows: Sequence[Measurement]) -> tuple[tuple[Result, ...], ...]:
    """Each series in each window, in the plan's order, as it was judged at each settlement, the first one first."""
    found: dict[object, list[Result]] = {}
    values = measured_values(plan, rows)
    for row in in_order(plan, rows):
        place = (row.level, row.key, row.window.place)
        found.setdefault(place, []).append(result_of(plan, row, values[of_level(row)]))
    return tuple(
        tuple(sorted(each, key=lambda result: result.measurement.window.as_of)) for each in found.values()
    )


def _judged(plan: Plan, results: Sequence[Result]) -> tuple[Result, ...]:
    """Results by what the others say: made from their values, by raised targets, excused, or failing too often."""
    return with_means(
        plan, results, lambda known: in_the_light_of_all(plan, excused(plan, ratcheted(plan, known)))
    )


def _without_settlement(plan: Plan, results: Sequence[Result]) -> tuple[Firing, ...]:
    return _as_written(plan, fired(RemedyInputs(plan, histories(results), ()), remedies_of(plan)))


def _periods(
    plan: Plan, results: Sequence[Result], records: Sequence[RecordWindows], through: int | None
) -> tuple[Window, ...]:
    """Give the settlement periods from the term's start through the one in which the last window ends, or later."""
    ends = [*(result.measurement.window.end for result in results), *(each.window.end for each in records)]
    ends += [] if through is None else [through]
    if plan.settlement is None or not ends:
        return ()
    last = max(ends)
    per = settlement_periods(plan)
    return windows(plan, per, through_last(plan, per, last - 1))


# --- one settlement after the other --------------------------------------------------------------------------------


@frozen
class _WindowsAsOf:
    """How all windows stand at a settlement, those that end in each period by the end of that period.

    `as_of` is the instant that replaces those of settlement, where one is asked for.
    """

    histories: Histories
    ending: Mapping[int, tuple[Result, ...]]
    as_of: int | None = None


@frozen
class _Read:
    """Each series in each window as it was judged at each settlement, and how many records are windows."""

    versions: Sequence[Sequence[Result]]
    records: Sequence[RecordWindows]


@frozen
class _Progress:
    """What a settlement has come to: a stage for each period so far, and the remedies that have fired."""

    stages: tuple[SettledStage, ...] = ()
    remedies: tuple[Firing, ...] = ()


def _courses(
    plan: Plan,
    read: _Read,
    first: tuple[Result, ...],
    periods: Sequence[Window],
    as_of: int | None,
) -> tuple[tuple[SettledPeriod, ...], tuple[Firing, ...]]:
    is_final_at_once = all(len(each) == 1 for each in read.versions) and not excuses_later(plan)
    once = _view(first, periods)
    course, settled, final = _Progress(), list[SettledPeriod](), dict[object, Result]()
    for number, period in enumerate(periods):
        view = once if is_final_at_once else _view(_as_read(plan, read, period, final), periods)
        view = evolve(view, as_of=as_of)
        final |= _final_with(plan, view, periods, number)
        after = period.start if is_final_at_once else None
        now = _course(plan, view, periods[: number + 1], course, after)
        stated = _settled(period, course, now, as_of)
        counts = record_counts(plan, period, read.records, stated.results)
        settled.append(evolve(stated, records=tuple(counts)))
        course = now
    remedies = _as_written(plan, course.remedies)
    return tuple(_with_remedies(each, remedies) for each in settled), remedies


def _final_with(
    plan: Plan, view: _WindowsAsOf, periods: Sequence[Window], number: int
) -> Iterator[tuple[object, Result]]:
    """The results of the period that is final with a settlement, if one is: they stay as they are."""
    assert plan.settlement is not None
    if plan.settlement.final_after is not None and number + 1 >= plan.settlement.final_after:
        for each in view.ending[periods[number + 1 - plan.settlement.final_after].end]:
            yield each.place, evolve(each, is_final=True)


def _view(results: Sequence[Result], periods: Sequence[Window]) -> _WindowsAsOf:
    ends = [period.end for period in periods]
    ending: dict[int, list[Result]] = {end: [] for end in ends}
    for each in results:
        ending[ends[bisect_left(ends, each.measurement.window.end)]].append(each)
    return _WindowsAsOf(histories(results), {end: tuple(found) for end, found in ending.items()})


def _as_read(plan: Plan, read: _Read, period: Window, final: Mapping[object, Result]) -> tuple[Result, ...]:
    """Every window that has ended by the end of a period, as it was last read by its settlement."""
    of_records, read_at = record_levels(plan), readings(read.records)
    ended = [each for each in read.versions if each[0].measurement.window.end <= period.end]
    last = (
        read_by(each, period.as_of, read_at)
        if each[0].measurement.level in of_records and read_at
        else _read_by(each, period.as_of)
        for each in ended
    )
    return _judged(plan, [final.get(each.place, each) for each in last if each is not None])


def _read_by(versions: Sequence[Result], instant: int) -> Result:
    read = [each for each in versions if each.measurement.window.as_of <= instant]
    return read[-1] if read else versions[0]


def _course(
    plan: Plan, view: _WindowsAsOf, periods: Sequence[Window], before: _Progress, after: int | None
) -> _Progress:
    """Settle periods anew, from the first one whose credits have changed since the settlement before.

    With `after`, which is where the last period starts, no earlier one can have changed.
    """
    last = periods[-1]
    points = _points(plan, view, periods)
    inputs = RemedyInputs(plan, view.histories, _calculated(plan, view, periods), points=points)
    early = [each for each in remedies_of(plan) if not needs_paid(each.when)]
    remedies = (*before.remedies, *fired(inputs, early, before.remedies, after, last.end))
    kept = () if after is None else before.stages
    stages = (*kept, *_stages(plan, view, periods[len(kept) :], before.stages[len(kept) :], remedies, kept))
    paid = [line for stage in stages for line in stage.lines] if plan.remedies else ()
    late = [each for each in remedies_of(plan) if needs_paid(each.when)]
    more = fired(evolve(inputs, paid=paid), late, before.remedies, after, last.end)
    return _Progress(stages, (*remedies, *more))


def _calculated(plan: Plan, view: _WindowsAsOf, periods: Sequence[Window]) -> tuple[SettlementLine, ...]:
    """The credits of all windows so far, for remedies that look at their sums."""
    if not any(needs_credits(remedy.when) for remedy in remedies_of(plan)):
        return ()
    return tuple(
        line
        for number, each in enumerate(periods)
        for line in standing(_scene(plan, view, periods, number), tuple(_lines_of(view, each)))
    )


def _points(plan: Plan, view: _WindowsAsOf, periods: Sequence[Window]) -> tuple[SettlementLine, ...]:
    """The points of all windows so far as they stand before they become money, for remedies that look at their sums."""
    if not any(needs_points(remedy.when) for remedy in remedies_of(plan)):
        return ()
    eras = tuple(evolve(era, settlement=before_money(era.settlement)) for era in plan.eras)
    of_points = evolve(plan, settlement=before_money(plan.settlement), eras=eras)
    stages = _stages(of_points, view, periods, (), (), ())
    return tuple(line for stage in stages for line in stage.lines if line.unit is CreditUnit.POINTS)


def _stages(
    plan: Plan,
    view: _WindowsAsOf,
    periods: Sequence[Window],
    before: Sequence[SettledStage],
    remedies: Sequence[Firing],
    kept: Sequence[SettledStage],
) -> tuple[SettledStage, ...]:
    """The stages of periods that follow those `kept`; those that are as before are not settled anew."""
    stages = list[SettledStage]()
    memory, is_as_before = kept[-1].memory if kept else StepMemory(), True
    for number, period in enumerate(periods):
        calculated = (*_lines_of(view, period), *_given_in(period, remedies))
        ending = view.ending[period.end]
        is_as_before = is_as_before and number < len(before) and before[number].results == ending
        is_as_before = is_as_before and not _takes_claims(plan)
        if is_as_before and before[number].calculated == calculated:
            stages.append(before[number])
            memory = before[number].memory
            continue
        is_as_before = False
        context = _scene(plan, view, periods, number)
        if plan.eras and (number or kept):
            last = periods[number - 1] if number else kept[-1].period
            memory = kept_through(plan, last.start, period.start, memory)
        taken, memory = take_steps(context, calculated, memory)
        stages.append(SettledStage(period, ending, calculated, taken, memory))
    return tuple(stages)


def _scene(plan: Plan, view: _WindowsAsOf, periods: Sequence[Window], number: int) -> PeriodContext:
    """What the steps of one of the periods see."""
    bound_by = evolve(plan, settlement=settlement_at(plan, periods[number].start))
    return PeriodContext(
        bound_by, view.histories, periods[number], _settled_as_of(plan, view, periods, number)
    )


def _takes_claims(plan: Plan) -> bool:
    """Whether a period may come to something else without any other result, since it has been claimed, or chosen."""
    settlements = (of.settlement for of in plan.eras or (plan,))
    return any(
        isinstance(step, Claim | Choose) for each in settlements if each is not None for step in each.steps
    )


def _settled_as_of(plan: Plan, view: _WindowsAsOf, periods: Sequence[Window], number: int) -> int:
    """As of when a period is settled: that of the last of the periods, or of the one with which it is final."""
    assert plan.settlement is not None
    final = plan.settlement.final_after
    last = len(periods) - 1 if final is None else min(len(periods) - 1, number + final - 1)
    as_of = periods[last].as_of
    return as_of if view.as_of is None else min(view.as_of, as_of)


def _lines_of(view: _WindowsAsOf, period: Window) -> list[SettlementLine]:
    return [_line(each, credit) for each in view.ending[period.end] for credit in each.credits]


def _line(result: Result, credit: Credit) -> SettlementLine:
    measured = result.measurement
    return SettlementLine(
        level=measured.level,
        key=measured.key,
        window=measured.window.label,
        window_start=measured.window.start,
        window_end=measured.window.end,
        amount=credit.amount,
        credit=credit.rule.id,
        unit=credit.unit,
        option=credit.rule.option,
    )


def _given_in(period: Window, remedies: Sequence[Firing]) -> Iterator[SettlementLine]:
    """What remedies credit, in the period in which the window ends that completed their events."""
    for firing in remedies:
        if firing.credit is not None and period.start < firing.at <= period.end:
            name, given = firing.remedy.name, firing.credit
            line = SettlementLine(
                name, firing.key, period.label, period.start, firing.at, given.amount, LineKind.REMEDY
            )
            yield evolve(line, unit=given.unit)


# --- what a settlement states --------------------------------------------------------------------------------------


def _settled(period: Window, before: _Progress, now: _Progress, as_of: int | None) -> SettledPeriod:
    stage = now.stages[-1]
    adjusted = adjustments(before.stages, now.stages)
    read_at = as_of if as_of is not None else _read_at(period, stage.results)
    return SettledPeriod(
        label=period.label,
        start=period.start,
        end=period.end,
        as_of=read_at,
        partial=period.partial,
        results=stage.results,
        calculated=stage.calculated,
        steps=stage.steps,
        total=total_of((*stage.lines, *(each.booked for each in adjusted))),
        provisional=read_at < period.end,
        adjustments=adjusted,
    )


def _read_at(period: Window, ending: Sequence[Result]) -> int:
    return max((result.measurement.window.as_of for result in ending), default=period.as_of)


def _as_written(plan: Plan, firings: Sequence[Firing]) -> tuple[Firing, ...]:
    """Remedies in the order of time, at one moment in that of the agreement."""
    names = [each.name for each in plan.remedies]
    return tuple(sorted(firings, key=lambda each: (each.at, names.index(each.remedy.name))))


def _with_remedies(period: SettledPeriod, remedies: Sequence[Firing]) -> SettledPeriod:
    fired_in = tuple(each for each in remedies if period.start < each.at <= period.end)
    return evolve(period, remedies=fired_in)


def _as_settled(first: Sequence[Result], settled: Sequence[SettledPeriod]) -> tuple[Result, ...]:
    """Every result as its own settlement stated it.

    A single record that only a later settlement has found in its series is part of what that one adjusts.
    """
    stated = {each.place: each for period in settled for each in period.results}
    return tuple(stated[each.place] for each in first if each.place in stated)
