"""Notes of a statement: what a reader has to know of windows, results and rows beside the figures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sladsl.measurement.results import LongPauses, Measurement, SnapshotCounts, Unplaced
from sladsl.planning.eras import level_at
from sladsl.planning.level_means import mean_of
from sladsl.planning.plan import PeriodWindow, Plan, Rates, ServiceLevel
from sladsl.planning.windows import Window
from sladsl.planning.wording import counted
from sladsl.settlement.display import charge_title, show_instant, show_unrounded
from sladsl.settlement.eras import level_of
from sladsl.settlement.explanation import RecordCount, Result, SettledPeriod, Verdict
from sladsl.settlement.sentences import level_title, parts_words, raised_words, series_title
from sladsl.settlement.statement import Statement
from sladsl.settlement.statement_time import until_notes
from sladsl.settlement.text_lines import bullets, place_of
from sladsl.settlement.values import is_without_records, removed
from sladsl.settlement.verdicts import show_share


def is_mean(plan: Plan, measured: Measurement) -> bool:
    """Whether a value is made from those of other windows, and not from records."""
    return mean_of(level_of(plan, measured)) is not None


def notes_lines(statement: Statement, period: SettledPeriod | None, results: Sequence[Result]) -> list[str]:
    """The notes on some results, and on single records of a period; no lines where there are none."""
    plan = statement.plan
    windows = dict.fromkeys((_window_name(plan, each), each.measurement.window) for each in results)
    notes = [
        *(note for name, window in windows for note in _window_notes(plan, name, window)),
        *(note for each in statement.outages for note in until_notes(plan, each, results)),
        *(note for result in results for note in _result_notes(plan, result)),
        *(_unplaced(plan, each) for each in statement.unplaced if _is_shown(each, period, results)),
        *(
            _long_pauses(plan, each)
            for each in statement.long_pauses
            if _is_of(each.level, each.window, period, results)
        ),
        *(note for each in (() if period is None else period.records) for note in _count_notes(plan, each)),
    ]
    return ["Notes", *bullets(notes)] if notes else []


def _is_shown(unplaced: Unplaced, period: SettledPeriod | None, results: Sequence[Result]) -> bool:
    """Whether a window of a level is among those of results, or of single records, or a charge's day in a period."""
    if unplaced.is_charge:
        return period is not None and period.start <= unplaced.window.start < period.end
    return _is_of(unplaced.name, unplaced.window, period, results)


def _is_of(level: str, window: Window, period: SettledPeriod | None, results: Sequence[Result]) -> bool:
    counts = () if period is None else period.records
    windows = {(each.measurement.level, each.measurement.window) for each in results}
    return (level, window) in windows | {(each.level, each.window) for each in counts}


def _long_pauses(plan: Plan, long: LongPauses) -> str:
    level = level_at(plan, long.level, long.window.start)
    pauses, one = counted(long.pauses, "record"), long.pauses == 1
    begin, go = ("begins", "goes") if one else ("begin", "go")
    return (
        f"{level_title(level)}, {long.window.label}: {pauses} of {long.records} {begin} before the clock that "
        f"{'it pauses' if one else 'they pause'} or {go} on after it; only what lies between its start and its stop "
        "is paused."
    )


def _unplaced(plan: Plan, unplaced: Unplaced) -> str:
    rows, one = counted(unplaced.rows, "row"), unplaced.rows == 1
    if unplaced.is_charge:
        title, which = charge_title(plan, unplaced.name), "is" if one else "are"
        return (
            f"{title}, {unplaced.window.label}: {rows} set aside as bad data {which} not part of the charge."
        )
    level = level_at(plan, unplaced.name, unplaced.window.start)
    names = " and ".join(dimension.name for dimension in level.dimensions)
    rows, which = f"{rows} of this window set aside as bad data", "belongs" if one else "belong"
    return f"{level_title(level)}, {unplaced.window.label}: {rows} {which} to no {names} that is measured."


def _count_notes(plan: Plan, count: RecordCount) -> Iterator[str]:
    """What stands beside the windows of single records of a series: those without a verdict yet."""
    what = f"{series_title(count.title, count.key)}, {count.window.label}"
    if count.counts.undecided:
        yield _undecided(plan, what, count)
    if count.counts.excluded:
        yield f"{what}: {counted(count.counts.excluded, 'record')} excluded."
    if count.counts.quarantined:
        yield f"{what}: {counted(count.counts.quarantined, 'row')} of this window set aside as bad data."


