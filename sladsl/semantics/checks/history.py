"""How often windows must have failed: whole numbers that some windows can reach, and not the first can."""

from __future__ import annotations

from collections.abc import Iterator

from sladsl.diagnostics.diagnostic import Diagnostic
from sladsl.semantics.findings import error
from sladsl.semantics.meaning import Analysis, Level
from sladsl.semantics.references.remedies import events_in
from sladsl.source import Span
from sladsl.syntax import ast
from sladsl.syntax.clauses import clause_of

_WRITE = "write for instance `in 2 or more consecutive windows`"


def check(analysis: Analysis) -> Iterator[Diagnostic]:
    """Look at every step of the settlement that depends on earlier windows."""
    for step in () if analysis.settlement is None else analysis.settlement.steps:
        if isinstance(step, ast.Multiply):
            yield from _lately(step.lately, "settlement")
    for level in analysis.levels:
        yield from _credits(level)
    for remedy in analysis.remedies:
        for item in remedy.items:
            for event in events_in(item.event) if isinstance(item, ast.RemedyWhen) else ():
                yield from _event(event, clause_of(remedy))


def _event(event: ast.Event, clause: str) -> Iterator[Diagnostic]:
    match event:
        case ast.Fails(often=often) | ast.Beyond(often=often) if often is not None:
            yield from _lately(often, clause)
        case ast.EveryMiss(nth=number) | ast.Together(levels=number):
            yield from _several(number, "one of them is no pattern", clause)


def _credits(level: Level) -> Iterator[Diagnostic]:
    """Histories of the lines of a level, and the target that their windows are below."""
    clause, lines = clause_of(level.node), level.lines
    if lines.promoted is not None:
        yield from _lately(lines.promoted.node.lately, clause)
        yield from _needs_expected(lines.promoted.node.span, level, clause)
    for credit in lines.credit_versions:
        history = credit.node.history if isinstance(credit.node, ast.CreditLine) else None
        if isinstance(history, ast.FailedLately):
            yield from _lately(history.lately, clause)
            if history.failing == "below expected":
                yield from _needs_expected(history.span, level, clause)
        elif isinstance(history, ast.EveryNth) and history.nth < 2:
            yield error(
                "SLA730",
                history.span,
                "this takes 2nd or more: every miss is the 1st of one",
                clause=clause,
                write="write for instance `when every 10th miss`, or leave it out",
            )


def _needs_expected(span: Span, level: Level, clause: str) -> Iterator[Diagnostic]:
    if any(terms.expected is not None for terms in level.terms) or not level.terms:
        return
    yield error(
        "SLA716",
        span,
        "the level has no `expected`, and no window is below it",
        clause=clause,
        write="write an `expected` line, or `missed`",
    )


def _lately(lately: ast.Lately, clause: str) -> Iterator[Diagnostic]:
    yield from _several(lately.times, "every window that fails is the first of them", clause)
    if isinstance(lately, ast.OfAny):
        yield from _several(lately.windows, "one window is not several", clause)
        yield from _within(lately.times, lately.windows, clause)
    if isinstance(lately, ast.TimesIn) and lately.months is not None and lately.months.value < 1:
        yield _no_months(lately.months, clause)


def _several(number: ast.Number, why: str, clause: str) -> Iterator[Diagnostic]:
    if number.value.denominator != 1 or number.value < 2:
        yield error(
            "SLA730",
            number.span,
            f"this takes a whole number, 2 or more: {why}"
            if number.value == 1
            else "this takes a whole number, 2 or more",
            clause=clause,
            write=_WRITE if clause == "settlement" else "write a whole number, 2 or more",
        )


def _within(times: ast.Number, windows: ast.Number, clause: str) -> Iterator[Diagnostic]:
    if times.value > windows.value >= 2:
        yield error(
            "SLA731",
            times.span,
            "so many windows are never among so few",
            clause=clause,
            write="write the smaller number first, for instance `in 3 or more of any 6 windows`",
        )


def _no_months(months: ast.Months, clause: str) -> Diagnostic:
    return error(
        "SLA730",
        months.span,
        "no window ends within no months",
        clause=clause,
        write="write for instance `in any 12 months`",
    )
