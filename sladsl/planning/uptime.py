"""What follows from the rules on time up and down, wherever they are told or applied."""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from sladsl.planning.plan import Expression, Outages, Rates, Samples, ServiceLevel


def conditions(level: ServiceLevel) -> Iterator[Expression]:
    """The conditions by which a level excludes, and those, and sums, by which it says when its service is down."""
    yield from (each.where for each in level.exclusions if each.where is not None)
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
    yield from (each.where for each in level.down.during if each.where is not None)
