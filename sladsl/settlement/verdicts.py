"""Whether a measured value keeps what was promised, and why."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import assert_never

from sladsl.measurement.results import Counts, Measurement
from sladsl.planning.plan import Comparator, Dated, Needs, Plan, Quantity, Series, T, Target
from sladsl.planning.windows import Window, zone_of
from sladsl.planning.zones import local_date
from sladsl.settlement.display import counted, show_limit, show_value
from sladsl.settlement.explanation import Comparison, Verdict


def compare(plan: Plan, series: Series, measurement: Measurement) -> tuple[Comparison, ...]:
    """Compare a value with the targets in force in its window, the expected one first."""
    targets = [target for target in (series.expected, series.minimum) if target is not None]
    return tuple(_comparison(plan, target, measurement) for target in targets)


def decide(series: Series, measurement: Measurement, comparisons: Sequence[Comparison]) -> Verdict:
    """Give the one verdict that holds; unmeasured beats all others (LANGUAGE 5).

    A level without targets that is measured is met: there is nothing it could miss.
    """
    if measurement.value is None or _too_few(series.needs, measurement.counts):
        return Verdict.UNMEASURED
    failed = [comparison.target for comparison in comparisons if not comparison.satisfied]
    if series.minimum in failed and series.minimum is not None:
        return Verdict.MISSED
    return Verdict.BELOW_EXPECTED if failed else Verdict.MET


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
    series: Series,
    measurement: Measurement,
    comparisons: Sequence[Comparison],
    thresholds: Sequence[Quantity],
) -> str:
    """Say in a short phrase why the verdict is what it is."""
    if measurement.value is None:
        return _why_no_value(measurement)
    if series.needs is not None and _too_few(series.needs, measurement.counts):
        decided = counted(measurement.counts.decided, "record")
        return f"{decided} decided, fewer than the {series.needs.records:,} needed"
    if not comparisons:
        return "no target is set"
    limits = [*(comparison.limit for comparison in comparisons), *thresholds]
    decimals = None if series.rounded is None else series.rounded.decimals
    value = show_value(plan, measurement.value, limits, decimals)
    failed = [comparison for comparison in comparisons if not comparison.satisfied]
    verb = "is not" if failed else "is"
    return f"{value} {verb} {f' and {verb} '.join(_bound(plan, each) for each in failed or comparisons)}"


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
