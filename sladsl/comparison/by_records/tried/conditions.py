"""Which records to try by two conditions that are good, where these hang on deadlines taken together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

from sladsl.comparison.by_records.made.counted import good_or_not
from sladsl.comparison.by_records.made.making import made
from sladsl.comparison.by_records.made.record_groups import Held, Path, RecordGroup
from sladsl.comparison.by_records.tried.clocks import Tried
from sladsl.comparison.by_records.versions import Versions
from sladsl.comparison.logic.atoms import OTHER
from sladsl.comparison.logic.conditions import told_apart
from sladsl.comparison.logic.factors import Factor, Way
from sladsl.planning.windows import zone_of
from sladsl.planning.zones import day_start

_MOST = 40
"""So many records are tried, those with an end first."""

_FEW = 2
"""So many without an end, each as of an instant of its own."""

_LOOKED_AT = 2_000


def records_for_conditions(versions: Versions) -> Iterator[Tried]:
    """Records that are good in one of two versions only, as their deadlines lie; none where nothing hangs on these."""
    chosen = _chosen(versions)
    ended = [held for held, as_of in chosen if as_of is None]
    yield _tried(versions, ended[:_MOST], None)
    for held, as_of in [each for each in chosen if each[1] is not None][:_FEW]:
        yield _tried(versions, [held], as_of)


_Times = tuple[Mapping[Path, Held], int | None]
"""What fields hold, and the instant as of which records are read."""


def _tried(versions: Versions, several: Sequence[Mapping[Path, Held]], as_of: int | None) -> Tried:
    least = 0 if as_of is None else _MOST
    groups = (_group(versions, held, size) for size, held in enumerate(several, least))
    return Tried(tuple(each for each in groups if each is not None), as_of)


def _chosen(versions: Versions) -> list[_Times]:
    (level, old), (_, new) = versions.old, versions.new
    apart = told_apart(versions.after, level.records, (old.good, new.good), versions.clock)
    return [one for each in islice(apart, _LOOKED_AT) if (one := _held(each)) is not None]


def _held(chosen: Mapping[Factor, Way]) -> _Times | None:
    """What fields hold; None where that would be two things at once, or what has no value of its own."""
    held: dict[Path, Held] = {}
    as_of = None
    for factor, way in chosen.items():
        for path, value in _of(factor, way):
            if value == OTHER or held.setdefault(path, value) != value:
                return None
        if way.run is not None:
            as_of = way.run.as_of or as_of
    return held, as_of


def _of(factor: Factor, way: Way) -> Iterator[tuple[Path, Held]]:
    if factor.timed is not None and way.run is not None:
        yield from ((each.path, way.run.start) for each in factor.timed.starts)
        yield factor.timed.end.path, way.run.end
    elif factor.subject is not None and factor.subject.field is not None:
        yield factor.subject.field.path, way.values[factor.subject]


def _group(versions: Versions, held: Mapping[Path, Held], size: int) -> RecordGroup | None:
    """A record that both versions count, with these values."""
    at = day_start(zone_of(versions.after), versions.first)
    rows = made(versions.after, good_or_not(versions, held, at))
    return None if rows is None else RecordGroup(rows, size)
