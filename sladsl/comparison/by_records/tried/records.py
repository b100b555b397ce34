"""Records to try by what is left out of a measure of records, or by how they are measured."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from sladsl.comparison.by_records.made.counted import LATE, good_of, record_of
from sladsl.comparison.by_records.made.making import Wanted, made
from sladsl.comparison.by_records.made.record_groups import Held, Path, Row, Rows, own
from sladsl.comparison.by_records.made.times_held import begun, held_at, starts_of
from sladsl.comparison.by_records.tried.dimensions import are_of_other_values, attempts_with_dimensions
from sladsl.comparison.by_records.tried.severities import attempts_with_severities
from sladsl.comparison.by_records.tried.values import attempts_with_values
from sladsl.comparison.by_records.versions import Versions
from sladsl.comparison.sameness import only_in, same
from sladsl.measurement.scanning.reads import record_set
from sladsl.planning.buckets import DAY, HOUR
from sladsl.planning.exclusions import is_by_time, row_condition
from sladsl.planning.plan import (
    Exclusion,
    Expression,
    Not,
    Series,
)
from sladsl.values import evolve


def attempts_with_records(versions: Versions) -> Iterator[partial[Rows | None]]:
    """Records of which some are left out, and else records whose values lie apart."""
    before, after = versions.old[0].exclusions, versions.new[0].exclusions
    changed = [*only_in(before, after), *only_in(after, before)]
    for each in changed:
        if each.missed is None:
            times = [1 if one.budget is None else one.budget.times or 1 for one in changed]
            for number in sorted({1, *times, max(times) + 1}):
                yield partial(_left_out, versions, each, number)
            yield partial(_left_out, versions, each, 1, is_another_bad=True)
    if not changed:
        yield from _by_rules(versions)


def _by_rules(versions: Versions) -> Iterator[partial[Rows | None]]:
    """Records by how they are measured, and by which rules."""
    (old, before), (new, after) = versions.old, versions.new
    if _is_other_value(before, after):
        yield from attempts_with_values(versions)
    if not same(old.severities, new.severities):
        yield from attempts_with_severities(versions)
    if are_of_other_values(versions):
        yield from attempts_with_dimensions(versions)


def _is_other_value(old: Series, new: Series) -> bool:
    return not same(old.measure, new.measure) or old.complement is not new.complement


def _left_out(
    versions: Versions, exclusion: Exclusion, number: int, at: int, *, is_another_bad: bool = False
) -> Rows | None:
    """So many records that are not good and are left out, one good that stays, and perhaps one that is not."""
    taken = row_condition(versions.new[0].records, exclusion)
    rows: list[Row] = []
    for place in range(number):
        bad = _record(versions, at, own(place), is_good=False, also=taken)
        beside = () if taken is not None else _evidence(versions, exclusion, at, place)
        if bad is None or beside is None:
            return None
        rows += (*bad, *beside)
    later = at + (2 * DAY if taken is None and exclusion.link is None else 0)
    good = _record(versions, later, own(number), is_good=True)
    bad = _record(versions, later, own(number + 1), is_good=False) if is_another_bad else ()
    return None if good is None or bad is None else (*rows, *good, *bad)


def _record(
    versions: Versions, at: int, key: str, *, is_good: bool, also: Expression | None = None
) -> Rows | None:
    """A record that is counted at an instant, and good or not: with a clock that stops at once, or much too late."""
    level, series = versions.new
    clock = series.clock
    held: dict[Path, Held] = {}
    if clock is not None:
        held = held_at(versions.after, starts_of(clock), at)
        begins = begun(versions.after, clock, held)
        held[clock.end.path] = begins if is_good else begins + LATE
    wanted = record_of(versions, held, at)
    conditions = [each for each in (level.where, also) if each is not None]
    good = good_of(series)
    if good is not None:
        conditions.append(good if is_good else Not(good))
    if also is None:
        conditions += [each for each in wanted.conditions if each not in {level.where, series.good}]
    return made(versions.after, evolve(wanted, conditions=tuple(conditions), key=key))


def _evidence(versions: Versions, exclusion: Exclusion, at: int, place: int) -> Rows | None:
    """A record that takes another one out: it refers to it, or lasts while that one is counted."""
    level, _ = versions.new
    held: dict[Path, Held] = {}
    of = ""
    if exclusion.link is not None:
        held[exclusion.link,] = own(place)
        of = " of it"
    elif place:
        return ()
    elif is_by_time(level.records, exclusion):
        lasting = record_set(versions.after, exclusion.records).lasting
        assert lasting is not None, "a check refuses exclusions by time that do not last"
        held |= {(lasting[0],): at - HOUR, (lasting[1],): at + HOUR}
    conditions = () if exclusion.where is None else (exclusion.where,)
    rows = made(versions.after, Wanted(exclusion.records, held, conditions, at, of, own(place)))
    return None if rows is None else tuple(row for row in rows if row.records != level.records)
