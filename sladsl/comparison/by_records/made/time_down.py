"""Evidence by which a service is down, or is up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import assert_never

from sladsl.comparison.by_records.made.counted import record_of
from sladsl.comparison.by_records.made.making import Wanted, made
from sladsl.comparison.by_records.made.record_groups import Held, Path, Row, Rows, own
from sladsl.comparison.by_records.versions import Versions
from sladsl.comparison.sameness import same
from sladsl.measurement.scanning.reads import record_set
from sladsl.planning.plan import (
    Comparator,
    DownWhile,
    Expression,
    Field,
    Not,
    Outages,
    Rates,
    Samples,
    Uptime,
)
from sladsl.planning.wording import write_duration
from sladsl.values import evolve

_SAMPLES = 1_000
"""More samples in a row are not tried."""

_RATED = 100
"""What an interval holds of what a rate is taken of."""

_NOTHING: Mapping[Path, Held] = {}


def time_down(versions: Versions, runs: Sequence[tuple[int, int]]) -> Rows | None:
    """Evidence that the service is down from some instants on for so long each, in µs."""
    rows: list[Row] = []
    for at, length in runs:
        found = down_for(versions, length, at)
        if found is None:
            return None
        rows += found
    return with_keys(versions, tuple(rows))


def down_of(versions: Versions) -> DownWhile:
    """What a level takes for down, of which it is known that it measures time up or down."""
    down = versions.new[0].down
    assert down is not None, "time is up or down by evidence"
    return down


def down_for(
    versions: Versions,
    length: int,
    at: int,
    also: Expression | None = None,
    of: Mapping[Path, Held] = _NOTHING,
) -> Rows | None:
    """Evidence that the service is down for so long, of which something holds, and up just before and after.

    `of` is what else it holds.
    """
    down = down_of(versions)
    match down.evidence:
        case Outages(starts=starts, ends=ends):
            return evidence_of(versions, {starts.path: at, ends.path: at + length, **of}, also)
        case Samples(every=every, at=field) | Rates(every=every, at=field):
            return None if also is not None else _slots(versions, every, field, length, at, of)
    assert_never(down.evidence)


def down_in_slots(versions: Versions, every: int, length: int, at: int) -> Rows | None:
    """Samples, or intervals, so far apart by which the service is down for so long, and up around it."""
    evidence = down_of(versions).evidence
    return (
        None if isinstance(evidence, Outages) else _slots(versions, every, evidence.at, length, at, _NOTHING)
    )


def up_for(
    versions: Versions, evidence: Samples | Rates, length: int, at: int, of: Mapping[Path, Held]
) -> Rows | None:
    """Evidence that the service is up for so long."""
    up = evidence_of(versions, {evidence.at.path: at, **of}, is_down=False)
    number = -(-length // evidence.every)
    return None if up is None else _row_of(up, evidence.at, evidence.every, number)


def down_then_up(versions: Versions, at: int, later: int) -> Rows | None:
    """Samples, or intervals, of time down, and later on as many as are tried by which the service is up."""
    down = down_of(versions)
    if isinstance(down.evidence, Outages):
        return None
    bad = down_for(versions, max(down.least, down.evidence.every), at)
    good = up_for(versions, down.evidence, _SAMPLES * down.evidence.every, later, _NOTHING)
    return None if bad is None or good is None else with_keys(versions, (*bad, *good))


def one_sample(versions: Versions, at: int) -> Rows | None:
    """One sample, or the rows of one interval, by which the service is up, and none besides."""
    down = down_of(versions)
    match down.evidence:
        case Samples(at=field) | Rates(at=field):
            return evidence_of(versions, {field.path: at}, is_down=False)
        case Outages():
            return None
    assert_never(down.evidence)


def evidence_of(
    versions: Versions, times: Mapping[Path, Held], also: Expression | None = None, *, is_down: bool = True
) -> Rows | None:
    """A record of the level by which the service is down, or is up."""
    (level, _), down = versions.new, down_of(versions)
    at = next(iter(times.values()))
    assert isinstance(at, int), "evidence has an instant"
    condition = None if isinstance(down.evidence, Rates) else down.evidence.condition
    if isinstance(down.evidence, Rates):
        times = {**times, **_rated(down.evidence, is_down=is_down)}
    if not same(versions.old[1].measure, versions.new[1].measure):
        times = {**times, **_weights(versions)}
    if condition is not None and not is_down:
        condition = Not(condition)
    wanted = record_of(versions, times, at)
    conditions = [each for each in (level.where, condition, also) if each is not None]
    return made(versions.after, Wanted(level.records, wanted.held, tuple(conditions), at))


def with_keys(versions: Versions, rows: Rows) -> Rows:
    """Records of the level with a key for each."""
    records = versions.new[0].records
    keys = [each.name for each in record_set(versions.after, records).fields if each.key]
    return tuple(
        evolve(row, held={**row.held, **dict.fromkeys(keys, own(place))}) if row.records == records else row
        for place, row in enumerate(rows)
    )


def _slots(
    versions: Versions, every: int, field: Field, length: int, at: int, of: Mapping[Path, Held]
) -> Rows | None:
    number = -(-length // every)
    bad = evidence_of(versions, {field.path: at, **of})
    before, after = (
        evidence_of(versions, {field.path: when, **of}, is_down=False)
        for when in (at - every, at + number * every)
    )
    if number > _SAMPLES or bad is None or before is None or after is None:
        return None
    return with_keys(versions, (*before, *_row_of(bad, field, every, number), *after))


def _row_of(first: Rows, field: Field, every: int, number: int) -> Rows:
    """So many samples like the first one, one in each slot."""
    more = f" and {number - 1} more, one every {write_duration(every)}" if number > 1 else ""
    at = first[0].held[field.path[0]]
    assert isinstance(at, int), "samples have an instant"
    rest = [
        Row(first[0].records, {**first[0].held, field.path[0]: at + place * every})
        for place in range(1, number)
    ]
    return (evolve(first[0], alike=more), *first[1:], *rest)


def _rated(rates: Rates, *, is_down: bool) -> dict[Path, Held]:
    """What the two sides of a rate hold, where they are fields: as much of one as of the other, or nothing."""
    if not (isinstance(rates.over, Field) and isinstance(rates.under, Field)):
        return {}
    is_all = is_down is (rates.comparator in {Comparator.ABOVE, Comparator.AT_LEAST})
    return {rates.over.path: _RATED if is_all else 0, rates.under.path: _RATED}


def _weights(versions: Versions) -> dict[Path, Held]:
    """One of two users is affected, where outages are weighted by them."""
    for _, series in (versions.old, versions.new):
        measure = series.measure
        if isinstance(measure, Uptime) and measure.affected is not None and measure.total is not None:
            return {measure.affected.path: 1, measure.total.path: 2}
    return {}
