"""What the eras of an amended agreement come to, measured one after the other on the same records, as one."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import TypeVar

from sladsl.measurement.results import Measurements, OutagesUntil
from sladsl.planning.plan import ClaimMade, Plan

V = TypeVar("V")


def merged(plan: Plan, parts: Sequence[Measurements]) -> Measurements:
    """The measurements of all eras, each of whose windows lies in one, without what is told of files."""
    if len(parts) == 1:
        return parts[0]
    order = {level.name: at for at, level in enumerate(plan.levels)}
    return Measurements(
        rows=tuple(sorted((row for part in parts for row in part.rows), key=lambda row: order[row.level])),
        files=(),
        records=tuple(each for part in parts for each in part.records),
        charges=tuple(each for part in parts for each in part.charges),
        outages=_one_of_each(
            (each for part in parts for each in part.outages), lambda each: (each.level, each.records), _later
        ),
        claims=_claims(parts),
        unplaced=tuple(each for part in parts for each in part.unplaced),
        choices=tuple(dict.fromkeys(each for part in parts for each in part.choices)),
        long_pauses=tuple(each for part in parts for each in part.long_pauses),
    )


def _one_of_each(
    found: Iterable[V], key: Callable[[V], Hashable], both: Callable[[V, V], V]
) -> tuple[V, ...]:
    made: dict[Hashable, V] = {}
    for each in found:
        place = key(each)
        made[place] = both(made[place], each) if place in made else each
    return tuple(made.values())


def _later(one: OutagesUntil, other: OutagesUntil) -> OutagesUntil:
    return one if other.last is None or (one.last is not None and one.last >= other.last) else other


def _claims(parts: Sequence[Measurements]) -> tuple[ClaimMade, ...] | None:
    made = [part.claims for part in parts if part.claims is not None]
    return tuple(dict.fromkeys(each for claims in made for each in claims)) if made else None
