"""The level's own records by the slot, or the interval, in which their instant lies."""

from __future__ import annotations

from collections.abc import Sequence

from sladsl.measurement.sql.expressions import column_name
from sladsl.measurement.sql.pieces import DIVIDE, Sql, all_of, integer, listed, name, sql
from sladsl.measurement.uptime.frames import term_end, term_start
from sladsl.measurement.uptime.measurement_context import MeasurementContext
from sladsl.measurement.uptime.partition import keyed
from sladsl.measurement.uptime.sources import EvidenceSource, own
from sladsl.planning.plan import ServiceLevel


def in_slots(
    context: MeasurementContext, level: ServiceLevel, every: int, as_of: int | None, columns: Sequence[Sql]
) -> Sql:
    """The records of the term with their keys, the number `k` of their slot from its start, and some columns."""
    source, start = own(level), term_start(context.plan)
    at = name(column_name(source.since))
    number = sql("({} - {}) {} {} AS k", at, integer(start), DIVIDE, integer(every))
    return sql(
        "SELECT {} FROM ({}) AS raw WHERE {}",
        *(listed([*keyed(level), number, *columns]), context.rows(source, as_of), _in_term(context, source)),
    )


def _in_term(context: MeasurementContext, source: EvidenceSource) -> Sql:
    """Whether an instant lies in the term, as far as that is not known of all records."""
    column, start, end = column_name(source.since), term_start(context.plan), term_end(context.plan)
    first, last = context.tables.ranges.get((source.records, column), (None, None))
    conditions = []
    if first is None or first < start:
        conditions.append(sql("{} >= {}", name(column), integer(start)))
    if end is not None and (last is None or last >= end):
        conditions.append(sql("{} < {}", name(column), integer(end)))
    return all_of(conditions)


def known_slots(every: int, start: int, until: int) -> int:
    """How many slots are known, of which the last may be cut by the end of the term."""
    return -(-(until - start) // every)
