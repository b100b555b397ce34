"""When each record is due: the deadlines of an agreement as instants, found on the engine, the worst first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from enum import StrEnum
from typing import assert_never

from attrs import evolve

from sladsl.diagnostics.diagnostic import Diagnostic
from sladsl.measurement.clocking import clocked
from sladsl.measurement.deadlines import first_due
from sladsl.measurement.engine import Session, insert, make_table, query, streamed
from sladsl.measurement.excluded.records import untaken_rows
from sladsl.measurement.expressions import ELAPSED, ENDED, Scope, column_name
from sladsl.measurement.layers import populated, windowed
from sladsl.measurement.loading import Loaded
from sladsl.measurement.open_time import AS_OF, START, STOP, bucket_of, open_time, passed, placed_in
from sladsl.measurement.pauses import BEGUN, PAUSED, PLACE, united_pauses
from sladsl.measurement.quarantine import QuarantinedRow
from sladsl.measurement.raw_files import ROW
from sladsl.measurement.reads import parts_of, record_set
from sladsl.measurement.scan_tables import Tables
from sladsl.measurement.scans import WINDOW, Clocking, Scan, measured_expressions, scan_key, set_limits
from sladsl.measurement.sql_pieces import (
    FALSE,
    NULL,
    TRUE,
    Sql,
    all_of,
    any_of,
    column,
    integer,
    listed,
    name,
    parameter,
    sql,
)
from sladsl.measurement.staging import FILE, key_column
from sladsl.measurement.wall_time import with_day_end
from sladsl.planning.buckets import DAY, Split
from sladsl.planning.calendars import instants_of_open_time, open_time_in
from sladsl.planning.plan import (
    BusinessDays,
    ClockWithin,
    DoneBy,
    Elapsed,
    FieldLimit,
    LocalDays,
    Plan,
    Series,
    ServiceLevel,
    TimeLimit,
    ValueType,
)
from sladsl.planning.windows import Window
from sladsl.values import frozen

HORIZON = 2 * 366 * DAY
"""How far after the instant of reading a deadline is looked for, in µs."""


class State(StrEnum):
    """How a record stands to its deadline, the worst first."""

    OVERDUE = "overdue"
    LATE = "late"
    RUNNING = "running"
    IN_TIME = "in time"
    NOT_STARTED = "not started"


@frozen
class DueRecord:
    """A record and its deadline: instants in µs since the epoch, amounts of open time in µs.

    `record` is its key, None where it has none; `stop` is None while it runs; `due` is None where it lies beyond the
    horizon. `elapsed` and `paused` are None without a clock.
    """

    record: str | None
    file: str
    row: int
    window: Window
    start: int | None
    due: int | None
    stop: int | None
    elapsed: int | None
    paused: int | None
    state: State


@frozen
class Deadline:
    """A deadline of a series, how many records it holds for by state, and the worst of them.

    Of a level that an amendment replaces, it is of windows that start from `since` on, through `until`.
    """

    level: ServiceLevel
    series: Series
    condition: ClockWithin | DoneBy
    counts: tuple[tuple[State, int], ...]
    records: tuple[DueRecord, ...]
    since: dt.date | None = None
    until: dt.date | None = None


@frozen
class Dues:
    """Deadlines with their records and the rows set aside, or none and the diagnostics that say why not."""

    deadlines: tuple[Deadline, ...]
    diagnostics: tuple[Diagnostic, ...]
    quarantined: tuple[QuarantinedRow, ...] = ()

    @property
    def rows_aside(self) -> int:
        """How many rows are set aside; one may have several things wrong with it."""
        return len({(row.records, row.file, row.row) for row in self.quarantined})


Take = Callable[[Deadline, Iterator[DueRecord]], Deadline]
"""What is done with the records of a deadline, the worst first, which are fetched as they are taken."""


def keep(deadline: Deadline, records: Iterator[DueRecord]) -> Deadline:
    """The deadline with its records."""
    return evolve(deadline, records=tuple(records))


@frozen
class Looked:
    """Which deadlines are looked for: those of a level, of all where None; `most` records of each, all where None.

    `take` is given these.
    """

    level: str | None = None
    most: int | None = None
    take: Take = keep


ALL = Looked()


@frozen
class Listing:
    """What is listed: windows by rule, the number of records of each deadline, all where None; and who takes them."""

    windows: frozenset[Window]
    most: int | None
    take: Take


def conditions_in(series: Series) -> tuple[ClockWithin | DoneBy, ...]:
    """The deadlines that a series asks for."""
    parts = (part for expression in measured_expressions(series) for part in parts_of(expression))
    return tuple(dict.fromkeys(part for part in parts if isinstance(part, ClockWithin | DoneBy)))


def hand_over_open_time(session: Session, tables: Tables) -> None:
    """Make known to the engine by which instant so much open time of each calendar has passed."""
    for calendar, table in tables.calendars.items():
        insert(session, _inverse(calendar), instants_of_open_time(table).rows, Split._fields)


def due_of_level(
    session: Session,
    loaded: Loaded,
    level: ServiceLevel,
    scoped: Sequence[tuple[Scan, Scope]],
    tables: Tables,
    listing: Listing,
) -> Iterator[Deadline]:
    """The deadlines of a level, their records taken; the tables, those of exclusions too, are there already."""
    by_key = {scan.key: (scan, scope) for scan, scope in scoped}
    for series in level.series:
        conditions = conditions_in(series)
        if not conditions:
            continue
        scan, scope = by_key[scan_key(level, series)]
        if scan.key.exclusions:
            rows = untaken_rows(scan)
        else:
            rows = populated(
                scan, scope, windowed(loaded.plan, scan, scope, tables, scan.key.records), tables
            )
        members = members_of(level, series)
        chosen = sql("SELECT s.* FROM ({}) AS s WHERE {}", rows, members)
        judged = clocked(loaded.plan, scan, scope, chosen, tables)
        for condition in conditions:
            found = deadlines_of(Deadlines(loaded.plan, scan, scope, tables), judged, condition)
            counts, records = _listed(session, loaded, scan, tables, found, listing)
            yield listing.take(Deadline(level, series, condition, counts, ()), records)


@frozen
class Deadlines:
    """What is at hand while the deadlines of one scan are found."""

    plan: Plan
    scan: Scan
    scope: Scope
    tables: Tables

    @property
    def clock(self) -> Clocking:
        assert self.scan.key.clock is not None, "a time to stop within is of a clock"
        return self.scan.key.clock


def deadlines_of(due: Deadlines, judged: Sql, condition: ClockWithin | DoneBy) -> Sql:
    """Rows of records by their place, each with its start, the instant `due`, its stop, and the time on its clock."""
    if isinstance(condition, DoneBy):
        return _by_point(due, judged, condition)
    return _by_clock(due, judged, condition.limit)


def members_of(level: ServiceLevel, series: Series) -> Sql:
    """That a row belongs to a series."""
    return all_of(
        any_of(
            sql("{} = {}", column("s", column_name(dimension.field)), parameter(value)) for value in values
        )
        for dimension, values in zip(level.dimensions, series.members, strict=True)
        if values is not None
    )


# --- deadlines of clocks -------------------------------------------------------------------------------------------


def _by_clock(due: Deadlines, judged: Sql, limit: TimeLimit) -> Sql:
    """Rows with their deadline, put back by pauses."""
    given = _given(due, judged, limit)
    with_added = (
        _added(due, given)
        if due.clock.pauses
        else sql("SELECT s.*, 0 AS {} FROM ({}) AS s", name("#added"), given)
    )
    return _put_back(due, with_added)


def _inverse(calendar: str) -> str:
    return f"open time of {calendar}"


def _given(due: Deadlines, judged: Sql, limit: TimeLimit) -> Sql:
    """Rows with the open time from the start to the deadline as first set; beside it an instant that it is set at."""
    amount = _amount(due, limit)
    if amount is not None:
        return sql(
            "SELECT s.*, {} AS {}, CASE WHEN {} <= 0 THEN {} END AS {} FROM ({}) AS s",
            *(amount, name("#given"), amount, column("s", START), name("#set"), judged),
        )
    assert isinstance(limit, LocalDays | BusinessDays), "only days are set at an instant of their own"
    first, calendar = column("s", first_due(set_limits(due.scan).index(limit) + 1)), due.clock.calendar
    if calendar is None:
        between, joins = sql("{} - {}", first, column("s", START)), Sql(())
    else:
        table = due.tables.calendars[calendar]
        between = open_time(("gx", column("s", START)), ("gy", first))
        joins = sql(
            "{}{}",
            placed_in(calendar, "gx", column("s", START), table),
            placed_in(calendar, "gy", first, table),
        )
    return sql(
        "SELECT s.*, {} AS {}, {} AS {} FROM ({}) AS s{}",
        *(between, name("#given"), first, name("#set"), judged, joins),
    )


def _amount(due: Deadlines, limit: TimeLimit) -> Sql | None:
    """The open time that a limit gives, where it is an amount of it."""
    match limit:
        case Elapsed(duration):
            return integer(duration)
        case FieldLimit(field):
            return column("s", column_name(field))
        case LocalDays():
            return None
        case BusinessDays(days):
            assert due.clock.calendar is not None, "a check refuses business days without a calendar"
            meaning = due.tables.business[due.clock.calendar][0]
            length = None if meaning is None else meaning.length
            return None if length is None else integer(days * length)
    assert_never(limit)


def _added(due: Deadlines, given: Sql) -> Sql:
    """Rows with the paused open time by which pauses put the deadline back: of each that begins before it."""
    calendar = due.clock.calendar
    place = listed(map(name, PLACE))
    same = all_of(sql("{} = {}", column("u", each), column("r", each)) for each in PLACE)
    if calendar is None:
        ahead, lasts, joins = sql("u.begins - {}", column("r", START)), sql("u.ends - u.begins"), Sql(())
    else:
        table = due.tables.calendars[calendar]
        ahead = open_time(("px", column("r", START)), ("py", sql("u.begins")))
        lasts = open_time(("py", sql("u.begins")), ("pz", sql("u.ends")))
        joins = sql(
            "{}{}{}",
            placed_in(calendar, "px", column("r", START), table),
            placed_in(calendar, "py", sql("u.begins"), table),
            placed_in(calendar, "pz", sql("u.ends"), table),
        )
    return sql(
        "WITH {}, spans AS (SELECT {}, u.begins, {} AS given, {} AS ahead, {} AS lasts"
        " FROM united AS u JOIN {} AS r ON {}{}),"
        " placed AS (SELECT *, ahead - coalesce(sum(lasts) OVER (PARTITION BY {} ORDER BY begins"
        " ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS unpaused FROM spans),"
        " added AS (SELECT {}, sum(lasts) AS added FROM placed WHERE unpaused < given GROUP BY {})"
        " SELECT {}.*, coalesce(added.added, 0) AS {} FROM {} LEFT JOIN added ON {}",
        *(united_pauses(due.plan, due.scan, due.scope, given), listed(column("u", each) for each in PLACE)),
        *(column("r", "#given"), ahead, lasts, name(BEGUN), same, joins, place, place, place),
        *(name(BEGUN), name("#added"), name(BEGUN)),
        all_of(sql("{} = {}", column("added", each), column(BEGUN, each)) for each in PLACE),
    )


def _put_back(due: Deadlines, rows: Sql) -> Sql:
    """Rows with the instant by which the given and the added open time have passed."""
    calendar, start = due.clock.calendar, column("s", START)
    total = sql("{} + {}", column("s", "#given"), column("s", "#added"))
    if calendar is None:
        later, joins = sql("{} + {}", start, total), Sql(())
    else:
        table = due.tables.calendars[calendar]
        inverse = instants_of_open_time(table)
        before = sql("({} + {} - 1)", passed("ix", start), total)
        later = sql(
            "CASE WHEN {} < {} THEN {} + 1 + CASE WHEN {} < io.split THEN io.before ELSE io.after END END",
            *(before, integer(open_time_in(table)), before, before),
        )
        joins = sql(
            "{} LEFT JOIN {} AS io ON io.bucket = {}",
            placed_in(calendar, "ix", start, table),
            name(_inverse(calendar)),
            bucket_of(before, inverse),
        )
    paused = column("s", PAUSED) if due.clock.pauses else integer(0)
    return sql(
        "SELECT {}, {} AS start, CASE WHEN {} = 0 AND {} IS NOT NULL THEN {} ELSE {} END AS due,"
        " {} AS stop, {} AS ended, {} AS elapsed, {} AS paused, {} AS missing_is_late, {} AS as_of FROM ({}) AS s{}",
        *(listed(column("s", each) for each in PLACE), start, column("s", "#added"), column("s", "#set")),
        *(column("s", "#set"), later, column("s", STOP), column("s", ENDED), column("s", ELAPSED), paused),
        *(TRUE if due.clock.late_without_end else FALSE, column("s", AS_OF), rows, joins),
    )


# --- points of business days ---------------------------------------------------------------------------------------


def _by_point(due: Deadlines, judged: Sql, condition: DoneBy) -> Sql:
    """Rows with the point of a business day by which something is to be done."""
    done, after = (column("s", column_name(field)) for field in (condition.field, condition.after))
    if condition.after.type is ValueType.DATE:
        judged, after = with_day_end(judged, after, due.tables, "#after"), column("s", "#after")
    return sql(
        "SELECT {}, {} AS start, {} AS due, least({}, {}) AS stop, {} IS NOT NULL AS ended, {} AS elapsed,"
        " {} AS paused, {} AS missing_is_late, {} AS as_of FROM ({}) AS s",
        *(
            listed(column("s", each) for each in PLACE),
            after,
            column("s", f"{due.scope.done[condition]} due"),
        ),
        *(done, column("s", AS_OF), done, NULL, NULL, TRUE if condition.late_if_missing else FALSE),
        *(column("s", AS_OF), judged),
    )


# --- the list ------------------------------------------------------------------------------------------------------

_STATES = tuple(State)


def _listed(
    session: Session, loaded: Loaded, scan: Scan, tables: Tables, found: Sql, listing: Listing
) -> tuple[tuple[tuple[State, int], ...], Iterator[DueRecord]]:
    """How many records stand how to a deadline, and the worst of them."""
    windows = tables.windows[scan.key.window].windows
    numbers = [number for number, window in enumerate(windows) if window in listing.windows]
    if not numbers:
        return (), iter(())
    table = "#due"
    state = sql(
        "CASE WHEN ended THEN CASE WHEN stop > due THEN 1 ELSE 3 END WHEN missing_is_late THEN 1"
        " WHEN start IS NULL THEN 4 WHEN as_of > due THEN 0 ELSE 2 END"
    )
    inside = any_of(sql("{} = {}", name(WINDOW), integer(number)) for number in numbers)
    make_table(session, table, sql("SELECT *, {} AS state FROM ({}) WHERE {}", state, found, inside))
    totals = dict(query(session, sql("SELECT state, count(*) FROM {} GROUP BY state", name(table))))
    counts = tuple((each, totals[rank]) for rank, each in enumerate(_STATES) if rank in totals)
    key = key_column(record_set(loaded.plan, scan.key.records))
    held = NULL if key is None else column("k", key)
    limit = Sql(()) if listing.most is None else sql(" LIMIT {}", integer(listing.most))
    rows = streamed(
        session,
        sql(
            "SELECT CAST({} AS STRING), d.{}, d.{}, d.{}, d.start, d.due, CASE WHEN d.ended THEN d.stop END, d.elapsed,"
            " d.paused, d.state FROM {} AS d JOIN {} AS k ON k.{} = d.{} AND k.{} = d.{}"
            " ORDER BY d.state, d.due IS NULL, d.due - d.stop, d.{}, d.{}{}",
            *(held, name(FILE), name(ROW), name(WINDOW), name(table), name(scan.key.records)),
            *(name(ROW), name(ROW), name(FILE), name(FILE), name(FILE), name(ROW), limit),
        ),
    )
    return counts, (
        DueRecord(
            record,
            loaded.files[file].raw.name,
            row,
            windows[window],
            start,
            due,
            stop,
            elapsed,
            paused,
            _STATES[rank],
        )
        for record, file, row, window, start, due, stop, elapsed, paused, rank in rows
    )
