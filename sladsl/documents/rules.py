"""The rules of measurement that apply unless an agreement says otherwise: each default that matters for this one.

Sources: docs/language.md (zones, numbers, verdicts), docs/clocks.md (clocks, calendars), docs/measures.md (windows).
"""

from __future__ import annotations

from collections.abc import Iterator

from sladsl.documents.clock_rules import clock_rules
from sladsl.documents.exclusions import exclusion_rules
from sladsl.documents.outline import LEVELS, RECORDS, reference, references
from sladsl.documents.parts import all_nodes, all_series, items
from sladsl.documents.prose import capitalised, opened, prose
from sladsl.documents.terms import Terms
from sladsl.documents.uptime_rules import uptime_rules
from sladsl.documents.view import Paragraph
from sladsl.planning.periods import period_holding
from sladsl.planning.plan import (
    Anchor,
    Arithmetic,
    Comparator,
    Constant,
    Field,
    OpenRecords,
    PeriodWindow,
    Plan,
    RollingWindow,
    Statistic,
    Unit,
    ValueType,
    Volume,
)
from sladsl.planning.series import is_of_records, reductions
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
        *clock_rules(plan),
        *_ranks(plan),
        *_percentage_points(plan),
        *uptime_rules(plan),
        *exclusion_rules(plan),
        _exactness(plan),
        _verdicts(plan),
    )


def _has_clock(plan: Plan) -> bool:
    return any(series.clock for series in all_series(plan))


# --- records and time ----------------------------------------------------------------------------------------------


def _schedule(terms: Terms) -> Paragraph:
    alike = ""
    others = [
        kind
        for kind, is_one in (
            (
                "a Key Performance Indicator",
                any(each.is_kpi and not each.party for each in terms.plan.levels),
            ),
            ("an Obligation", any(each.party for each in terms.plan.levels)),
        )
        if is_one
    ]
    if others:
        which = " or ".join(others)
        alike = (
            f" {which[0].upper()}{which[1:]} is measured like a Service Level, and what this clause says of "
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
    overlap = (
        ", except that periods which end with a Settlement Period may overlap" if _is_rolling(plan) else ""
    )
    if any(is_of_records(level) for level in plan.levels):
        overlap = f"{overlap}, and that one which is a single record is an instant alone"
    week = " A calendar week runs from Monday to Sunday." if _window_units(plan) & {Unit.WEEK} else ""
    return opened(
        "Boundaries",
        "A Measurement Window includes the instant at which it starts and excludes the instant at which "
        f"it ends, which is the start of the next{overlap}. A day starts at 00:00 local time.{week}",
    )


def _partial_windows(plan: Plan) -> Iterator[Paragraph]:
    rules = {level.window for level in plan.levels if isinstance(level.window, PeriodWindow)}
    if _is_rolling(plan) or any(is_cut(plan, rule.anchor, rule.unit) for rule in rules):
        charges = " A charge counts for it only for its days within the Term." if plan.charges else ""
        yield opened(
            "Partial windows",
            "A Measurement Window that the start or the end of the Term cuts short is measured over its "
            "part within the Term and is marked as partial."
            f"{charges} Target levels, least numbers of records and amounts of money (such as a Service "
            "Credit of a fixed amount) are not reduced.",
        )


def _is_rolling(plan: Plan) -> bool:
    return any(isinstance(level.window, RollingWindow) for level in plan.levels)


def _window_units(plan: Plan) -> set[Unit]:
    return {level.window.unit for level in plan.levels if isinstance(level.window, PeriodWindow)}


def is_cut(plan: Plan, anchor: Anchor, unit: Unit) -> bool:
    """Whether the term starts or ends in the middle of a unit."""
    edges = [plan.term.first, *([plan.term.last] if plan.term.last else [])]
    return any(period_holding(zone_of(plan), plan.term, anchor, unit, day).partial for day in edges)


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
        target
        for series in all_series(plan)
        for target in (series.expected, series.minimum, *series.further)
        if target
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
        target.word
        for series in all_series(plan)
        for target in (series.expected, series.minimum, *series.further)
        if target
    }
    floor = " or ".join(word for word in ("minimum", "required") if word in words)
    needs = (
        ", or fewer records are counted and decided than the Service Level needs" if _any_needs(plan) else ""
    )
    value = f"the Measured Value{_shares(plan)}"
    verdicts = [*_special_verdicts(plan), f"unmeasured, if {_nothing(plan)}{needs}"]
    verdicts[1:] = [f"otherwise {verdict}" for verdict in verdicts[1:]]
    if any(level.excuses for level in plan.levels):
        verdicts.append("otherwise excused, if it is missed or below expected and an Obligation excuses it")
    if floor:
        never = (
            ""
            if all(series.minimum for series in all_series(plan))
            else " (a Service Level without one is never missed)"
        )
        verdicts.append(f"otherwise missed, if {value} does not satisfy the {floor} level{never}{_few(plan)}")
    if "expected" in words:
        verdicts.append(
            f"otherwise below expected, if {value} does not satisfy the expected level{_few(plan)}"
        )
    verdicts.append("otherwise met")
    ended = (*(f"{each};" for each in verdicts[:-2]), f"{verdicts[-2]}; and", f"{verdicts[-1]}.")
    return opened(
        "Verdicts",
        "Each Measurement Window of a Service Level has exactly one verdict. It is:",
        children=items(*ended),
    )


def _special_verdicts(plan: Plan) -> Iterator[str]:
    """The verdicts that some clauses give before any other."""
    if any(level.grace for level in plan.levels):
        yield "grace, where its clause gives grace to it"
    if any(level.no_records for level in plan.levels):
        yield "missed, where it has no record and its clause makes that a miss"


def _shares(plan: Plan) -> str:
    """What is compared beside the value, where some clause sets a further level."""
    if not any(series.further for series in all_series(plan)):
        return ""
    return ", or another percentage for which its clause sets a further level,"


def _few(plan: Plan) -> str:
    """What may keep a level that is not reached from being held against the provider."""
    if not any(level.low_volume and level.low_volume.rule is Volume.ALLOW for level in plan.levels):
        return ""
    return ", unless its clause allows the misses"


def _any_needs(plan: Plan) -> bool:
    return any(series.needs for series in all_series(plan))


def _nothing(plan: Plan) -> str:
    """What a window without a value lacks, by what its clause measures where not all clauses measure the same."""
    lacking = {}
    of_open = [
        isinstance(level.series[0].measure, OpenRecords) for level in plan.levels if level.down is None
    ]
    if not all(of_open):
        lacking["no record is counted and decided in it"] = "records that are counted"
    if any(of_open):
        lacking["no snapshot of open records is taken in it"] = "open records"
    if any(level.down is not None for level in plan.levels):
        lacking["it has no agreed time"] = "time"
    if len(lacking) == 1:
        return "".join(lacking)
    return ", or ".join(f"{words} where its clause measures {what}" for words, what in lacking.items())
