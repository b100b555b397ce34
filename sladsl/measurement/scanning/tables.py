"""The integer tables that an engine is given: windows, calendars and zones, for the instants that the data has."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence

from sladsl.diagnostics.diagnostic import Diagnostic, Severity
from sladsl.measurement.backlog.open_scans import hand_over_snapshots, snapshots_key
from sladsl.measurement.engines.engine import Session, insert, make_table
from sladsl.measurement.excluded.horizons import reaching
from sladsl.measurement.excluded.sources import is_excluding_by_days
from sladsl.measurement.records.extremes import WhichExtreme, extremes
from sladsl.measurement.scanning.ranges import Ranges
from sladsl.measurement.scanning.reads import clock_fields
from sladsl.measurement.scanning.scan_tables import (
    TO_LOCAL,
    TO_UTC,
    EvenBuckets,
    Reaching,
    Tables,
    UnitWindows,
    business_table,
    calendar_table,
    window_buckets_table,
    windows_table,
)
from sladsl.measurement.scanning.scans import Scan, done_by_in, needs_zone, set_limits
from sladsl.measurement.sql.pieces import EACH, name, sql
from sladsl.measurement.uptime import asked as uptime
from sladsl.planning.buckets import DAY, Split
from sladsl.planning.business_days import BusinessDayTables, OpenDay, business_day_tables
from sladsl.planning.calendars import BucketTable, OpenRow, buckets, calendar_of
from sladsl.planning.holidays import check_regions
from sladsl.planning.level_means import means_in_order
from sladsl.planning.periods import Period
from sladsl.planning.plan import BusinessDay, BusinessDays, Field, Plan, ValueType, WindowRule
from sladsl.planning.snapshots import snapshots_of
from sladsl.planning.windows import Window, resettled, through_last, window_segments, windows, zone_of
from sladsl.planning.zones import LocalRow, day_start, local_date, local_days, utc_days
from sladsl.values import frozen

_FIRST, _LAST = dt.date(1900, 1, 1), dt.date(2199, 12, 31)
_EPOCH = dt.date(1970, 1, 1)
_LONGEST_DAY = 2 * DAY

_NO_WINDOW = -1
_NEVER = -(2**62)  # an as-of instant before all instants: nothing is counted in no window

Windows = dict[WindowRule, tuple[Window, ...]]

# For each calendar that clocks run in, from which instant to which; None where nothing is measured.
Running = Mapping[str, tuple[int, int] | None]


@frozen
class MeasurementRequest:
    """What a run is asked for: results through the end of a period, or through the last counted instant; as of when.

    `as_of`, in µs since the epoch, replaces the instants of settlement. Where an era that is measured by itself has no
    counted instant so late as others, `through` says what is the last. Of levels whose windows are single records, only
    those are listed that do not keep a target, or else `every_record`.
    """

    period: Period | None = None
    as_of: int | None = None
    every_record: bool = False
    through: int | None = None


def through_asked(
    session: Session, plan: Plan, scans: Sequence[Scan], request: MeasurementRequest, known: Ranges
) -> int:
    """Find the instant through which results go; `known` are ends of fields that need not be looked for."""
    if request.through is not None:
        return request.through
    return _through(session, plan, scans, known) if request.period is None else request.period.end


def windows_asked(
    session: Session, plan: Plan, scans: Sequence[Scan], request: MeasurementRequest, known: Ranges
) -> Windows:
    """Find the windows of each unit that is measured in; `known` are ends of fields that need not be looked for."""
    through = through_asked(session, plan, scans, request, known)
    return {
        rule: _with_versions(plan, windows(plan, rule, through, request.as_of), through, request)
        for rule in dict.fromkeys(_rules(plan, scans))
    }


def _rules(plan: Plan, scans: Sequence[Scan]) -> Iterator[WindowRule]:
    yield from (scan.key.window for scan in scans)
    yield from (level.window for level in (*uptime.time_levels(plan), *means_in_order(plan)))


def _with_versions(
    plan: Plan, listed: tuple[Window, ...], through: int, request: MeasurementRequest
) -> tuple[Window, ...]:
    """Windows as each settlement reads them; as of an instant that is asked for, only once."""
    return listed if request.as_of is not None else resettled(plan, listed, through)


def instants_of_clocks(
    session: Session, plan: Plan, scans: Sequence[Scan], units: Windows, known: Ranges
) -> Running:
    """Find between which instants each calendar is looked up, by clocks, points of business days and snapshots."""
    return {name_: _instants(session, plan, name_, scans, units, known) for name_ in _calendars(scans)}


def compile_tables(
    plan: Plan, scans: Sequence[Scan], units: Windows, running: Running, known: Ranges
) -> Tables:
    """Compile the tables that scans take, without handing them over; `known` are ends of fields."""
    zone = zone_of(plan)
    is_zoned = any(needs_zone(scan) or is_excluding_by_days(plan, scan.key) for scan in scans)
    is_zoned = is_zoned or uptime.needs_zone(plan)
    earliest, latest = day_start(zone, _FIRST), day_start(zone, _LAST)
    return Tables(
        windows_read_in(plan, scans, units),
        {name_: _calendar(plan, name_, running[name_]) for name_ in clock_calendars(scans)},
        utc_days(zone, earliest, latest) if is_zoned else None,
        local_days(zone, _FIRST, _LAST) if is_zoned else None,
        {name_: _business(plan, name_, running[name_]) for name_ in business_calendars(scans)},
        {
            snapshots_key(scan): snapshots_of(plan, scan.key.at, units[scan.key.window])
            for scan in scans
            if scan.key.at is not None
        },
        ranges=known,
    )


def windows_read_in(
    plan: Plan, scans: Sequence[Scan], units: Windows
) -> dict[WindowRule | Reaching, UnitWindows]:
    """The windows of each kind, and those in which scans read records from where limits start to be used."""
    read = dict[WindowRule | Reaching, tuple[Window, ...]]()
    read.update(units.items())
    for rule in (scan.key.read_in for scan in scans):
        if isinstance(rule, Reaching):
            read[rule] = reaching(plan, rule, units[rule.window])
    return {rule: UnitWindows(listed, window_segments(listed)) for rule, listed in read.items()}


def clock_calendars(scans: Iterable[Scan]) -> tuple[str, ...]:
    """The calendars in which some clock runs."""
    clocks = (scan.key.clock for scan in scans)
    return tuple(
        dict.fromkeys(clock.calendar for clock in clocks if clock is not None and clock.calendar is not None)
    )


def business_calendars(scans: Iterable[Scan]) -> tuple[str, ...]:
    """The calendars in which business days are counted."""
    return tuple(dict.fromkeys(name_ for scan in scans for name_ in _counted_in(scan)))


def _counted_in(scan: Scan) -> Iterator[str]:
    clock = scan.key.clock
    in_days = any(isinstance(limit, BusinessDays) for limit in set_limits(scan))
    if clock is not None and clock.calendar is not None and in_days:
        yield clock.calendar
    yield from (condition.calendar for condition in done_by_in(scan))


def _business(
    plan: Plan, name_: str, instants: tuple[int, int] | None
) -> tuple[BusinessDay | None, BusinessDayTables]:
    calendar = calendar_of(plan, name_)
    return calendar.business_day, business_day_tables(calendar, *(instants or (0, 0)))


def hours_looked_at(plan: Plan, running: Running, units: Windows) -> Running:
    """Between which instants each calendar is looked at: those that clocks run in, and those of agreed time."""
    looked_at = dict(running)
    for name_, (start, end) in uptime.calendars(plan, units):
        known = looked_at.get(name_) or (start, end)
        looked_at[name_] = min(start, known[0]), max(end, known[1])
    return looked_at


def unknown_holidays(plan: Plan, running: Running) -> tuple[Diagnostic, ...]:
    """Find the calendars that are needed in years whose holidays the library does not know."""
    zone = zone_of(plan)
    return tuple(
        finding
        for name_, instants in running.items()
        if instants is not None
        for finding in check_regions(
            calendar_of(plan, name_),
            local_date(zone, instants[0]),
            local_date(zone, instants[1]),
            Severity.ERROR,
        )
    )


def hand_over(session: Session, tables: Tables) -> None:
    """Make the tables known to the engine."""
    for unit, found in tables.windows.items():
        _hand_over_windows(session, unit, found)
    for calendar, table in tables.calendars.items():
        insert(session, calendar_table(calendar), table.rows, OpenRow._fields)
    for calendar, (_, days) in tables.business.items():
        insert(session, business_table(calendar, "number"), days.number.rows, Split._fields)
        insert(session, business_table(calendar, "dated"), days.dated.rows, Split._fields)
        insert(session, business_table(calendar, "landing"), days.landing.rows, Split._fields)
        insert(session, business_table(calendar, "days"), days.days, OpenDay._fields)
        insert(session, business_table(calendar, "to local"), days.to_local.rows, Split._fields)
        insert(session, business_table(calendar, "to utc"), days.to_utc.rows, LocalRow._fields)
    for key, snapshots in tables.snapshots.items():
        hand_over_snapshots(session, key, snapshots, tables.windows[key[1]].windows)
    if tables.to_local is not None:
        insert(session, TO_LOCAL, tables.to_local.rows, Split._fields)
    if tables.to_utc is not None:
        insert(session, TO_UTC, tables.to_utc.rows, LocalRow._fields)


def _hand_over_windows(session: Session, rule: WindowRule | Reaching, found: UnitWindows) -> None:
    if found.even is not None:
        _hand_over_buckets(session, rule, found.windows, found.even)
        return
    buckets = found.segments.buckets.rows
    if found.overlap:
        held = [(segment, number, found.windows[number].as_of) for segment, number in found.segments.windows]
        insert(session, windows_table(rule), held, ("segment", "number", "as_of"))
        insert(session, window_buckets_table(rule), buckets, Split._fields)
        return
    numbers = dict(found.segments.windows)

    def window(segment: int) -> tuple[int, int]:
        number = numbers.get(segment, _NO_WINDOW)
        return number, _NEVER if number == _NO_WINDOW else found.windows[number].as_of

    rows = [(row.bucket, row.split, *window(row.before), *window(row.after)) for row in buckets]
    columns = ("bucket", "split", "before", "as_of_before", "after", "as_of_after")
    insert(session, window_buckets_table(rule), rows, columns)


def _hand_over_buckets(
    session: Session, rule: WindowRule | Reaching, listed: Sequence[Window], even: EvenBuckets
) -> None:
    """Make the rows of each window at the engine, in integers as short as they may be."""
    rows = [
        (
            number,
            window.as_of,
            (window.start - even.origin) // even.width,
            (window.end - even.origin) // even.width - 1,
        )
        for number, window in enumerate(listed)
    ]
    insert(session, windows_table(rule), rows, ("number", "as_of", "first", "last"))
    make_table(
        session,
        window_buckets_table(rule),
        sql(
            "SELECT {}first, last)) AS bucket, CAST(number AS INTEGER) AS number, as_of FROM {}",
            *(EACH, name(windows_table(rule))),
        ),
    )


def _through(session: Session, plan: Plan, scans: Sequence[Scan], known: Ranges) -> int:
    """Where results end when no period is asked for."""
    request = [(scan.key.window, (scan.key.records, scan.key.counted)) for scan in scans]
    request += uptime.instants(plan)
    last = extremes(session, plan, (instant for _, instant in request), WhichExtreme.LAST, known)
    ends = (
        through_last(plan, rule, _instant(plan, instant[1], last[instant]))
        for rule, instant in request
        if instant in last
    )
    return max(ends, default=day_start(zone_of(plan), plan.term.first))


def _instant(plan: Plan, field: Field, value: int) -> int:
    if field.type is ValueType.DATE:
        return day_start(zone_of(plan), _EPOCH + dt.timedelta(days=value))
    return value


def _calendars(scans: Sequence[Scan]) -> tuple[str, ...]:
    looked_at = (scan.key.at.calendar for scan in scans if scan.key.at is not None)
    named = (*clock_calendars(scans), *business_calendars(scans), *looked_at)
    return tuple(dict.fromkeys(calendar for calendar in named if calendar is not None))


def _calendar(plan: Plan, name_: str, instants: tuple[int, int] | None) -> BucketTable:
    return BucketTable(0, 1, ()) if instants is None else buckets(calendar_of(plan, name_), *instants)


def _instants(
    session: Session, plan: Plan, name_: str, scans: Sequence[Scan], units: Windows, known: Ranges
) -> tuple[int, int] | None:
    """From the first instant at which a calendar is asked for days or open time through the last as-of instant.

    None where nothing is measured.
    """
    as_of = [window.as_of for listed in units.values() for window in listed]
    if not as_of:
        return None
    request = [(scan.key.records, field) for scan in scans for field in _starts_in(scan, name_)]
    earliest = extremes(session, plan, request, WhichExtreme.FIRST, known)
    starts = [_instant(plan, field, start) for (_, field), start in earliest.items()]
    starts += [
        units[scan.key.window][0].start
        for scan in scans
        if _is_looked_at_in(scan, name_) and units[scan.key.window]
    ]
    first = min(starts, default=min(as_of))
    # A clock that is stopped in the course of its date starts, and stops, at the end of that day.
    longest = _LONGEST_DAY if any(field.type is ValueType.DATE for _, field in request) else 0
    # The instant before a stop is looked up, too, and a clock may stop when it starts.
    return min(first, *as_of) - 1, max(as_of) + longest


def _is_looked_at_in(scan: Scan, calendar: str) -> bool:
    """Whether the days of a calendar say when open records are looked at."""
    return scan.key.at is not None and scan.key.at.calendar == calendar


def _starts_in(scan: Scan, calendar: str) -> Iterator[Field]:
    """The fields from which time or days of a calendar are counted."""
    clock = scan.key.clock
    if clock is not None and clock.calendar == calendar:
        yield from clock_fields(clock.start, clock.end)[:-1]
    yield from (each.after for each in done_by_in(scan) if each.calendar == calendar)
