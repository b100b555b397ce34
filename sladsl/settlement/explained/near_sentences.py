"""What would have changed a result, as sentences."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import assert_never

from sladsl.measurement.lookups.deciding import BoundCounts
from sladsl.measurement.results import Measurement
from sladsl.planning.plan import Plan, Quantity, Series
from sladsl.planning.series import series_at
from sladsl.planning.wording import counted, write_duration, write_test
from sladsl.settlement.credit_sentences import row_words
from sladsl.settlement.display import exact, show_credited, show_difference, show_limit, show_result
from sladsl.settlement.eras import level_of
from sladsl.settlement.explained.nearby import (
    Judge,
    NearbyUnit,
    NearestResult,
    in_unit,
    is_more_better,
    nearby,
)
from sladsl.settlement.explained.ranks import rank_nodes
from sladsl.settlement.explained.tree import ExplanationNode, SentenceKind
from sladsl.settlement.explanation import Credit, Result, Verdict
from sladsl.settlement.verdicts import show_target
from sladsl.values import frozen

_MILLISECOND = 1000

Total = Callable[[Measurement], str]
"""What else a measurement would have changed, as a clause; empty where that is not asked."""


@frozen
class ResultRules:
    """What is looked through: how a measurement is judged, what else comes of it, how values stand to limits.

    `quotients` are those of all intervals, the worst first.
    """

    judge: Judge
    total: Total
    sides: tuple[BoundCounts, ...] = ()
    quotients: tuple[Fraction, ...] = ()


def near_node(
    plan: Plan, result: Result, measured: Measurement, rules: ResultRules
) -> ExplanationNode | None:
    """What would have changed a result; None where nothing could have."""
    series = series_at(level_of(plan, result.measurement), measured.key)
    nears = nearby(series, measured, rules.judge, rules.quotients)
    found = [_near(plan, series, near, rules.total, len(rules.quotients)) for near in nears]
    if not found or rules.quotients:
        found += [*rank_nodes(plan, series, result, rules.sides), *_distances(plan, result)]
    found += _needed(series, result)
    return (
        ExplanationNode(SentenceKind.NEAR, "What would have changed it", parts=tuple(found))
        if found
        else None
    )


def _near(plan: Plan, series: Series, near: NearestResult, total: Total, intervals: int) -> ExplanationNode:
    how, became = _how_many(series, near, intervals), _became(plan, near)
    text = f"{how} {became} {near.result.verdict}, {_credits(plan, near.result)}"
    # What single records are credited depends on which ones would have been others.
    is_of_each = any(rule.each is not None for rule in series.credits)
    more = ", credits for each record aside" if is_of_each else total(near.measured)
    sign = 1 if near.is_better else -1
    numbers = {"number": str(sign * in_unit(near, series)), "of": near.moved.value}
    return ExplanationNode(SentenceKind.NEAR, f"{text}{more}", exact=numbers)


def _became(plan: Plan, near: NearestResult) -> str:
    """What would have come of it before the verdict: another value, or a target on a share kept or not."""
    if near.moved is NearbyUnit.SHARE:
        held = next(each for each in near.result.comparisons if each.target == near.target)
        kept = "would have kept" if held.satisfied else "would not have kept"
        return f"{kept} `{show_target(plan, held)}`:"
    shown = show_result(plan, near.result)
    return f"would have come to {shown}:" if shown and not _is_just_beyond(near) else "would have been"


def _how_many(series: Series, near: NearestResult, intervals: int) -> str:
    more, less = ("more", "fewer") if near.is_better else ("fewer", "more")
    decided = near.measured.counts.decided
    match near.moved:
        case NearbyUnit.GOOD:
            return f"{counted(near.number, f'{more} good record', f'{more} good records')} of {decided:,}"
        case NearbyUnit.SHARE:
            assert near.target is not None, "a share is that of a target"
            test = write_test(near.target)
            words = less if near.target.over else more
            return f"{counted(near.number, f'{words} record', f'{words} records')}{test}"
        case NearbyUnit.COUNTED:
            words = "more" if near.is_better == is_more_better(series) else "fewer"
            return counted(near.number, f"{words} record counted", f"{words} records counted")
        case NearbyUnit.OUTAGE:
            return counted(near.number, f"{less} outage", f"{less} outages")
        case NearbyUnit.INTERVAL:
            worst = "the worst one" if near.number == 1 else f"the {near.number:,} worst ones"
            return f"All but {worst} of {intervals:,} intervals"
        case NearbyUnit.DOWNTIME:
            words = "less down time" if near.is_better else "more down time"
            if _is_just_beyond(near):
                return f"Anything beyond {write_duration(near.number - 1)} {words}"
            return f"{write_duration(in_unit(near, series))} {words}"
    assert_never(near.moved)


def _is_just_beyond(near: NearestResult) -> bool:
    """Whether a result is another as soon as a time, in whole milliseconds, is exceeded."""
    return near.moved is NearbyUnit.DOWNTIME and near.number % _MILLISECOND == 1


def _credits(plan: Plan, result: Result) -> str:
    credits_ = [each for each in result.credits if each.rule.each is None]
    options = [_credit(plan, each) for each in credits_ if each.rule.option is not None]
    beside = [_credit(plan, each) for each in credits_ if each.rule.option is None]
    return " and ".join([*beside, *([" or ".join(options)] if options else [])]) or "no credit"


def _credit(plan: Plan, credit: Credit) -> str:
    amount = show_credited(plan, credit.amount, credit.unit)
    return amount if credit.row is None else f"{amount} by row `{row_words(plan, credit.row)}`"


# --- what is not counted -------------------------------------------------------------------------------------------


def _distances(plan: Plan, result: Result) -> Iterator[ExplanationNode]:
    """How far a value that no whole number moves lies from its targets, and from the next rows of its credits."""
    value = result.measurement.value
    if value is None or result.verdict in {Verdict.UNMEASURED, Verdict.GRACE, Verdict.EXCUSED}:
        return
    targets = [each for each in result.comparisons if each.share is None]
    for each in targets:
        yield _distance(plan, value, each.bound, show_target(plan, each))
    told = {each.bound.amount for each in targets}
    for edge in _next_edges(value, result):
        if edge.amount not in told:
            yield _distance(
                plan, value, edge, f"{show_limit(plan, edge)}, where the row of the credit changes"
            )
            told.add(edge.amount)


def _distance(plan: Plan, value: Quantity, limit: Quantity, name: str) -> ExplanationNode:
    by = Quantity(value.type, abs(value.amount - limit.amount))
    side = "above" if value.amount > limit.amount else "below"
    where = f"{show_difference(plan, by, ())} {side} it" if by.amount else "exactly it"
    return ExplanationNode(
        SentenceKind.NEAR,
        f"{name}: the value is {where}",
        exact={"distance": exact(value.amount - limit.amount)},
    )


def _next_edges(value: Quantity, result: Result) -> Iterator[Quantity]:
    """Where the rows of each credit begin and end that lie next to a value: at it, below and above."""
    for each in result.assessments:
        edges = {end.amount: end for row in each.rows for end in (row.lower, row.upper) if end is not None}
        below = max((edge for edge in edges if edge < value.amount), default=None)
        above = min((edge for edge in edges if edge > value.amount), default=None)
        yield from (edges[edge] for edge in (value.amount, below, above) if edge in edges)


def _needed(series: Series, result: Result) -> list[ExplanationNode]:
    """How many records are missing for a verdict."""
    decided = result.measurement.counts.decided
    if series.needs is None or decided >= series.needs.records or result.verdict is not Verdict.UNMEASURED:
        return []
    missing = series.needs.records - decided
    text = f"{counted(missing, 'more decided record', 'more decided records')} would have been measured and judged"
    return [ExplanationNode(SentenceKind.NEAR, text, exact={"number": str(missing), "of": "decided record"})]
