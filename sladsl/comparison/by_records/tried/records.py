"""Records to try by what is left out of a measure of records, or by how they are measured."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from sladsl.comparison.by_records.made.counted import LATE, good_of, record_of
from sladsl.comparison.by_records.made.making import Wanted, made
from sladsl.comparison.by_records.made.record_groups import Held, Path, Row, Rows, own
from sladsl.comparison.by_records.made.times_held import begun, held_at, starts_of
from sladsl.comparison.by_records.spans import apart
from sladsl.comparison.by_records.tried.dimensions import are_of_other_values, attempts_with_dimensions
from sladsl.comparison.by_records.tried.grouped import are_regrouped, attempts_with_groups
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
    for each in (one for one in changed if one.missed is None):
        yield from _by_exclusion(versions, each, changed)
    if not changed:
        yield from _by_rules(versions)


def _by_exclusion(
    versions: Versions, exclusion: Exclusion, changed: Sequence[Exclusion]
) -> Iterator[partial[Rows | None]]:
    """Records as many as limits let go, and one more, all of which an exclusion would take."""
    budgets = [each.budget for each in changed if each.budget is not None]
    times = [each.times or 1 for each in budgets]
    most = max(times, default=0) + 1
    for number in sorted({1, *times, most}):
        yield partial(_left_out, versions, exclusion, number)
    yield partial(_left_out, versions, exclusion, 1, is_another_bad=True)
    yield partial(_good_left_out, versions, exclusion, most)
    if len({(each.anchor, each.per) for each in budgets}) > 1:
        steps = sorted({apart(each.per) for each in budgets})
        for step in (steps[0], *steps):  # one of two months in a row lies in the quarter of the one after it
            yield partial(_left_out_again, versions, exclusion, min(times), step)


def _by_rules(versions: Versions) -> Iterator[partial[Rows | None]]:
    """Records by how they are measured, and by which rules."""
    (old, before), (new, after) = versions.old, versions.new
    if _is_other_value(before, after):
        yield from attempts_with_values(versions)
    if not same(old.severities, new.severities):
        yield from attempts_with_severities(versions)
    if are_regrouped(versions):
        yield from attempts_with_groups(versions)
    elif are_of_other_values(versions):
        yield from attempts_with_dimensions(versions)


def _is_other_value(old: Series, new: Series) -> bool:
    return not same(old.measure, new.measure) or old.complement is not new.complement


def _left_out(
    versions: Versions, exclusion: Exclusion, number: int, at: int, *, is_another_bad: bool = False
) -> Rows | None:
    """So many records that are not good and are left out, one good that stays, and perhaps one that is not."""
    out = _taken(versions, exclusion, range(number), at, is_good=False)
    staying = (True, False) if is_another_bad else (True,)
    return _beside(versions, exclusion, out, staying, at)


def _good_left_out(versions: Versions, exclusion: Exclusion, number: int, at: int) -> Rows | None:
    """So many good records that are left out, and one that is not good and stays."""
    out = _taken(versions, exclusion, range(number), at, is_good=True)
    return _beside(versions, exclusion, out, (False,), at)


def _left_out_again(versions: Versions, exclusion: Exclusion, number: int, step: int, at: int) -> Rows | None:
    """So many records that are not good and use a limit, and as many some time later, with a good one that stays."""
    places = range(number), range(number, 2 * number)
    first, second = (
        _taken(versions, exclusion, place, when, is_good=False)
        for place, when in zip(places, (at, at + step), strict=True)
    )
    out = None if first is None or second is None else (*first, *second)
    return _beside(versions, exclusion, out, (True,), at + step)


def _taken(
    versions: Versions, exclusion: Exclusion, places: range, at: int, *, is_good: bool
) -> Sequence[Row] | None:
    """Records that an exclusion would take, each by evidence of its own; their places are in their keys."""
    condition = row_condition(versions.new[0].records, exclusion)
    step = _APART if condition is None and exclusion.link is None else 0
    rows: list[Row] = []
    for place in places:
        when = at + (place - places.start) * step
        record = _record(versions, when, own(place), is_good=is_good, also=condition)
        beside = () if condition is not None else _evidence(versions, exclusion, when, place)
        if record is None or beside is None:
            return None
        rows += (*record, *beside)
    return rows


_APART = 4 * HOUR
"""So far apart lie records that are left out while something lasts."""


def _beside(
    versions: Versions, exclusion: Exclusion, out: Sequence[Row] | None, staying: Sequence[bool], at: int
) -> Rows | None:
    """Records that are left out, and others that stay: whether these are good."""
    if out is None:
        return None
    is_by_row = row_condition(versions.new[0].records, exclusion) is not None
    later = at if is_by_row or exclusion.link is not None else at + 2 * DAY
    rows = [*out]
    for place, is_good in enumerate(staying):
        record = _record(versions, later, own(len(out) + place), is_good=is_good)
        if record is None:
            return None
        rows += record
    return tuple(rows)


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
    elif is_by_time(level.records, exclusion):
        lasting = record_set(versions.after, exclusion.records).lasting
        assert lasting is not None, "a check refuses exclusions by time that do not last"
        held |= {(lasting[0],): at - HOUR, (lasting[1],): at + HOUR}
    conditions = () if exclusion.where is None else (exclusion.where,)
    rows = made(versions.after, Wanted(exclusion.records, held, conditions, at, of, own(place)))
    return None if rows is None else tuple(row for row in rows if row.records != level.records)
