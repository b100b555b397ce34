"""The columns of clocks, and open time looked up in the table of a calendar."""

from __future__ import annotations

from collections.abc import Mapping
from typing import LiteralString

from sladsl.measurement.scanning.scan_tables import EvenBuckets, calendar_table
from sladsl.measurement.sql.pieces import DIVIDE, NOTHING, Sql, column, integer, name, sql
from sladsl.planning.buckets import SplitTable
from sladsl.planning.calendars import BucketTable
from sladsl.planning.zones import LocalTable

AS_OF = "#as of"
START = "#start"
START_DAY = "#start day"
STOP = "#stop"


def bucket_of(instant: Sql, table: SplitTable | BucketTable | LocalTable | EvenBuckets) -> Sql:
    """The bucket of a table that holds an instant."""
    origin = sql("{} - {}", instant, integer(table.origin)) if table.origin else instant
    return sql("({}) {} {}", origin, DIVIDE, integer(table.width))


def placed_in(
    calendar: str, alias: LiteralString, instant: Sql, table: BucketTable, *, is_known: bool = False
) -> Sql:
    """A join with the row of a calendar's table that holds an instant; none of a known one is outside the table."""
    kind: LiteralString = "JOIN" if is_known else "LEFT JOIN"
    return sql(
        f" {kind} {{}} AS {alias} ON {alias}.bucket = {{}}",
        *(name(calendar_table(calendar)), bucket_of(instant, table)),
    )


def open_time(first: tuple[LiteralString, Sql], last: tuple[LiteralString, Sql]) -> Sql:
    """The open time between two instants, each by the alias under which the row that holds it is joined."""
    return sql("{} {} 2", twice_open(first, last), DIVIDE)


def open_since_start(
    calendar: str | None,
    instant: Sql,
    aliases: tuple[LiteralString, LiteralString],
    calendars: Mapping[str, BucketTable],
) -> tuple[Sql, Sql]:
    """The open time from a clock's start to an instant, all time without a calendar; and the joins that it takes.

    `aliases` are those under which the rows that hold the two instants are joined.
    """
    start = column("s", START)
    if calendar is None:
        return sql("{} - {}", instant, start), NOTHING
    first, last = aliases
    table = calendars[calendar]
    joins = sql("{}{}", placed_in(calendar, first, start, table), placed_in(calendar, last, instant, table))
    return open_time((first, start), (last, instant)), joins


def twice_open(first: tuple[LiteralString, Sql], last: tuple[LiteralString, Sql]) -> Sql:
    """Twice the open time between two instants."""
    return sql("({} - {})", _twice_open(*last), _twice_open(*first))


def ran_last(alias: LiteralString, stop: Sql) -> Sql:
    """1 where the microsecond before an instant, by the row that holds it, is open; 0 where it is not."""
    return sql(f"CAST({alias}.opens < {{}} AND {{}} <= {alias}.closes AS BIGINT)", stop, stop)


def passed(alias: LiteralString, instant: Sql) -> Sql:
    """The open time before an instant, from where the calendar's table begins."""
    return sql("({} {} 2)", _twice_open(alias, instant), DIVIDE)


def _twice_open(alias: LiteralString, instant: Sql) -> Sql:
    """Twice the open time before an instant; see `sladsl.planning.calendars.BucketTable`."""
    return sql(f"({alias}.twice + abs({{}} - {alias}.opens) - abs({{}} - {alias}.closes))", instant, instant)
