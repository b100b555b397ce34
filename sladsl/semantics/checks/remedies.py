"""Remedies: one event, something that follows, and an event that can happen."""

from __future__ import annotations

from collections.abc import Iterator

from sladsl.diagnostics.diagnostic import Diagnostic
from sladsl.semantics.checks.measured_kind import by_value
from sladsl.semantics.checks.unsettled import by_absence, is_unsettled
from sladsl.semantics.expressions.literals import literal_type
from sladsl.semantics.findings import about, error, first_at
from sladsl.semantics.meaning import Analysis, Level
from sladsl.semantics.references.remedies import events_in
from sladsl.semantics.types import UNKNOWN, WRITTEN
from sladsl.syntax import ast
from sladsl.syntax.clauses import clause_of


def check(analysis: Analysis) -> Iterator[Diagnostic]:
    """Look at each remedy."""
    for remedy in analysis.remedies:
        yield from _parts(remedy, analysis)
        clause = clause_of(remedy)
        events = [
            each
            for item in remedy.items
            if isinstance(item, ast.RemedyWhen)
            for each in events_in(item.event)
        ]
        for event in events:
            yield from _event(event, clause, analysis)
        for item in remedy.items:
            if isinstance(item, ast.RemedyCredit):
                yield from _credit(item, events, clause, analysis)


def _parts(remedy: ast.Remedy, analysis: Analysis) -> Iterator[Diagnostic]:
    clause, is_damaged = clause_of(remedy), analysis.module.is_damaged(remedy)
    whens = [item for item in remedy.items if isinstance(item, ast.RemedyWhen)]
    credits_ = [item for item in remedy.items if isinstance(item, ast.RemedyCredit)]
    if not whens and not is_damaged:
        yield error(
            "SLA750",
            remedy.name.span,
            "the remedy does not say when it applies",
            clause=clause,
            write="add a line such as `when any level missed in 2 consecutive windows`",
        )
    for repeated in (*whens[1:], *credits_[1:]):
        first = whens[0] if isinstance(repeated, ast.RemedyWhen) else credits_[0]
        word = "when" if isinstance(repeated, ast.RemedyWhen) else "credit"
        yield error(
            "SLA751",
            repeated.span,
            f"a remedy has one line `{word}`",
            clause=clause,
            write="join the conditions with `or`, or write a second remedy",
            labels=first_at(first.span),
        )
    if len(remedy.items) == len(whens) and not is_damaged:
        yield error(
            "SLA752",
            remedy.name.span,
            "nothing follows from the remedy",
            clause=clause,
            write='add a line such as `the provider shall "deliver a root-cause report" within 10 days`',
        )


def _event(event: ast.Event, clause: str, analysis: Analysis) -> Iterator[Diagnostic]:
    match event:
        case ast.Beyond():
            yield from _comparable(event, clause, analysis)
        case ast.CreditsReach() | ast.PointsReach() if is_unsettled(analysis):
            unsettled = error(
                "SLA754",
                event.span,
                "the agreement has no settlement, so no credits are added up",
                clause=clause,
                write="add `settlement per calendar month, 14 days after its end { }`",
            )
            yield by_absence(unsettled, analysis)


def _level(subject: ast.LevelAt | None, analysis: Analysis) -> Level | None:
    found = None if subject is None else analysis.subjects.get(subject)
    return None if found is None or found.level.is_open else found.level


def _comparable(event: ast.Beyond, clause: str, analysis: Analysis) -> Iterator[Diagnostic]:
    level = _level(event.subject, analysis)
    if event.subject is None:
        yield error(
            "SLA755",
            event.span,
            "levels measure different things, so that no one value is right for any of them",
            clause=clause,
            write="name a level",
        )
    elif level is not None and level.measured is not UNKNOWN:
        written = literal_type(event.limit)
        if written.kind is not level.measured.kind:
            other = error(
                "SLA756",
                event.limit.span,
                f"this is {written}, and `{level.name}` measures {level.measured}",
                clause=clause,
                write=f"write for instance {WRITTEN[level.measured.kind]}",
            )
            yield about(by_value(other, level), clause_of(level.node))


def _credit(
    item: ast.RemedyCredit, events: list[ast.Event], clause: str, analysis: Analysis
) -> Iterator[Diagnostic]:
    if is_unsettled(analysis):
        unsettled = error(
            "SLA754",
            item.span,
            "the agreement has no settlement, so the credit is never settled",
            clause=clause,
            write="add `settlement per calendar month, 14 days after its end { }`",
        )
        yield by_absence(unsettled, analysis)
    if any(isinstance(event, ast.CreditsReach) and event.paid for event in events):
        yield error(
            "SLA757",
            item.span,
            "the credit would be part of the credits paid that it depends on",
            clause=clause,
            write="write `credits calculated`, which are those of levels before any step",
        )
