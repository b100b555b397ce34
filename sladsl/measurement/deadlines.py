"""Deadlines in days, or of each record: whether a clock stopped by the end of so many business days, or calendar days.

Without pauses a clock is in time when it stops by its deadline. A pause puts the deadline back by the paused open time
before it, until nothing is added; so a clock is also in time while the unpaused open time on it is less than the open
time from its start to the deadline as first set.
"""

from __future__ import annotations

from collections.abc import Sequence

from attrs import frozen

from sladsl.measurement.expressions import UP_TO, column_name, in_time_column
from sladsl.measurement.open_time import START, STOP, bucket_of, open_time_of, placed_in
from sladsl.measurement.scans import TO_LOCAL, TO_UTC, DayTables, Tables, business_table
from sladsl.measurement.sql_pieces import Sql, column, integer, name, sql
from sladsl.planning.buckets import DAY
from sladsl.planning.business_days import OPEN, BusinessDayTables
from sladsl.planning.plan import BusinessDays, DayRule, FieldLimit, LocalDays


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


def with_deadlines(
    clocked: Sql,
    limits: Sequence[LocalDays | BusinessDays | FieldLimit],
    calendar: str | None,
    tables: Tables,
) -> Sql:
    """Rows of clocks with a flag for each limit: whether the clock stopped, or was read, by its deadline."""
    for number, limit in enumerate(limits, 1):
        names = _Names(number)
        if isinstance(limit, FieldLimit):
            clocked = _of_record(clocked, limit)
            continue
        if isinstance(limit, LocalDays):
            due = _local(clocked, limit.days, tables, names)
        else:
            assert calendar is not None, "a check refuses business days without a calendar"
            length = tables.business[calendar][0].length
            if length is not None:
                clocked = _of_length(clocked, limit, limit.days * length)
                continue
            due = _business(clocked, limit.days, calendar, tables, names)
        clocked = _judged(due, limit, calendar, tables, names)
    return clocked


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
    if calendar is None:
        given, joins = sql("{} - {}", deadline, column("s", START)), Sql(())
    else:
        table = tables.calendars[calendar]
        given = sql("({}) - ({})", open_time_of("dy", deadline), open_time_of("dx", column("s", START)))
        joins = sql(
            "{}{}",
            placed_in(calendar, "dx", column("s", START), table),
            placed_in(calendar, "dy", deadline, table),
        )
    return sql(
        "SELECT s.*, coalesce({} <= {} OR {} < {}, TRUE) AS {} FROM ({}) AS s{}",
        *(column("s", STOP), deadline, column("s", UP_TO), given, name(in_time_column(limit)), due, joins),
    )


def _local(clocked: Sql, days: int, tables: Tables, names: _Names) -> Sql:
    """Rows with the same local time some days after the start."""
    assert tables.to_local is not None, "local days take the tables of the zone"
    assert tables.to_utc is not None, "local days take the tables of the zone"
    zone = DayTables(tables.to_local, TO_LOCAL, tables.to_utc, TO_UTC)
    started = sql(
        "SELECT s.*, {} AS {}, {} AS {} FROM ({}) AS s",
        *(column("s", START), names.named("instant"), integer(days * DAY), names.named("by"), clocked),
    )
    return _moved(started, zone, names, "due")


def _moved(rows: Sql, zone: DayTables, names: _Names, result: str) -> Sql:
    """Rows with an instant so much later on the wall."""
    instant, wall = names.read("instant"), names.read("wall")
    shown = sql(
        "SELECT s.*, {} + CASE WHEN {} < b.split THEN b.before ELSE b.after END + {} AS {}"
        " FROM ({}) AS s LEFT JOIN {} AS b ON b.bucket = {}",
        *(instant, instant, names.read("by"), names.named("wall"), rows, name(zone.local_name)),
        bucket_of(instant, zone.to_local),
    )
    return sql(
        "SELECT s.*, CASE WHEN {} < b.split THEN {} - b.before WHEN {} < b.gap_end THEN {}"
        " ELSE {} - b.after END AS {} FROM ({}) AS s LEFT JOIN {} AS b ON b.bucket = {}",
        *(wall, wall, wall, column("b", "at"), wall, names.named(result), shown, name(zone.utc_name)),
        bucket_of(wall, zone.to_utc),
    )


def _business(clocked: Sql, days: int, calendar: str, tables: Tables, names: _Names) -> Sql:
    """Rows with the end of the Nth business day after the start."""
    meaning, table = tables.business[calendar]
    number, landing, listed = (name(business_table(calendar, part)) for part in ("number", "landing", "days"))
    start = column("s", START)
    numbered = sql(
        "SELECT s.*, CASE WHEN {} < b.split THEN b.before ELSE b.after END AS {}"
        " FROM ({}) AS s LEFT JOIN {} AS b ON b.bucket = {}",
        *(start, names.named("day"), clocked, number, bucket_of(start, table.number)),
    )
    ends = sql("d.number = {} + {}", names.read("day"), integer(days))
    if meaning.rule is DayRule.AT_CLOSE:
        return sql(
            "SELECT s.*, d.closes AS {} FROM ({}) AS s LEFT JOIN {} AS d ON {}",
            *(names.named("due"), numbered, listed, ends),
        )
    landed = _landed(numbered, start, landing, table, names.named("instant"))
    between = sql(
        "SELECT s.*, d.midnight - e.midnight AS {}, d.opens AS {}, d.closes AS {}"
        " FROM ({}) AS s LEFT JOIN {} AS e ON e.number = {} LEFT JOIN {} AS d ON {}",
        *(names.named("by"), names.named("opens"), names.named("closes")),
        *(landed, listed, names.read("day"), listed, ends),
    )
    local, utc = (business_table(calendar, part) for part in ("to local", "to utc"))
    moved = _moved(between, DayTables(table.to_local, local, table.to_utc, utc), names, "same time")
    again = _landed(moved, names.read("same time"), landing, table, names.named("landed"))
    return sql(
        "SELECT s.*, greatest({}, least({}, {})) AS {} FROM ({}) AS s",
        *(names.read("opens"), names.read("closes"), names.read("landed"), names.named("due"), again),
    )


def _landed(rows: Sql, instant: Sql, landing: Sql, table: BusinessDayTables, result: Sql) -> Sql:
    """Rows with an instant, or the next opening where it lies outside opening hours."""
    value = sql("CASE WHEN {} < b.split THEN b.before ELSE b.after END", instant)
    return sql(
        "SELECT s.*, CASE WHEN {} = {} THEN {} ELSE {} END AS {} FROM ({}) AS s LEFT JOIN {} AS b ON b.bucket = {}",
        *(value, integer(OPEN), instant, value, result, rows, landing, bucket_of(instant, table.landing)),
    )
