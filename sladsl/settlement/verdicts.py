"""Whether a measured value keeps what was promised, and why."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import assert_never

from sladsl.measurement.results import Counts, Measurement
from sladsl.planning.plan import (
    Anchor,
    Comparator,
    Dated,
    LowVolume,
    Needs,
    PeriodWindow,
    Plan,
    Quantity,
    Series,
    ServiceLevel,
    T,
    Target,
    Volume,
)
from sladsl.planning.series import series_at
from sladsl.planning.windows import Window, horizon, settlement_periods, zone_of
from sladsl.planning.zones import local_date
from sladsl.settlement.display import counted, show_limit, show_value
from sladsl.settlement.explanation import Comparison, Verdict
from sladsl.settlement.values import is_without_records, removed


def compare(plan: Plan, series: Series, measurement: Measurement) -> tuple[Comparison, ...]:
    """Compare a value with the targets in force in its window, the expected one first."""
    targets = [target for target in (series.expected, series.minimum) if target is not None]
    return tuple(_comparison(plan, target, measurement) for target in targets)


def decide(
    plan: Plan, level: ServiceLevel, measurement: Measurement, comparisons: Sequence[Comparison]
) -> Verdict:
    """Give the one verdict that holds; grace beats unmeasured, which beats all others (LANGUAGE 5).

    A level without targets that is measured is met: there is nothing it could miss.
    """
    series, counts = series_at(level, measurement.key), measurement.counts
    if in_grace(plan, level, measurement.window):
        return Verdict.GRACE
    if level.no_records is not None and is_without_records(counts):
        return Verdict.MISSED
    if measurement.value is None or _too_few(series.needs, counts):
        return Verdict.UNMEASURED
    failed = [comparison.target for comparison in comparisons if not comparison.satisfied]
    if not failed or _are_allowed(level.low_volume, counts):
        return Verdict.MET
    return Verdict.MISSED if series.minimum in failed else Verdict.BELOW_EXPECTED


def in_grace(plan: Plan, level: ServiceLevel, window: Window) -> bool:
    """Tell whether a window starts in grace; a rolling one, whether the settlement period does that it ends with."""
    if level.grace is None:
        return False
    start = window.start
    if not isinstance(level.window, PeriodWindow):
        start = horizon(plan, Anchor.CALENDAR, settlement_periods(plan).unit, window.end).start
    return local_date(zone_of(plan), start) < level.grace.until


def in_force(plan: Plan, values: Sequence[Dated[T]], window: Window) -> T:
    """Give the dated value that binds a window: the latest from on or before the window's first day."""
    first = local_date(zone_of(plan), window.start)
    return [dated.value for dated in values if dated.since is None or dated.since <= first][-1]


def satisfies(value: Fraction, comparator: Comparator, limit: Fraction) -> bool:
    """Tell whether a value keeps a limit, on the exact numbers."""
    match comparator:
        case Comparator.AT_LEAST:
            return value >= limit
        case Comparator.ABOVE:
            return value > limit
        case Comparator.AT_MOST:
            return value <= limit
        case Comparator.UNDER:
            return value < limit
    assert_never(comparator)


def reason(
    plan: Plan,
    level: ServiceLevel,
    measurement: Measurement,
    comparisons: Sequence[Comparison],
    thresholds: Sequence[Quantity],
) -> str:
    """Say in a short phrase why the verdict is what it is."""
    why = _reason(plan, level, measurement, comparisons, thresholds)
    if level.grace is not None and in_grace(plan, level, measurement.window):
        return f"in grace until {level.grace.until}: {why}"
    return why


def _reason(
    plan: Plan,
    level: ServiceLevel,
    measurement: Measurement,
    comparisons: Sequence[Comparison],
    thresholds: Sequence[Quantity],
) -> str:
    series, counts = series_at(level, measurement.key), measurement.counts
    if level.no_records is not None and is_without_records(counts):
        return f"no records count as missed at {show_limit(plan, level.no_records.value)}"
    if measurement.value is None:
        return f"{_why_no_value(measurement)}{_removal(level, counts)}"
    if series.needs is not None and _too_few(series.needs, counts):
        return f"{counted(counts.decided, 'record')} decided, fewer than the {series.needs.records:,} needed"
    if not comparisons:
        return "no target is set"
    limits = [*(comparison.limit for comparison in comparisons), *thresholds]
    decimals = None if series.rounded is None else series.rounded.decimals
    value = show_value(plan, measurement.value, limits, decimals)
    failed = [comparison for comparison in comparisons if not comparison.satisfied]
    verb = "is not" if failed else "is"
    held = f"{value} {verb} {f' and {verb} '.join(_bound(plan, each) for each in failed or comparisons)}"
    return f"{held}{_removal(level, counts)}{_allowance(level, counts) if failed else ''}"


def _removal(level: ServiceLevel, counts: Counts) -> str:
    """Say how many misses are taken out of the value."""
    misses, low = removed(level, counts), level.low_volume
    if not misses or low is None:
        return ""
    return f", {counted(misses, 'miss', 'misses')} removed from fewer than {counted(low.below, 'record')}"


def _allowance(level: ServiceLevel, counts: Counts) -> str:
    """Say how many misses are allowed where those there are do not decide the verdict."""
    low = level.low_volume
    if low is None or not _are_allowed(low, counts):
        return ""
    allowed = counted(low.misses, "miss", "misses")
    return f", and {allowed} of fewer than {counted(low.below, 'record')} {'is' if low.misses == 1 else 'are'} allowed"


def show_target(plan: Plan, comparison: Comparison) -> str:
    """Write a target as the agreement does: `minimum at least 98%`."""
    target = comparison.target
    return f"{target.word} {target.comparator} {show_limit(plan, comparison.limit)}"


def _bound(plan: Plan, comparison: Comparison) -> str:
    target = comparison.target
    return f"{target.comparator} {show_limit(plan, comparison.limit)} ({target.word})"


def _comparison(plan: Plan, target: Target, measurement: Measurement) -> Comparison:
    limit = in_force(plan, target.values, measurement.window)
    if measurement.value is None:
        return Comparison(target, limit, None)
    return Comparison(target, limit, satisfies(measurement.value.amount, target.comparator, limit.amount))


def _are_allowed(low: LowVolume | None, counts: Counts) -> bool:
    """Tell whether a window has few records and no more misses than are allowed then."""
    if low is None or low.rule is not Volume.ALLOW or counts.bad is None:
        return False
    return counts.decided < low.below and counts.bad <= low.misses


def _too_few(needs: Needs | None, counts: Counts) -> bool:
    return needs is not None and counts.decided < needs.records


def _why_no_value(measurement: Measurement) -> str:
    counts = measurement.counts
    if counts.decided and measurement.parts and measurement.parts[-1].value is not None:
        return f"it is divided by the {measurement.parts[-1].name}, which is zero"
    if counts.undecided:
        return f"no record is decided yet, {counts.undecided:,} undecided"
    if counts.excluded:
        return f"no record is left, {counts.excluded:,} excluded"
    return "no records"
