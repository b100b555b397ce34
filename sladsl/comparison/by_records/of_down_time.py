"""Records to try by what is taken for time down, and what of it is left out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import assert_never

from attrs import evolve

from sladsl.comparison.by_records.making import Wanted, made
from sladsl.comparison.by_records.of_clocks import record_of
from sladsl.comparison.by_records.record_groups import Held, Path, Row, own
from sladsl.comparison.by_records.versions import Versions
from sladsl.comparison.sameness import only_in, same
from sladsl.measurement.scanning.reads import record_set
from sladsl.planning.buckets import HOUR, MINUTE
from sladsl.planning.plan import (
    Beside,
    Exclusion,
    Expression,
    Field,
    Not,
    Outages,
    Rates,
    Samples,
)
from sladsl.planning.wording import write_duration

_SAMPLES = 120
"""More samples in a row are not tried."""

Rows = tuple[Row, ...]


def attempts_with_down_time(versions: Versions) -> Iterator[partial[Rows | None]]:
    """Time down of lengths that matter, some of it left out."""
    old, new = versions.old[0], versions.new[0]
    before, after = old.down, new.down
    if before is None or after is None:
        return
    changed = [*only_in(old.exclusions, new.exclusions), *only_in(new.exclusions, old.exclusions)]
    for each in changed:
        if each.missed is None:
            yield from _left_out(versions, each, changed)
    if changed:
        return
    for length in _lengths(before.least, after.least):
        yield partial(_down, versions, length)
    if isinstance(after.evidence, Samples | Rates):
        yield partial(_one, versions)
    if isinstance(after.evidence, Samples):
        yield partial(_two, versions)
    for beside in (*only_in(before.during, after.during), *only_in(after.during, before.during)):
        yield partial(_beside, versions, beside)
    if not same(versions.old[1].measure, versions.new[1].measure):
        yield partial(_down, versions, HOUR + MINUTE + MINUTE // 2)


def _lengths(old: int, new: int) -> tuple[int, ...]:
    """Lengths of time down that the shorter one of two least times takes, and the longer one does not."""
    if old == new:
        return ()
    short, long = sorted((old, new))
    return (short, (short + long) // 2) if short else (long // 2,)


# --- time down -------------------------------------------------------------------------------------------------------


def _down(versions: Versions, length: int, at: int, also: Expression | None = None) -> Rows | None:
    """Evidence that the service is down for so long, of which something holds, and up just before and after."""
    down = versions.new[0].down
    assert down is not None, "time is up or down by evidence"
    match down.evidence:
        case Outages(starts=starts, ends=ends):
            return _rows(versions, {starts.path: at, ends.path: at + length}, also)
        case Samples(every=every, at=field):
            return None if also is not None else _samples(versions, every, field, length, at)
        case Rates():
            return None
    assert_never(down.evidence)


def _samples(versions: Versions, every: int, field: Field, length: int, at: int) -> Rows | None:
    number = -(-length // every)
    bad = _rows(versions, {field.path: at})
    before, after = (
        _rows(versions, {field.path: when}, is_down=False) for when in (at - every, at + number * every)
    )
    if number > _SAMPLES or bad is None or before is None or after is None:
        return None
    more = f" and {number - 1} more, one every {write_duration(every)}" if number > 1 else ""
    rest = [
        Row(row.records, {**row.held, field.path[0]: at + place * every})
        for place in range(1, number)
        for row in bad[:1]
    ]
    told = (evolve(bad[0], alike=more), *bad[1:])
    return _with_keys(versions, (*before, *told, *rest, *after))


def _one(versions: Versions, at: int) -> Rows | None:
    """One sample, or the rows of one interval, by which the service is up, and none besides."""
    down = versions.new[0].down
    assert down is not None, "time is up or down by evidence"
    match down.evidence:
        case Samples(at=field) | Rates(at=field):
            return _rows(versions, {field.path: at}, is_down=False)
        case Outages():
            return None
    assert_never(down.evidence)


def _two(versions: Versions, at: int) -> Rows | None:
    """Two samples of one slot, by one of which the service is down."""
    down = versions.new[0].down
    assert down is not None, "time is up or down by evidence"
    assert isinstance(down.evidence, Samples), "only samples have slots"
    up, bad = (
        _rows(versions, {down.evidence.at.path: when}, is_down=is_down)
        for when, is_down in ((at, False), (at + down.evidence.every // 2, True))
    )
    return None if up is None or bad is None else _with_keys(versions, (*up, *bad))


def _rows(
    versions: Versions, times: Mapping[Path, Held], also: Expression | None = None, *, is_down: bool = True
) -> Rows | None:
    """A record of the level by which the service is down, or is up."""
    (level, _), down = versions.new, versions.new[0].down
    assert down is not None, "time is up or down by evidence"
    at = next(iter(times.values()))
    assert isinstance(at, int), "evidence has an instant"
    condition = None if isinstance(down.evidence, Rates) else down.evidence.condition
    if condition is not None and not is_down:
        condition = Not(condition)
    wanted = record_of(versions, times, at)
    conditions = [each for each in (level.where, condition, also) if each is not None]
    return made(versions.after, Wanted(level.records, wanted.held, tuple(conditions), at))


def _with_keys(versions: Versions, rows: Rows) -> Rows:
    """Records of the level with a key for each."""
    records = versions.new[0].records
    keys = [each.name for each in record_set(versions.after, records).fields if each.key]
    return tuple(
        evolve(row, held={**row.held, **dict.fromkeys(keys, own(place))}) if row.records == records else row
        for place, row in enumerate(rows)
    )


# --- what lasts beside it --------------------------------------------------------------------------------------------


def _beside(versions: Versions, beside: Beside, at: int) -> Rows | None:
    """A record of another set during which the service is down, and evidence of its own later on."""
    lasting = _lasting(versions, beside, at, HOUR)
    down = versions.new[0].down
    assert down is not None, "time is up or down by evidence"
    later = at + 2 * HOUR
    own_rows = (
        _down(versions, max(HOUR, down.least), later)
        if isinstance(down.evidence, Outages)
        else _one(versions, later)
    )
    return None if lasting is None or own_rows is None else (*lasting, *own_rows)


def _lasting(
    versions: Versions, evidence: Beside | Exclusion, at: int, length: int, place: int = 0
) -> Rows | None:
    """A record that lasts so long, of the same values as those of the level."""
    records = record_set(versions.after, evidence.records)
    assert records.lasting is not None, "a check refuses evidence that does not last"
    held: dict[Path, Held] = {(records.lasting[0],): at, (records.lasting[1],): at + length}
    conditions = () if evidence.where is None else (evidence.where,)
    return made(versions.after, Wanted(evidence.records, held, conditions, at, key=own(place)))


def _left_out(
    versions: Versions, exclusion: Exclusion, changed: Sequence[Exclusion]
) -> Iterator[partial[Rows | None]]:
    """Time down as long as the budgets of an exclusion, or longer, or as often, all of which it would take."""
    budgets = [each.budget for each in changed if each.budget is not None]
    lengths = {HOUR, *(2 * each.time for each in budgets if each.time is not None)}
    times = {1, *(each.times + 1 for each in budgets if each.times is not None)}
    for number in sorted(times):
        for length in sorted(lengths):
            yield partial(_taken, versions, exclusion, number, length)


def _taken(versions: Versions, exclusion: Exclusion, number: int, length: int, at: int) -> Rows | None:
    rows: list[Row] = []
    is_own = exclusion.records == versions.new[0].records
    for place in range(number):
        start = at + place * (length + HOUR)
        down = _down(versions, length, start, exclusion.where if is_own else None)
        lasting = () if is_own else _lasting(versions, exclusion, start, length, place)
        if down is None or lasting is None:
            return None
        rows += (*down, *lasting)
    return _with_keys(versions, tuple(rows))
