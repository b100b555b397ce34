"""Claims as records say them: for each level and window the first one."""

from __future__ import annotations

from sladsl.measurement.engines.engine import Session, query
from sladsl.measurement.records.refs import with_refs
from sladsl.measurement.sql.pieces import name, sql
from sladsl.planning.plan import Claim, ClaimMade, Field, Plan, ValueType

_TEXTS = ("service_level", "window")


def claims_made(session: Session, plan: Plan) -> tuple[ClaimMade, ...] | None:
    """What has been claimed, in order; None where nothing needs to be."""
    steps = () if plan.settlement is None else plan.settlement.steps
    claim = next((step for step in steps if isinstance(step, Claim)), None)
    if claim is None:
        return None
    fields = (*(Field(ValueType.TEXT, (each,), optional=False) for each in _TEXTS), claim.at)
    rows = with_refs(plan, claim.records, claim.records, fields)
    level, window = map(name, _TEXTS)
    statement = sql(
        "SELECT {}, {}, min({}) FROM ({}) AS made GROUP BY {}, {} ORDER BY {}, {}",
        *(level, window, name(claim.at.path[0]), rows, level, window, level, window),
    )
    return tuple(ClaimMade(*row) for row in query(session, statement))
