"""The first and the last values of fields: one look at each record set, however many levels ask."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import Enum

from sladsl.measurement.engines.engine import Statements, query
from sladsl.measurement.records.refs import with_refs
from sladsl.measurement.scanning.ranges import Ranges
from sladsl.measurement.sql.expressions import column_name
from sladsl.measurement.sql.pieces import Sql, listed, name, sql
from sladsl.planning.plan import Field, Plan

Instant = tuple[str, Field]
"""A record set by name, and an instant or a date that its records have."""


class WhichExtreme(Enum):
    """Which of all values."""

    FIRST = Sql(("min",))
    LAST = Sql(("max",))


def extremes(
    session: Statements, plan: Plan, asked: Iterable[Instant], extreme: WhichExtreme, known: Ranges
) -> dict[Instant, int]:
    """Find the first or the last value of each field that has one, those `known` without a look; raises as `query`."""
    by_records: dict[str, dict[Field, None]] = {}
    found: dict[Instant, int | None] = {}
    for records, field in asked:
        ends = known.get((records, column_name(field)))
        if ends is None:
            by_records.setdefault(records, {})[field] = None
        else:
            found[records, field] = ends[extreme is WhichExtreme.LAST]
    for records, fields in by_records.items():
        for field, value in _extremes(session, plan, records, tuple(fields), extreme):
            found[records, field] = value
    return {instant: value for instant, value in found.items() if value is not None}


def _extremes(
    session: Statements, plan: Plan, records: str, fields: tuple[Field, ...], extreme: WhichExtreme
) -> Iterator[tuple[Field, int | None]]:
    columns = {column_name(field): field for field in fields}
    values = listed(sql("{}({})", extreme.value, name(each)) for each in columns)
    rows = with_refs(plan, records, records, tuple(columns.values()))
    found = query(session, sql("SELECT {} FROM ({})", values, rows))[0]
    by_column = dict(zip(columns, found, strict=True))
    yield from ((field, by_column[column_name(field)]) for field in fields)