def _undecided(plan: Plan, what: str, measured: Measurement | RecordCount) -> str:
    return (
        f"{what}: {counted(measured.counts.undecided, 'record')} undecided as of "
        f"{show_instant(plan, measured.window.as_of)}, left out of the value: "
        f"{_why_undecided(level_at(plan, measured.level, measured.window.start))}."
    )


def _window_name(plan: Plan, result: Result) -> str:
    """Name a window by its label, and one that is not the period of its label by its level, too."""
    level = level_of(plan, result.measurement)
    label = result.measurement.window.label
    return label if isinstance(level.window, PeriodWindow) else f"{result.title}, {label},"


def _window_notes(plan: Plan, name: str, window: Window) -> Iterator[str]:
    start, end = show_instant(plan, window.start), show_instant(plan, window.end)
    if window.partial:
        yield f"{name} is partial: only {start} to {end} lies in the term."
    if window.as_of < window.end:
        yield f"{name} ends {end}: it is measured as of {show_instant(plan, window.as_of)}."


def _why_undecided(level: ServiceLevel) -> str:
    if level.down is not None:
        what = "intervals" if isinstance(level.down.evidence, Rates) else "slots"
        return f"{what} that are not over"
    has_clock = any(series.clock for series in level.series)
    return "clocks that still run" if has_clock else "what decides them is not known yet"


def _is_special(plan: Plan, result: Result) -> bool:
    """Whether a verdict follows from few records, or none, and not from the targets alone."""
    counts = result.measurement.counts
    level = level_of(plan, result.measurement)
    is_allowed = result.verdict is Verdict.MET and any(each.satisfied is False for each in result.comparisons)
    is_missed = level.no_records is not None and is_without_records(counts)
    return is_allowed or is_missed or removed(level, counts) > 0


def _is_promoted(result: Result) -> bool:
    """Whether a window misses no limit, and is missed for those before it that were below expected."""
    limits = (each for each in result.comparisons if each.target.word != "expected")
    return result.verdict is Verdict.MISSED and all(each.satisfied is not False for each in limits)


def _counts_outside(plan: Plan, level: str) -> bool:
    return any(each.outside_is_up for each in plan.levels if each.name == level)


def _result_notes(plan: Plan, result: Result) -> Iterator[str]:
    measured, counts = result.measurement, result.measurement.counts
    what = f"{series_title(result.title, measured.key)}, {measured.window.label}"
    if result.verdict is Verdict.UNMEASURED:
        yield f"{what}: unmeasured, {result.reason}."
    elif result.verdict in {Verdict.GRACE, Verdict.EXCUSED}:
        yield f"{what}: {result.reason}."
    elif _is_special(plan, result):
        yield f"{what}: {result.verdict}, {result.reason}."
    elif _is_promoted(result):
        yield f"{what}: {result.reason}."
    for raised in result.raised if measured.value is not None else ():
        yield f"{what}: {raised_words(plan, raised)} ({place_of(raised.rule)})."
    if result.verdict is Verdict.MISSED and result.assessments and not result.credits:
        for each in result.assessments:
            yield f"{what}: missed, and no credit is due ({place_of(each.rule)}): {each.why}."
    for comparison in result.comparisons:
        if comparison.share is not None and counts.records:
            yield f"{what}: {show_share(plan, comparison)}."
    if measured.parts and (counts.records or is_mean(plan, measured)):
        yield f"{what}: {parts_words(plan, measured.parts)}."
    if result.unrounded not in {None, measured.value}:
        yield f"{what}: {show_unrounded(plan, result)} before rounding."
    if measured.window.partial and _counts_outside(plan, measured.level):
        yield f"{what}: the time outside the term counts as up."
    if measured.times is not None and measured.times.from_before:
        records, number = level_of(plan, measured).records, measured.times.from_before
        yield f"{what}: {_from_before(records, number, counts.records)}."
    if measured.looks is not None and result.verdict is not Verdict.MET:
        yield from _looks(plan, what, measured.looks)
    if counts.undecided:
        yield _undecided(plan, what, measured)
    if counts.quarantined:
        yield f"{what}: {counted(counts.quarantined, 'row')} of this window set aside as bad data."


def _from_before(records: str, number: int, begun: int) -> str:
    reach, begin = ("reaches" if number == 1 else "reach"), ("begins" if begun == 1 else "begin")
    earlier = f"{counted(number, 'record')} of {records} began earlier and {reach} into this window"
    return f"{earlier}, beside {begun:,} that {begin} in it"


def _looks(plan: Plan, what: str, looks: SnapshotCounts) -> Iterator[str]:
    if looks.at is not None:
        first = show_instant(plan, looks.at)
        yield f"{what}: first at {first}, of {counted(looks.snapshots, 'snapshot')}."
