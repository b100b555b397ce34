"""Open records as SQL over a scan: how many there are at each snapshot of a window, and how long the oldest was open.

Records that are open at the same snapshots count as one. How many are open at a snapshot is how many have begun by it
less how many have ended, and the age of a record is the greatest at the last snapshot of a window that it is open at.
"""

from __future__ import annotations

from sladsl.measurement.backlog.open_scans import (
    FIRST,
    PAST,
    PIECE,
    depends_on_window,
    snapshot_table,
    snapshots_key,
)
from sladsl.measurement.clocks.open_time import open_time, placed_in
from sladsl.measurement.scanning.members import series_of, with_members
from sladsl.measurement.scanning.scan_tables import Tables
from sladsl.measurement.scanning.scans import Scan
from sladsl.measurement.sql.expressions import column_name
from sladsl.measurement.sql.pieces import EACH, NOTHING, Sql, integer, listed, name, sql
from sladsl.planning.plan import ServiceLevel


def open_counts(level: ServiceLevel, scan: Scan, snapshots: int, rows: Sql) -> Sql:
    """Per window and series: snapshots, open records at them (least, most, sum), where first, and records open at any.

    `rows` are those of the scan; `snapshots` is how many there are in all.
    """
    last = integer(snapshots - 1)
    return sql(
        "WITH spans AS ({}),"
        " changes AS (SELECT piece, series, number, sum(opened) AS opened, sum(closed) AS closed FROM"
        " (SELECT piece, series, first AS number, records AS opened, 0 AS closed FROM spans"
        " UNION ALL SELECT piece, series, past AS number, 0 AS opened, records AS closed FROM spans) AS each_change"
        " GROUP BY piece, series, number),"
        " grid AS (SELECT l.piece, l.number, s.series FROM ({}) AS l CROSS JOIN (VALUES {}) AS s(series)),"
        " run AS (SELECT g.piece, g.series, g.number, coalesce(c.opened, 0) AS opened,"
        " sum(coalesce(c.opened, 0) - coalesce(c.closed, 0)) OVER (PARTITION BY g.piece, g.series ORDER BY g.number"
        " ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS open FROM grid AS g LEFT JOIN changes AS c"
        " ON c.piece = g.piece AND c.series = g.series AND c.number = g.number)"
        " SELECT t.w, r.series, count(*) AS snapshots, min(r.open) AS least, max(r.open) AS most, sum(r.open) AS total,"
        " min(r.open * {} + r.number) AS least_first, max(r.open * {} + ({} - r.number)) AS most_first,"
        " sum(r.opened) + max(CASE WHEN t.is_first = 1 THEN r.open - r.opened ELSE 0 END) AS records"
        " FROM run AS r JOIN {} AS t ON {} GROUP BY t.w, r.series ORDER BY t.w, r.series",
        *(_spans(level, scan, rows), _looks(scan), _positions(level), *[integer(snapshots)] * 2, last),
        *(name(snapshot_table(snapshots_key(scan), "taken")), _own_window(scan)),
    )


def oldest(level: ServiceLevel, scan: Scan, tables: Tables, rows: Sql) -> Sql:
    """Per window and series: the greatest age of an open record at a snapshot, in µs, and the first of those."""
    key, clock = snapshots_key(scan), scan.key.clock
    assert clock is not None, "records are open from one instant to another"
    age, joins = sql("i.instant - l.begun"), NOTHING
    if clock.calendar is not None:
        table = tables.calendars[clock.calendar]
        joins = sql(
            "{}{}",
            placed_in(clock.calendar, "a", sql("l.begun"), table),
            placed_in(clock.calendar, "z", sql("i.instant"), table),
        )
        age = open_time(("a", sql("l.begun")), ("z", sql("i.instant")))
    return sql(
        "WITH spans AS ({}), near AS ({}),"
        " lasts AS (SELECT n.w, n.series, n.begun, least(n.past, v.until) - 1 AS number FROM near AS n"
        " JOIN {} AS v ON v.w = n.w WHERE greatest(n.first, v.first) < least(n.past, v.until)),"
        " aged AS (SELECT l.w, l.series, l.number, {} AS age FROM lasts AS l"
        " JOIN {} AS i ON i.number = l.number{}),"
        " highest AS (SELECT w, series, number, age, max(age) OVER (PARTITION BY w, series) AS top FROM aged)"
        " SELECT w, series, age, min(number) AS number FROM highest WHERE age = top GROUP BY w, series, age"
        " ORDER BY w, series",
        *(_spans(level, scan, rows), _near(scan), name(snapshot_table(key, "windows"))),
        *(age, name(snapshot_table(key, "instants")), joins),
    )


def _spans(level: ServiceLevel, scan: Scan, rows: Sql) -> Sql:
    """Records of a series that are open at the same snapshots: how many there are, and when the first began."""
    positions = range(len(level.series))
    each = sql(
        "SELECT {} AS piece, {} AS series, {} AS first, {} AS past, {} AS begun FROM {} AS scan{} WHERE {} < {}",
        *(name(PIECE), series_of(level, positions), name(FIRST), name(PAST)),
        *(name(column_name(scan.key.counted)), rows, with_members(level, positions, "scan")),
        *(name(FIRST), name(PAST)),
    )
    return sql(
        "SELECT piece, series, first, past, count(*) AS records, min(begun) AS begun FROM ({}) AS each_record"
        " GROUP BY piece, series, first, past",
        each,
    )


def _looks(scan: Scan) -> Sql:
    """The snapshots to count at, by piece."""
    key = snapshots_key(scan)
    if depends_on_window(scan):
        return sql("SELECT w AS piece, number FROM {}", name(snapshot_table(key, "taken")))
    return sql("SELECT 0 AS piece, number FROM {}", name(snapshot_table(key, "instants")))


def _own_window(scan: Scan) -> Sql:
    own = Sql((" AND t.w = r.piece",)) if depends_on_window(scan) else NOTHING
    return sql("t.number = r.number{}", own)


def _near(scan: Scan) -> Sql:
    """The windows in which records may be open."""
    if depends_on_window(scan):
        return sql("SELECT *, piece AS w FROM spans")
    near = name(snapshot_table(snapshots_key(scan), "windows near"))
    return sql(
        "SELECT *, {} AS w FROM (SELECT s.*, f.first AS from_window, l.last AS to_window FROM spans AS s"
        " JOIN {} AS f ON f.number = s.first JOIN {} AS l ON l.number = s.past - 1) AS ranged"
        " WHERE from_window <= to_window",
        *(sql("{}from_window, to_window))", EACH), near, near),
    )


def _positions(level: ServiceLevel) -> Sql:
    return listed(sql("({})", integer(position)) for position in range(len(level.series)))
