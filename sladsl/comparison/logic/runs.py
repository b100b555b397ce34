"""Starts and ends that stand for all there are, by the order in which deadlines lie for each start.

Deadlines move along with the start or stay where they are from one known instant to the next, so that their order is
that at either end of such a stretch, or changes once in between, where one passes another.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations, pairwise

from sladsl.comparison.logic.due import Due, Ground, date_number
from sladsl.planning.buckets import HOUR, MINUTE, SECOND
from sladsl.values import frozen

_EACH_HOUR = 28 * 24 * HOUR
"""A start that is told is a full hour of the first four weeks, where one does."""

_STEPS = (HOUR, MINUTE, SECOND, 1)


@frozen
class Ordered:
    """A start, in µs or as a date that `begins` at an instant, when things are due, and an end of some place."""

    start: int
    begins: int
    due: tuple[int, ...]
    end: int


def in_each_order(
    ground: Ground, deadlines: Sequence[Due], days: tuple[dt.date, dt.date], *, from_start: bool
) -> Sequence[Ordered] | None:
    """A start for each order of deadlines from the first day to the last, the roundest, with ends of each place.

    With `from_start` no end is before the start. None where some deadline is not known.
    """
    placed = _placed(ground, deadlines, days)
    if placed is None:
        return None
    found: dict[tuple[int, ...], tuple[int, tuple[int, ...]]] = {}
    for start in sorted(placed, key=lambda start: (*_oddness(ground, start), start)):
        found.setdefault(_order(placed[start]), (start, placed[start]))
    return [
        Ordered(start, begins, tuple(due), end)
        for start, (begins, *due) in found.values()
        for end in _ends(begins, due, from_start=from_start)
    ]


def _order(instants: Sequence[int]) -> tuple[int, ...]:
    ranks = {instant: rank for rank, instant in enumerate(sorted(set(instants)))}
    return tuple(ranks[each] for each in instants)


def _oddness(ground: Ground, start: int) -> tuple[int, bool]:
    """How unlikely a start is to be told: by the steps that it is none of, and outside opening hours."""
    at = ground.walls.instant(start * 24 * HOUR) + 12 * HOUR if ground.are_dates else start
    is_closed = any(each.landed(at) != at for each in ground.hours.values())
    return next(number for number, step in enumerate(_STEPS) if at % step == 0), is_closed


# --- starts ----------------------------------------------------------------------------------------------------------


def _placed(
    ground: Ground, deadlines: Sequence[Due], days: tuple[dt.date, dt.date]
) -> Mapping[int, tuple[int, ...]] | None:
    """The instants of the start itself and of each deadline, by starts of which each order has one."""
    first, last = days
    if ground.are_dates:
        return _all_placed(ground, deadlines, range(date_number(first), date_number(last) + 1))
    begins, ends = (
        ground.walls.instant(date_number(day) * 24 * HOUR) for day in (first, last + dt.timedelta(days=1))
    )
    breaks = {each + by for due in deadlines for each in due.breaks for by in (-1, 0, 1)}
    hours = range(begins - begins % -HOUR, min(begins + _EACH_HOUR, ends), HOUR)
    starts = {begins, ends - 1, *hours, *(each for each in breaks if begins <= each < ends)}
    placed = _all_placed(ground, deadlines, starts)
    if placed is None:
        return None
    passing = _all_placed(ground, deadlines, set(_passing(placed)))
    return None if passing is None else {**placed, **passing}


def _all_placed(
    ground: Ground, deadlines: Sequence[Due], starts: Sequence[int] | set[int] | range
) -> Mapping[int, tuple[int, ...]] | None:
    placed = {}
    for start in starts:
        begins = ground.walls.instant(start * 24 * HOUR) if ground.are_dates else start
        due = [each.at(start) for each in deadlines]
        known = tuple(each for each in due if each is not None)
        if len(known) < len(due):
            return None
        placed[start] = (begins, *known)
    return placed


def _passing(placed: Mapping[int, tuple[int, ...]]) -> Iterator[int]:
    """The starts around those at which one instant passes another between two neighbours."""
    for low, high in pairwise(sorted(placed)):
        if high - low == 1:
            continue
        for (one, one_later), (other, other_later) in combinations(
            zip(placed[low], placed[high], strict=True), 2
        ):
            if (one - other) * (one_later - other_later) < 0:
                met = low + abs(one - other)
                yield from (each for each in (met - 1, met, met + 1) if low < each < high)


# --- ends ------------------------------------------------------------------------------------------------------------


def _ends(begins: int, due: Sequence[int], *, from_start: bool) -> Iterator[int]:
    """An end before, between and after some deadlines, the roundest of each."""
    marks = sorted({*due, begins}) if from_start else sorted(set(due))
    above = [each for each in marks if each >= begins] if from_start else marks
    yield above[0] if from_start else above[0] // HOUR * HOUR
    for low, high in pairwise(above):
        yield next(end for step in _STEPS if (end := (low // step + 1) * step) <= high)
    yield (above[-1] // HOUR + 1) * HOUR
