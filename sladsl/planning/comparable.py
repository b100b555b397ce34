"""Whether the availability that one agreement promises can be held against that which another one promises."""

from __future__ import annotations

from collections.abc import Iterator

from sladsl.planning.calendars import known_calendar
from sladsl.planning.plan import (
    Across,
    Anchor,
    Calendar,
    Obstacle,
    PeriodWindow,
    Plan,
    ServiceLevel,
    Term,
    Unit,
    Up,
    Uptime,
)
from sladsl.planning.text_exclusions import write_exclusion
from sladsl.values import frozen

_WITHIN = {
    Unit.DAY: {Unit.DAY, Unit.WEEK, Unit.MONTH, Unit.QUARTER, Unit.YEAR},
    Unit.WEEK: {Unit.WEEK},
    Unit.MONTH: {Unit.MONTH, Unit.QUARTER, Unit.YEAR},
    Unit.QUARTER: {Unit.QUARTER, Unit.YEAR},
    Unit.YEAR: {Unit.YEAR},
}
"""Which units a whole number of units of a kind make up, wherever they begin."""


@frozen
class ReliancePair:
    """A level of an agreement, and the level `name` of another one that it relies on, alone or with others."""

    plan: Plan
    level: ServiceLevel
    other: Plan
    name: str
    is_alone: bool

    @property
    def other_level(self) -> ServiceLevel:
        return next(each for each in self.other.levels if each.name == self.name)


def obstacles(pair: ReliancePair) -> Iterator[Obstacle]:
    """Why the promise that a level relies on cannot be held against its own; nothing where it can."""
    other = pair.other_level
    measure = availability(other)
    if measure is None or availability(pair.level) is None:
        yield Obstacle.MEASURE
        return
    if other.series[0].minimum is None:
        yield Obstacle.NO_MINIMUM
    if other.dimensions:
        yield Obstacle.VALUES
    if pair.plan.zone != pair.other.zone:
        yield Obstacle.ZONE
    if not _makes_up(pair):
        yield Obstacle.WINDOW
    if not _same_hours(pair):
        yield Obstacle.CALENDAR
    if not _same_exclusions(pair):
        yield Obstacle.EXCLUSIONS
    if not _counts_outages(pair):
        yield Obstacle.SHORT_OUTAGES
    if measure.whole_minutes:
        yield Obstacle.PARTS_OF_MINUTES
    if measure.affected is not None:
        yield Obstacle.WEIGHTED
    if other.entities is not None and other.entities.rule is not Across.ANY_DOWN:
        yield Obstacle.ENTITIES
    if other.outside_is_up:
        yield Obstacle.OUTSIDE


def availability(level: ServiceLevel) -> Uptime | None:
    """What a level measures, if that is availability and higher is better."""
    first = level.series[0]
    measure = first.measure
    is_availability = isinstance(measure, Uptime) and measure.statistic is Up.AVAILABILITY
    return measure if isinstance(measure, Uptime) and is_availability and not first.complement else None


def _makes_up(pair: ReliancePair) -> bool:
    """Whether whole windows of the other level make up each window of the level."""
    own, other = pair.level.window, pair.other_level.window
    if not isinstance(own, PeriodWindow) or not isinstance(other, PeriodWindow):
        return False
    anchors = _anchor(own, pair.plan.term), _anchor(other, pair.other.term)
    is_one = anchors[0] is anchors[1] and (
        anchors[0] is Anchor.CALENDAR or pair.plan.term.first == pair.other.term.first
    )
    return own.unit in _WITHIN[other.unit] and (is_one or other.unit is Unit.DAY)


def _anchor(window: PeriodWindow, term: Term) -> Anchor:
    """What the windows are counted from; units of a contract may be those of the calendar."""
    first = term.first
    starts = {
        Unit.DAY: True,
        Unit.WEEK: first.weekday() == 0,
        Unit.MONTH: first.day == 1,
        Unit.QUARTER: first.day == 1 and first.month % 3 == 1,
        Unit.YEAR: (first.month, first.day) == (1, 1),
    }
    return Anchor.CALENDAR if starts[window.unit] else window.anchor


def _same_hours(pair: ReliancePair) -> bool:
    return _hours(pair.plan, pair.level) == _hours(pair.other, pair.other_level)


def _hours(plan: Plan, level: ServiceLevel) -> object:
    """When a level is measured: all that a calendar says but for its names; None for all time."""
    measure = availability(level)
    assert measure is not None
    calendar = known_calendar(plan, measure.calendar)
    return None if calendar is None else _said(calendar)


def _said(calendar: Calendar) -> object:
    return (
        calendar.zone,
        calendar.week,
        {dated.value for dated in calendar.regions},
        {(each.first, each.last, each.shifts) for each in calendar.dates},
        {each.day for each in calendar.added},
        {each.day for each in calendar.removed},
    )


def _same_exclusions(pair: ReliancePair) -> bool:
    """Whether both leave out the same, in the same words; what counts as up only here is of no harm."""
    own, other = pair.level.exclusions, pair.other_level.exclusions
    if not other:
        return all(each.as_uptime for each in own)
    written = [
        [write_exclusion(plan, level, each) for each in level.exclusions]
        for plan, level in ((pair.plan, pair.level), (pair.other, pair.other_level))
    ]
    return written[0] == written[1]


def _counts_outages(pair: ReliancePair) -> bool:
    """Whether an outage that counts here counts there: of several, short ones may follow each other."""
    own, other = pair.level.down, pair.other_level.down
    assert own is not None
    assert other is not None
    return other.least == 0 or (pair.is_alone and other.least <= own.least)
