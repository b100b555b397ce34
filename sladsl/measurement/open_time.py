"""The columns of clocks, and open time looked up in the table of a calendar."""

from __future__ import annotations

from typing import LiteralString

from sladsl.measurement.scans import calendar_table
from sladsl.measurement.sql_pieces import DIVIDE, Sql, integer, name, sql
from sladsl.planning.buckets import SplitTable
from sladsl.planning.calendars import BucketTable
from sladsl.planning.zones import LocalTable

AS_OF = "#as of"
START = "#start"
START_DAY = "#start day"
STOP = "#stop"


def bucket_of(instant: Sql, table: SplitTable | BucketTable | LocalTable) -> Sql:
    """The bucket of a table that holds an instant."""
    origin = sql("{} - {}", instant, integer(table.origin)) if table.origin else instant
    return sql("({}) {} {}", origin, DIVIDE, integer(table.width))


def placed_in(calendar: str, alias: LiteralString, instant: Sql, table: BucketTable) -> Sql:
    """A join with the row of a calendar's table that holds an instant."""
    on = sql(f" LEFT JOIN {{}} AS {alias} ON {alias}.bucket = {{}}", name(calendar_table(calendar)), Sql(()))
    return sql("{}{}", on, bucket_of(instant, table))


def open_time_of(alias: LiteralString, instant: Sql) -> Sql:
    """The open time before an instant, by the row of the calendar's table that is joined under an alias."""
    return sql(f"{alias}.base + greatest(0, least({{}}, {alias}.closes) - {alias}.opens)", instant)
