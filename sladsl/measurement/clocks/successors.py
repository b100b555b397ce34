"""The next record that refers to the same one, at which a clock between records stops."""

from __future__ import annotations

from sladsl.measurement.scanning.scans import Clocking, Scan, all_fields
from sladsl.measurement.sql.expressions import Scope, column_name, truth
from sladsl.measurement.sql.pieces import FALSE, Sql, joined, listed, name, sql
from sladsl.planning.plan import Field

NEXT = "#next"


def with_next(scan: Scan, scope: Scope, rows: Sql, each: Field) -> Sql:
    """Rows with the instant of the next row that refers to the same record, of those that the condition holds for.

    Rows of one instant follow each other in the order of what they hold, so that the order of files and rows makes no
    difference: rows that hold the same are interchangeable.
    """
    among = [name(column_name(each))]
    if scan.key.where is not None:
        among.append(sql("coalesce({}, {})", truth(scan.key.where, scope), FALSE))
    counted = column_name(scan.key.counted)
    others = (column_name(field) for field in all_fields(scan) if column_name(field) != counted)
    order = joined(", ", (sql("{} NULLS FIRST", name(each_field)) for each_field in (counted, *others)))
    return sql(
        "SELECT *, lead({}) OVER (PARTITION BY {} ORDER BY {}) AS {} FROM ({})",
        *(name(counted), listed(among), order, name(NEXT), rows),
    )


def starts_none(clock: Clocking) -> Sql:
    """That a record is at or after the end, so that no clock starts at it."""
    assert isinstance(clock.start, Field), "a clock between records starts at one instant"
    end = name(column_name(clock.end))
    return sql("coalesce({} <= {}, {})", end, name(column_name(clock.start)), FALSE)
