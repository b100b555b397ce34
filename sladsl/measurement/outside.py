"""Rows that no window holds: those counted at an instant outside the term."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from sladsl.measurement.engine import Session, query
from sladsl.measurement.expressions import column_name
from sladsl.measurement.layers import unwindowed
from sladsl.measurement.results import OutsideTerm
from sladsl.measurement.scans import Scan
from sladsl.measurement.sql_pieces import Sql, any_of, integer, name, sql
from sladsl.planning.plan import Field, Plan, ValueType
from sladsl.planning.windows import zone_of
from sladsl.planning.zones import day_start

_EPOCH = dt.date(1970, 1, 1)
_DAY = dt.timedelta(days=1)


def outside_term(session: Session, plan: Plan, scans: Sequence[Scan]) -> tuple[OutsideTerm, ...]:
    """Count the rows that lie outside the term, for each field by which some level counts them."""
    by_field = {(scan.key.records, scan.key.counted.path): scan for scan in scans}
    counted = (_outside(session, plan, scan) for scan in by_field.values())
    return tuple(each for each in counted if each.rows)


def _outside(session: Session, plan: Plan, scan: Scan) -> OutsideTerm:
    counted = name(column_name(scan.key.counted))
    rows = unwindowed(plan, scan, scan.key.records)
    outside = any_of(_conditions(plan, scan.key.counted, counted))
    found = query(session, sql("SELECT count(*) FROM ({}) WHERE {}", rows, outside))[0][0]
    return OutsideTerm(scan.key.records, ".".join(scan.key.counted.path), found)


def _conditions(plan: Plan, field: Field, counted: Sql) -> Iterator[Sql]:
    yield sql("{} < {}", counted, integer(_value(plan, field, plan.term.first)))
    if plan.term.last is not None:
        yield sql("{} >= {}", counted, integer(_value(plan, field, plan.term.last + _DAY)))


def _value(plan: Plan, field: Field, day: dt.date) -> int:
    return (day - _EPOCH).days if field.type is ValueType.DATE else day_start(zone_of(plan), day)
