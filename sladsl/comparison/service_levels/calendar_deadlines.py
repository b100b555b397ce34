"""Deadlines by two calendars, held against each other for every start in the term."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import assert_never

from sladsl.comparison.aspects import with_meaning
from sladsl.comparison.effect import INCOMPARABLE, NEUTRAL, Judgement, all_of, because, turned
from sladsl.comparison.logic.due import Due, Ground, begins_at
from sladsl.comparison.logic.open_hours import OpenHours
from sladsl.comparison.logic.runs import Ordered, in_each_order
from sladsl.comparison.logic.timed_parts import TimedGroup, days_of_starts, ground_of, part_of
from sladsl.comparison.moments import write_moment
from sladsl.comparison.sameness import same
from sladsl.comparison.service_levels.open_time import OpenTime
from sladsl.planning.plan import (
    BusinessDays,
    Calendar,
    Clock,
    ClockWithin,
    Constant,
    DoneBy,
    Expression,
    Extreme,
    FieldLimit,
    Logical,
    Not,
    Plan,
    Series,
    ValueType,
)
from sladsl.planning.wording import write_expression
from sladsl.values import evolve, frozen


@frozen
class HoursChange:
    """A calendar in the place of another one of its name, and how its open time stands to that one's."""

    old: Calendar
    new: Calendar
    relation: OpenTime

    @property
    def are_others(self) -> bool:
        """Whether not only what a business day means is something else."""
        return not same(evolve(self.old, business_day=self.new.business_day), self.new)


def judge_deadlines(plan: Plan, series: Series, hours: HoursChange, later: Judgement) -> Judgement:
    """What other hours mean for the deadlines of a series in them, where a later one means `later`."""
    judgements = [
        turned(judgement) if is_negated else judgement
        for atom, is_negated in _signed(series.good)
        if (judgement := _judge(plan, series.clock, atom, hours, later)) is not None
    ]
    return all_of(judgements)


def _signed(condition: Expression | None, *, is_negated: bool = False) -> Iterator[tuple[Expression, bool]]:
    """The parts of a condition, and whether it says that they are not so."""
    match condition:
        case None:
            return
        case Not(operand):
            yield from _signed(operand, is_negated=not is_negated)
        case Logical(_, left, right):
            yield from _signed(left, is_negated=is_negated)
            yield from _signed(right, is_negated=is_negated)
        case _:
            yield condition, is_negated


def _judge(
    plan: Plan, clock: Clock | None, atom: Expression, hours: HoursChange, later: Judgement
) -> Judgement | None:
    """What other hours mean for one deadline; None where it is not in them."""
    match atom:
        case DoneBy(calendar=name) if name == hours.new.name:
            return _by_tables(plan, None, TimedGroup(atom.after, atom.field, (atom,)), hours, later)
        case ClockWithin(limit) if clock is not None and clock.calendar == hours.new.name:
            if isinstance(limit, FieldLimit) or not (
                hours.relation is OpenTime.NEITHER or isinstance(limit, BusinessDays)
            ):
                return by_hours(hours, later)
            of_clock = TimedGroup(clock.start, clock.end, (atom,))
            return _by_tables(plan, clock, of_clock, _with_meanings(hours), later)
    return None


def _with_meanings(hours: HoursChange) -> HoursChange:
    """Both calendars with a meaning of a business day, where one alone says it: the other's readers count none."""
    return evolve(hours, old=with_meaning(hours.old, hours.new), new=with_meaning(hours.new, hours.old))


def by_hours(hours: HoursChange, fewer: Judgement) -> Judgement:
    """What a change of hours means where fewer of them mean something, as that the same open time takes longer."""
    match hours.relation:
        case OpenTime.SAME:
            return NEUTRAL
        case OpenTime.LESS:
            return fewer
        case OpenTime.MORE:
            return turned(fewer)
        case OpenTime.NEITHER:
            return because(INCOMPARABLE, "open hours have come, and others have gone")
    assert_never(hours.relation)


def _by_tables(
    plan: Plan, clock: Clock | None, group: TimedGroup, hours: HoursChange, later: Judgement
) -> Judgement:
    """Judge a deadline by how it moves: to later ones, to sooner ones, or to both.

    A pause puts it back by its open time. So the open time up to a deadline counts, too, and that on a paused clock.
    """
    both = [_due(plan, clock, group, calendar) for calendar in (hours.old, hours.new)]
    is_paused = clock is not None and bool(clock.pauses)
    moved = _moved(plan, [each[:2] for each in both])
    moves = set(moved)
    if is_paused:
        moves |= set(_moved(plan, [(ground, _given(ground, due, used)) for ground, due, used in both]))
        moves |= _OF_CLOCK[hours.relation]
    if moves <= {0}:
        return NEUTRAL
    if moves <= {0, 1}:
        return later
    if moves <= {0, -1}:
        return turned(later)
    if is_paused:
        return because(INCOMPARABLE, "pauses put its deadlines back by other open time")
    zones = {hours.old.zone, hours.new.zone}
    where = "" if len(zones) == 1 else f" ({plan.zone})"
    told = (_told(plan, group, moved[side]) for side in (-1, 1) if moved[side] is not None)
    witnesses = tuple(f"{each}{where}" for each in told)
    return Judgement(INCOMPARABLE.effect, "some of its deadlines are sooner, others later", witnesses)


def _told(plan: Plan, group: TimedGroup, ordered: Ordered | None) -> str:
    """A start whose deadline moves: `asked_at Fri 2026-01-02 16:00 is due Mon 17:00 before, Tue 17:00 after`."""
    assert ordered is not None, "there is one for each side"
    start = group.start.fields[0] if isinstance(group.start, Extreme) else group.start
    held = Constant(ValueType.DATE, ordered.start)
    at = write_expression(plan, held) if group.are_dates else write_moment(plan, ordered.start)
    before, after = (write_moment(plan, each) for each in ordered.due)
    return f"{'.'.join(start.path)} {at} is due {before} before, {after} after"


_OF_CLOCK = {OpenTime.SAME: {0}, OpenTime.LESS: {1}, OpenTime.MORE: {-1}, OpenTime.NEITHER: {-1, 1}}
"""What other hours do to a clock that is paused: in fewer of them less is on it, as if its deadline were later."""


def _due(
    plan: Plan, clock: Clock | None, group: TimedGroup, calendar: Calendar
) -> tuple[Ground, Due, OpenHours]:
    others = tuple(each for each in plan.calendars if each.name != calendar.name)
    ground = ground_of(evolve(plan, calendars=(*others, calendar)), group, clock)
    assert ground is not None, "the calendar is there"
    return ground, part_of(ground, group.parts[0], group, clock).due, ground.hours[calendar.name]


def _given(ground: Ground, due: Due, hours: OpenHours) -> Due:
    """The open time from a start to its deadline."""
    begun = begins_at(ground)

    def at(start: int) -> int | None:
        found = due.at(start)
        return None if found is None else hours.before(found) - hours.before(begun(start))

    return Due(at, (*due.breaks, *hours.edges))


def _moved(plan: Plan, both: Sequence[tuple[Ground, Due]]) -> Mapping[int, Ordered | None]:
    """To which sides something moves, with a start: 1 is later, -1 is sooner; to both where that is not known."""
    (ground, old), (_, new) = both
    orders = in_each_order(ground, (old, new), days_of_starts(plan), from_start=False)
    if orders is None:
        return {-1: None, 1: None}
    sides = (((each.due[1] > each.due[0]) - (each.due[1] < each.due[0]), each) for each in orders)
    return dict(reversed([*sides]))
