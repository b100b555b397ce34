"""Whether something was done by a point of a business day that is counted from an instant or a date."""

from __future__ import annotations

from collections.abc import Mapping

from sladsl.measurement.clocks.deadlines import with_day_of, with_day_of_date
from sladsl.measurement.clocks.open_time import AS_OF
from sladsl.measurement.scanning.scan_tables import Tables, business_table, business_zone
from sladsl.measurement.scanning.wall_time import with_instant
from sladsl.measurement.sql.expressions import column_name
from sladsl.measurement.sql.pieces import FALSE, TRUE, Sql, column, integer, name, sql
from sladsl.planning.plan import DoneBy, ValueType


def with_done_by(rows: Sql, conditions: Mapping[DoneBy, str], tables: Tables) -> Sql:
    """Rows with the truth of such conditions, each in a column of its own."""
    for condition, result in conditions.items():
        rows = _judged(_with_point(rows, condition, tables, result), condition, result)
    return rows


def _point_column(result: str) -> str:
    """The column of the instant by which something is to be done; NULL for one that is later than any known."""
    return f"{result} due"


def _with_point(rows: Sql, condition: DoneBy, tables: Tables, result: str) -> Sql:
    """Rows with the instant by which something is to be done."""
    days = tables.business[condition.calendar][1]
    numbered = _with_day(rows, condition, tables, f"{result} day")
    listed = name(business_table(condition.calendar, "days"))
    on = sql("d.number = {} + {}", column("s", f"{result} day"), integer(condition.days))
    if condition.time is None:
        return sql(
            "SELECT s.*, d.closes AS {} FROM ({}) AS s LEFT JOIN {} AS d ON {}",
            *(name(_point_column(result)), numbered, listed, on),
        )
    walls = sql(
        "SELECT s.*, d.midnight + {} AS {} FROM ({}) AS s LEFT JOIN {} AS d ON {}",
        *(integer(condition.time), name(f"{result} wall"), numbered, listed, on),
    )
    zone = business_zone(condition.calendar, days)
    return with_instant(walls, column("s", f"{result} wall"), zone, _point_column(result))


def _with_day(rows: Sql, condition: DoneBy, tables: Tables, result: str) -> Sql:
    """Rows with the number of the open day from which days are counted, with no days of that day itself."""
    after = column("s", column_name(condition.after))
    calendar, days = condition.calendar, tables.business[condition.calendar][1]
    if condition.after.type is not ValueType.DATE:
        return with_day_of(rows, after, calendar, days, result)
    if condition.days:
        return with_day_of_date(rows, after, calendar, days, result)
    before = f"{result} before"
    earlier = with_day_of_date(rows, sql("({} - 1)", after), calendar, days, before)
    return sql("SELECT s.*, {} + 1 AS {} FROM ({}) AS s", column("s", before), name(result), earlier)


def _judged(rows: Sql, condition: DoneBy, result: str) -> Sql:
    done, after = (column("s", column_name(field)) for field in (condition.field, condition.after))
    point = column("s", _point_column(result))
    passed = TRUE if condition.late_if_missing else sql("{} > {}", column("s", AS_OF), point)
    return sql(
        "SELECT s.*, CASE WHEN {} IS NULL THEN NULL WHEN {} IS NOT NULL THEN coalesce({} <= {}, {})"
        " WHEN {} THEN {} END AS {} FROM ({}) AS s",
        *(after, done, done, point, TRUE, passed, FALSE, name(result), rows),
    )
