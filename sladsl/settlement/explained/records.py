"""The records and the stretches of time that decided a window, as sentences."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from sladsl.measurement.backlog.open_then import OpenThen
from sladsl.measurement.lookups.deciding import Decided, DecidingRecord, RecordStanding, Timing
from sladsl.measurement.lookups.worst_intervals import WorstIntervals
from sladsl.measurement.uptime.rates import RatedInterval
from sladsl.measurement.uptime.stretches import Stretches, StretchKind, TimeStretch
from sladsl.planning.plan import IntervalMean, Plan, Quantity, Rates, Ratio, Series
from sladsl.planning.text_exclusions import write_excluded
from sladsl.planning.wording import counted, write_duration
from sladsl.settlement.display import exact, show_instant, show_value
from sladsl.settlement.eras import level_of
from sladsl.settlement.explained.tree import ExplanationNode, SentenceKind
from sladsl.settlement.explanation import Result


def records_node(plan: Plan, result: Result, series: Series, decided: Decided) -> ExplanationNode | None:
    """The records of a window, the worst first; None where it has none."""
    all_of_them = result.measurement.counts.records
    if not all_of_them:
        return None
    left_out = all_of_them - len(decided.records)
    parts = [_record(plan, series, each) for each in decided.records]
    if left_out:
        parts.append(ExplanationNode(SentenceKind.NOTE, f"and {counted(left_out, 'record')} more"))
    return ExplanationNode(
        SentenceKind.RECORDS, "Records that decided it, the worst first", parts=tuple(parts)
    )


def open_node(plan: Plan, opened: OpenThen) -> ExplanationNode:
    """The records that were open when a backlog was first at its value, the oldest first."""
    parts = [
        ExplanationNode(
            SentenceKind.RECORD,
            f"{record_name(each.record, each.file, each.row)}: {', '.join(_open(plan, each))}",
        )
        for each in opened.records
    ]
    left_out = opened.number - len(parts)
    if left_out:
        parts.append(ExplanationNode(SentenceKind.NOTE, f"and {counted(left_out, 'record')} more"))
    text = f"{counted(opened.number, 'record')} open at {show_instant(plan, opened.at)}, the oldest first"
    return ExplanationNode(
        SentenceKind.RECORDS, text, parts=tuple(parts), exact={"number": str(opened.number)}
    )


def _open(plan: Plan, record: DecidingRecord) -> Iterator[str]:
    if record.timing is not None and record.timing.start is not None:
        ends = record.timing.stop
        yield f"from {show_instant(plan, record.timing.start)}"
        yield "still open" if ends is None else f"to {show_instant(plan, ends)}"


def _record(plan: Plan, series: Series, record: DecidingRecord) -> ExplanationNode:
    return ExplanationNode(
        SentenceKind.RECORD,
        f"{record_name(record.record, record.file, record.row)}: {_record_words(plan, series, record)}",
    )


def record_name(record: str | None, file: str, row: int) -> str:
    """Name a record: by its key, and by where it stands in the data."""
    place = f"{file}, row {row}"
    return place if record is None else f"{record} ({place})"


def _record_words(plan: Plan, series: Series, record: DecidingRecord) -> str:
    """What a record counted for, and how its clock ran."""
    timing = [] if record.timing is None else list(timing_words(plan, record.timing))
    return ", ".join([*standing_words(plan, series, record), *timing]) or "counted"


def standing_words(plan: Plan, series: Series, record: DecidingRecord) -> list[str]:
    """Say what a record counted for: good or bad, and its value; nothing where it is only one of them."""
    value = [] if record.value is None else [_value(plan, series, record.value)]
    by = [] if record.exclusion is None else [f"by `{write_excluded(plan, record.exclusion)}`"]
    standing = " ".join([str(record.standing), *by])
    return [*([] if record.standing is RecordStanding.COUNTED else [standing]), *value]


def _value(plan: Plan, series: Series, value: Fraction) -> str:
    of = series.measure.over if isinstance(series.measure, Ratio) else series.measure
    return show_value(plan, Quantity(of.type, value))


def timing_words(plan: Plan, timing: Timing) -> Iterator[str]:
    """Say when a clock ran, what it showed, and when it was due."""
    if timing.start is None:
        yield "its clock has not started"
        return
    start = show_instant(plan, timing.start)
    yield f"from {start} {'and still running' if timing.stop is None else f'to {show_instant(plan, timing.stop)}'}"
    if timing.due is not None:
        yield f"due {show_instant(plan, timing.due)}"
    if timing.elapsed is not None:
        yield f"{write_duration(timing.elapsed)} on the clock"
    if timing.paused:
        yield f"{write_duration(timing.paused)} paused"


def intervals_node(
    plan: Plan, result: Result, series: Series, found: WorstIntervals
) -> ExplanationNode | None:
    """The intervals that a mean is made from, the worst first; None where there is none."""
    assert isinstance(series.measure, IntervalMean), "only a mean over intervals has some"
    type_ = series.measure.type
    parts = [
        ExplanationNode(
            SentenceKind.STRETCH,
            f"{_span(plan, each.begins, each.ends)}: {show_value(plan, Quantity(type_, each.value), result.compared)}",
            exact={"value": exact(each.value)},
        )
        for each in found.worst
    ]
    parts += _and_more(len(found.quotients) - len(parts))
    return (
        ExplanationNode(SentenceKind.RECORDS, "Intervals, the worst first", parts=tuple(parts))
        if parts
        else None
    )


def _and_more(intervals: int) -> list[ExplanationNode]:
    return (
        [ExplanationNode(SentenceKind.NOTE, f"and {counted(intervals, 'interval')} more")]
        if intervals
        else []
    )


def _span(plan: Plan, begins: int, ends: int) -> str:
    return f"{show_instant(plan, begins)} to {show_instant(plan, ends)}"


def stretch_nodes(plan: Plan, result: Result, found: Stretches) -> Iterator[ExplanationNode]:
    """The runs of down time of a window, and the time that exclusions took, the longest first."""
    times = result.measurement.times
    for state, title in (
        (StretchKind.DOWN, "Down time, the longest first"),
        (StretchKind.EXCLUDED, "Time excluded, the longest first"),
    ):
        runs = [each for each in found.stretches if each.state is state]
        if not runs or times is None:
            continue
        yield ExplanationNode(SentenceKind.RECORDS, title, parts=tuple(_stretch(plan, each) for each in runs))
    if found.rates.number:
        parts = [_rated(plan, result, each) for each in found.rates.worst]
        parts += _and_more(found.rates.number - len(parts))
        yield ExplanationNode(
            SentenceKind.RECORDS, "Intervals that are down, the worst first", parts=tuple(parts)
        )


def _rated(plan: Plan, result: Result, interval: RatedInterval) -> ExplanationNode:
    rates = level_of(plan, result.measurement).down
    assert rates is not None, "only a level of time has rates"
    assert isinstance(rates.evidence, Rates), "only rates are of intervals"
    entity = f"{interval.entity}: " if interval.entity else ""
    limit = rates.evidence.limit
    rate = show_value(plan, Quantity(limit.type, interval.rate), [limit])
    span = _span(plan, interval.begins, interval.begins + rates.evidence.every)
    return ExplanationNode(
        SentenceKind.STRETCH, f"{entity}{span}: {rate}", exact={"rate": exact(interval.rate)}
    )


def _stretch(plan: Plan, stretch: TimeStretch) -> ExplanationNode:
    entity = f"{stretch.entity}: " if stretch.entity else ""
    span = _span(plan, stretch.begins, stretch.ends)
    by = [f"{each.records} {record_name(each.record, each.file, each.row)}" for each in stretch.shown_by]
    shown = ", ".join([*by, *([f"{stretch.unlisted:,} more"] if stretch.unlisted else [])])
    return ExplanationNode(
        SentenceKind.STRETCH,
        f"{entity}{write_duration(stretch.time)}, of {span}{f', by {shown}' if shown else ''}",
        exact={"time_us": str(stretch.time)},
    )
