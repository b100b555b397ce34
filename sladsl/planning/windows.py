"""Measurement windows and settlement periods as half-open intervals of instants."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import assert_never
from zoneinfo import ZoneInfo

from sladsl.planning.buckets import DAY, SplitTable, split_table
from sladsl.planning.eras import is_bound, plan_on
from sladsl.planning.periods import Period, months_before, period_holding, whole_period, whole_term
from sladsl.planning.plan import (
    Anchor,
    PeriodWindow,
    Plan,
    RecordWindow,
    RollingWindow,
    Term,
    Unit,
    WindowRule,
)
from sladsl.planning.settling import settled_at
from sladsl.planning.zones import day_start, known_zone, local_date
from sladsl.values import evolve, frozen


@frozen
class Window:
    """A measurement window: [start, end) in µs since the epoch, clipped to the term.

    `label` is the period as the language writes it ("2026-03", "2026-Q1", "2026-W14", "2026", "2026-03-14").
    `partial` says that the term cuts it. `as_of` is the instant as of which its records are read.
    """

    unit: Unit
    label: str
    start: int
    end: int
    partial: bool
    as_of: int

    @property
    def place(self) -> tuple[int, int, str]:
        """What tells it apart from other windows of its series, whenever it is read; in the order of time."""
        return self.end, self.start, self.label


def windows(plan: Plan, rule: WindowRule, through: int, as_of: int | None = None) -> tuple[Window, ...]:
    """The windows of a level, from the start of the term through the instant `through`, in order.

    A rolling window has the label of the settlement period with which it ends. For windows of each record these are the
    settlement periods in which the records lie.

    `through` is the end of the last period asked for (see `through_last`). Without `as_of`, these are the
    windows that have ended by then, each as of its own settlement: the end of the settlement period that
    holds its last instant, and as many local days more as the settlement says; without a settlement, as of
    `through`. With `as_of`, which then holds for all, they are those of them that have begun before it, and
    the one that is running then.

    With the unit of the settlement, these are the settlement periods. Of an era these are the windows that start in it.
    """
    match rule:
        case PeriodWindow():
            listed = _of_periods(plan, rule, through, as_of)
        case RollingWindow():
            ending = _of_periods(plan, settlement_periods(plan), through, as_of)
            listed = tuple(_rolling(plan, rule, window) for window in ending)
        case RecordWindow():
            listed = _of_periods(plan, settlement_periods(plan), through, as_of)
        case _:
            assert_never(rule)
    return tuple(window for window in listed if is_bound(plan, window.start))


def resettled(plan: Plan, listed: Sequence[Window], through: int) -> tuple[Window, ...]:
    """Windows once for each settlement that reads them: their own, and those after it until they are final.

    Each is as of the instant of that settlement; only settlements of periods that end by `through` read them.
    """
    settlement = plan.settlement
    if settlement is None or settlement.final_after == 1:
        return tuple(listed)
    periods = _of_periods(plan, settlement_periods(plan), through, None)
    number = {period.end: place for place, period in enumerate(periods)}
    found = list[Window]()
    for window in listed:
        own = next((number[each.end] for each in periods if each.start < window.end <= each.end), None)
        if own is None:
            found.append(window)
            continue
        last = len(periods) if settlement.final_after is None else own + settlement.final_after
        found += [evolve(window, as_of=period.as_of) for period in periods[own:last]]
    return tuple(found)


def settlement_periods(plan: Plan) -> PeriodWindow:
    """The periods that are settled; an agreement without a settlement has none."""
    assert plan.settlement is not None, (
        "a check refuses windows that end with a settlement period where there is none"
    )
    return PeriodWindow(Anchor.CALENDAR, plan.settlement.per)


def _of_periods(plan: Plan, rule: PeriodWindow, through: int, as_of: int | None) -> tuple[Window, ...]:
    zone = zone_of(plan)
    begun = through if as_of is None else min(through, as_of)
    return tuple(
        Window(
            period.unit,
            period.label,
            period.start,
            period.end,
            period.partial,
            _settled(plan, zone, period, through) if as_of is None else as_of,
        )
        for period in _periods(zone, plan.term, rule.anchor, rule.unit, begun)
        if period.end <= through or (as_of is not None and as_of < period.end)
    )


def _rolling(plan: Plan, rule: RollingWindow, ending: Window) -> Window:
    """So many local days or months before the end of a settlement period, cut by the start of the term.

    Months back from a day that the earlier month does not have, it is that month's last day.
    """
    zone = zone_of(plan)
    until = local_date(zone, ending.end)
    first = _days_back(until, rule.count) if rule.unit is Unit.DAY else months_before(until, rule.count)
    start = max(first, plan.term.first)
    return evolve(ending, unit=rule.unit, start=day_start(zone, start), partial=start != first)


def whole_window(plan: Plan, rule: WindowRule, window: Window) -> tuple[int, int]:
    """Where a window would start and end if the term did not cut it."""
    zone = zone_of(plan)
    match rule:
        case PeriodWindow(anchor, unit):
            whole = whole_period(zone, plan.term, anchor, unit, local_date(zone, window.start))
            return whole.start, whole.end
        case RollingWindow(count, unit):
            until = local_date(zone, window.end)
            first = _days_back(until, count) if unit is Unit.DAY else months_before(until, count)
            return day_start(zone, first), window.end
        case RecordWindow():
            return window.start, window.end
    assert_never(rule)


def first_window_from(plan: Plan, rule: WindowRule, day: dt.date) -> dt.date:
    """The first day, from a day of the term on, on which a window starts; the day itself where they are no units."""
    if not isinstance(rule, PeriodWindow) or day <= plan.term.first:
        return max(day, plan.term.first)
    period = whole_period(zone_of(plan), plan.term, rule.anchor, rule.unit, day)
    return day if period.first == day else period.until


def record_window(period: Window, key: str, instant: int) -> Window:
    """The window of a single record: the instant by which it is counted in a settlement period, labelled by its key."""
    return evolve(period, label=key, start=instant, end=instant + 1, partial=False)


def _days_back(until: dt.date, count: int) -> dt.date:
    return until - count * dt.timedelta(days=1)


def through_last(plan: Plan, rule: WindowRule, counted: int) -> int:
    """Where the results of a level with windows of a kind end when no period is asked for, as an instant.

    That is the end of the settlement period, or without a settlement of the window, that holds the last
    counted instant; never before the start of the term or after its end.
    """
    zone = zone_of(plan)
    day = local_date(zone, counted)
    if day < plan.term.first:
        return day_start(zone, plan.term.first)
    day = day if plan.term.last is None else min(day, plan.term.last)
    if plan.settlement is None:
        assert isinstance(rule, PeriodWindow), "other windows end with a settlement period"
        return period_holding(zone, plan.term, rule.anchor, rule.unit, day).end
    return period_holding(zone, plan.term, Anchor.CALENDAR, plan.settlement.per, day).end


def horizon(plan: Plan, anchor: Anchor, unit: Unit | None, end: int) -> Period:
    """The unit of the calendar or the contract that holds the last instant before `end`, cut by the term.

    Without a unit it is the whole term.
    """
    zone = zone_of(plan)
    if unit is None:
        return whole_term(zone, plan.term)
    return period_holding(zone, plan.term, anchor, unit, local_date(zone, end - 1))


@frozen
class Segments:
    """Which windows hold an instant: `buckets` finds its segment, -1 in no window, `windows` those that hold one.

    Segments are the pieces that the starts and ends of windows cut time into. Where windows do not overlap, each is
    one segment. A pair of `windows` is a segment and the position of a window; windows in order.
    """

    buckets: SplitTable
    windows: tuple[tuple[int, int], ...]


def window_segments(windows: Sequence[Window]) -> Segments:
    """Tabulate which windows hold an instant, from the first window's start to the last one's end."""
    if not windows:
        return Segments(SplitTable(0, DAY, ()), ())
    edges = sorted({edge for window in windows for edge in (window.start, window.end)})
    held = tuple(_held(windows, edges))
    numbers = dict.fromkeys(segment for segment, _ in held)
    changes = tuple((edge, number if number in numbers else -1) for number, edge in enumerate(edges))
    last = max(window.end for window in windows) - 1
    return Segments(split_table(edges[0], last, -1, changes), held)


def _held(windows: Sequence[Window], edges: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Of each segment, the windows that hold it; windows are in order of start and of end."""
    first = 0
    for number, edge in enumerate(edges):
        while first < len(windows) and windows[first].end <= edge:
            first += 1
        for position in range(first, len(windows)):
            if windows[position].start > edge:
                break
            yield number, position


def zone_of(plan: Plan) -> ZoneInfo:
    """The agreement's time zone."""
    return known_zone(plan.zone)


def _periods(zone: ZoneInfo, term: Term, anchor: Anchor, unit: Unit, before: int) -> Iterator[Period]:
    """The units of the term that begin before an instant, of the calendar or the contract; skipped days are none."""
    day = term.first
    while (term.last is None or day <= term.last) and day_start(zone, day) < before:
        period = period_holding(zone, term, anchor, unit, day)
        if period.start < period.end:
            yield period
        day = period.until


def _settled(plan: Plan, zone: ZoneInfo, period: Period, through: int) -> int:
    if plan.settlement is None:
        return through
    last = period.until - dt.timedelta(days=1)
    settled = period_holding(zone, plan.term, Anchor.CALENDAR, plan.settlement.per, last)
    return settled_at(plan_on(plan, settled.first), settled.until)
