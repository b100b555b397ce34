"""Functions of time as integer tables that an engine joins on equality: `bucket = (t - origin) div width`.

An engine is given no time zone and no calendar, only rows of integers, one for each bucket of a fixed width.
A bucket may hold one change of what it stands for; a table's width is the widest for which that is so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from sladsl.values import frozen

SECOND = 1_000_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR

# Days, and divisors of a day. Shifts and offsets of zones are whole seconds, so the last width always fits.
_WIDTHS = (
    *(days * DAY for days in (64, 32, 16, 8, 4, 2)),
    *(m * MINUTE for m in range(1440, 0, -1) if 1440 % m == 0),
    *(s * SECOND for s in (30, 20, 15, 12, 10, 6, 5, 4, 3, 2, 1)),
)


class Split(NamedTuple):
    """In `bucket`, the function is `before` up to the instant `split` and `after` from it on."""

    bucket: int
    split: int
    before: int
    after: int


@frozen
class SplitTable:
    """A function of time that is constant between its changes, by buckets that hold at most one change each.

    For t in µs: the row with `bucket == (t - origin) // width`, then `before if t < split else after`. No t
    that the table covers is before `origin`, so that a division that rounds towards zero does as well.
    """

    origin: int
    width: int
    rows: tuple[Split, ...]


def split_table(
    start: int, end: int, value: int, changes: Sequence[tuple[int, int]], *, most: int = DAY
) -> SplitTable:
    """Tabulate a function for t in [start, end]: `value`, then from each change (instant, value) on its.

    `most` is how wide a bucket may be.
    """
    width = widest(((earlier, later) for (earlier, _), (later, _) in pairwise(changes)), most=most)
    origin = origin_of(start, width)
    return SplitTable(origin, width, tuple(_splits(origin, width, (start, end), value, changes)))


def widest(neighbours: Iterable[tuple[int, int]], *, most: int = DAY) -> int:
    """Give the widest bucket up to `most` in which no two neighbours meet: (end of one piece, start of the next)."""
    pairs = tuple(neighbours)
    widths = (width for width in _WIDTHS if width <= most)
    return next(w for w in widths if all((earlier - 1) // w != later // w for earlier, later in pairs))


def even_width(instants: Iterable[int]) -> int | None:
    """Give the widest bucket, up to a day, inside which none of some instants lies; None where each is too wide."""
    every = tuple(instants)
    return next((w for w in _WIDTHS if w <= DAY and all(each % w == 0 for each in every)), None)


def origin_of(start: int, width: int) -> int:
    """Give where buckets are counted from: the epoch, or the bucket of `start` where that is earlier."""
    return min(0, start // width * width)


def _splits(
    origin: int, width: int, covered: tuple[int, int], value: int, changes: Sequence[tuple[int, int]]
) -> Iterator[Split]:
    start, end = covered
    position = 0
    for bucket in range((start - origin) // width, (end - origin) // width + 1):
        begins = origin + bucket * width
        while position < len(changes) and changes[position][0] <= begins:
            value = changes[position][1]
            position += 1
        if position < len(changes) and changes[position][0] < begins + width:
            yield Split(bucket, changes[position][0], value, changes[position][1])
        else:
            yield Split(bucket, begins, value, value)
