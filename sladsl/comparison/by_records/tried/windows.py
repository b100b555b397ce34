"""Which records to try in the windows of a level by what two versions leave out, take for down, or measure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from itertools import cycle, islice

from sladsl.comparison.by_records.made.record_groups import RecordGroup, Rows
from sladsl.comparison.by_records.spans import instant_in
from sladsl.comparison.by_records.tried.down_time import attempts_with_down_time
from sladsl.comparison.by_records.tried.level_means import attempts_with_means
from sladsl.comparison.by_records.tried.records import attempts_with_records
from sladsl.comparison.by_records.tried.snapshots import attempts_with_snapshots
from sladsl.comparison.by_records.versions import Versions
from sladsl.planning.plan import Anchor, LevelMean, OpenRecords, PeriodWindow, Unit
from sladsl.planning.windows import Window, windows, zone_of
from sladsl.planning.zones import day_start
from sladsl.values import evolve, frozen

_YEAR = dt.timedelta(days=366)
_MOST = 8
"""So often windows are filled, each time with other records."""

Attempt = Callable[[int], Rows | None]
"""Records that lie in one window, from an instant in it on, in µs; None where there are none of that kind."""


@frozen(eq=False)
class RecordsInWindow:
    """Records that lie in one window or, where it is None, that may make any window differ, measured by themselves."""

    window: Window | None
    group: RecordGroup


def records_for_windows(versions: Versions) -> tuple[RecordsInWindow, ...]:
    """Records by which two versions of a level may be told apart, those of each window by themselves.

    Where there are few windows, as of a year, they are filled several times.
    """
    level, _ = versions.new
    is_single = isinstance(level.window, PeriodWindow) and not _is_reaching_on(versions)
    rule = level.window if isinstance(level.window, PeriodWindow) else _MONTHS
    placed = zip(islice(_attempts(versions), _MOST), cycle(_windows(versions, rule)), strict=False)
    return tuple(
        RecordsInWindow(window if is_single else None, RecordGroup(rows, len(rows)))
        for attempt, window in placed
        if (rows := attempt(instant_in(versions.after, window.start, window.end))) is not None
    )


def _attempts(versions: Versions) -> Iterator[Attempt]:
    level, series = versions.new
    if isinstance(series.measure, LevelMean):
        return attempts_with_means(versions)
    if isinstance(series.measure, OpenRecords):
        return attempts_with_snapshots(versions)
    return attempts_with_records(versions) if level.down is None else attempts_with_down_time(versions)


_MONTHS = PeriodWindow(Anchor.CALENDAR, Unit.MONTH)


def _is_reaching_on(versions: Versions) -> bool:
    """Whether what one window has makes a difference to others: by the budget of an exclusion, or a mean of windows."""
    budgets = (each.budget for level, _ in (versions.old, versions.new) for each in level.exclusions)
    window = versions.new[0].window
    return isinstance(versions.new[1].measure, LevelMean) or any(
        PeriodWindow(each.anchor, each.per) != window for each in budgets if each is not None
    )


def _windows(versions: Versions, rule: PeriodWindow) -> Iterator[Window]:
    """The whole windows of the first year."""
    plan = evolve(versions.after, settlement=None)
    until = versions.first + _YEAR
    last = until if plan.term.last is None else min(until, plan.term.last + dt.timedelta(days=1))
    through = day_start(zone_of(plan), last)
    yield from (each for each in windows(plan, rule, through) if not each.partial)
