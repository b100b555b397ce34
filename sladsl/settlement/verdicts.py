"""Whether a measured value keeps what was promised, and why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import assert_never

from sladsl.measurement.results import Counts, Measurement, Share
from sladsl.planning.level_means import mean_of
from sladsl.planning.plan import (
    Anchor,
    Comparator,
    CreditRule,
    Dated,
    LowVolume,
    Needs,
    PeriodWindow,
    Plan,
    Quantity,
    Series,
    ServiceLevel,
    Target,
    Volume,
    holds_on,
)
from sladsl.planning.plan.facts import T
from sladsl.planning.series import series_at
from sladsl.planning.windows import Window, horizon, settlement_periods, zone_of
from sladsl.planning.wording import counted, write_test
from sladsl.planning.zones import local_date
from sladsl.settlement.display import show_limit, show_value
from sladsl.settlement.explanation import TargetComparison, Verdict
from sladsl.settlement.values import is_without_records, misses_of, removed


def compare(plan: Plan, series: Series, measurement: Measurement) -> tuple[TargetComparison, ...]:
    """Compare a value with the targets in force in its window, the expected one first, then shares with theirs."""
    targets = [target for target in (series.expected, series.minimum) if target is not None]
    shares = zip(series.further, measurement.shares, strict=False)
    return (
        *(_comparison(plan, target, measurement, None) for target in targets),
        *(_comparison(plan, target, measurement, share) for target, share in shares),
    )


def decide(
    plan: Plan, level: ServiceLevel, measurement: Measurement, comparisons: Sequence[TargetComparison]
) -> Verdict:
    """Give the one verdict that holds; grace beats unmeasured, which beats all others (docs/language.md).

    A level without targets that is measured is met: there is nothing it could miss.
    """
    series, counts = series_at(level, measurement.key), measurement.counts
    if in_grace(plan, level, measurement.window):
        return Verdict.GRACE
    if level.no_records is not None and is_without_records(counts):
        return Verdict.MISSED
    if not is_measured(series, measurement):
        return Verdict.UNMEASURED
    failed = [each for each in comparisons if not keeps(level, counts, each)]
    if any(each.target.word != "expected" for each in failed):
        return Verdict.MISSED
    return Verdict.BELOW_EXPECTED if failed else Verdict.MET


def keeps(level: ServiceLevel, counts: Counts, comparison: TargetComparison) -> bool:
    """Tell whether a target is kept: also by misses that are allowed, and where there is nothing to hold to it."""
    return comparison.satisfied is not False or _is_allowed(level.low_volume, counts, comparison)


def is_measured(series: Series, measurement: Measurement) -> bool:
    """Tell whether a window has a value, of as many records as it needs."""
    return measurement.value is not None and not _too_few(series.needs, measurement.counts)


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
    comparisons: Sequence[TargetComparison],
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
    comparisons: Sequence[TargetComparison],
    thresholds: Sequence[Quantity],
) -> str:
    series, counts = series_at(level, measurement.key), measurement.counts
    if level.no_records is not None and is_without_records(counts):
        return f"no records count as missed at {show_limit(plan, level.no_records.value)}"
    if measurement.value is None:
        return f"{_why_no_value(level, measurement)}{_removal(level, counts)}"
    if series.needs is not None and _too_few(series.needs, counts):
        return f"{counted(counts.decided, 'record')} decided, fewer than the {series.needs.records:,} needed"
    if not comparisons:
        return "no target is set"
    failed = [comparison for comparison in comparisons if comparison.satisfied is False]
    told = failed or [comparison for comparison in comparisons if comparison.satisfied]
    of_value = [each for each in told if each.share is None]
    limits = [
        *(limit for each in comparisons if each.share is None for limit in each.compared),
        *thresholds,
    ]
    decimals = None if series.rounded is None else series.rounded.decimals
    value = show_value(plan, measurement.value, limits, decimals)
    verb = "is not" if failed else "is"
    bounds = f" and {verb} ".join(_bound(plan, each) for each in of_value)
    phrases = [*([f"{value} {verb} {bounds}"] if of_value else []), *_share_phrases(plan, series, told, verb)]
    allowance = (
        _allowance(level) if any(_is_allowed(level.low_volume, counts, each) for each in failed) else ""
    )
    return f"{' and '.join(phrases)}{_removal(level, counts)}{allowance}"


def _share_phrases(plan: Plan, series: Series, told: Sequence[TargetComparison], verb: str) -> Iterator[str]:
    """Say how the shares that targets of their own are on stand to these."""
    decimals = None if series.rounded is None else series.rounded.decimals
    for each in told:
        if each.share is not None and each.share.value is not None:
            share = show_value(plan, each.share.value, each.compared, decimals)
            yield f"{share}{write_test(each.target)} {verb} {_bound(plan, each)}"


def _removal(level: ServiceLevel, counts: Counts) -> str:
    """Say how many misses are taken out of the value."""
    misses, low = removed(level, counts), level.low_volume
    if not misses or low is None:
        return ""
    return f", {counted(misses, 'miss', 'misses')} removed from fewer than {counted(low.below, 'record')}"


def _allowance(level: ServiceLevel) -> str:
    """Say how many misses are allowed where those there are do not decide the verdict."""
    low = level.low_volume
    assert low is not None, "only few records allow misses"
    allowed = counted(low.misses, "miss", "misses")
    return f", and {allowed} of fewer than {counted(low.below, 'record')} {'is' if low.misses == 1 else 'are'} allowed"


def show_target(plan: Plan, comparison: TargetComparison) -> str:
    """Write a target as the agreement does: `minimum at least 98%`, `minimum at least 100% within 8 h`."""
    target = comparison.target
    return f"{target.word} {target.comparator} {show_limit(plan, comparison.bound)}{write_test(target)}"


def show_share(plan: Plan, comparison: TargetComparison) -> str | None:
    """Write the share of records that a target is on, with its counts; None where it is on the value."""
    share = comparison.share
    if share is None:
        return None
    value = "none" if share.value is None else show_value(plan, share.value, comparison.compared)
    undecided = f", {share.undecided:,} undecided" if share.undecided else ""
    return f"{value}{write_test(comparison.target)}, {share.passed:,} of {share.decided:,} decided{undecided}"


def _bound(plan: Plan, comparison: TargetComparison) -> str:
    target = comparison.target
    return f"{target.comparator} {show_limit(plan, comparison.bound)} ({target.word})"


def _comparison(
    plan: Plan, target: Target, measurement: Measurement, share: Share | None
) -> TargetComparison:
    limit = in_force(plan, target.values, measurement.window)
    value = measurement.value if share is None else share.value
    satisfied = None if value is None else satisfies(value.amount, target.comparator, limit.amount)
    first = local_date(zone_of(plan), measurement.window.start)
    rules = [rule for rule in target.credits if holds_on(rule, first)]
    return TargetComparison(target, limit, satisfied, share, tuple(_thresholds(rules, limit)))


def _thresholds(rules: Sequence[CreditRule], limit: Quantity) -> Iterator[Quantity]:
    """The thresholds of credits of a limit's own, in which the word of a target is that limit."""
    for rule in rules:
        edges = [
            edge.threshold for band in rule.bands for edge in (band.lower, band.upper) if edge is not None
        ]
        for each in [*edges, *([] if rule.mark is None else [rule.mark.threshold])]:
            yield each if isinstance(each, Quantity) else Quantity(limit.type, limit.amount * each.times)


