"""Calendars compared: each line that has changed, by the open time that it gives or takes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, assert_never

from attrs import evolve

from sladsl.comparison.aspects import Aspect, ChangePlace, PlanPair, differences, judged, plain
from sladsl.comparison.change import Change
from sladsl.comparison.effect import (
    INCOMPARABLE,
    NEUTRAL,
    Effect,
    Judgement,
    all_of,
    because,
    by_size,
    turned,
)
from sladsl.comparison.logic.bounds import write_dated
from sladsl.comparison.service_levels.calendar_uses import judge_fewer, uses_of
from sladsl.comparison.service_levels.open_time import OpenTime, compare_hours
from sladsl.planning.plan import (
    AddedHoliday,
    BusinessDay,
    Calendar,
    Dated,
    DateHours,
    DayRule,
    Plan,
    RemovedHoliday,
    Shift,
)
from sladsl.planning.text import write_business_day, write_hours, write_week


def calendar_changes(pair: PlanPair, place: ChangePlace, old: Calendar, new: Calendar) -> Iterator[Change]:
    """The changes of a calendar, each with what reads it."""
    aspects = (*_NAMED, *(_hours_aspect(old, new, *each) for each in _HOURS), _day_aspect(new.name))
    told = affected(pair.new, new.name) or affected(pair.old, new.name)
    for each in differences(pair, place, aspects, old, new):
        yield evolve(each, why="; ".join(part for part in (each.why, told) if part))


def affected(plan: Plan, calendar: str) -> str:
    """What reads a calendar: `read by Turnaround, the day of settlement`."""
    names = dict.fromkeys(use.by for use in uses_of(plan, calendar))
    return f"read by {', '.join(names)}" if names else ""


def _hours_aspect(old: Calendar, new: Calendar, field: str, part: str, write: Callable[..., str]) -> Aspect:
    def judge(pair: PlanPair, before: Any, after: Any) -> Judgement:  # noqa: ANN401 - the values of a field
        alone = (
            _judge_hours(pair, old, evolve(old, **{field: after})),
            _judge_hours(pair, evolve(new, **{field: before}), new),
        )
        return alone[0] if alone[0] == alone[1] else evolve(alone[1], effect=all_of(alone).effect)

    return Aspect(field, part, write, judge)


def _day_aspect(calendar: str) -> Aspect:
    return Aspect(
        "business_day",
        "business days",
        lambda _plan, day: write_business_day(day),
        lambda pair, old, new: _judge_business_day(pair, old, new, calendar),
    )


def _judge_hours(pair: PlanPair, old: Calendar, new: Calendar) -> Judgement:
    """Judge a calendar that takes another one's place, by its open time within the terms."""
    hours = compare_hours(old, new, (pair.old.term, pair.new.term))
    fewer = all_of((judge_fewer(pair.old, old.name), judge_fewer(pair.new, new.name)))
    match hours.relation:
        case OpenTime.SAME:
            return because(NEUTRAL, "within the term, the open time is the same")
        case OpenTime.LESS:
            effect = fewer.effect
        case OpenTime.MORE:
            effect = turned(fewer).effect
        case OpenTime.NEITHER:
            effect = Effect.NEUTRAL if fewer.effect is Effect.NEUTRAL else Effect.INCOMPARABLE
        case _:
            assert_never(hours.relation)
    return Judgement(effect, "", hours.witnesses)


def _judge_business_day(
    pair: PlanPair, old: BusinessDay | None, new: BusinessDay | None, calendar: str
) -> Judgement:
    """Judge what a business day means: a longer one gives more time, as fewer open hours do."""
    if old is not None and new is not None and old.rule is new.rule is DayRule.LENGTH:
        fewer = all_of((judge_fewer(pair.old, calendar), judge_fewer(pair.new, calendar)))
        return by_size(old.length or 0, new.length or 0, fewer)
    return INCOMPARABLE


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
