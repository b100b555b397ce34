"""What follows from the rules on time up and down, wherever they are told or applied."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import assert_never

from sladsl.planning.plan import Beside, Exclusion, Expression, Outages, Rates, Samples, ServiceLevel


def in_order(exclusions: Sequence[Exclusion]) -> tuple[Exclusion, ...]:
    """Exclusions as they apply: those without a budget first, then those with one, each as written."""
    return tuple(sorted(exclusions, key=lambda exclusion: exclusion.budget is not None))


def conditions(level: ServiceLevel) -> Iterator[Expression]:
    """The conditions, and the values that are added up, by which a level says when its service is down."""
    if level.down is None:
        return
    evidence = level.down.evidence
    match evidence:
        case Outages(condition=condition):
            yield from () if condition is None else (condition,)
        case Samples(condition=condition):
            yield condition
        case Rates(over=over, under=under):
            yield from (over, under)
        case _:
            assert_never(evidence)
    others: tuple[Beside | Exclusion, ...] = (*level.down.during, *level.exclusions)
    yield from (each.where for each in others if each.where is not None)
