"""Conditions on the records of exclusions that cannot be calculated."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sladsl.measurement.excluded.sources import link_scope, sources
from sladsl.measurement.records.faults import overlong_values, zero_divisions
from sladsl.measurement.records.inspection import Inspection
from sladsl.measurement.records.problems import Finding
from sladsl.measurement.records.refs import with_refs
from sladsl.measurement.scanning.local_days import with_moves
from sladsl.measurement.scanning.reads import link_fields, parts_of
from sladsl.measurement.scanning.scans import Scan
from sladsl.measurement.sql.expressions import Scope
from sladsl.measurement.sql.pieces import Sql
from sladsl.measurement.uptime.measurement_context import MeasurementContext
from sladsl.measurement.uptime.sources import rows
from sladsl.planning.plan import Arithmetic, Expression
from sladsl.values import evolve


def exclusion_faults(
    inspection: Inspection, context: MeasurementContext, scans: Sequence[Scan]
) -> Iterator[Finding]:
    """Find records of exclusions of records of which a condition divides by zero."""
    for condition, scope, every in _conditions(context, scans):
        yield from zero_divisions(inspection, scope, condition, every)


def overlong_exclusions(
    inspection: Inspection, context: MeasurementContext, scans: Sequence[Scan]
) -> Iterator[Finding]:
    """Find records of exclusions of records of which a condition needs more digits than the widest integer has."""
    for condition, scope, every in _conditions(context, scans):
        if any(isinstance(part, Arithmetic) for part in parts_of(condition)):
            yield from overlong_values(inspection, scope, condition, every)


def _conditions(
    context: MeasurementContext, scans: Sequence[Scan]
) -> Iterator[tuple[Expression, Scope, Sql]]:
    """Each condition with what it is read in, and the records that it is on, as of any time."""
    plan = context.plan
    for source in dict.fromkeys(source for scan in scans for source in sources(plan, scan.key)):
        if source.where is not None:
            scope, bare = context.scope(source), evolve(source, where=None, fields=source.all_fields)
            yield source.where, scope, rows(plan, bare, scope, context.tables, None)
    for exclusion in dict.fromkeys(each for scan in scans for each in scan.key.exclusions):
        if exclusion.link is not None and exclusion.where is not None:
            scope = link_scope(plan, exclusion, context.shapes)
            read = with_refs(plan, exclusion.records, exclusion.records, link_fields(plan, exclusion))
            yield exclusion.where, scope, with_moves(scope, read, context.tables)
