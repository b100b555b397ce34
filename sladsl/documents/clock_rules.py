"""The rules by which clocks run and deadlines are set: each default that matters for an agreement (docs/clocks.md)."""

from __future__ import annotations

from collections.abc import Iterator

from sladsl.documents.parts import all_nodes, all_series, items
from sladsl.documents.prose import opened
from sladsl.documents.view import Paragraph
from sladsl.planning.plan import (
    BusinessDays,
    Clock,
    ClockTime,
    ClockWithin,
    DoneBy,
    Extreme,
    FieldLimit,
    LocalDays,
    Plan,
    ValueType,
)


def clock_rules(plan: Plan) -> tuple[Paragraph, ...]:
    """The paragraphs on clocks in the clause on measurement, not yet numbered."""
    return (
        *_business_time(plan),
        *_dates_as_starts(plan),
        *_deadlines(plan),
        *_points(plan),
        *_undecided(plan),
        *_time_so_far(plan),
    )


def _business_time(plan: Plan) -> Iterator[Paragraph]:
    if any(series.clock and series.clock.calendar for series in all_series(plan)):
        yield opened(
            "Time on a clock",
            "The time on a clock that runs in the hours of a calendar is the length of the time from its "
            "start to its stop that lies within those hours. Hours include the instant of opening and "
            "exclude the instant of closing. They are hours on the local clock, so that hours across a "
            "change of the clocks have their real length.",
        )


def _dates_as_starts(plan: Plan) -> Iterator[Paragraph]:
    if any(series.clock and _is_from_date(series.clock) for series in all_series(plan)):
        limits = (node.limit for node in all_nodes(plan) if isinstance(node, ClockWithin))
        from_date = ""
        if any(isinstance(limit, BusinessDays) for limit in limits):
            from_date = " Business Days are counted from the date itself, whether or not it is one of them."
        yield opened(
            "Clocks from a date",
            "A clock that starts on a date starts at the end of that day. One that is stopped in the course of the "
            f"day is stopped at its end, with no time on it; a stop before the day is an error.{from_date}",
        )


def _is_from_date(clock: Clock) -> bool:
    fields = clock.start.fields if isinstance(clock.start, Extreme) else (clock.start,)
    return fields[0].type is ValueType.DATE


_UNDECIDED = (
    "otherwise the record is undecided. It is left out of the Measured Value, and the number of undecided "
    "records is stated. Every other record is decided."
)


def _deadlines(plan: Plan) -> Iterator[Paragraph]:
    limits = {type(node.limit) for node in all_nodes(plan) if isinstance(node, ClockWithin)}
    if not limits:
        return
    closing, in_days, paused = "", "", ""
    if any(series.clock and series.clock.calendar for series in all_series(plan)):
        closing = (
            " Where that is exactly a closing time of its calendar, the deadline is that closing time and "
            "not the next opening."
        )
    if BusinessDays in limits:
        in_days += (
            " Of Business Days it is the instant at which they end, as the Schedule of their hours says."
        )
    if LocalDays in limits:
        in_days += " Of days it is the same local time of day so many calendar days after the start."
    if FieldLimit in limits:
        in_days += " Where a record allows no time at all, the deadline is the start."
    if any(series.clock and series.clock.pauses for series in all_series(plan)):
        paused = (
            " A deadline that was set without regard to pauses is put back by the time of the clock's hours that is "
            "paused before it, and again by that which is paused before the new one, until nothing is added."
        )
    yield opened(
        "Deadlines",
        "A clock stops within a time if it stops not later than its deadline; stopping exactly at the "
        "deadline is in time. Of a time in hours, minutes and seconds, the deadline is the earliest instant by which "
        f"that time has passed on the clock.{closing}{in_days}{paused}",
    )


def _points(plan: Plan) -> Iterator[Paragraph]:
    """How the day is counted on which something is to be done."""
    conditions = [node for node in all_nodes(plan) if isinstance(node, DoneBy)]
    if not conditions:
        return
    own_day = ""
    if any(condition.after.type is ValueType.DATE for condition in conditions):
        own_day = " A date is its own day, whether or not hours open on it."
    if any(condition.after.type is ValueType.DATE and not condition.days for condition in conditions):
        own_day += " The day of a date on which none do is the next on which they do."
    yield opened(
        "Days counted from an instant",
        "Where something is to be done on a day that is counted in the hours of a calendar, the days are those on which"
        " the hours open, on the local clock of the calendar, and they are counted from the one after the day of the"
        " instant named. An instant outside the hours counts as made at the next opening, and hours that run past"
        f" midnight belong to the day on which they start.{own_day} What is done exactly at the time named is in time.",
    )


def _undecided(plan: Plan) -> Iterator[Paragraph]:
    """What holds where the end is not known at the cut-off time."""
    nodes = tuple(all_nodes(plan))
    runs = any(isinstance(node, ClockWithin) for node in nodes)
    awaits = any(isinstance(node, DoneBy) and not node.late_if_missing for node in nodes)
    if runs:
        also = " and where what is to be done by a time is not recorded as done" if awaits else ""
        late = (
            "the deadline, the clock has not stopped within the time, or it was not done by the time"
            if awaits
            else "its deadline, the clock has not stopped within the time"
        )
        yield opened(
            "Clocks still running",
            f"Where a clock is still running at the Cut-off Time{also}:",
            children=items(f"if the Cut-off Time is later than {late}; and", _UNDECIDED),
        )
    elif awaits:
        yield opened(
            "Not yet done",
            "Where what is to be done by a time is not recorded as done at the Cut-off Time:",
            children=items(
                "if the Cut-off Time is later than that time, it was not done by it; and", _UNDECIDED
            ),
        )
    if any(isinstance(node, DoneBy) and node.late_if_missing for node in nodes):
        yield opened(
            "Not done",
            "Where a clause says that a record without its end is late at once, what is to be done by a time and is not"
            " recorded as done at the Cut-off Time was not done by it.",
        )


def _time_so_far(plan: Plan) -> Iterator[Paragraph]:
    if any(isinstance(node, ClockTime) for node in all_nodes(plan)):
        yield opened(
            "Time so far",
            "Where the time on a clock is itself measured, a clock still running at the Cut-off Time "
            "enters with the time that has passed on it by then.",
        )
