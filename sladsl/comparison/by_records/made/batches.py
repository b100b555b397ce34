"""Batches of records that are alike: good ones or bad ones, by what a level measures of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import ceil, floor

from sladsl.comparison.by_records.made.counted import LATE, good_of, good_or_not
from sladsl.comparison.by_records.made.making import made
from sladsl.comparison.by_records.made.record_groups import OWN, Held, Path, Row, Rows, own
from sladsl.comparison.by_records.made.times_held import begun, held_at, starts_of
from sladsl.comparison.by_records.versions import Versions
from sladsl.comparison.service_levels.measures import target_of
from sladsl.comparison.service_levels.targets import is_high
from sladsl.planning.plan import (
    Field,
    Measure,
    Not,
    Series,
    Statistic,
    Target,
    ValueType,
)
from sladsl.values import evolve, frozen

_LEAST, _MENDING = 10, 40
"""A share is taken of so many records at least; any other value is mended by so many good ones for each bad one."""

_MOST = 2_500
"""More records than that are not tried."""

_SHARES = {Statistic.PERCENT_GOOD, Statistic.PERCENT_NOT_GOOD}


_NOTHING: Mapping[Path, Held] = {}


@frozen
class Batch:
    """So many records that are alike, with the times by which each version counts them, in µs.

    `of` is what they hold beside.
    """

    number: int
    old: int
    new: int
    is_good: bool
    of: Mapping[Path, Held] = _NOTHING


@frozen
class Sizes:
    """How many records of each kind a window takes, to be missed: `bad` among `all`, and how many good ones mend it.

    `within` are the records, good or bad as `within_is_good` says, of which a window is met, and two such windows
    together are not.
    """

    bad: int
    all: int
    mending: int
    within: int
    within_is_good: bool


def sizes_of(series: Series) -> Sizes | None:
    """How many records decide a window of a series; None where that is not by their number."""
    target, measure = target_of(series), series.measure
    if target is None or not isinstance(measure, Measure):
        return None
    limit = target.values[0].value.amount
    needed = 1 if series.needs is None else max(1, series.needs.records)
    if measure.statistic in _SHARES:
        is_good = (measure.statistic is Statistic.PERCENT_GOOD) is not series.complement
        return _of_share(target, limit, needed) if is_high(target) is is_good else None
    if measure.statistic is Statistic.NUMBER:
        beyond = floor(limit) + 1
        sizes = Sizes(beyond, beyond, 1, floor(limit), within_is_good=False)
        return None if is_high(target) else _fitting(sizes)
    return _fitting(Sizes(needed, needed, _MENDING * needed, needed, within_is_good=True))


def _of_share(target: Target, limit: Fraction, needed: int) -> Sizes | None:
    """Sizes by the share of bad records that a window may have."""
    share = 1 - limit if is_high(target) else limit
    bad = floor(max(_LEAST, needed) * share) + 1
    mended = ceil(bad / share) if share else bad
    return _fitting(Sizes(bad, max(_LEAST, needed), mended, (needed + 1) // 2, within_is_good=False))


def _fitting(sizes: Sizes) -> Sizes | None:
    return sizes if max(sizes.bad, sizes.all, sizes.mending) <= _MOST else None


def rows_of(versions: Versions, batches: Sequence[Batch]) -> Rows | None:
    """The records of some batches, each with a key of its own; None where there is none that is wanted so."""
    rows: list[Row] = []
    number = 0
    for batch in batches:
        if not batch.number:
            continue
        pattern = _record(versions, batch)
        if pattern is None:
            return None
        for _ in range(batch.number):
            rows += (with_key(row, own(number)) for row in pattern)
            number += 1
    return tuple(rows)


def with_key(row: Row, key: str) -> Row:
    """A record with a key of its own, where nothing names it."""
    return evolve(row, held={name: key if held == OWN else held for name, held in row.held.items()})


def _record(versions: Versions, batch: Batch) -> Rows | None:
    """A record of a batch: with a clock that stops at once, or much too late, unless it is counted when it stops."""
    old, (new, series) = versions.old[0], versions.new
    held: dict[Path, Held] = {}
    for level, at in ((old, batch.old), (new, batch.new)):
        if level.counted is not None:
            held |= held_at(versions.after, [level.counted], at)
    clock = series.clock
    if clock is not None:
        held = {**held_at(versions.after, starts_of(clock), batch.old), **held}
        begins = begun(versions.after, clock, held)
        held.setdefault(clock.end.path, begins if batch.is_good else begins + LATE)
    value = _value(series, is_good=batch.is_good)
    if value is None:
        return None
    wanted = good_or_not(versions, {**held, **value, **batch.of}, batch.new)
    good = good_of(series)
    if good is not None:
        wanted = evolve(wanted, conditions=(*wanted.conditions, good if batch.is_good else Not(good)))
    return made(versions.after, wanted)


def _value(series: Series, *, is_good: bool) -> Mapping[Path, Held] | None:
    """What a record holds whose value is within the target, or twice as far: nothing where only its kind counts.

    Two values within the target are together beyond it.
    """
    measure, target = series.measure, target_of(series)
    assert isinstance(measure, Measure), "only measures of records have batches"
    if measure.statistic in _SHARES or measure.statistic is Statistic.NUMBER:
        return {}
    if target is None or series.complement:
        return None
    limit = target.values[0].value.amount
    within, beyond = (Fraction(4, 3), Fraction(1, 2)) if is_high(target) else (Fraction(3, 4), Fraction(2))
    amount = limit * (within if is_good else beyond)
    match measure.operand:
        case Field(type=ValueType.NUMBER | ValueType.MONEY | ValueType.PERCENT, path=path):
            return {path: amount}
        case Field(type=ValueType.DURATION, path=path):
            return {path: int(amount)}
    return None
