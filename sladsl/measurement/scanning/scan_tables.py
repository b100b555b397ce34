"""The integer tables that scans are joined with: windows, calendars and zones, as planning compiled them."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import assert_never

from attrs import Factory

from sladsl.measurement.scanning.held import Held
from sladsl.measurement.scanning.ranges import Ranges
from sladsl.planning.buckets import SplitTable, even_width, origin_of
from sladsl.planning.business_days import BusinessDayTables
from sladsl.planning.calendars import BucketTable
from sladsl.planning.plan import (
    Anchor,
    BusinessDay,
    PeriodWindow,
    RecordWindow,
    RollingWindow,
    Snapshot,
    Unit,
    WindowRule,
)
from sladsl.planning.snapshots import Snapshots
from sladsl.planning.windows import Segments, Window
from sladsl.planning.zones import LocalTable
from sladsl.values import frozen

TO_LOCAL = "#to local"
TO_UTC = "#to utc"
_MOST_BUCKETS = 100_000
"""How many rows a table that finds windows has at most, where it could have fewer of more columns."""


@frozen
class Reaching:
    """Windows of a kind, each from the start of the unit that holds its start, by the earliest of several units."""

    window: WindowRule
    units: tuple[tuple[Anchor, Unit], ...]


@frozen
class EvenBuckets:
    """Buckets of a width, counted from an origin, each of which lies in the same windows from its start to its end."""

    origin: int
    width: int


@frozen
class UnitWindows:
    """The windows of a kind and the tables that find those that hold an instant."""

    windows: tuple[Window, ...]
    segments: Segments

    @property
    def even(self) -> EvenBuckets | None:
        """How a table finds windows by the bucket of an instant alone; None where it would have very many rows."""
        width = even_width(edge for window in self.windows for edge in (window.start, window.end))
        if width is None or sum(window.end - window.start for window in self.windows) > _MOST_BUCKETS * width:
            return None
        return EvenBuckets(origin_of(min((each.start for each in self.windows), default=0), width), width)

    @property
    def overlap(self) -> bool:
        """Whether some instant lies in several windows."""
        return len(dict(self.segments.windows)) < len(self.segments.windows)

    @property
    def follow_closely(self) -> bool:
        """Whether every instant from the first window through the last is in one, by the as-of instant of that one."""
        return (
            len(self.windows) > 0
            and not self.overlap
            and all(window.as_of >= window.end for window in self.windows)
            and all(window.end == following.start for window, following in pairwise(self.windows))
        )


@frozen
class Tables:
    """The integer tables that planning compiled: windows by kind, calendars by name, the zone both ways if needed.

    `business` has the business days of the calendars in which some are counted, with what they mean to a clock.
    `snapshots` are those of windows of a kind. `held` are the values of dimensions that were found before an amendment,
    `ranges` the ends of fields that are known.
    """

    windows: Mapping[WindowRule | Reaching, UnitWindows]
    calendars: Mapping[str, BucketTable]
    to_local: SplitTable | None
    to_utc: LocalTable | None
    business: Mapping[str, tuple[BusinessDay | None, BusinessDayTables]]
    snapshots: Mapping[tuple[Snapshot, WindowRule], Snapshots]
    held: Held = Factory(dict)
    ranges: Ranges = Factory(dict)


@frozen
class DayTables:
    """The tables of a zone and their names at the engine: from instants to what clocks show, and back."""

    to_local: SplitTable
    local_name: str
    to_utc: LocalTable
    utc_name: str


def business_table(calendar: str, part: str) -> str:
    """A table of a calendar's business days."""
    return f"{part} in {calendar}"


def business_zone(calendar: str, days: BusinessDayTables) -> DayTables:
    """The tables of the zone that a calendar keeps."""
    local, utc = (business_table(calendar, part) for part in ("to local", "to utc"))
    return DayTables(days.to_local, local, days.to_utc, utc)


def windows_table(rule: WindowRule | Reaching) -> str:
    """The table of windows by number, with their as-of instants and what they hold of time: buckets, or a segment."""
    return f"windows of {kind_of_windows(rule)}"


def window_buckets_table(rule: WindowRule | Reaching) -> str:
    """The table that finds the windows of an instant with their as-of instants, or else the segment of time."""
    return f"{kind_of_windows(rule)} at an instant"


def kind_of_windows(rule: WindowRule | Reaching) -> str:
    """What tables call the windows of a kind."""
    match rule:
        case PeriodWindow(anchor, unit):
            return f"a {anchor} {unit}"
        case RollingWindow(count, unit):
            return f"a rolling {count} {unit}s"
        case RecordWindow():
            return "each record"
        case Reaching(window, units):
            return " and ".join(
                [kind_of_windows(window), *(f"what is before it of {a} {per}s" for a, per in units)]
            )
    assert_never(rule)


def calendar_table(calendar: str) -> str:
    """The table of a calendar's open time."""
    return f"calendar {calendar}"
