"""Records to try by a rule for few of them: so many that are not good, and as few others as the rule is for."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from sladsl.comparison.by_records.made.record_groups import Row, Rows, own
from sladsl.comparison.by_records.made.standing import Standing, record_standing
from sladsl.comparison.by_records.versions import Versions

_MOST = 100
"""More records than that are not tried."""


def attempts_with_few_records(versions: Versions) -> Iterator[partial[Rows | None]]:
    """As many misses as one of the rules forgives, alone, with a few good records, and at the ends of the rules."""
    rules = [level.low_volume for level, _ in (versions.old, versions.new) if level.low_volume is not None]
    for misses in sorted({each.misses for each in rules}, reverse=True):
        ends = (each.below - offset for each in rules for offset in (1, 0))
        for number in sorted({misses, misses + 2, *ends}):
            if misses <= number <= _MOST:
                yield partial(_few, versions, misses, number)


def _few(versions: Versions, misses: int, number: int, at: int) -> Rows | None:
    good = versions.new[1].good
    if good is None:
        return None
    rows: list[Row] = []
    for place in range(number):
        standing = Standing((), (good,)) if place < misses else Standing((good,), ())
        rows += record_standing(versions, standing, at, own(place), {}) or ()
    return tuple(rows)
