"""What the eras of an amended agreement come to, measured one after the other, as one."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import TypeVar

from attrs import evolve

from sladsl.measurement.looking import Seen
from sladsl.measurement.results import DataFile, Measurements, OutagesUntil
from sladsl.planning.plan import ClaimMade, Plan

V = TypeVar("V")


def merged(plan: Plan, parts: Sequence[Measurements]) -> Measurements:
    """The measurements of all eras; each window lies in one of them, and the records are the same for all."""
    order = {level.name: at for at, level in enumerate(plan.levels)}
    return Measurements(
        rows=tuple(sorted((row for part in parts for row in part.rows), key=lambda row: order[row.level])),
        files=_one_of_each(
            (file for part in parts for file in part.files), lambda file: (file.records, file.name), _worse
        ),
        outside=tuple(dict.fromkeys(each for part in parts for each in part.outside)),
        records=tuple(each for part in parts for each in part.records),
        charges=tuple(each for part in parts for each in part.charges),
        outages=_one_of_each(
            (each for part in parts for each in part.outages), lambda each: (each.level, each.records), _later
        ),
        claims=_claims(parts),
        unplaced=tuple(each for part in parts for each in part.unplaced),
        read_first=tuple(dict.fromkeys(each for part in parts for each in part.read_first)),
    )


def merged_seen(parts: Sequence[Seen]) -> Seen:
    """What was looked up in all eras; of what two tell of one record and level, what lies in a window."""
    stories = sorted((each for part in parts for each in part.stories), key=lambda each: not each.places)
    times = sorted((each for part in parts for each in part.times), key=lambda each: not each.shown)
    return Seen(
        tuple(each for part in parts for each in part.decided),
        tuple(each for part in parts for each in part.stretches),
        _one_of_each(stories, lambda each: (each.level.name, each.file, each.row)),
        _one_of_each(times, lambda each: (each.level.name, each.records, each.file, each.row)),
        tuple(each for part in parts for each in part.opened),
    )


def _one_of_each(
    found: Iterable[V], key: Callable[[V], Hashable], both: Callable[[V, V], V] = lambda one, _: one
) -> tuple[V, ...]:
    made: dict[Hashable, V] = {}
    for each in found:
        place = key(each)
        made[place] = both(made[place], each) if place in made else each
    return tuple(made.values())


def _worse(one: DataFile, other: DataFile) -> DataFile:
    """A file with the rows set aside that any era cannot read."""
    return evolve(one, quarantined=max(one.quarantined, other.quarantined))


def _later(one: OutagesUntil, other: OutagesUntil) -> OutagesUntil:
    return one if other.last is None or (one.last is not None and one.last >= other.last) else other


def _claims(parts: Sequence[Measurements]) -> tuple[ClaimMade, ...] | None:
    made = [part.claims for part in parts if part.claims is not None]
    return tuple(dict.fromkeys(each for claims in made for each in claims)) if made else None
