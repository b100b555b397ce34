"""What the eras of an amended agreement come to, measured one after the other on the same records, as one."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import TypeVar

from attrs import fields

from sladsl.measurement.lookups.lookup import LookupResult
from sladsl.measurement.results import Measurements, OutagesUntil
from sladsl.planning.plan import ClaimMade, Plan
from sladsl.values import evolve

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


def merged_seen(parts: Sequence[LookupResult]) -> LookupResult:
    """What was looked up in all eras; of a record that a level tells of in several, what lies in its windows."""
    every = {
        field.name: tuple(each for part in parts for each in getattr(part, field.name))
        for field in fields(LookupResult)
    }
    seen = LookupResult(**every)
    traces = _telling(
        seen.traces, lambda each: (each.level.name, each.file, each.row), lambda each: bool(each.places)
    )
    times = _telling(
        seen.times,
        lambda each: (each.level.name, each.records, each.file, each.row),
        lambda each: bool(each.shown),
    )
    return evolve(seen, traces=traces, times=times)


def _telling(found: Sequence[V], key: Callable[[V], Hashable], tells: Callable[[V], bool]) -> tuple[V, ...]:
    """Of those of one key the ones that tell something, or else the first."""
    of: dict[Hashable, list[V]] = {}
    for each in found:
        of.setdefault(key(each), []).append(each)
    return tuple(each for alike in of.values() for each in (list(filter(tells, alike)) or alike[:1]))


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
