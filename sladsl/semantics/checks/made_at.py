"""Records of claims and choices, each with the instant at which it is made; and time enough to settle them."""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil
from typing import assert_never

from sladsl.diagnostics.diagnostic import Diagnostic
from sladsl.semantics.fields import field_named
from sladsl.semantics.findings import error
from sladsl.semantics.meaning import RecordSet
from sladsl.semantics.types import Kind
from sladsl.syntax import ast
from sladsl.values import frozen

NAMES = (Kind.TEXT, Kind.CHOICE)
LEVEL, WINDOW = "the name of the level", "`2026-03`"
_CLAUSE = "settlement"
_SHORTEST = {"month": 28, "quarter": 90, "year": 365, "week": 7, "day": 1}
DAYS = {"month": 31, "quarter": 92, "year": 366, "week": 7, "day": 1}
"""How many days a unit has at most."""


@frozen
class Wanted:
    """A field that the records must have: what it says, its kinds, the first of which is proposed, and an example."""

    name: str
    says: str
    kinds: tuple[Kind, ...]
    example: str


@frozen
class Deed:
    """What records tell of: `a claim` or `a choice`, with the code of findings and the fields that they need."""

    code: str
    called: str
    fields: tuple[Wanted, ...]


@frozen
class SettledBefore:
    """How a period may be settled too early: ` for the last time` where there are several, and what to write."""

    last: str
    write: str


def findings(step: ast.Claim | ast.Choose, records: RecordSet, deed: Deed) -> Iterator[Diagnostic]:
    """Look for the instant and the other fields of the records that a step reads."""
    made = field_named(step.at.text, records)
    if step.at in step.records.names:
        instants = (name for name, field in records.fields.items() if field.type.kind is Kind.TIME)
        yield error(
            deed.code,
            step.at.span,
            f"`{step.at.text}` names records, and no field of theirs that says when {deed.called} was made",
            clause=_CLAUSE,
            write=f"write for instance `{step.at.text}.{next(instants, 'made_at')}`",
        )
    elif made is None or made.type.kind is not Kind.TIME or made.line.node.is_optional:
        yield error(
            deed.code,
            step.at.span,
            f"`{step.at.text}` does not say when {deed.called} was made",
            clause=_CLAUSE,
            write=f"declare `{step.at.text} : time` in the records `{records.name}`",
        )
    for wanted in deed.fields:
        field = records.fields.get(wanted.name)
        if field is None or field.type.kind not in wanted.kinds or field.line.node.is_optional:
            yield error(
                deed.code,
                step.records.span,
                f"records `{records.name}` do not say {wanted.says}",
                clause=_CLAUSE,
                write=f"declare `{wanted.name} : {wanted.kinds[0]}` in them, for instance with {wanted.example}",
            )


def settled_before(allowed: int, settlement: ast.Settlement) -> SettledBefore | None:
    """Whether a period may be settled for the last time before so many days after it; None where not, or not known."""
    final = next((step for step in settlement.steps if isinstance(step, ast.Final)), None)
    is_never = final is not None and final.settlements is None
    if is_never or isinstance(settlement.days, ast.BusinessDays):
        return None
    days = settlement.days.value if isinstance(settlement.days, ast.Days) else 0
    times = 1 if final is None or final.settlements is None else int(final.settlements.value)
    between = _SHORTEST[settlement.unit]
    missing = allowed - days - (times - 1) * between
    if missing <= 0:
        return None
    return SettledBefore(
        " for the last time" if times > 1 else "",
        f"settle later, as in `settlement per calendar {settlement.unit}, {days + missing} days after its "
        f"end`, or write `final after {times + ceil(missing / between)} settlements`",
    )


def days_in(within: ast.Days | ast.Months) -> int:
    """About how many days a time is, at most."""
    match within:
        case ast.Days(value=days):
            return days
        case ast.Months(value=months):
            return months * DAYS["month"]
    assert_never(within)
