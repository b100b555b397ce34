"""What an agreement uses a calendar for, and so for whom fewer open hours are better."""

from __future__ import annotations

from collections.abc import Iterator

from sladsl.comparison.aspects import PlanPair
from sladsl.comparison.effect import (
    INCOMPARABLE,
    NEUTRAL,
    STRICTER,
    WEAKER,
    Effect,
    Judgement,
    all_of,
    because,
    turned,
)
from sladsl.comparison.service_levels.calendar_deadlines import HoursChange, by_hours, judge_deadlines
from sladsl.comparison.service_levels.measures import targets_of
from sladsl.comparison.service_levels.series import more_good
from sladsl.comparison.service_levels.snapshots import judge_snapshots
from sladsl.comparison.service_levels.targets import is_high
from sladsl.planning.plan import (
    DoneBy,
    Expression,
    Logical,
    Measure,
    Not,
    OpenRecords,
    Plan,
    Series,
    ServiceLevel,
    Statistic,
    Up,
    Uptime,
)
from sladsl.values import evolve, frozen


@frozen
class CalendarUse:
    """Something that reads a calendar, and what its change means for it."""

    by: str
    judgement: Judgement


def uses_of(plan: Plan, hours: HoursChange) -> tuple[CalendarUse, ...]:
    """All that reads a calendar: clocks and deadlines of levels, agreed time, the settlement, remedies."""
    return (
        *(use for level in plan.levels for use in _of_level(plan, level, hours)),
        *_of_settlement(plan, hours.new.name),
        *(
            CalendarUse(each.by, by_hours(hours, each.judgement))
            for each in _of_remedies(plan, hours.new.name)
        ),
    )


def readers_of(plan: Plan, calendar: str) -> Iterator[str]:
    """The names of all that reads a calendar."""
    for level in plan.levels:
        if any(calendar in _read_by(level, series) for series in level.series):
            yield level.name
    yield from (each.by for each in (*_of_settlement(plan, calendar), *_of_remedies(plan, calendar)))


def _read_by(level: ServiceLevel, series: Series) -> set[str | None]:
    read = {*_in(level.where), *_in(series.good), None if series.clock is None else series.clock.calendar}
    match series.measure:
        case OpenRecords(calendar=used, at=at):
            return read | {used, at.calendar}
        case Uptime(calendar=used):
            return read | {used}
        case _:
            return read


def _of_level(plan: Plan, level: ServiceLevel, hours: HoursChange) -> Iterator[CalendarUse]:
    side = turned if level.party == "customer" else _as_it_is
    found = [judgement for series in level.series for judgement in _of_series(plan, series, hours)]
    if hours.new.name in set(_in(level.where)):
        found.append(because(INCOMPARABLE, "other records are counted") if hours.are_others else NEUTRAL)
    if found:
        yield CalendarUse(level.name, side(all_of(found)))


def _as_it_is(judgement: Judgement) -> Judgement:
    return judgement


def _of_series(plan: Plan, series: Series, hours: HoursChange) -> Iterator[Judgement]:
    """Deadlines move, a clock that stands still for longer is slower, and agreed time is other time."""
    name = hours.new.name
    is_of_clock = series.clock is not None and series.clock.calendar == name
    if is_of_clock or name in set(_in(series.good)):
        yield judge_deadlines(plan, series, hours, more_good(series, series))
    match series.measure:
        case Measure(statistic=Statistic.PERCENT_GOOD | Statistic.PERCENT_NOT_GOOD):
            return
        case OpenRecords(calendar=used, at=at) as measure if name in {used, at.calendar} and hours.are_others:
            yield from _of_open_records(plan, series, measure, hours)
        case Uptime(statistic=Up.DOWNTIME, calendar=used) if name == used and not _are_high(series):
            yield by_hours(hours, WEAKER)
        case Uptime(calendar=used) if name == used:
            yield because(INCOMPARABLE, "other time is agreed") if hours.are_others else NEUTRAL
        case _ if is_of_clock:
            yield by_hours(hours, WEAKER)


def _of_open_records(
    plan: Plan, series: Series, measure: OpenRecords, hours: HoursChange
) -> Iterator[Judgement]:
    """Records are looked at when other days close, and are older by more open time."""
    senses = {is_high(target) for target in targets_of(series)}
    name = hours.new.name
    if measure.at.calendar == name:
        others = tuple(each for each in plan.calendars if each.name != name)
        pair = PlanPair(
            evolve(plan, calendars=(*others, hours.old)), evolve(plan, calendars=(*others, hours.new))
        )
        both = (series, measure)
        found = judge_snapshots(pair, both, both, low_is_good=senses == {series.complement})
        is_told = len(senses) == 1 and found.effect is not Effect.INCOMPARABLE
        if found.effect is not Effect.NEUTRAL:
            yield found if is_told else because(INCOMPARABLE, "open records are counted at other times")
    if measure.calendar == name:
        yield by_hours(hours, WEAKER) if senses == {series.complement} else INCOMPARABLE


def _are_high(series: Series) -> bool:
    """Whether high values are good of a series, as far as it has targets on its value."""
    return any(is_high(target) for target in targets_of(series))


def _in(condition: Expression | None) -> Iterator[str]:
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
