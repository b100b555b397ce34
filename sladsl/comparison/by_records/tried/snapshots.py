"""Which records to try where two versions look at open records at other instants, or in another way."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import partial
from math import floor

from sladsl.comparison.by_records.made.open_records import keyed, open_records
from sladsl.comparison.by_records.made.record_groups import Rows, RowsWithin
from sladsl.comparison.by_records.spans import whole_windows, window_of
from sladsl.comparison.by_records.versions import Versions
from sladsl.comparison.sameness import same
from sladsl.comparison.service_levels.measures import target_of
from sladsl.comparison.service_levels.targets import is_high
from sladsl.planning.buckets import HOUR, MINUTE
from sladsl.planning.calendars import known_calendar
from sladsl.planning.plan import Open, OpenRecords
from sladsl.planning.snapshots import snapshots_of


def looks_elsewhere(versions: Versions) -> tuple[OpenRecords, OpenRecords] | None:
    """The measures of both versions, where they are of open records and their snapshots may differ."""
    match versions.old[1].measure, versions.new[1].measure:
        case OpenRecords() as old, OpenRecords() as new if old.at != new.at or _days_differ(versions, new):
            return old, new
    return None


def _days_differ(versions: Versions, measure: OpenRecords) -> bool:
    """Whether the calendar on whose days records are looked at is another one."""
    return not same(*(known_calendar(plan, measure.at.calendar) for plan in versions.plans))


def looked_at(versions: Versions, old: OpenRecords, new: OpenRecords) -> Iterator[RowsWithin]:
    """So many records as the target does not allow, open just when one version looks and the other does not."""
    windows, target = whole_windows(versions, versions.new[0]), target_of(versions.new[1])
    if not windows or target is None or is_high(target):
        return
    limit = target.values[0].value.amount
    before = snapshots_of(versions.before, old.at, windows)
    after = snapshots_of(versions.after, new.at, windows)
    for mine, others in ((after, before), (before, after)):
        known = set(others.instants)
        for window, (first, until) in zip(windows, mine.windows, strict=True):
            seen = next((each for each in mine.instants[first:until] if each not in known), None)
            if seen is not None:
                number = _number(new.statistic, int(limit), until - first)
                start, end = _apart(seen, others.instants)
                if new.statistic is Open.OLDEST:
                    start, end = seen - int(limit) - MINUTE, seen + MINUTE
                rows = open_records(versions, new, number, start, end)
                yield window.start, window.end, keyed(rows)
                break


def attempts_with_snapshots(versions: Versions) -> Iterator[partial[Rows | None]]:
    """Records open at one snapshot of a window alone, and at all but one; a record that is open for a long time."""
    measures = (versions.old[1].measure, versions.new[1].measure)
    both = [each for each in measures if isinstance(each, OpenRecords)]
    if len(both) < 2:
        return
    number, age = _amounts(versions)
    if any(each.statistic is not Open.OLDEST for each in both):
        yield partial(_at_some, versions, both[1], number, 1)
        yield partial(_at_some, versions, both[1], 2 * number, -1)
    if age is not None:
        yield partial(_for_long, versions, both[1], age)


def _amounts(versions: Versions) -> tuple[int, int | None]:
    """How many open records are too many, and what age is too much, in µs, as far as the targets say it."""
    number, age = 2, None
    for _, series in (versions.old, versions.new):
        target = target_of(series)
        if target is not None and isinstance(series.measure, OpenRecords):
            limit = floor(target.values[0].value.amount)
            if series.measure.statistic is Open.OLDEST:
                age = limit + HOUR
            else:
                number = limit + 1
    return number, age


def _at_some(versions: Versions, measure: OpenRecords, number: int, places: int, at: int) -> Rows | None:
    """So many records, open at the first snapshots of the window that an instant lies in; -1 are all but the last."""
    seen = _seen_in(versions, measure, at)
    if len(seen) < _SEVERAL:
        return None
    first, last = seen[0], seen[:places][-1]
    start, end = _apart(first, ())[0], _apart(last, seen[seen.index(last) + 1 :])[1]
    return _keyed(open_records(versions, measure, number, start, end))


_SEVERAL = 2
"""At so many snapshots at least, the most and the least records may be others."""


def _for_long(versions: Versions, measure: OpenRecords, age: int, at: int) -> Rows | None:
    """One record that is older at the last snapshot of a window than it should be."""
    seen = _seen_in(versions, measure, at)
    return _keyed(open_records(versions, measure, 1, seen[-1] - age, seen[-1] + MINUTE)) if seen else None


def _seen_in(versions: Versions, measure: OpenRecords, at: int) -> Sequence[int]:
    """The snapshots of the whole window that an instant lies in."""
    window = window_of(versions, at)
    return () if window is None else snapshots_of(versions.after, measure.at, [window]).instants


def _keyed(rows: Rows | None) -> Rows | None:
    return None if rows is None else keyed(rows)


def _number(statistic: Open, limit: int, snapshots: int) -> int:
    """How many records are too many at one of so many snapshots."""
    if statistic is Open.OLDEST:
        return 1
    return floor(limit * snapshots if statistic is Open.MEAN else limit) + 1


def _apart(instant: int, others: Sequence[int]) -> tuple[int, int]:
    """Half an hour on either side of an instant, as far as no other ones lie there."""
    earlier, later = bisect_left(others, instant), bisect_right(others, instant)
    start = instant - HOUR // 2
    if earlier:
        start = min(instant, max(start, others[earlier - 1] + MINUTE))
    end = instant + HOUR // 2
    return start, min(end, others[later]) if later < len(others) else end
