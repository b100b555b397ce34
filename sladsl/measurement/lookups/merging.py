"""What has been looked up in the eras of an amended agreement, as one."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import TypeVar

from sladsl.measurement.lookups.lookup import LookupResult
from sladsl.values import evolve, field_defaults

V = TypeVar("V")


def merged_seen(parts: Sequence[LookupResult]) -> LookupResult:
    """What was looked up in all eras; of a record that a level tells of in several, what lies in its windows."""
    every = {
        field: tuple(each for part in parts for each in getattr(part, field))
        for field in field_defaults(LookupResult)
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
