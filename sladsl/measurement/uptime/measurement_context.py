"""What evidence of time up and down is read from, and as of when."""

from __future__ import annotations

from collections.abc import Mapping

from sladsl.measurement.engines.engine import Statements
from sladsl.measurement.records.field_values import NumberShape
from sladsl.measurement.scanning.scan_tables import Tables
from sladsl.measurement.sql.expressions import Scope
from sladsl.measurement.sql.pieces import FALSE, Sql
from sladsl.measurement.uptime.sources import EvidenceSource, rows, scope_of
from sladsl.planning.plan import Plan
from sladsl.values import frozen


@frozen
class MeasurementContext:
    """A plan, the shapes of the numbers in its records, the tables compiled for it, and an engine that has both."""

    session: Statements
    plan: Plan
    shapes: Mapping[tuple[str, str], NumberShape]
    tables: Tables

    def scope(self, source: EvidenceSource) -> Scope:
        """What the conditions over a source are read in."""
        return scope_of(self.plan, source, self.shapes)

    def rows(
        self, source: EvidenceSource, as_of: int | None, *, view: str | None = None, unknown: Sql = FALSE
    ) -> Sql:
        """The rows of a source; see `sladsl.measurement.uptime.sources`."""
        return rows(self.plan, source, self.scope(source), self.tables, as_of, view=view, unknown=unknown)
