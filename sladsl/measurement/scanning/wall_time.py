"""Instants and what a zone's clocks show then, each found from the other by a table of the zone."""

from __future__ import annotations

from sladsl.measurement.clocks.open_time import bucket_of
from sladsl.measurement.scanning.scan_tables import TO_LOCAL, TO_UTC, DayTables, Tables
from sladsl.measurement.sql.pieces import Sql, column, integer, name, sql
from sladsl.planning.buckets import DAY


def agreement_zone(tables: Tables) -> DayTables:
    """The tables of the agreement's zone."""
    assert tables.to_local is not None, "local times take the tables of the zone"
    assert tables.to_utc is not None, "local times take the tables of the zone"
    return DayTables(tables.to_local, TO_LOCAL, tables.to_utc, TO_UTC)


def with_wall(rows: Sql, instant: Sql, later: Sql, zone: DayTables, result: str) -> Sql:
    """Rows `s` with what the clocks show at an instant, so much later on the wall, in local µs."""
    return sql(
        "SELECT s.*, {} + CASE WHEN {} < b.split THEN b.before ELSE b.after END + {} AS {}"
        " FROM ({}) AS s LEFT JOIN {} AS b ON b.bucket = {}",
        *(instant, instant, later, name(result), rows, name(zone.local_name)),
        bucket_of(instant, zone.to_local),
    )


def with_instant(rows: Sql, wall: Sql, zone: DayTables, result: str) -> Sql:
    """Rows `s` with the instant of a local time."""
    return sql(
        "SELECT s.*, CASE WHEN {} < b.split THEN {} - b.before WHEN {} < b.gap_end THEN {}"
        " ELSE {} - b.after END AS {} FROM ({}) AS s LEFT JOIN {} AS b ON b.bucket = {}",
        *(wall, wall, wall, column("b", "at"), wall, name(result), rows, name(zone.utc_name)),
        bucket_of(wall, zone.to_utc),
    )


def with_day_end(rows: Sql, date: Sql, tables: Tables, result: str) -> Sql:
    """Rows `s` with the instant at which a local day of the agreement's zone ends."""
    return with_instant(rows, sql("({} + 1) * {}", date, integer(DAY)), agreement_zone(tables), result)


def with_day_start(rows: Sql, date: Sql, tables: Tables, result: str) -> Sql:
    """Rows `s` with the instant at which a local day of the agreement's zone starts."""
    return with_instant(rows, sql("{} * {}", date, integer(DAY)), agreement_zone(tables), result)
