"""Claims: records that say which window of which level is claimed, and when; and time enough to settle them."""

from __future__ import annotations

from collections.abc import Iterator

from sladsl.diagnostics.diagnostic import Diagnostic
from sladsl.semantics.checks import made_at
from sladsl.semantics.meaning import Analysis
from sladsl.semantics.types import ValueKind
from sladsl.syntax import ast

_CLAIMED = made_at.NoticeRecords(
    "SLA856",
    "SLA857",
    "a claim",
    "would be lost",
    (
        made_at.RequiredField("window", "which window is claimed", (ValueKind.TEXT,), made_at.WINDOW),
        made_at.RequiredField("service_level", "which level is claimed", made_at.NAMES, made_at.LEVEL),
    ),
)


def check(analysis: Analysis) -> Iterator[Diagnostic]:
    """Look at the step that asks for claims, and at the records that it names."""
    settlement = analysis.settlement
    if settlement is None:
        return
    claims = [step for step in settlement.steps if isinstance(step, ast.Claim)]
    yield from made_at.said_twice("SLA855", claims, "credits are claimed")
    for claim in claims[:1]:
        named = analysis.named.get(claim.records)
        records = None if named is None else analysis.records.get(named.path)
        if records is not None and not records.is_open:
            yield from made_at.findings(claim, records, _CLAIMED)
        early = made_at.settled_before(claim, _allowed(claim), settlement, _CLAIMED)
        if early is not None and not analysis.module.is_damaged(settlement):
            yield early


def _allowed(claim: ast.Claim) -> int:
    """About how many days there are to claim."""
    if claim.within is not None:
        return made_at.days_in(claim.within)
    return (claim.nth or 0) * (made_at.DAYS[claim.unit or "month"] - 3)
