"""The time for a right or a duty compared: until when it is, after each window that may complete the event."""

from __future__ import annotations

from fractions import Fraction

from sladsl.comparison.aspects import PlanPair, of_both
from sladsl.comparison.credit_tables.pricing import units
from sladsl.comparison.effect import INCOMPARABLE, STRICTER, WEAKER, Effect, Judgement, by_effects, by_size
from sladsl.planning.plan import Consequence, PeriodWindow, Plan, Remedy
from sladsl.planning.windows import settlement_periods, zone_of
from sladsl.planning.zones import local_date
from sladsl.settlement.display import show_end
from sladsl.settlement.dues import dues_of
from sladsl.values import evolve


def judge_due(pair: PlanPair, remedy: Remedy, old: Consequence, new: Consequence) -> Judgement:
    """Judge the time for a right or a duty by the instants until which it is: more is good for the party that has it.

    Calendars are those of both versions in turn, since a change of theirs is told by itself.
    """
    more = WEAKER if new.role == "provider" else STRICTER
    told: dict[Effect, str] = {}
    for one, other in ((pair.new, pair.old), (pair.old, pair.new)):
        plan = evolve(one, calendars=of_both(one.calendars, other.calendars))
        if not all(_is_known(plan, each) for each in (old, new)):
            return INCOMPARABLE
        for end in ends_of_windows(pair, plan):
            before, after = (_due(plan, remedy, each, end) for each in (old, new))
            effect = _judge(before, after, more).effect
            if effect is not Effect.NEUTRAL and effect not in told:
                dues = f"{shown_due(plan, before)} before, {shown_due(plan, after)} after"
                told[effect] = f"{after_window(plan, end)}: {dues}"
    return by_effects(told)


def due_witness(
    pair: PlanPair, remedy: Remedy, consequence: Consequence, *, is_before: bool
) -> tuple[str, ...]:
    """Say until when a right or a duty is that one side alone has, after the first window that may bring it about."""
    plan = evolve(pair.new, calendars=of_both(pair.new.calendars, pair.old.calendars))
    ends = ends_of_windows(pair, plan)
    if not ends or not _is_known(plan, consequence):
        return ()
    until = shown_due(plan, _due(plan, remedy, consequence, ends[0]))
    told = f"{until} before, none after" if is_before else f"none before, {until} after"
    return (f"{after_window(plan, ends[0])}: {told}",)


def after_window(plan: Plan, end: int) -> str:
    """After which window, by the last day of it."""
    return f"after a window that ends on {local_date(zone_of(plan), end - 1)}"


def _is_known(plan: Plan, consequence: Consequence) -> bool:
    """Whether the days of a consequence can be counted: in the calendar that it names."""
    names = {None, *(each.name for each in plan.calendars)}
    return consequence.calendar in names and (consequence.calendar is None or consequence.days is not None)


def _judge(before: int | None, after: int | None, more: Judgement) -> Judgement:
    if before is None or after is None:
        return by_size(Fraction(before is None), Fraction(after is None), more)
    return by_size(before, after, more)


def ends_of_windows(pair: PlanPair, plan: Plan) -> list[int]:
    """The instants at which windows end, one after the other."""
    rules = {each.window for each in plan.levels if isinstance(each.window, PeriodWindow)}
    if plan.settlement is not None:
        rules.add(settlement_periods(plan))
    ends = {period.end for rule in rules for period in units(pair, plan, (rule.anchor, rule.unit), ())}
    return sorted(ends)


def _due(plan: Plan, remedy: Remedy, consequence: Consequence, end: int) -> int | None:
    (due,) = dues_of(plan, evolve(remedy, consequences=(consequence,)), end)
    return due.until


def shown_due(plan: Plan, until: int | None) -> str:
    """Until when something is due, or may be done."""
    return "at any time" if until is None else f"until {show_end(plan, until)}"
