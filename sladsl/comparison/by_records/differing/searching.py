"""Searches for records that show a change: each asks for what groups of records come to, and goes on by that."""

from __future__ import annotations

from collections.abc import Callable, Generator, Hashable, Mapping, Sequence
from typing import TypeVar

from sladsl.comparison.by_records.differing.settling import Asked, Told, settled
from sladsl.comparison.by_records.differing.shown import Shown
from sladsl.measurement.engines.engine import Session

Search = Generator[Asked, Sequence[Told], Sequence[Shown]]
"""Asks for what groups of records come to, as often as it likes, and ends with those that show something."""

_Place = TypeVar("_Place", bound=Hashable)


def searched(
    session: Callable[[], Session], searches: Mapping[_Place, Search]
) -> dict[_Place, Sequence[Shown]]:
    """What each of some searches ends with; what they ask for at a time is measured together."""
    found: dict[_Place, Sequence[Shown]] = {}
    told: Mapping[_Place, Sequence[Told] | None] = dict.fromkeys(searches)
    while told:
        asked: dict[_Place, Asked] = {}
        for at, each in told.items():
            try:
                asked[at] = next(searches[at]) if each is None else searches[at].send(each)
            except StopIteration as end:
                found[at] = end.value
        told = dict(zip(asked, settled(session(), [*asked.values()]), strict=True)) if asked else {}
    return found
