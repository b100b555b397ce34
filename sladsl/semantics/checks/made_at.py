"""Records of claims and choices, each with the instant at which it is made; and time enough to settle them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import ceil
from typing import assert_never

from sladsl.diagnostics.diagnostic import Diagnostic
from sladsl.semantics.expressions.fields import field_named
from sladsl.semantics.findings import error, first_at, hint
from sladsl.semantics.meaning import Field, RecordSet
from sladsl.semantics.types import ValueKind
from sladsl.syntax import ast
from sladsl.values import frozen

NAMES = (ValueKind.TEXT, ValueKind.CHOICE)
LEVEL, WINDOW = "the name of the level", "`2026-03`"
_CLAUSE = "settlement"
_SHORTEST = {"month": 28, "quarter": 90, "year": 365, "week": 7, "day": 1}
DAYS = {"month": 31, "quarter": 92, "year": 366, "week": 7, "day": 1}
"""How many days a unit has at most."""


@frozen
class RequiredField:
    """A field that the records must have: what it says, its kinds, the first of which is proposed, and an example."""

    name: str
    says: str
    kinds: tuple[ValueKind, ...]
    example: str


@frozen
class NoticeRecords:
    """What records tell of: `a claim` or `a choice`, which comes to nothing where it is late: it `would be lost`.

    `code` is that of findings about its records, which need `fields`; `early` that of a hint that it may come too late.
    """

    code: str
    early: str
    called: str
    comes_to: str
    fields: tuple[RequiredField, ...]


def findings(step: ast.Claim | ast.Choose, records: RecordSet, deed: NoticeRecords) -> Iterator[Diagnostic]:
    """Look for the instant and the other fields of the records that a step reads."""
    made = field_named(step.at.text, records)
    if step.at in step.records.names:
        instants = (name for name, field in records.fields.items() if field.type.kind is ValueKind.TIME)
        yield error(
            deed.code,
            step.at.span,
            f"`{step.at.text}` names records, and no field of theirs that says when {deed.called} was made",
            clause=_CLAUSE,
            write=f"write for instance `{step.at.text}.{next(instants, 'made_at')}`",
        )
    elif not _may_be(made, (ValueKind.TIME,)):
        yield error(
            deed.code,
            step.at.span,
            f"`{step.at.text}` does not say when {deed.called} was made",
            clause=_CLAUSE,
            write=f"declare `{step.at.text} : time` in the records `{records.name}`",
        )
    for wanted in deed.fields:
        if not _may_be(records.fields.get(wanted.name), wanted.kinds):
            yield error(
                deed.code,
                step.records.span,
                f"records `{records.name}` do not say {wanted.says}",
                clause=_CLAUSE,
                write=f"declare `{wanted.name} : {wanted.kinds[0]}` in them, for instance with {wanted.example}",
            )


def _may_be(field: Field | None, kinds: Sequence[ValueKind]) -> bool:
    """Whether a field is always there and of one of some kinds, or may be so behind a syntax error."""
    if field is None:
        return False
    line = field.line
    return line.module.is_damaged(line.node) or (field.type.kind in kinds and not line.node.is_optional)


def said_twice(code: str, steps: Sequence[ast.Claim | ast.Choose], what: str) -> Iterator[Diagnostic]:
    """Find all but the first of steps that say the same."""
    for repeated in steps[1:]:
        yield error(
            code,
            repeated.span,
            f"it is said twice until when {what}",
            clause=_CLAUSE,
            write="leave one of the lines out",
            labels=first_at(steps[0].span),
        )


def settled_before(
    step: ast.Claim | ast.Choose, allowed: int, settlement: ast.Settlement, deed: NoticeRecords
) -> Diagnostic | None:
    """Hint that a period may be settled for the last time within so many days of its end; None where it is not."""
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
    last = " for the last time" if times > 1 else ""
    return hint(
        deed.early,
        step.span,
        f"{deed.called} that is made in time may not be there yet when the period is settled{last}, and "
        f"{deed.comes_to}",
        clause=_CLAUSE,
        write=f"settle later, as in `settlement per calendar {settlement.unit}, {days + missing} days after its "
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
