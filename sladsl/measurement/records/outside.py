"""Rows that no window holds: those counted at an instant outside the term."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from sladsl.measurement.engines.engine import Session, query
from sladsl.measurement.records.refs import with_refs
from sladsl.measurement.results import RowsOutsideTerm
from sladsl.measurement.scanning.layers import unwindowed
from sladsl.measurement.scanning.ranges import Ranges, lies_within
from sladsl.measurement.scanning.scans import Scan
from sladsl.measurement.sql.expressions import column_name
from sladsl.measurement.sql.pieces import Sql, any_of, integer, name, sql
from sladsl.measurement.uptime.asked import time_levels
from sladsl.measurement.uptime.frames import term_end, term_start
from sladsl.measurement.uptime.sources import EvidenceSource, own
from sladsl.planning.plan import Field, Plan, ValueType
from sladsl.planning.windows import zone_of
from sladsl.planning.zones import day_start

_EPOCH = dt.date(1970, 1, 1)
_DAY = dt.timedelta(days=1)
_AFTER_ALL = 2**62  # an instant, or a date, after all others


def outside_term(
    session: Session, plan: Plan, scans: Sequence[Scan], known: Ranges
) -> tuple[RowsOutsideTerm, ...]:
    """Count the rows that lie outside the term, for each field by which some level counts them.

    Fields that are `known` to lie within it are not looked at.
    """
    by_field = {(scan.key.records, scan.key.counted.path): scan for scan in scans if scan.key.at is None}
    counted = (_outside(session, plan, scan, known) for scan in by_field.values())
    own_records = {(source.records, source.since.path): source for source in map(own, time_levels(plan))}
    of_time = (
        _outside_lines(session, plan, source)
        for place, source in own_records.items()
        if place not in by_field
    )
    return tuple(each for each in (*counted, *of_time) if each.rows)


def _outside_lines(session: Session, plan: Plan, source: EvidenceSource) -> RowsOutsideTerm:
    """Records of a level of time that have no part in the term."""
    since = column_name(source.since)
    rows = with_refs(plan, source.records, source.records, source.all_fields)
    last = since if source.until is None else column_name(source.until)
    edges = [sql("{} {} {}", name(last), _before(source), integer(term_start(plan)))]
    end = term_end(plan)
    if end is not None:
        edges.append(sql("{} >= {}", name(since), integer(end)))
    found = query(session, sql("SELECT count(*) FROM ({}) WHERE {}", rows, any_of(edges)))[0][0]
    return RowsOutsideTerm(source.records, since, found)


def _before(source: EvidenceSource) -> Sql:
    """How the end of a record stands to the start of the term where it has no part in it."""
    return sql("<") if source.until is None else sql("<=")


def _outside(session: Session, plan: Plan, scan: Scan, known: Ranges) -> RowsOutsideTerm:
    records, field = scan.key.records, scan.key.counted
    start = _value(plan, field, plan.term.first)
    end = None if plan.term.last is None else _value(plan, field, plan.term.last + _DAY)
    found = 0
    if not lies_within(known, records, column_name(field), start, _AFTER_ALL if end is None else end):
        rows = unwindowed(plan, scan, records)
        outside = any_of(_conditions(name(column_name(field)), start, end))
        found = query(session, sql("SELECT count(*) FROM ({}) WHERE {}", rows, outside))[0][0]
    return RowsOutsideTerm(records, ".".join(field.path), found)


def _conditions(counted: Sql, start: int, end: int | None) -> Iterator[Sql]:
    yield sql("{} < {}", counted, integer(start))
    if end is not None:
        yield sql("{} >= {}", counted, integer(end))


def _value(plan: Plan, field: Field, day: dt.date) -> int:
    return (day - _EPOCH).days if field.type is ValueType.DATE else day_start(zone_of(plan), day)
