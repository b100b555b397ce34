"""Rules for windows of few records or of none, and for those that the term cuts, compared."""

from __future__ import annotations

from sladsl.comparison.aspects import Aspect, PlanPair
from sladsl.comparison.consequences.histories import where_begun_later, where_passed_over
from sladsl.comparison.credit_tables.pricing import units
from sladsl.comparison.effect import (
    INCOMPARABLE,
    NEUTRAL,
    STRICTER,
    WEAKER,
    Judgement,
    because,
    by_presence,
    by_size,
    together,
    turned,
)
from sladsl.comparison.service_levels.measures import targets_of
from sladsl.comparison.service_levels.targets import is_high
from sladsl.planning.plan import (
    LowVolume,
    NoRecords,
    PeriodWindow,
    Plan,
    ServiceLevel,
    Up,
    Uptime,
    Volume,
)
from sladsl.planning.wording import counted, write_quantity
from sladsl.values import evolve


def rules_of_windows(old: ServiceLevel, new: ServiceLevel) -> tuple[Aspect, ...]:
    """What a level says of windows of few records or of none, and of those that the term cuts."""
    return (_outside(old, new), _no_records(old, new), _low_volume(old, new))


def _outside(old: ServiceLevel, new: ServiceLevel) -> Aspect:
    def judge(pair: PlanPair, _before: bool, after: bool) -> Judgement:  # noqa: FBT001 - the values of a field
        if not any(_is_availability(level) for level in (old, new)):
            return because(NEUTRAL, "no share of time up is measured")
        if not any(_are_cut(pair, *each) for each in ((pair.old, old), (pair.new, new))):
            return because(NEUTRAL, "the term cuts no window")
        return by_presence(now=after, added=WEAKER)

    return Aspect(
        "outside_is_up",
        "time outside the term",
        lambda _plan, up: "counts as up" if up else "counts as absent",
        judge,
    )


def _is_availability(level: ServiceLevel) -> bool:
    measures = (each.measure for each in level.series)
    return any(isinstance(each, Uptime) and each.statistic is Up.AVAILABILITY for each in measures)


def _are_cut(pair: PlanPair, plan: Plan, level: ServiceLevel) -> bool:
    """Whether the term may cut a window of a level."""
    window = level.window
    if not isinstance(window, PeriodWindow):
        return True
    return any(each.partial for each in units(pair, plan, (window.anchor, window.unit), ()))


def _no_records(old: ServiceLevel, new: ServiceLevel) -> Aspect:
    def judge(pair: PlanPair, before: NoRecords | None, after: NoRecords | None) -> Judgement:
        if why := where_begun_later(pair, new.name):
            return because(INCOMPARABLE, why)
        if before is None or after is None:
            return by_presence(now=before is None, added=STRICTER)
        if not any(series.all_credits for level in (old, new) for series in level.series):
            return because(NEUTRAL, "it is missed with both, and no credit depends on the value")
        senses = {is_high(each) for level in (old, new) for each in targets_of(*level.series)}
        higher = WEAKER if senses == {True} else STRICTER
        return INCOMPARABLE if len(senses) > 1 else by_size(before.value.amount, after.value.amount, higher)

    return Aspect(
        "no_records",
        "no records",
        lambda plan, none: f"count as missed at {write_quantity(plan, none.value)}",
        judge,
    )


def _low_volume(old: ServiceLevel, new: ServiceLevel) -> Aspect:
    """Misses that few records forgive: more of them, and in more windows, is weaker.

    Misses that are taken out leave the value of the others, which no less is met by than where they are allowed.
    """

    def judge(pair: PlanPair, before: LowVolume | None, after: LowVolume | None) -> Judgement:
        if before is None or after is None:
            return by_presence(now=before is None, added=WEAKER)
        effects = [
            by_size(before.misses, after.misses, WEAKER).effect,
            by_size(before.below, after.below, WEAKER).effect,
        ]
        if before.rule is not after.rule:
            if where_passed_over(pair, new.name) or _needs_records(old) or _needs_records(new):
                return INCOMPARABLE
            removed = WEAKER if after.rule is Volume.REMOVE else turned(WEAKER)
            effects.append(removed.effect)
        return evolve(INCOMPARABLE, effect=together(effects))

    return Aspect("low_volume", "few records", _write_low_volume, judge)


def _needs_records(level: ServiceLevel) -> bool:
    return any(each.needs is not None or each.further for each in level.series)


def _write_low_volume(_plan: Plan, low: LowVolume) -> str:
    verb = "allow" if low.rule is Volume.ALLOW else "remove"
    return f"{verb} {counted(low.misses, 'miss', 'misses')} below {low.below:,} records"
