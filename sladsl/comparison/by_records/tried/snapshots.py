"""Which records to try where two versions look at open records at other instants: some that one of them alone sees."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from math import floor

from sladsl.comparison.by_records.made.open_records import keyed, open_records
from sladsl.comparison.by_records.made.record_groups import RowsWithin
from sladsl.comparison.by_records.spans import whole_windows
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
