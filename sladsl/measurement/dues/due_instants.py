"""The instants of deadlines as SQL: of clocks, put back by pauses, and of points of business days."""

from __future__ import annotations

from typing import assert_never

from sladsl.measurement.clocks.deadlines import first_due
from sladsl.measurement.clocks.open_time import (
    AS_OF,
    START,
    STOP,
    bucket_of,
    open_since_start,
    open_time,
    passed,
    placed_in,
)
from sladsl.measurement.clocks.pauses import BEGUN, PAUSED, PLACE, pauses_apart
from sladsl.measurement.engines.engine import Session, insert
from sladsl.measurement.scanning.scan_tables import Tables
from sladsl.measurement.scanning.scans import Clocking, Scan, set_limits
from sladsl.measurement.scanning.wall_time import with_day_end
from sladsl.measurement.sql.expressions import ELAPSED, ENDED, Scope, column_name
from sladsl.measurement.sql.pieces import FALSE, NULL, TRUE, Sql, all_of, column, integer, listed, name, sql
from sladsl.planning.buckets import Split
from sladsl.planning.calendars import instants_of_open_time, open_time_in
from sladsl.planning.plan import (
    BusinessDays,
    ClockWithin,
    DoneBy,
    Elapsed,
    FieldLimit,
    LocalDays,
    Plan,
    TimeLimit,
    ValueType,
)
from sladsl.values import frozen


def hand_over_open_time(session: Session, tables: Tables) -> None:
    """Make known to the engine by which instant so much open time of each calendar has passed."""
    for calendar, table in tables.calendars.items():
        insert(session, _inverse(calendar), instants_of_open_time(table).rows, Split._fields)


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
    between, joins = open_since_start(calendar, first, ("gx", "gy"), due.tables.calendars)
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
        " FROM apart AS u JOIN {} AS r ON {}{}),"
        " placed AS (SELECT *, ahead - coalesce(sum(lasts) OVER (PARTITION BY {} ORDER BY begins"
        " ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS unpaused FROM spans),"
        " added AS (SELECT {}, sum(lasts) AS added FROM placed WHERE unpaused < given GROUP BY {})"
        " SELECT {}.*, coalesce(added.added, 0) AS {} FROM {} LEFT JOIN added ON {}",
        pauses_apart(due.plan, due.scan, due.scope, given, due.tables),
        listed(column("u", each) for each in PLACE),
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
