"""The time that a level is measured over: from the start of the term up to what is known, cut by windows.

Windows that are read as of different instants are measured together where that makes no difference but to how far time
is known. Where a condition reads times that become known later, each instant has a frame of its own.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from sladsl.measurement.uptime.hours import OpenHours
from sladsl.measurement.uptime.intervals import BucketPiece, pieces
from sladsl.measurement.uptime.sources import down_of, sources
from sladsl.planning.calendars import Interval
from sladsl.planning.periods import period_holding
from sladsl.planning.plan import Budget, Outages, Plan, ServiceLevel
from sladsl.planning.windows import Window, whole_window, zone_of
from sladsl.planning.zones import day_start, local_date
from sladsl.values import frozen

_DAY = dt.timedelta(days=1)


@frozen
class MeasuredWindow:
    """A window with its number, measured from its start to `end`, up to which it is known, or as far as it goes.

    `known` is up to when time is known as of the window's own instant. `outside` is what lies outside the term and
    counts as up.
    """

    number: int
    window: Window
    end: int
    known: int
    outside: tuple[Interval, ...]

    def agreed(self, hours: OpenHours | None) -> int:
        """The time of the window in µs, or the open time in it, before any of it is lost."""
        parts = ((self.window.start, self.end), *self.outside)
        if hours is None:
            return sum(end - start for start, end in parts)
        return sum(hours.between(start, end) for start, end in parts)


@frozen
class Frame:
    """Windows that are measured together: time is looked at in [origin, until), and records as of `as_of`."""

    origin: int
    until: int
    as_of: int
    spans: tuple[MeasuredWindow, ...]


def frames(plan: Plan, level: ServiceLevel, windows: Sequence[Window]) -> Iterator[Frame]:
    """Every window of a level, in as few frames as will do."""
    instants = sorted({window.as_of for window in windows})
    groups = [[each] for each in instants] if _changes(plan, level) else [instants]
    for group in groups if instants else ():
        spans = tuple(_span(plan, level, at, each) for at, each in enumerate(windows) if each.as_of in group)
        yield Frame(term_start(plan), known_until(plan, level, group[-1]), group[-1], spans)


def term_start(plan: Plan) -> int:
    """The instant at which the term starts."""
    return day_start(zone_of(plan), plan.term.first)


def term_end(plan: Plan) -> int | None:
    """The instant at which the term ends; None where it has no end."""
    return None if plan.term.last is None else day_start(zone_of(plan), plan.term.last + _DAY)


def known_until(plan: Plan, level: ServiceLevel, as_of: int) -> int:
    """Up to when time is known as of an instant: within the term, and of samples and rates only slots that are over."""
    origin, end = term_start(plan), term_end(plan)
    if end is not None and end <= as_of:
        return end
    evidence = down_of(level).evidence
    if isinstance(evidence, Outages):
        return as_of
    return origin + (as_of - origin) // evidence.every * evidence.every


def window_pieces(frame: Frame) -> list[BucketPiece]:
    """The windows as pieces, each with its number and up to when it is known."""
    stretches = (
        (span.window.start, span.end, span.number, span.known)
        for span in frame.spans
        if span.window.start < span.end
    )
    return list(pieces(frame.origin, stretches))


def unfinished_pieces(frame: Frame) -> list[BucketPiece]:
    """What the windows have, up to the instants as of which they are read, of slots that are not over then."""
    stretches = (
        (span.end, min(span.window.end, span.window.as_of), span.number, span.known) for span in frame.spans
    )
    return list(pieces(frame.origin, (each for each in stretches if each[0] < each[1])))


def horizon_pieces(plan: Plan, budget: Budget, frame: Frame) -> list[BucketPiece]:
    """The horizons of a budget as pieces, numbered in the order of time."""
    zone, day = zone_of(plan), plan.term.first
    stretches: list[tuple[int, int, int, int]] = []
    while (start := day_start(zone, day)) < frame.until:
        period = period_holding(zone, plan.term, budget.anchor, budget.per, day)
        stretches.append((start, min(period.end, frame.until), len(stretches), frame.until))
        day = period.until
    return list(pieces(frame.origin, (each for each in stretches if each[0] < each[1])))


def hour_pieces(frame: Frame, opened: Sequence[Interval]) -> list[BucketPiece]:
    """The time that a calendar is open, as pieces numbered 1, and closed, numbered 0."""
    stretches: list[tuple[int, int, int, int]] = []
    at = frame.origin
    for opens, closes in opened:
        begins, ends = max(opens, at), min(closes, frame.until)
        if begins < ends:
            stretches += [(at, begins, 0, frame.until), (begins, ends, 1, frame.until)]
            at = ends
    stretches.append((at, frame.until, 0, frame.until))
    return list(pieces(frame.origin, (each for each in stretches if each[0] < each[1])))


def days_of(plan: Plan, frame: Frame) -> tuple[dt.date, dt.date]:
    """The first and the last local day that a frame touches, with the time outside the term."""
    zone = zone_of(plan)
    outside = [edge for span in frame.spans for part in span.outside for edge in part]
    return (
        local_date(zone, min([frame.origin, *outside])) - _DAY,
        local_date(zone, max([frame.until, *outside])) + _DAY,
    )


def _changes(plan: Plan, level: ServiceLevel) -> bool:
    return any(source.changes for source in sources(plan, level))


def _span(plan: Plan, level: ServiceLevel, number: int, window: Window) -> MeasuredWindow:
    known = known_until(plan, level, window.as_of)
    outside = tuple(_outside(plan, level, window)) if level.outside_is_up else ()
    return MeasuredWindow(number, window, max(window.start, min(window.end, known)), known, outside)


def _outside(plan: Plan, level: ServiceLevel, window: Window) -> Iterator[Interval]:
    """The parts of a window before the term, and after it once the window is over."""
    start, end = whole_window(plan, level.window, window)
    if start < window.start:
        yield start, window.start
    if window.end < end and window.end <= window.as_of:
        yield window.end, end
