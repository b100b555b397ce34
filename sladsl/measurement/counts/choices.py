"""Choices among credits as records say them: for each level, window and option the first one."""

from __future__ import annotations

from fractions import Fraction

from sladsl.measurement.engines.engine import Session, query
from sladsl.measurement.records.refs import with_refs
from sladsl.measurement.sql.pieces import name, sql
from sladsl.planning.plan import ChoiceMade, Choose, Field, Plan, ValueType

_FIELDS = {"service_level": ValueType.TEXT, "window": ValueType.TEXT, "option": ValueType.NUMBER}


def choices_made(session: Session, plan: Plan) -> tuple[ChoiceMade, ...]:
    """What the customer has chosen, in order."""
    steps = () if plan.settlement is None else plan.settlement.steps
    choose = next((step for step in steps if isinstance(step, Choose)), None)
    if choose is None:
        return ()
    fields = (*(Field(kind, (each,), optional=False) for each, kind in _FIELDS.items()), choose.at)
    rows = with_refs(plan, choose.records, choose.records, fields)
    level, window, option = map(name, _FIELDS)
    statement = sql(
        "SELECT {}, {}, {}, min({}) FROM ({}) AS made GROUP BY {}, {}, {} ORDER BY {}, {}, {}",
        *(level, window, option, name(choose.at.path[0]), rows),
        *(level, window, option, level, window, option),
    )
    return tuple(
        ChoiceMade(level, window, Fraction(option), at)
        for level, window, option, at in query(session, statement)
    )
