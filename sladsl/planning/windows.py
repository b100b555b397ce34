"""Measurement windows and settlement periods as half-open intervals of instants."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from zoneinfo import ZoneInfo

from attrs import frozen

from sladsl.planning.buckets import DAY, SplitTable, split_table
from sladsl.planning.periods import Period, period_holding
from sladsl.planning.plan import Anchor, Plan, Term, Unit
from sladsl.planning.settling import settled_at
from sladsl.planning.zones import day_start, known_zone, local_date


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


def windows(
    plan: Plan, unit: Unit, through: int, as_of: int | None = None, anchor: Anchor = Anchor.CALENDAR
) -> tuple[Window, ...]:
    """The windows of a level, from the start of the term through the instant `through`, in order.

    `through` is the end of the last period asked for (see `through_last`). Without `as_of`, these are the
    windows that have ended by then, each as of its own settlement: the end of the settlement period that
    holds its last instant, and as many local days more as the settlement says; without a settlement, as of
    `through`. With `as_of`, which then holds for all, they are those of them that have begun before it, and
    the one that is running then.

    With `plan.settlement.per` as the unit, these are the settlement periods.
    """
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
        for period in _periods(zone, plan.term, anchor, unit, begun)
        if period.end <= through or (as_of is not None and as_of < period.end)
    )


def through_last(plan: Plan, unit: Unit, counted: int, anchor: Anchor = Anchor.CALENDAR) -> int:
    """Where the results of a level with windows of `unit` end when no period is asked for, as an instant.

    That is the end of the settlement period, or without a settlement of the window, that holds the last
    counted instant; never before the start of the term or after its end.
    """
    zone = zone_of(plan)
    day = local_date(zone, counted)
    if day < plan.term.first:
        return day_start(zone, plan.term.first)
    day = day if plan.term.last is None else min(day, plan.term.last)
    if plan.settlement is None:
        return period_holding(zone, plan.term, anchor, unit, day).end
    return period_holding(zone, plan.term, Anchor.CALENDAR, plan.settlement.per, day).end


def horizon(plan: Plan, anchor: Anchor, unit: Unit, end: int) -> Period:
    """The unit of the calendar or the contract that holds the last instant before `end`, cut by the term."""
    zone = zone_of(plan)
    return period_holding(zone, plan.term, anchor, unit, local_date(zone, end - 1))


def window_buckets(windows: Sequence[Window]) -> SplitTable:
    """Tabulate which window holds an instant, as its position in `windows`, and -1 in none of them.

    The table covers the time from the first window to the last; an instant that finds no row is in no window.
    """
    if not windows:
        return SplitTable(0, DAY, ())
    edges = dict(_edges(windows))
    return split_table(windows[0].start, windows[-1].end - 1, -1, tuple(edges.items()))


def zone_of(plan: Plan) -> ZoneInfo:
    """The agreement's time zone."""
    return known_zone(plan.zone)


def _edges(windows: Sequence[Window]) -> Iterator[tuple[int, int]]:
    """From which instant on which window holds; of two pairs for one instant the later counts."""
    for position, window in enumerate(windows):
        yield window.start, position
        yield window.end, -1


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
    return settled_at(plan, settled.until)
