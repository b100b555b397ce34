"""Claims: records that say which window of which level is claimed, and when; and time enough to settle them."""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil
from typing import assert_never

from sladsl.diagnostics.diagnostic import Diagnostic
from sladsl.semantics.fields import field_named
from sladsl.semantics.findings import error, first_at, hint
from sladsl.semantics.meaning import Analysis, RecordSet
from sladsl.semantics.types import Kind
from sladsl.syntax import ast

_CLAUSE = "settlement"
_WANTED = {"window": (Kind.TEXT,), "service_level": (Kind.TEXT, Kind.CHOICE)}
_SHORTEST = {"month": 28, "quarter": 90, "year": 365, "week": 7, "day": 1}
_DAYS = {"month": 31, "quarter": 92, "year": 366, "week": 7, "day": 1}


def check(analysis: Analysis) -> Iterator[Diagnostic]:
    """Look at the step that asks for claims, and at the records that it names."""
    settlement = analysis.settlement
    if settlement is None:
        return
    claims = [step for step in settlement.steps if isinstance(step, ast.Claim)]
    for repeated in claims[1:]:
        yield error(
            "SLA855",
            repeated.span,
            "it is said twice until when credits are claimed",
            clause=_CLAUSE,
            write="leave one of the lines out",
            labels=first_at(claims[0].span),
        )
    for claim in claims[:1]:
        named = analysis.named.get(claim.records)
        records = None if named is None else analysis.records.get(named.path)
        if records is not None and not records.is_open:
            yield from _fields(claim, records)
        yield from _early(claim, settlement)


def _fields(claim: ast.Claim, records: RecordSet) -> Iterator[Diagnostic]:
    made = field_named(claim.at.text, records)
    if claim.at in claim.records.names:
        instants = (name for name, field in records.fields.items() if field.type.kind is Kind.TIME)
        yield error(
            "SLA856",
            claim.at.span,
            f"`{claim.at.text}` names records, and no field of theirs that says when a claim was made",
            clause=_CLAUSE,
            write=f"write for instance `{claim.at.text}.{next(instants, 'made_at')}`",
        )
    elif made is None or made.type.kind is not Kind.TIME or made.line.node.is_optional:
        yield error(
            "SLA856",
            claim.at.span,
            f"`{claim.at.text}` does not say when a claim was made",
            clause=_CLAUSE,
            write=f"declare `{claim.at.text} : time` in the records `{records.name}`",
        )
    for name, kinds in _WANTED.items():
        field = records.fields.get(name)
        if field is None or field.type.kind not in kinds or field.line.node.is_optional:
            what = "window" if name == "window" else "level"
            yield error(
                "SLA856",
                claim.records.span,
                f"records `{records.name}` do not say which {what} is claimed",
                clause=_CLAUSE,
                write=f"declare `{name} : text` in them, for instance with "
                + ("`2026-03`" if name == "window" else "the name of the level"),
            )


def _early(claim: ast.Claim, settlement: ast.Settlement) -> Iterator[Diagnostic]:
    """Hint that a claim in time may come after the last settlement of its period."""
    final = next((step for step in settlement.steps if isinstance(step, ast.Final)), None)
    is_never = final is not None and final.settlements is None
    if is_never or isinstance(settlement.days, ast.BusinessDays):
        return
    days = settlement.days.value if isinstance(settlement.days, ast.Days) else 0
    times = 1 if final is None or final.settlements is None else int(final.settlements.value)
    between = _SHORTEST[settlement.unit]
    missing = _allowed(claim) - days - (times - 1) * between
    if missing > 0:
        last = " for the last time" if times > 1 else ""
        yield hint(
            "SLA857",
            claim.span,
            f"a claim that is made in time may not be there yet when the period is settled{last}, and would be lost",
            clause=_CLAUSE,
            write=f"settle later, as in `settlement per calendar {settlement.unit}, {days + missing} days after its "
            f"end`, or write `final after {times + ceil(missing / between)} settlements`",
        )


def _allowed(claim: ast.Claim) -> int:
    """About how many days there are to claim."""
    match claim.within:
        case ast.Days(value=days):
            return days
        case ast.Months(value=months):
            return months * _DAYS["month"]
        case None:
            return (claim.nth or 0) * (_DAYS[claim.unit or "month"] - 3)
    assert_never(claim.within)
