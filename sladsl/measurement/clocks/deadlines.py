"""Deadlines in days, or of each record: whether a clock stopped by the end of so many business days, or calendar days.

Without pauses a clock is in time when it stops by its deadline. A pause puts the deadline back by the paused open time
before it, until nothing is added; so a clock is also in time while the unpaused open time on it is less than the open
time from its start to the deadline as first set.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import assert_never

from sladsl.measurement.clocks.open_time import (
    START,
    START_DAY,
    STOP,
    bucket_of,
    open_since_start,
)
from sladsl.measurement.scanning.scan_tables import Tables, business_table, business_zone
from sladsl.measurement.scanning.scans import Clocking, starts_on_date
from sladsl.measurement.scanning.wall_time import agreement_zone, with_instant, with_wall
from sladsl.measurement.sql.expressions import UP_TO, column_name, in_time_column
from sladsl.measurement.sql.pieces import Sql, column, integer, name, sql
from sladsl.planning.buckets import DAY
from sladsl.planning.business_days import OPEN, BusinessDayTables
from sladsl.planning.plan import BusinessDays, DayRule, FieldLimit, LocalDays
from sladsl.values import frozen


@frozen
class _Names:
    """The columns in which the deadline of one limit is found, told apart from those of the others by its number."""

    number: int

    def of(self, part: str) -> str:
        return f"#{part} {self.number}"

    def named(self, part: str) -> Sql:
        return name(self.of(part))

    def read(self, part: str) -> Sql:
        return column("s", self.of(part))


def first_due(number: int) -> str:
    """The column of the deadline as first set of the limit of a number, from 1, where it is in days."""
    return _Names(number).of("due")


def with_deadlines(
    clocked: Sql, limits: Sequence[LocalDays | BusinessDays | FieldLimit], clock: Clocking, tables: Tables
) -> Sql:
    """Rows of clocks with a flag for each limit: whether the clock stopped, or was read, by its deadline."""
    for number, limit in enumerate(limits, 1):
        names = _Names(number)
        match limit:
            case FieldLimit():
                clocked = _of_record(clocked, limit)
            case LocalDays(days):
                due = _local(clocked, days, clock, tables, names)
                clocked = _judged(due, limit, clock.calendar, tables, names)
            case BusinessDays():
                clocked = _in_business_days(clocked, limit, clock, tables, names)
            case _:
                assert_never(limit)
    return clocked


def _in_business_days(
    clocked: Sql, limit: BusinessDays, clock: Clocking, tables: Tables, names: _Names
) -> Sql:
    assert clock.calendar is not None, "a check refuses business days without a calendar"
    meaning = tables.business[clock.calendar][0]
    assert meaning is not None, "a check refuses business days without their meaning"
    length = meaning.length
    if length is not None:
        return _of_length(clocked, limit, limit.days * length)
    due = _business(clocked, limit.days, clock, tables, names)
    return _judged(due, limit, clock.calendar, tables, names)


def _of_record(clocked: Sql, limit: FieldLimit) -> Sql:
    """The time that each record allows, which may be none: then the deadline is the start."""
    return sql(
        "SELECT s.*, ({} < {} OR {} <= {}) AS {} FROM ({}) AS s",
        *(column("s", UP_TO), column("s", column_name(limit.field)), column("s", STOP), column("s", START)),
        *(name(in_time_column(limit)), clocked),
    )


def _of_length(clocked: Sql, limit: BusinessDays, duration: int) -> Sql:
    """Business days that are so much open time."""
    return sql(
        "SELECT s.*, {} < {} AS {} FROM ({}) AS s",
        *(column("s", UP_TO), integer(duration), name(in_time_column(limit)), clocked),
    )


def _judged(
    due: Sql, limit: LocalDays | BusinessDays, calendar: str | None, tables: Tables, names: _Names
) -> Sql:
    """Beside the deadline as first set, that which pauses leave; a deadline past the tables is after any stop."""
    deadline = names.read("due")
    given, joins = open_since_start(calendar, deadline, ("dx", "dy"), tables.calendars)
    return sql(
        "SELECT s.*, coalesce({} <= {} OR {} < {}, TRUE) AS {} FROM ({}) AS s{}",
        *(column("s", STOP), deadline, column("s", UP_TO), given, name(in_time_column(limit)), due, joins),
    )


def _local(clocked: Sql, days: int, clock: Clocking, tables: Tables, names: _Names) -> Sql:
    """Rows with the same local time some days after the start; the end of a day is the end of another."""
    zone, later = agreement_zone(tables), integer(days * DAY)
    if starts_on_date(clock):
        ends = sql("({} + 1) * {} + {}", column("s", START_DAY), integer(DAY), later)
        return with_instant(clocked, ends, zone, names.of("due"))
    walls = with_wall(clocked, column("s", START), later, zone, names.of("wall"))
    return with_instant(walls, names.read("wall"), zone, names.of("due"))


def _business(clocked: Sql, days: int, clock: Clocking, tables: Tables, names: _Names) -> Sql:
    """Rows with the end of the Nth business day after the start."""
    assert clock.calendar is not None, "a check refuses business days without a calendar"
    meaning, table = tables.business[clock.calendar]
    assert meaning is not None, "a check refuses business days without their meaning"
    listed = name(business_table(clock.calendar, "days"))
    ends = sql("d.number = {} + {}", names.read("day"), integer(days))
    if starts_on_date(clock):
        numbered = with_day_of_date(clocked, column("s", START_DAY), clock.calendar, table, names.of("day"))
    else:
        numbered = with_day_of(clocked, column("s", START), clock.calendar, table, names.of("day"))
    if meaning.rule is DayRule.AT_CLOSE:
        return sql(
            "SELECT s.*, d.closes AS {} FROM ({}) AS s LEFT JOIN {} AS d ON {}",
            *(names.named("due"), numbered, listed, ends),
        )
    return _same_time(numbered, ends, clock, tables, names)


def with_day_of(rows: Sql, instant: Sql, calendar: str, table: BusinessDayTables, result: str) -> Sql:
    """Rows `s` with the number of the open day to which an instant belongs, moved to the next opening."""
    return sql(
        "SELECT s.*, CASE WHEN {} < b.split THEN b.before ELSE b.after END AS {}"
        " FROM ({}) AS s LEFT JOIN {} AS b ON b.bucket = {}",
        *(instant, name(result), rows, name(business_table(calendar, "number"))),
        bucket_of(instant, table.number),
    )


def with_day_of_date(rows: Sql, date: Sql, calendar: str, table: BusinessDayTables, result: str) -> Sql:
    """Rows `s` with the number of the last open day that is not after a date."""
    wall = sql("{} * {}", date, integer(DAY))
    return sql(
        "SELECT s.*, CASE WHEN {} < b.split THEN b.before ELSE b.after END AS {}"
        " FROM ({}) AS s LEFT JOIN {} AS b ON b.bucket = {}",
        *(wall, name(result), rows, name(business_table(calendar, "dated"))),
        bucket_of(wall, table.dated),
    )


def _same_time(numbered: Sql, ends: Sql, clock: Clocking, tables: Tables, names: _Names) -> Sql:
    """Rows with the same time of day on the Nth day, or where that day is closed then, its next opening or last close.

    A date has the end of the day for its time of day.
    """
    assert clock.calendar is not None, "a check refuses business days without a calendar"
    table, listed = tables.business[clock.calendar][1], name(business_table(clock.calendar, "days"))
    zone = business_zone(clock.calendar, table)
    if starts_on_date(clock):
        walls = sql(
            "SELECT s.*, d.midnight + {} AS {}, d.opens AS {}, d.closes AS {}"
            " FROM ({}) AS s LEFT JOIN {} AS d ON {}",
            *(integer(DAY), names.named("wall"), names.named("opens"), names.named("closes")),
            *(numbered, listed, ends),
        )
    else:
        landed = _landed(numbered, column("s", START), clock.calendar, table, names.named("instant"))
        between = sql(
            "SELECT s.*, d.midnight - e.midnight AS {}, d.opens AS {}, d.closes AS {}"
            " FROM ({}) AS s LEFT JOIN {} AS e ON e.number = {} LEFT JOIN {} AS d ON {}",
            *(names.named("by"), names.named("opens"), names.named("closes")),
            *(landed, listed, names.read("day"), listed, ends),
        )
        walls = with_wall(between, names.read("instant"), names.read("by"), zone, names.of("wall"))
    moved = with_instant(walls, names.read("wall"), zone, names.of("same time"))
    again = _landed(moved, names.read("same time"), clock.calendar, table, names.named("landed"))
    return sql(
        "SELECT s.*, greatest({}, least({}, {})) AS {} FROM ({}) AS s",
        *(names.read("opens"), names.read("closes"), names.read("landed"), names.named("due"), again),
    )


def _landed(rows: Sql, instant: Sql, calendar: str, table: BusinessDayTables, result: Sql) -> Sql:
    """Rows with an instant, or the next opening where it lies outside opening hours."""
    value = sql("CASE WHEN {} < b.split THEN b.before ELSE b.after END", instant)
    return sql(
        "SELECT s.*, CASE WHEN {} = {} THEN {} ELSE {} END AS {} FROM ({}) AS s LEFT JOIN {} AS b ON b.bucket = {}",
        *(value, integer(OPEN), instant, value, result, rows),
        *(name(business_table(calendar, "landing")), bucket_of(instant, table.landing)),
    )
