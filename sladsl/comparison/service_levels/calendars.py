"""Calendars compared: each line that has changed, by the open time that it gives or takes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from sladsl.comparison.aspects import Aspect, ChangePlace, PlanPair, differences, judged, plain
from sladsl.comparison.change import Change
from sladsl.comparison.effect import (
    NEUTRAL,
    Effect,
    Judgement,
    all_of,
    because,
    together,
)
from sladsl.comparison.logic.bounds import write_dated
from sladsl.comparison.sameness import only_in, same
from sladsl.comparison.service_levels.calendar_deadlines import HoursChange
from sladsl.comparison.service_levels.calendar_uses import CalendarUse, readers_of, uses_of
from sladsl.comparison.service_levels.open_time import OpenTime, compare_hours
from sladsl.planning.plan import (
    AddedHoliday,
    BusinessDay,
    Calendar,
    Dated,
    DateHours,
    Plan,
    RemovedHoliday,
    Shift,
)
from sladsl.planning.text import write_business_day, write_hours, write_week
from sladsl.values import evolve


def calendar_changes(pair: PlanPair, place: ChangePlace, old: Calendar, new: Calendar) -> Iterator[Change]:
    """The changes of a calendar, each with what reads it."""
    aspects = (*_NAMED, *(_hours_aspect(old, new, *each) for each in _HOURS), _day_aspect(new))
    told = affected(pair.new, new.name) or affected(pair.old, new.name)
    for each in differences(pair, place, aspects, old, new):
        yield evolve(each, why="; ".join(part for part in (each.why, told) if part))


def affected(plan: Plan, calendar: str) -> str:
    """What reads a calendar: `read by Turnaround, the day of settlement`."""
    names = dict.fromkeys(readers_of(plan, calendar))
    return f"read by {', '.join(names)}" if names else ""


def _hours_aspect(old: Calendar, new: Calendar, field: str, part: str, write: Callable[..., str]) -> Aspect:
    def judge(pair: PlanPair, before: Any, after: Any) -> Judgement:  # noqa: ANN401 - the values of a field
        changed = evolve(old, **{field: after})
        first = _judge_hours(pair, old, changed)
        if same(changed, new):
            return first
        last = _judge_hours(pair, evolve(new, **{field: before}), new)
        return first if first == last else evolve(last, effect=all_of((first, last)).effect)

    return Aspect(field, part, write, judge)


def _day_aspect(calendar: Calendar) -> Aspect:
    return Aspect(
        "business_day",
        "business days",
        lambda _plan, day: write_business_day(day),
        lambda pair, old, new: _judge_business_day(pair, old, new, calendar),
    )


def _judge_hours(pair: PlanPair, old: Calendar, new: Calendar) -> Judgement:
    """Judge a calendar that takes another one's place, by its open time within the terms and all that reads it."""
    hours = compare_hours(old, new, (pair.old.term, pair.new.term))
    judgement = _judge_uses(pair, HoursChange(old, new, hours.relation))
    if hours.relation is OpenTime.SAME and judgement.effect is Effect.NEUTRAL:
        return because(NEUTRAL, "within the term, the open time is the same")
    return evolve(judgement, witnesses=(*hours.witnesses, *judgement.witnesses))


def _judge_uses(pair: PlanPair, hours: HoursChange) -> Judgement:
    """Judge a calendar by what it means for all that reads it, in either version."""
    changed = evolve(
        pair.old, levels=tuple(only_in(pair.old.levels, pair.new.levels)), remedies=(), settlement=None
    )
    uses = (*uses_of(pair.new, hours), *uses_of(changed, hours))
    effect = together(use.judgement.effect for use in uses)
    if effect is not Effect.INCOMPARABLE:
        return Judgement(effect)
    shown = dict.fromkeys(f"{use.by}: {each}" for use in uses for each in use.judgement.witnesses)
    return Judgement(effect, _by_use(uses), tuple(shown)[:_SHOWN])


_SHOWN = 2
"""So many deadlines that move are told."""


def _by_use(uses: Sequence[CalendarUse]) -> str:
    """Why a change is incomparable: `weaker for Replies; incomparable for Portal: other time is agreed`."""
    told: dict[str, dict[str, None]] = {}
    for use in uses:
        if use.judgement.effect is not Effect.NEUTRAL:
            why = f": {use.judgement.why}" if use.judgement.effect is Effect.INCOMPARABLE else ""
            told.setdefault(f"{use.judgement.effect} for {{}}{why}", {})[use.by] = None
    return "; ".join(words.format(", ".join(names)) for words, names in told.items())


def _judge_business_day(
    pair: PlanPair, old: BusinessDay | None, new: BusinessDay | None, calendar: Calendar
) -> Judgement:
    """Judge what a business day means, by the deadlines that are counted in them."""
    if old is None or new is None:
        return because(
            NEUTRAL, "the version without it counts no business days of this calendar by their meaning"
        )
    return _judge_uses(pair, HoursChange(evolve(calendar, business_day=old), calendar, OpenTime.SAME))


def _write_dates(_plan: Plan, dates: Sequence[DateHours]) -> str:
    return "; ".join(
        f"{each.first}{'' if each.first == each.last else f' to {each.last}'} {write_hours(each.shifts)}"
        for each in dates
    )


def _write_added(_plan: Plan, days: Sequence[AddedHoliday]) -> str:
    return ", ".join(f"{each.day}{f' ({each.name})' if each.name else ''}" for each in days)


def _write_removed(_plan: Plan, days: Sequence[RemovedHoliday]) -> str:
    return ", ".join(str(each.day) for each in days)


def _write_regions(_plan: Plan, regions: Sequence[Dated[str]]) -> str:
    return write_dated(regions, str)


def _write_week(_plan: Plan, week: Sequence[tuple[Shift, ...]]) -> str:
    return "; ".join(" ".join(hours.split()) for hours in write_week(tuple(week)))


_NAMED = (Aspect("title", "title", plain, judged(NEUTRAL)),)
_HOURS = (
    ("zone", "time zone", plain),
    ("week", "weekly hours", _write_week),
    ("regions", "holidays", _write_regions),
    ("removed", "open on holidays", _write_removed),
    ("added", "further holidays", _write_added),
    ("dates", "dates with hours of their own", _write_dates),
)
