"""Records that are open for a while, as many as are wanted."""

from __future__ import annotations

from sladsl.comparison.by_records.made.batches import with_key
from sladsl.comparison.by_records.made.counted import record_of
from sladsl.comparison.by_records.made.making import Wanted, made
from sladsl.comparison.by_records.made.record_groups import Rows, own
from sladsl.comparison.by_records.versions import Versions
from sladsl.planning.plan import OpenRecords

_MOST = 2_500
"""More records than that are not tried."""


def open_records(versions: Versions, measure: OpenRecords, number: int, start: int, end: int) -> Rows | None:
    """So many records that are open from an instant up to another, in µs; None where there are none, or too many."""
    level = versions.new[0]
    wanted = record_of(versions, {measure.start.path: start, measure.end.path: end}, start)
    conditions = () if level.where is None else (level.where,)
    found = made(versions.after, Wanted(level.records, wanted.held, conditions, start))
    return None if found is None or number > _MOST else found * number


def keyed(*several: Rows | None) -> Rows | None:
    """Records one after the other, each with a key of its own; None where there are none of some."""
    rows = [each for rows in several for each in rows or ()]
    return None if None in several else tuple(with_key(row, own(place)) for place, row in enumerate(rows))
