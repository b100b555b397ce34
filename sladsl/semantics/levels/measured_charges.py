"""Charges that records say: read as levels that add them up day by day."""

from __future__ import annotations

from collections.abc import Iterable

from sladsl.semantics.declarations.agreement_context import AgreementContext
from sladsl.semantics.files.modules import Declared
from sladsl.semantics.levels.level import level
from sladsl.semantics.meaning import Level
from sladsl.syntax import ast


def measured_charges(declared: Iterable[Declared], agreement: AgreementContext) -> dict[str, Level]:
    """The records of each measured charge among some items, by the charge's name in the plan."""
    found: dict[str, Level] = {}
    for each in declared:
        if isinstance(each.node, ast.Charge) and each.node.measured is not None:
            made = Declared(_as_level(each.node, each.node.measured), each.module)
            found[each.path] = level(made, agreement)
    return found


def _as_level(charge: ast.Charge, records: ast.ChargeRecords) -> ast.ServiceLevel:
    amount = records.amount
    total = ast.Aggregate(amount.span, "sum", None, ast.Reading(amount.span, amount))
    return ast.ServiceLevel(
        charge.span,
        charge.name,
        charge.title,
        is_kpi=True,
        by=charge.by,
        like=None,
        items=(
            ast.Population(records.records.span, records.records, records.where),
            ast.Counted(records.counted.span, records.counted),
            ast.Measure(amount.span, total),
            ast.MeasurementWindow(records.span, "day"),
        ),
        is_charge=True,
    )
