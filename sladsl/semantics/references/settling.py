"""What the names in a settlement stand for."""

from __future__ import annotations

from sladsl.semantics.credits.step_versions import step_versions
from sladsl.semantics.declarations.agreement_context import (
    AgreementContext,
    find,
    find_calendar,
    find_records,
)
from sladsl.semantics.declarations.subjects import find_level
from sladsl.syntax import ast

_CLAUSE = "settlement"


def name_in_settlement(settlement: ast.Settlement | None, agreement: AgreementContext) -> None:
    """Find the levels, charges and calendar that a settlement names."""
    if settlement is None:
        return
    if settlement.calendar is not None:
        find_calendar(settlement.calendar, agreement.root, _CLAUSE, agreement)
    for step in (version for each in settlement.steps for _, version in step_versions(each)):
        for path in levels_of(step):
            find_level(path, _CLAUSE, agreement)
        if isinstance(step, ast.Limit | ast.Convert | ast.Risk | ast.CarryOver) and isinstance(
            step.amount, ast.ShareOf
        ):
            find(step.amount.charge, agreement.root, ast.Charge, _CLAUSE, agreement)
        if isinstance(step, ast.Claim | ast.Choose):
            find_records(step.records, agreement.root, _CLAUSE, agreement)
        if isinstance(step, ast.ConvertTable):
            for path in () if step.table.base is None else step.table.base.charges:
                find(path, agreement.root, ast.Charge, _CLAUSE, agreement)


def levels_of(step: ast.Step) -> tuple[ast.Path, ...]:
    """The levels that a step names."""
    match step:
        case ast.Multiply() | ast.EarnBack() | ast.Pool():
            return step.levels or ()
        case ast.HighestOf():
            return step.levels
        case ast.Limit() | ast.Ignore() | ast.Raise():
            return () if step.scope is None else step.scope.levels or ()
    return ()
