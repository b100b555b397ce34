"""What a miss costs before settlement: the credits of one series in one window, and how they are calculated."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import assert_never

from sladsl.planning.plan import (
    Band,
    Comparator,
    CreditRule,
    Dated,
    Edge,
    FailedLately,
    Failing,
    Plan,
    Quantity,
    Series,
    TargetWord,
    Threshold,
    holds_on,
)
from sladsl.planning.windows import zone_of
from sladsl.planning.wording_steps import write_owed
from sladsl.planning.zones import local_date
from sladsl.settlement.credit_amounts import (
    Gauge,
    Judged,
    calculated,
    counts_downtime,
    counts_gap,
    gap_of,
    steps_in,
    tally_of,
)
from sladsl.settlement.explanation import Assessment, Credit, ResolvedBand, TargetComparison, Verdict
from sladsl.settlement.history import reached
from sladsl.settlement.single_limits import by_the_others, is_missed, seen_by, with_credits
from sladsl.settlement.verdicts import in_force, show_target
from sladsl.values import evolve


def assess(plan: Plan, judged: Judged) -> tuple[Assessment, ...]:
    """Hold a window against each credit rule of its level, in the order written (docs/credits.md).

    A missed window earns flat amounts, and of each table the most severe row that its value matches. A window below
    expected earns only where a row, or what an amount is owed below, reaches past the minimum. A level without a
    minimum earns no credit, nor does a window that was met or not measured. Of a credit that has dates, the one counts
    that is in force when the window starts. What a target costs by itself comes first.
    """
    first = local_date(zone_of(plan), judged.window.start)
    own = with_credits(plan, judged)
    others = by_the_others(plan, judged) if own else judged
    of_targets = ((comparison, rule) for comparison in own for rule in comparison.target.credits)
    return (
        *(
            _of_target(plan, judged, comparison, rule)
            for comparison, rule in of_targets
            if holds_on(rule, first)
        ),
        *(_of_level(plan, judged, others, rule) for rule in judged.series.credits if holds_on(rule, first)),
    )


def _of_target(plan: Plan, judged: Judged, comparison: TargetComparison, rule: CreditRule) -> Assessment:
    """What a target costs by itself: nothing in a window in which only other targets fail."""
    found = _assess(plan, seen_by(judged, comparison), rule)
    if judged.verdict in {Verdict.MISSED, Verdict.BELOW_EXPECTED} and not is_missed(judged, comparison):
        return evolve(found, credit=None, why=f"`{show_target(plan, comparison)}` is kept", target=comparison)
    credit = None if found.credit is None else evolve(found.credit, target=comparison)
    return evolve(found, credit=credit, target=comparison)


def _of_level(plan: Plan, judged: Judged, others: Judged, rule: CreditRule) -> Assessment:
    """What the level costs: by its limits without credits of their own, or by how its windows went, all in all."""
    is_of_all = rule.history is not None or rule.each is not None
    found = _assess(plan, judged if is_of_all else others, rule)
    if found.credit is not None or is_of_all or others is judged:
        return found
    return evolve(found, why="each limit that is missed has a credit of its own")


def _assess(plan: Plan, judged: Judged, rule: CreditRule) -> Assessment:
    rows = tuple(_row(plan, judged, band) for band in rule.bands)
    mark = None if rule.mark is None else _resolved(plan, judged, rule.mark.threshold)
    credit, why = _credit(plan, judged, rule, rows, mark)
    return Assessment(rule, rows, mark, credit, why)


def _credit(
    plan: Plan, judged: Judged, rule: CreditRule, rows: Sequence[ResolvedBand], mark: Quantity | None
) -> tuple[Credit | None, str]:
    if rule.each is not None:
        return _of_records(plan, judged, rule, mark)
    value = judged.measurement.value
    if value is None or judged.series.minimum is None:
        return None, "there is no value" if value is None else "there is no minimum that could be missed"
    match judged.verdict:
        case Verdict.MET | Verdict.UNMEASURED | Verdict.GRACE | Verdict.EXCUSED:
            return None, f"the verdict is {judged.verdict}"
        case Verdict.MISSED | Verdict.BELOW_EXPECTED:
            if rule.bands:
                return _of_rows(plan, judged, rule, rows)
            return _of_amount(plan, judged, rule, mark)
        case _:
            assert_never(judged.verdict)


def _of_rows(
    plan: Plan, judged: Judged, rule: CreditRule, rows: Sequence[ResolvedBand]
) -> tuple[Credit | None, str]:
    reached = [row for row in rows if row.holds]
    if not reached:
        return None, "no row of the credit table covers the value"
    row = max(reached, key=lambda each: severity(judged.series, each))
    return calculated(plan, judged, rule, row, Gauge()), ""


def _of_amount(
    plan: Plan, judged: Judged, rule: CreditRule, mark: Quantity | None
) -> tuple[Credit | None, str]:
    """The credit of a single amount: for a miss, or beyond its mark, whatever the verdict that failed."""
    assert rule.amount is not None
    if rule.mark is None and judged.verdict is Verdict.BELOW_EXPECTED and not is_of_all_failing(rule):
        return None, f"the verdict is {judged.verdict}, and it is owed for a miss"
    failed = () if rule.history is None else reached(plan, rule.history, judged.past)
    if rule.history is not None and not failed:
        return None, f"it is {write_owed(rule.history)}"
    gap = gap_of(judged, rule, mark)
    if gap is None and counts_gap(rule):
        return None, "how long it was down is not known"
    if gap is not None and gap.amount <= 0:
        return None, "there is no downtime beyond it" if counts_downtime(rule) else _not_beyond(rule)
    if rule.steps is not None and gap is not None and steps_in(rule.steps, gap) == 0:
        return None, "it is short by less than one full step"
    credit = calculated(plan, judged, rule, None, Gauge(mark, gap))
    return evolve(credit, failed=tuple(each.measurement.window.label for each in failed)), ""


def _of_records(
    plan: Plan, judged: Judged, rule: CreditRule, mark: Quantity | None
) -> tuple[Credit | None, str]:
    """A credit that is owed for each record, whether the window is missed or not."""
    tally = tally_of(judged, rule)
    if judged.verdict in {Verdict.GRACE, Verdict.EXCUSED}:
        return None, f"the verdict is {judged.verdict}"
    if tally is None:
        return None, "the records that it is owed for are not known"
    if tally.records == 0:
        return None, "there is no record that it is owed for"
    failed = () if rule.history is None else reached(plan, rule.history, judged.past)
    if rule.history is not None and not failed:
        return None, f"it is {write_owed(rule.history)}"
    credit = calculated(plan, judged, rule, None, Gauge(mark, tally=tally))
    return evolve(credit, failed=tuple(each.measurement.window.label for each in failed)), ""


def is_of_all_failing(rule: CreditRule) -> bool:
    """Whether a rule says that windows below expected count, too."""
    return isinstance(rule.history, FailedLately) and rule.history.failing is Failing.BELOW_EXPECTED


def _not_beyond(rule: CreditRule) -> str:
    assert rule.mark is not None
    return f"the value is not {'below' if rule.mark.is_below else 'above'} it"


# --- rows ----------------------------------------------------------------------------------------------------------


def severity(series: Series, row: ResolvedBand) -> tuple[bool, Fraction, bool]:
    """How far into failure a row begins; of two that begin at one value, the one without it begins later."""
    lower_is_worse = series.minimum is not None and series.minimum.comparator in _HIGH
    end, edge = (row.upper, row.band.upper) if lower_is_worse else (row.lower, row.band.lower)
    if end is None or edge is None:
        return False, Fraction(0), False
    return True, -end.amount if lower_is_worse else end.amount, not edge.includes


_HIGH = {Comparator.AT_LEAST, Comparator.ABOVE}


def _row(plan: Plan, judged: Judged, band: Band) -> ResolvedBand:
    lower, upper = (
        None if edge is None else _resolved(plan, judged, edge.threshold) for edge in (band.lower, band.upper)
    )
    value = judged.measurement.value
    holds = value is not None and _above(value, lower, band.lower) and _below(value, upper, band.upper)
    return ResolvedBand(band, lower, upper, holds)


def _above(value: Quantity, end: Quantity | None, edge: Edge | None) -> bool:
    if end is None or edge is None:
        return True
    return value.amount >= end.amount if edge.includes else value.amount > end.amount


def _below(value: Quantity, end: Quantity | None, edge: Edge | None) -> bool:
    if end is None or edge is None:
        return True
    return value.amount <= end.amount if edge.includes else value.amount < end.amount


def _resolved(plan: Plan, judged: Judged, threshold: Threshold) -> Quantity:
    """A threshold in the window: the limit that a target of that word sets there."""
    if isinstance(threshold, Quantity):
        return threshold
    limit = in_force(plan, _target_values(judged.series, threshold), judged.window)
    return Quantity(limit.type, limit.amount * threshold.times)


def _target_values(series: Series, word: TargetWord) -> Sequence[Dated[Quantity]]:
    target = series.expected if word.word == "expected" else series.minimum
    assert target is not None, "a check refuses credits that name a target which the level does not have"
    return target.values
