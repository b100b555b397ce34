"""Until when the records of outages reach: what happened later is in none of them."""

from __future__ import annotations

from collections.abc import Iterator

from sladsl.measurement.engines.engine import Session, query
from sladsl.measurement.results import OutagesUntil
from sladsl.measurement.sql.expressions import column_name
from sladsl.measurement.sql.pieces import name, sql
from sladsl.measurement.uptime.asked import time_levels
from sladsl.measurement.uptime.sources import EvidenceSource, beside, down_of, own
from sladsl.planning.plan import Outages, Plan


def outages_until(session: Session, plan: Plan) -> Iterator[OutagesUntil]:
    """The last instant of each level whose time is up unless an outage says otherwise."""
    for level in time_levels(plan):
        if isinstance(down_of(level).evidence, Outages):
            sources = (own(level), *(beside(plan, each) for each in down_of(level).during))
            instants = [last for source in sources for last in _instants(session, source)]
            yield OutagesUntil(level.name, level.records, max(instants, default=None))


def _instants(session: Session, source: EvidenceSource) -> Iterator[int]:
    for field in (source.since, source.until):
        if field is not None:
            latest = sql("SELECT max({}) FROM {}", name(column_name(field)), name(source.records))
            found: int | None = query(session, latest)[0][0]
            if found is not None:
                yield found
