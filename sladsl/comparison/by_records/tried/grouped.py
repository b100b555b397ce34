"""Records to try by which values are measured together: of two values that one version measures as one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from itertools import combinations

from sladsl.comparison.by_records.made.batches import Batch, rows_of, sizes_of
from sladsl.comparison.by_records.made.record_groups import Held, Path, Rows
from sladsl.comparison.by_records.made.time_down import down_for, with_keys
from sladsl.comparison.by_records.spans import window_of
from sladsl.comparison.by_records.tried.dimensions import values_of
from sladsl.comparison.by_records.versions import Versions, is_regrouped
from sladsl.comparison.service_levels.measures import target_of
from sladsl.planning.buckets import HOUR, MINUTE
from sladsl.planning.plan import Series, ServiceLevel, Up, Uptime

_Place = Mapping[Path, Held]
"""What a record of one value holds."""


def are_regrouped(versions: Versions) -> bool:
    """Whether two versions measure other values together, or by themselves."""
    return is_regrouped(versions.old[0], versions.new[0])


def attempts_with_groups(versions: Versions) -> Iterator[partial[Rows | None]]:
    """Bad records of one value and good ones of another, bad ones of both, and a few of each."""
    for one, other in _pairs(versions):
        for number in range(3):
            yield partial(_records, versions, (one, other), number)


def attempts_with_groups_down(versions: Versions) -> Iterator[partial[Rows | None]]:
    """Time down of one value and then of another, each of which may be; and of both at once, which is too long."""
    for both in _pairs(versions):
        yield partial(_down, versions, both, (5, 8), is_at_once=False)
        yield partial(_down, versions, both, (3, 2), is_at_once=True)


def _records(versions: Versions, both: tuple[_Place, _Place], number: int, at: int) -> Rows | None:
    sizes = sizes_of(versions.new[1])
    if sizes is None:
        return None
    one, other = both
    mended = (
        Batch(sizes.bad, at, at, is_good=False, of=one),
        Batch(sizes.all - sizes.bad, at, at, is_good=True, of=one),
        Batch(sizes.mending, at, at, is_good=True, of=other),
    )
    bad = [Batch(sizes.all, at, at, is_good=False, of=each) for each in both]
    few = [Batch(sizes.within, at, at, is_good=sizes.within_is_good, of=each) for each in both]
    return rows_of(versions, (mended, bad, few)[number])


def _down(
    versions: Versions, both: tuple[_Place, _Place], share: tuple[int, int], at: int, *, is_at_once: bool
) -> Rows | None:
    """Down for such a share of the time that the target allows, for each of two values."""
    allowed = _allowed(versions, at)
    length = allowed * share[0] // share[1] // MINUTE * MINUTE
    if not length:
        return None
    starts = (at, at if is_at_once else at + length + HOUR)
    found = [down_for(versions, length, start, of=each) for start, each in zip(starts, both, strict=True)]
    rows = [row for each in found for row in each or ()]
    return None if None in found else with_keys(versions, tuple(rows))


def _allowed(versions: Versions, at: int) -> int:
    """How long a window may be down, in µs; 0 where that is not told in time."""
    target, measure, window = target_of(versions.new[1]), versions.new[1].measure, window_of(versions, at)
    if target is None or window is None or not isinstance(measure, Uptime):
        return 0
    limit = target.values[0].value.amount
    match measure.statistic:
        case Up.AVAILABILITY:
            return int((1 - limit) * (window.end - window.start))
        case Up.DOWNTIME:
            return int(limit)
    return 0


# --- values that one version alone measures together -----------------------------------------------------------------


def _pairs(versions: Versions) -> Iterator[tuple[_Place, _Place]]:
    """Two values that one version measures by themselves, and the other one together: at most one pair of each."""
    for apart, whole in ((versions.new[0], versions.old[0]), (versions.old[0], versions.new[0])):
        found = (
            both for place in range(len(apart.dimensions)) for both in _apart(versions, apart, whole, place)
        )
        both = next(found, None)
        if both is not None:
            yield both


def _apart(
    versions: Versions, apart: ServiceLevel, whole: ServiceLevel, place: int
) -> Iterator[tuple[_Place, _Place]]:
    """Two values of one dimension of a level, of different series, that are of the same series of another level."""
    field = apart.dimensions[place].field
    named = [values[0] for values in (each.members[place] for each in apart.series) if values is not None]
    free = (
        values_of(versions, field, 0) if any(each.members[place] is None for each in apart.series) else None
    )
    names = [*dict.fromkeys(named), *(free or ())]
    for pair in combinations(names, 2):
        one, other = ({field.path: name} for name in pair)
        if _series_of(whole, one) == _series_of(whole, other) and not _are_each(whole, field.path):
            yield one, other


def _are_each(level: ServiceLevel, path: Path) -> bool:
    """Whether a level measures each value of a field by itself, those that it names aside."""
    places = [place for place, each in enumerate(level.dimensions) if each.field.path == path]
    return any(each.members[place] is None for each in level.series for place in places)


def _series_of(level: ServiceLevel, held: _Place) -> int | None:
    """Which series of a level records of a value are of."""
    found = (number for number, each in enumerate(level.series) if _holds(level, each, held))
    return next(found, None)


def _holds(level: ServiceLevel, series: Series, held: _Place) -> bool:
    return all(
        values is None or dimension.field.path not in held or held[dimension.field.path] in values
        for dimension, values in zip(level.dimensions, series.members, strict=True)
    )
