"""One record explained: where each level counts it or why not, how its clock ran, what paused it, when it was due."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Sequence

from sladsl.measurement.lookups.one_record import Condition, Pause, Placed, RecordTrace
from sladsl.planning.calendars import Interval
from sladsl.planning.plan import Plan, Series, ServiceLevel
from sladsl.planning.windows import zone_of
from sladsl.planning.wording import counted, write_duration, write_expression, write_start
from sladsl.planning.zones import day_start, local_date
from sladsl.settlement.display import show_instant
from sladsl.settlement.explained.records import record_name, standing_words, timing_words
from sladsl.settlement.explained.tree import ExplanationNode, SentenceKind, clause_of
from sladsl.settlement.sentences import level_title, series_title

_DAYS = 10
"""How many days of open time are listed; of more, the first ones."""


def record_node(plan: Plan, trace: RecordTrace) -> ExplanationNode:
    """What a level makes of a record."""
    title = level_title(trace.level)
    name = record_name(trace.record, trace.file, trace.row)
    field = "" if trace.level.counted is None else ".".join(trace.level.counted.path)
    if trace.counted is None:
        text = f"{title}: {name} is not counted, as it has no {field}"
        return ExplanationNode(SentenceKind.RECORD, text, clause_of(trace.level, title))
    by = f"{field} {show_instant(plan, trace.counted)}"
    if not trace.places:
        text = f"{title}: {name} is not counted: by its {by} it is in no window that has been measured"
        return ExplanationNode(SentenceKind.RECORD, text, clause_of(trace.level, title))
    parts = tuple(_placed(plan, trace, each) for each in trace.places)
    return ExplanationNode(
        SentenceKind.RECORD, f"{title}: {name}, counted by its {by}", clause_of(trace.level, title), parts
    )


def _placed(plan: Plan, trace: RecordTrace, placed: Placed) -> ExplanationNode:
    conditions = tuple(condition_node(plan, trace.level, each) for each in placed.conditions)
    window = f"{placed.window.label}, read as of {show_instant(plan, placed.window.as_of)}"
    if placed.decided is None or placed.series is None:
        return ExplanationNode(
            SentenceKind.RESULT, f"Not counted in {window}: {_why_not(plan, placed)}", parts=conditions
        )
    whose = series_title("", placed.series.key).strip()
    of = f" for {whose.strip('()')}" if whose else ""
    words = ", ".join(standing_words(plan, placed.series, placed.decided))
    exclusion = placed.decided.exclusion
    is_out = exclusion is not None and not exclusion.as_uptime
    text = f"{'Left out' if is_out else 'Counted'} in {window}{of}{f': {words}' if words else ''}"
    clause = None if exclusion is None else clause_of(exclusion, level_title(trace.level), "exclude")
    return ExplanationNode(
        SentenceKind.RESULT,
        text,
        clause,
        parts=(
            *conditions,
            *_causes(plan, placed),
            *_good(plan, trace, placed.series),
            *_clock(plan, placed),
        ),
    )


def _causes(plan: Plan, placed: Placed) -> Iterator[ExplanationNode]:
    """The records of an obligation that take a record out."""
    exclusion = None if placed.decided is None else placed.decided.exclusion
    for each in placed.causes:
        assert exclusion is not None, "only an exclusion takes a record out"
        title = level_title(next(level for level in plan.levels if level.name == exclusion.missed))
        yield ExplanationNode(
            SentenceKind.RECORD, f"{title}: {record_name(each.record, each.file, each.row)} is not good"
        )


def _why_not(plan: Plan, placed: Placed) -> str:
    failed = [each for each in placed.conditions if not each.holds]
    if failed:
        return " and ".join(f"`{write_expression(plan, each.part)}` {_state(each)}" for each in failed)
    if placed.starts_none:
        return "it starts no clock, as it comes after the last end"
    return "the level is not measured for its values"


def condition_node(plan: Plan, level: ServiceLevel, condition: Condition) -> ExplanationNode:
    """A part of a level's condition, and whether it holds."""
    clause = clause_of(level, level_title(level))
    return ExplanationNode(
        SentenceKind.CONDITION, f"`{write_expression(plan, condition.part)}` {_state(condition)}", clause
    )


