"""The time to claim, or to choose, credits compared: by the last day on which it may be done, after each window."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from sladsl.comparison.aspects import PlanPair
from sladsl.comparison.consequences.due_times import after_window, shown_due
from sladsl.comparison.credit_tables.pricing import units
from sladsl.comparison.effect import (
    INCOMPARABLE,
    NEUTRAL,
    STRICTER,
    Effect,
    Judgement,
    because,
    by_effects,
    by_size,
)
from sladsl.comparison.sameness import same
from sladsl.comparison.settlements.horizons import SAME_TIME
from sladsl.planning.plan import Anchor, Choose, Claim, PeriodWindow, Plan, RecordWindow, ServiceLevel, Unit
from sladsl.planning.windows import settlement_periods, zone_of
from sladsl.planning.zones import day_start, local_date
from sladsl.settlement.claiming import last_day
from sladsl.values import evolve

_DAY = dt.timedelta(days=1)
_Timed = Claim | Choose


def judge_time(pair: PlanPair, old: _Timed, new: _Timed) -> Judgement:
    """Judge until when credits are claimed, or chosen: longer after some windows, and shorter after none, is stricter.

    The windows are those of the levels with credits, in both versions. Of two fields that tell when, neither is longer.
    """
    if not same(old.at, new.at) or old.records != new.records:
        return INCOMPARABLE
    told: dict[Effect, str] = {}
    for plan in (pair.new, pair.old):
        for end in sorted(set(_ends(pair, plan))):
            before, after = (_until(plan, each, end) for each in (old, new))
            effect = by_size(before, after, STRICTER).effect
            if effect is not Effect.NEUTRAL and effect not in told:
                times = f"{shown_due(plan, before)} before, {shown_due(plan, after)} after"
                told[effect] = f"{after_window(plan, end)}: {times}"
    judgement = by_effects(told) if told else because(NEUTRAL, SAME_TIME)
    return evolve(judgement, witnesses=()) if _counted_in(old) == _counted_in(new) else judgement


def _counted_in(step: _Timed) -> tuple[Unit | None, bool]:
    """In what the time is counted, so that which of two numbers of it is the longer time needs no window to show it."""
    return (step.unit if isinstance(step, Claim) else None), step.months is None


def _until(plan: Plan, step: _Timed, end: int) -> int:
    """The instant before which a credit is claimed, or chosen, whose window ends at an instant."""
    zone = zone_of(plan)
    return day_start(zone, last_day(step, local_date(zone, end - 1)) + _DAY)


def _ends(pair: PlanPair, plan: Plan) -> Iterator[int]:
    """The instants at which windows with credits end that begin in the stretch of time compared.

    Of a term without an end they go on until all days of the week have come to pass that they may end on.
    """
    if plan.term.last is None and plan.until is None:
        *_, last = units(pair, plan, (Anchor.CALENDAR, Unit.WEEK), ())
        plan = evolve(plan, until=last.until)
    for unit in {
        _unit(plan, level) for level in plan.levels if any(each.all_credits for each in level.series)
    }:
        for period in units(pair, plan, unit, ()):
            if pair.since is None or period.first >= pair.since:
                yield period.end


def _unit(plan: Plan, level: ServiceLevel) -> tuple[Anchor, Unit]:
    """The units of time at whose ends the windows of a level end; that of a record ends on any day."""
    rule = level.window
    if isinstance(rule, RecordWindow):
        return Anchor.CALENDAR, Unit.DAY
    periods = rule if isinstance(rule, PeriodWindow) else settlement_periods(plan)
    return periods.anchor, periods.unit
