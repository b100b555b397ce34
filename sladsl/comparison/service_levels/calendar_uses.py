"""What an agreement uses a calendar for, and so for whom fewer open hours are better."""

from __future__ import annotations

from collections.abc import Iterator

from sladsl.comparison.effect import INCOMPARABLE, NEUTRAL, STRICTER, WEAKER, Judgement, all_of, turned
from sladsl.planning.plan import (
    Clock,
    DoneBy,
    Expression,
    Logical,
    Not,
    OpenRecords,
    Plan,
    Series,
    ServiceLevel,
    Uptime,
)
from sladsl.values import frozen


@frozen
class CalendarUse:
    """Something that reads a calendar, and what fewer open hours mean for it."""

    by: str
    fewer: Judgement


def uses_of(plan: Plan, calendar: str) -> tuple[CalendarUse, ...]:
    """All that reads a calendar: clocks and deadlines of levels, agreed time, the settlement, remedies."""
    return (
        *(use for level in plan.levels for use in _of_level(level, calendar)),
        *_of_settlement(plan, calendar),
        *_of_remedies(plan, calendar),
    )


def judge_fewer(plan: Plan, calendar: str) -> Judgement:
    """What fewer open hours of a calendar mean for the provider, by all that reads it."""
    return all_of(use.fewer for use in uses_of(plan, calendar))


def _of_level(level: ServiceLevel, calendar: str) -> Iterator[CalendarUse]:
    side = turned if level.party == "customer" else _as_it_is
    found = {
        judgement.effect: judgement for series in level.series for judgement in _of_series(series, calendar)
    }
    if level.where is not None and any(each == calendar for each in _in(level.where)):
        found[INCOMPARABLE.effect] = INCOMPARABLE
    if found:
        yield CalendarUse(level.name, side(all_of(found.values())))


def _as_it_is(judgement: Judgement) -> Judgement:
    return judgement


def _of_series(series: Series, calendar: str) -> Iterator[Judgement]:
    """A clock that stands still for longer is slower, and more days make a deadline later."""
    if isinstance(series.clock, Clock) and series.clock.calendar == calendar:
        yield WEAKER
    if series.good is not None and calendar in _in(series.good):
        yield WEAKER
    match series.measure:
        case OpenRecords(calendar=hours, at=at) if calendar in {hours, at.calendar}:
            yield INCOMPARABLE
        case Uptime(calendar=hours) if hours == calendar:
            yield INCOMPARABLE


def _in(condition: Expression) -> Iterator[str]:
    """The calendars that a condition reads."""
    match condition:
        case Not(operand):
            yield from _in(operand)
        case Logical(_, left, right):
            yield from _in(left)
            yield from _in(right)
        case DoneBy(calendar=calendar):
            yield calendar
        case _:
            return


def _of_settlement(plan: Plan, calendar: str) -> Iterator[CalendarUse]:
    if plan.settlement is not None and plan.settlement.calendar == calendar:
        yield CalendarUse("the day of settlement", NEUTRAL)


def _of_remedies(plan: Plan, calendar: str) -> Iterator[CalendarUse]:
    """More time is good for the party that shall, or may, do something."""
    for remedy in plan.remedies:
        for each in remedy.consequences:
            if each.calendar == calendar:
                yield CalendarUse(remedy.name, WEAKER if each.role == "provider" else STRICTER)