def _state(condition: Condition) -> str:
    return {True: "holds", False: "does not hold", None: "is not known to hold"}[condition.holds]


def _good(plan: Plan, trace: RecordTrace, series: Series) -> Iterator[ExplanationNode]:
    if series.good is not None:
        text = f"Good when {write_expression(plan, series.good)}"
        yield ExplanationNode(SentenceKind.CONDITION, text, clause_of(series, level_title(trace.level)))


# --- the clock -----------------------------------------------------------------------------------------------------


def _clock(plan: Plan, placed: Placed) -> Iterator[ExplanationNode]:
    if placed.series is None or placed.decided is None or placed.series.clock is None:
        return
    clock, timing = placed.series.clock, placed.decided.timing
    if timing is None:
        return
    calendar = clock.calendar or "AlwaysOn"
    start, end = write_start(plan, clock.start), ".".join(clock.end.path)
    ran = ", ".join(timing_words(plan, timing))
    parts = (*(_pause(plan, each) for each in placed.pauses), *_days(plan, placed.counted))
    exactly = {} if timing.elapsed is None else {"elapsed_us": str(timing.elapsed)}
    if timing.paused is not None:
        exactly["paused_us"] = str(timing.paused)
    yield ExplanationNode(
        SentenceKind.CLOCK,
        f"Clock from {start} to {end} in {calendar}: {ran}",
        clause_of(clock, "Clock"),
        parts,
        exactly,
    )


def _pause(plan: Plan, pause: Pause) -> ExplanationNode:
    until = "still lasting" if pause.until is None else show_instant(plan, pause.until)
    name = f"{pause.evidence.records} {record_name(pause.record, pause.file, pause.row)}"
    text = f"Paused by {name}: {show_instant(plan, pause.starts)} to {until}"
    where = "" if pause.evidence.where is None else write_expression(plan, pause.evidence.where)
    if not pause.holds:
        text = f"Not paused by {name}: `{where}` does not hold"
    elif pause.inside is None:
        text = f"Not paused by {name}: it lies outside the time that the clock ran"
    return ExplanationNode(SentenceKind.PAUSE, text, clause_of(pause.evidence, "Clock", "paused during"))


def _days(plan: Plan, counted_time: Sequence[Interval]) -> Iterator[ExplanationNode]:
    """The time that a clock counted, day by day."""
    days: dict[dt.date, list[Interval]] = defaultdict(list)
    for begin, end in counted_time:
        for day, piece in _by_day(plan, begin, end):
            days[day].append(piece)
    for day, pieces in list(days.items())[:_DAYS]:
        total = sum(end - begin for begin, end in pieces)
        spans = ", ".join(f"{_time(plan, begin)}-{_time(plan, end, day)}" for begin, end in pieces)
        yield ExplanationNode(
            SentenceKind.DAY,
            f"{day:%a} {day}: {spans} = {write_duration(total)}",
            exact={"time_us": str(total)},
        )
    if len(days) > _DAYS:
        yield ExplanationNode(SentenceKind.NOTE, f"and {counted(len(days) - _DAYS, 'day')} more")


def _by_day(plan: Plan, begin: int, end: int) -> Iterator[tuple[dt.date, Interval]]:
    zone = zone_of(plan)
    while begin < end:
        day = local_date(zone, begin)
        midnight = day_start(zone, day + dt.timedelta(days=1))
        yield day, (begin, min(end, midnight))
        begin = midnight


def _time(plan: Plan, instant: int, day: dt.date | None = None) -> str:
    """The time of day of an instant; the midnight that ends a day is 24:00."""
    shown = show_instant(plan, instant)
    if day is not None and not shown.startswith(day.isoformat()):
        return "24:00"
    return shown.split(" ")[1]