def _is_allowed(low: LowVolume | None, counts: Counts, comparison: TargetComparison) -> bool:
    """Tell whether few records forgive the misses that a target fails by."""
    if comparison.share is None:
        return _are_allowed(low, counts.decided, counts.bad)
    share = comparison.share
    return _are_allowed(low, share.decided, misses_of(comparison.target, share))


def _are_allowed(low: LowVolume | None, decided: int, misses: int | None) -> bool:
    """Tell whether a window has few records and no more misses than are allowed then."""
    if low is None or low.rule is not Volume.ALLOW or misses is None:
        return False
    return decided < low.below and misses <= low.misses


def _too_few(needs: Needs | None, counts: Counts) -> bool:
    return needs is not None and counts.decided < needs.records


def _why_no_value(level: ServiceLevel, measurement: Measurement) -> str:
    counts, mean = measurement.counts, mean_of(level)
    if mean is not None:
        return f"no window of `{mean.level}` counts so far"
    if measurement.times is not None:
        return "all agreed time is excluded" if measurement.times.gross_agreed else "no agreed time"
    if counts.decided and measurement.parts and measurement.parts[-1].value is not None:
        return f"it is divided by the {measurement.parts[-1].name}, which is zero"
    if measurement.looks is not None:
        return "no snapshot taken"
    if counts.undecided:
        return f"no record is decided yet, {counts.undecided:,} undecided"
    if counts.excluded:
        return f"no record is left, {counts.excluded:,} excluded"
    return "no records"
