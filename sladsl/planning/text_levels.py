"""Service levels, and all that is measured like one, in the plan as text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from sladsl.planning.exclusions import excused_records
from sladsl.planning.level_means import mean_of
from sladsl.planning.plan import (
    Arithmetic,
    Clock,
    Evidence,
    IntervalMean,
    LevelMean,
    Measure,
    Measured,
    OpenRecords,
    PeriodWindow,
    Plan,
    Quantity,
    Ratio,
    RecordWindow,
    RollingWindow,
    Rounding,
    Series,
    ServiceLevel,
    Taken,
    Target,
    Uptime,
    ValueType,
    WindowRule,
)
from sladsl.planning.text_credits import credit_lines
from sladsl.planning.text_exclusions import exclusion_lines
from sladsl.planning.text_line import PlanLine, from_when, heading
from sladsl.planning.text_reliance import reliance_lines
from sladsl.planning.text_uptime import uptime_lines, uptime_measure
from sladsl.planning.wording import (
    counted,
    write_duration,
    write_expression,
    write_number,
    write_open_records,
    write_quantity,
    write_ratchet,
    write_reduction,
    write_start,
    write_test,
)
from sladsl.planning.wording_steps import write_lately


def level_lines(plan: Plan, level: ServiceLevel) -> Iterator[PlanLine]:
    """A level and each line of its results."""
    by = f" by {', '.join(dimension.name for dimension in level.dimensions)}" if level.dimensions else ""
    kind = "obligation" if level.party else "kpi" if level.is_kpi else "service level"
    whose = f" of the {level.party}" if level.party else ""
    yield PlanLine(heading(kind, level.name, level.title) + whose + by, 0, level.span)
    for excuse in level.excuses:
        yield PlanLine(
            f"excuses    {excuse.level}, in windows that overlap one that is missed", 1, excuse.span
        )
    for excused, exclusion in excused_records(plan, level):
        yield PlanLine(f"excuses    records of {excused.name} that one not good concerns", 1, exclusion.span)
    yield from reliance_lines(plan, level)
    where = f" where {write_expression(plan, level.where)}" if level.where else ""
    if mean_of(level) is None:
        yield PlanLine(f"for each   {level.records}{where}", 1)
    yield PlanLine(_counted(plan, level), 1)
    yield from uptime_lines(plan, level)
    yield from exclusion_lines(plan, level)
    yield from _verdict_rules(plan, level)
    has_clock = any(series.clock for series in level.series)
    for severity in level.severities:
        what = f"{write_expression(plan, severity.field)} {_TAKEN[severity.taken, not has_clock]}"
        yield PlanLine(f"severity   {what}, by {severity.records}", 1, severity.span)
    for dimension in level.dimensions:
        if dimension.untiered:
            yield PlanLine(
                f"not measured for {dimension.name} {', '.join(dimension.untiered)}", 1, dimension.span
            )
        if dimension.named_only:
            yield PlanLine(f"not measured for any other {dimension.name}", 1, dimension.span)
    for series in level.series:
        if series.key:
            yield PlanLine(_members(level, series), 1, series.span)
        yield from _series(plan, series, 2 if series.key else 1)


def _verdict_rules(plan: Plan, level: ServiceLevel) -> Iterator[PlanLine]:
    if level.grace:
        yield PlanLine(f"grace      for windows that start before {level.grace.until}", 1, level.grace.span)
    if level.no_records:
        value = write_quantity(plan, level.no_records.value)
        yield PlanLine(f"no records a window without any is missed at {value}", 1, level.no_records.span)
    if level.promotion:
        often = write_lately(level.promotion.lately)
        yield PlanLine(f"count      as missed when below expected {often}", 1, level.promotion.span)
    for ratchet in level.ratchets:
        kind = "baseline" if ratchet.is_baseline else "ratchet"
        yield PlanLine(f"{kind:<10} {write_ratchet(plan, ratchet)}", 1, ratchet.span)
    if level.low_volume:
        rule, misses = level.low_volume.rule, counted(level.low_volume.misses, "miss", "misses")
        yield PlanLine(
            f"{rule:<10} {misses} below {level.low_volume.below:,} decided records", 1, level.low_volume.span
        )


_TAKEN = {
    (Taken.START, False): "in force when the clock starts",
    (Taken.START, True): "in force when a record is counted",
    (Taken.END, False): "in force when the clock stops",
    (Taken.HIGHEST, False): "the most severe from when the clock starts to when it stops",
}


def _counted(plan: Plan, level: ServiceLevel) -> str:
    window = write_window(level.window)
    if level.counted is None:
        return f"over       the {window}"
    return f"counted    in the {window} of {write_expression(plan, level.counted)}"


def write_window(rule: WindowRule) -> str:
    """Write what windows of a kind are: `calendar month`."""
    match rule:
        case PeriodWindow(anchor, unit):
            return f"{anchor} {unit}"
        case RollingWindow(count, unit):
            return f"{count} {unit}s before the end of the settlement period"
        case RecordWindow():
            return "settlement period, each record by itself,"
    assert_never(rule)


def _members(level: ServiceLevel, series: Series) -> str:
    """Name the dimension values of a series; values that stand together are measured as one."""
    dimensions = zip(level.dimensions, series.members, series.key, strict=True)
    return "; ".join(
        f"{shown} {dimension.name} in the records"
        if values is None
        else f"{dimension.name} {', '.join(values)}{' together' if len(values) > 1 else ''}"
        for dimension, values, shown in dimensions
    )


def _series(plan: Plan, series: Series, depth: int) -> Iterator[PlanLine]:
    if series.clock:
        yield PlanLine(f"clock      {write_clock(plan, series.clock)}", depth, series.clock.span)
    if series.good:
        yield PlanLine(f"good when  {write_expression(plan, series.good)}", depth)
    less = "100% - " if series.complement else ""
    yield PlanLine(f"measure    {less}{write_measure(plan, series.measure)}", depth, series.measure.span)
    if series.rounded:
        rounding = write_rounding(series.rounded, series.measure.type)
        yield PlanLine(f"rounded    {rounding}, before any comparison", depth, series.rounded.span)
    for target in (series.expected, series.minimum, *series.further):
        if target:
            yield from _target(plan, target, depth)
            for credit in target.credits:
                yield from credit_lines(plan, credit, depth + 1)
    if series.needs:
        yield PlanLine(
            f"needs      at least {series.needs.records} decided records", depth, series.needs.span
        )
    for credit in series.credits:
        yield from credit_lines(plan, credit, depth)


def write_clock(plan: Plan, clock: Clock) -> str:
    """Write a clock: `from received_at to posted_at in Office, paused during hold by invoice`."""
    end = write_expression(plan, clock.end)
    if clock.each is None:
        runs = f"from {write_start(plan, clock.start)} to {end}"
    else:
        same = ".".join(clock.each.path)
        runs = f"from each {write_start(plan, clock.start)} to the next of the same {same}, until {end}"
    pauses = "".join(f", paused during {write_evidence(plan, pause)}" for pause in clock.pauses)
    late = "; a missing end is late" if clock.late_without_end else ""
    return f"{runs} in {clock.calendar or 'AlwaysOn'}{pauses}{late}"


def write_evidence(plan: Plan, evidence: Evidence) -> str:
    """Write the records that a clock stands still during: `hold by invoice where reason is approval`."""
    where = f" where {write_expression(plan, evidence.where)}" if evidence.where else ""
    return f"{evidence.records} by {evidence.link}{where}"


def write_measure(plan: Plan, measured: Measured) -> str:
    """Write what is measured: `percentile 95 of clock, by nearest rank`, `sum of errors / sum of lines`."""
    match measured:
        case Measure():
            return write_reduction(plan, measured)
        case Ratio(over=over, under=under, per=per):
            sign = "/" if per == 1 else f"per {write_number(per)}"
            return f"{write_reduction(plan, over)} {sign} {write_reduction(plan, under)}"
        case Uptime():
            return uptime_measure(plan, measured)
        case IntervalMean():
            return _interval_mean(plan, measured)
        case OpenRecords():
            return write_open_records(plan, measured)
        case LevelMean(level=level, windows=windows):
            return f"mean of {level} over the last {counted(windows, 'window')}"
    assert_never(measured)


def _interval_mean(plan: Plan, mean: IntervalMean) -> str:
    top, bottom = (
        f"({text})" if isinstance(each, Arithmetic) else text
        for each, text in ((each, write_expression(plan, each)) for each in (mean.over, mean.under))
    )
    empty = (
        "" if mean.empty is None else f", {write_quantity(plan, Quantity(mean.type, mean.empty))} where empty"
    )
    return f"mean over each {write_duration(mean.every)} of sum of {top} / sum of {bottom}{empty}"


def write_rounding(rounding: Rounding, kind: ValueType) -> str:
    """Write how a value is rounded: `half-up to 2 decimals of a percent`."""
    of = " of a percent" if kind is ValueType.PERCENT else ""
    return f"{rounding.mode} to {counted(rounding.decimals, 'decimal')}{of}"


def _target(plan: Plan, target: Target, depth: int) -> Iterator[PlanLine]:
    for word, value in zip((target.word, *[""] * len(target.values)), target.values, strict=False):
        limit = (
            f"{from_when(value)}{target.comparator} {write_quantity(plan, value.value)}{write_test(target)}"
        )
        yield PlanLine(f"{word:<10} {limit}", depth, value.span)
