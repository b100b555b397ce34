"""A value at a rank, and how many values lie beyond its targets: what counting them says of a percentile."""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil
from typing import assert_never

from sladsl.measurement.lookups.deciding import BoundCounts
from sladsl.planning.plan import Comparator, Measure, Plan, Series, Statistic
from sladsl.planning.wording import counted
from sladsl.settlement.explained.tree import ExplanationNode, SentenceKind
from sladsl.settlement.explanation import Result, Verdict
from sladsl.settlement.verdicts import show_target

_JUDGED = {Verdict.MET, Verdict.BELOW_EXPECTED, Verdict.MISSED}


def rank_nodes(
    plan: Plan, series: Series, result: Result, sides: tuple[BoundCounts, ...]
) -> Iterator[ExplanationNode]:
    """How many fewer values beyond each target would have kept it, or how many more would not have.

    `sides` are how the values stand to the limits. Nothing is said where the value is rounded before it is compared.
    """
    decided = result.measurement.counts.decided
    place = _place(series, decided)
    if place is None or series.rounded is not None or result.verdict not in _JUDGED:
        return
    for each in result.comparisons:
        side = next(held for held in sides if held.limit == each.bound)
        where, beyond, allowed = _beyond(each.target.comparator, side, decided, place)
        short = beyond - allowed
        number, more, kept = (short, "fewer", "") if short > 0 else (1 - short, "more", " not")
        records = counted(number, f"{more} record", f"{more} records")
        rest = f"{beyond:,} of {decided:,} are, and {allowed:,} may be"
        text = f"{show_target(plan, each)}: {records} {where} it would{kept} have kept it; {rest}"
        yield ExplanationNode(
            SentenceKind.NEAR, text, exact={"number": str(number), "of": f"record {where} it"}
        )


def _place(series: Series, decided: int) -> int | None:
    """The rank of the value, from 1 for the lowest; None for what has none, or two."""
    match series.measure:
        case Measure(statistic=Statistic.PERCENTILE, rank=rank) if rank is not None and decided:
            return max(1, ceil(rank * decided / 100))
        case Measure(statistic=Statistic.HIGHEST) if decided:
            return decided
        case Measure(statistic=Statistic.LOWEST) if decided:
            return 1
        case _:
            return None


def _beyond(comparator: Comparator, side: BoundCounts, decided: int, place: int) -> tuple[str, int, int]:
    """Where values fail a target, how many do, and how many may where the one at a place is to keep it."""
    match comparator:
        case Comparator.AT_MOST:
            return "above", decided - side.below - side.equal, decided - place
        case Comparator.UNDER:
            return "at or above", decided - side.below, decided - place
        case Comparator.AT_LEAST:
            return "below", side.below, place - 1
        case Comparator.ABOVE:
            return "at or below", side.below + side.equal, place - 1
    assert_never(comparator)
