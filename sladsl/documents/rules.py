"""The rules of measurement that apply unless an agreement says otherwise: each default that matters for this one.

Sources: LANGUAGE 2 (zones, numbers), 3 (windows), 4 (clocks and calendars), 5 (measures and verdicts) of the design.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sladsl.documents.outline import LEVELS, RECORDS, reference, references
from sladsl.documents.prose import capitalised, opened, prose
from sladsl.documents.terms import Terms
from sladsl.documents.verbalise import nodes
from sladsl.documents.view import Paragraph
from sladsl.planning.periods import period_holding
from sladsl.planning.plan import (
    Anchor,
    Arithmetic,
    BusinessDays,
    Clock,
    ClockTime,
    ClockWithin,
    Comparator,
    Constant,
    Expression,
    Extreme,
    Field,
    FieldLimit,
    LocalDays,
    PeriodWindow,
    Plan,
    Series,
    Statistic,
    Unit,
    ValueType,
)
from sladsl.planning.series import operands, reductions
from sladsl.planning.windows import zone_of


def measurement_rules(terms: Terms) -> tuple[Paragraph, ...]:
    """The paragraphs of the clause on measurement, not yet numbered."""
    plan = terms.plan
    return (
        _schedule(terms),
        _evidence(terms),
        _errors(terms),
        _zone(plan),
        *_durations(plan),
        _windows(plan),
        *_partial_windows(plan),
        *_business_time(plan),
        *_dates_as_starts(plan),
        *_deadlines(plan),
        *_time_so_far(plan),
        *_ranks(plan),
        *_percentage_points(plan),
        _exactness(plan),
        _verdicts(plan),
    )


def _items(*texts: str) -> tuple[Paragraph, ...]:
    return tuple(Paragraph("", prose(text)) for text in texts)


def all_series(plan: Plan) -> Iterable[Series]:
    """The series of all levels."""
    return (series for level in plan.levels for series in level.series)


def all_nodes(plan: Plan) -> Iterator[Expression]:
    """Every expression of every level, with all that it is made of."""
    for level in plan.levels:
        yield from nodes(level.where)
    for series in all_series(plan):
        yield from nodes(series.good)
        for operand in operands(series.measure):
            yield from nodes(operand)


def _has_clock(plan: Plan) -> bool:
    return any(series.clock for series in all_series(plan))


# --- records and time ----------------------------------------------------------------------------------------------


def _schedule(terms: Terms) -> Paragraph:
    alike = ""
    if any(level.is_kpi for level in terms.plan.levels):
        alike = (
            " A Key Performance Indicator is measured like a Service Level, and what this clause says of "
            "one holds for the other."
        )
    levels = [level.id for level in terms.plan.levels]
    return opened(
        "Service Levels",
        capitalised(references(terms.outline, levels)),
        f" {'define' if levels[1:] else 'defines'} how each Service Level is measured; ",
        prose(reference(terms.outline, LEVELS)),
        f" sums them up.{alike}",
    )


def _evidence(terms: Terms) -> Paragraph:
    records = reference(terms.outline, RECORDS)
    stops = " and a clock that stops later is still running" if _has_clock(terms.plan) else ""
    return opened(
        "Evidence",
        "Measured Values are calculated from the records described in ",
        prose(records),
        ", as they stand at the Cut-off Time: a time later than the Cut-off Time is treated as not "
        f"recorded, so that a record to be counted at such a time is not counted{stops}. The present time "
        "has no bearing on any result.",
    )


def _errors(terms: Terms) -> Paragraph:
    where = prose(reference(terms.outline, RECORDS))
    return opened(
        "Records in error",
        "A record that does not conform to ",
        where,
        " (because a field is missing or of the wrong kind, a key repeats, a record that is referred to "
        "does not exist, or an end precedes its start) is corrected before settlement or set aside. The "
        "statement gives the number of records set aside; no record is left out silently.",
    )


def _zone(plan: Plan) -> Paragraph:
    return opened(
        "Dates and times",
        f"Dates and times of day are those of the time zone {plan.zone}, and a time in the records that "
        "states no zone is read in it. A local time that a change of the clocks skips is read as the end "
        "of the gap; a local time that occurs twice is read as the first of the two.",
    )


def _durations(plan: Plan) -> Iterator[Paragraph]:
    if any(isinstance(node, Constant | Field) and node.type is ValueType.DAYS for node in all_nodes(plan)):
        yield opened(
            "Hours and days",
            "Hours and minutes are real elapsed time. Calendar days are days on the local calendar, "
            "whether or not a change of the clocks makes one of them longer or shorter than 24 hours.",
        )


# --- windows -------------------------------------------------------------------------------------------------------


def _windows(plan: Plan) -> Paragraph:
    week = " A calendar week runs from Monday to Sunday." if _window_units(plan) & {Unit.WEEK} else ""
    return opened(
        "Boundaries",
        "A Measurement Window includes the instant at which it starts and excludes the instant at which "
        f"it ends, which is the start of the next. A day starts at 00:00 local time.{week}",
    )


def _partial_windows(plan: Plan) -> Iterator[Paragraph]:
    rules = {level.window for level in plan.levels if isinstance(level.window, PeriodWindow)}
    if any(is_cut(plan, rule.anchor, rule.unit) for rule in rules):
        charges = " A charge counts for it only for its days within the Term." if plan.charges else ""
        yield opened(
            "Partial windows",
            "A Measurement Window that the start or the end of the Term cuts short is measured over its "
            "part within the Term and is marked as partial."
            f"{charges} Target levels, least numbers of records and amounts of money (such as a Service "
            "Credit of a fixed amount) are not reduced.",
        )


def _window_units(plan: Plan) -> set[Unit]:
    return {level.window.unit for level in plan.levels if isinstance(level.window, PeriodWindow)}


def is_cut(plan: Plan, anchor: Anchor, unit: Unit) -> bool:
    """Whether the term starts or ends in the middle of a unit."""
    edges = [plan.term.first, *([plan.term.last] if plan.term.last else [])]
    return any(period_holding(zone_of(plan), plan.term, anchor, unit, day).partial for day in edges)


# --- clocks --------------------------------------------------------------------------------------------------------


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
    yield opened(
        "Clocks still running",
        "Where a clock is still running at the Cut-off Time:",
        children=_items(
            "if the Cut-off Time is later than its deadline, the clock has not stopped within the time; and",
            _UNDECIDED,
        ),
    )


def _time_so_far(plan: Plan) -> Iterator[Paragraph]:
    if any(isinstance(node, ClockTime) for node in all_nodes(plan)):
        yield opened(
            "Time so far",
            "Where the time on a clock is itself measured, a clock still running at the Cut-off Time "
            "enters with the time that has passed on it by then.",
        )


# --- values and verdicts -------------------------------------------------------------------------------------------


def _ranks(plan: Plan) -> Iterator[Paragraph]:
    statistics = {each.statistic for series in all_series(plan) for each in reductions(series.measure)}
    if Statistic.PERCENTILE in statistics:
        yield opened(
            "Percentiles",
            "A percentile is found by nearest rank: the values are put in ascending order, their number "
            "is multiplied by the percentile and divided by 100, the result is rounded up to a whole "
            "number, and the value in that place is the percentile. No value is interpolated.",
        )
    if Statistic.MEDIAN in statistics:
        yield opened(
            "Median",
            "The median is the middle value in ascending order, or the arithmetic mean of the two middle "
            "values where the number of values is even.",
        )


def _percentage_points(plan: Plan) -> Iterator[Paragraph]:
    sums = (node for node in all_nodes(plan) if isinstance(node, Arithmetic) and node.operator in "+-")
    if any(node.type is ValueType.PERCENT for node in sums):
        yield opened(
            "Percentage points",
            "A percentage added to or taken from another percentage is a number of percentage points.",
        )


def _exactness(plan: Plan) -> Paragraph:
    return opened(
        "Exact figures",
        f"Measured Values are calculated and compared without rounding{_unless_rounded(plan)}; rounding for display "
        "decides nothing.",
        *_comparators(plan),
    )


def _unless_rounded(plan: Plan) -> str:
    if all(series.rounded is None for series in all_series(plan)):
        return ""
    return ", unless the clause of the Service Level rounds its Measured Value"


def _comparators(plan: Plan) -> Iterator[str]:
    targets = [
        target for series in all_series(plan) for target in (series.expected, series.minimum) if target
    ]
    used = {target.comparator for target in targets}
    including = [f"“{each}”" for each in (Comparator.AT_LEAST, Comparator.AT_MOST) if each in used]
    excluding = [f"“{each}”" for each in (Comparator.ABOVE, Comparator.UNDER) if each in used]
    if including:
        yield f" A figure that is exactly at the limit satisfies {' and '.join(including)}."
    if excluding:
        yield f" A figure that is exactly at the limit does not satisfy {' or '.join(excluding)}."


def _verdicts(plan: Plan) -> Paragraph:
    words = {
        target.word for series in all_series(plan) for target in (series.expected, series.minimum) if target
    }
    floor = " or ".join(word for word in ("minimum", "required") if word in words)
    needs = (
        ", or fewer records are counted and decided than the Service Level needs" if _any_needs(plan) else ""
    )
    items = [f"unmeasured, if no record is counted and decided in it{needs}"]
    if floor:
        never = (
            ""
            if all(series.minimum for series in all_series(plan))
            else " (a Service Level without one is never missed)"
        )
        items.append(f"otherwise missed, if the Measured Value does not satisfy the {floor} level{never}")
    if "expected" in words:
        items.append("otherwise below expected, if the Measured Value does not satisfy the expected level")
    items.append("otherwise met")
    ended = (*(f"{item};" for item in items[:-2]), f"{items[-2]}; and", f"{items[-1]}.")
    return opened(
        "Verdicts",
        "Each Measurement Window of a Service Level has exactly one verdict. It is:",
        children=_items(*ended),
    )


def _any_needs(plan: Plan) -> bool:
    return any(series.needs for series in all_series(plan))
