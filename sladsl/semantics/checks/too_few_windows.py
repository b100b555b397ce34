"""Histories that need more windows of a level than the term has, or than end within the time that they look at."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sladsl.diagnostics.diagnostic import Diagnostic
from sladsl.semantics.credits.window_counts import most_in_months, most_within, spread_of, windows_in_term
from sladsl.semantics.findings import warning
from sladsl.semantics.meaning import Analysis, Level
from sladsl.semantics.nearest import one_of
from sladsl.semantics.references.remedies import events_in
from sladsl.syntax import ast
from sladsl.syntax.clauses import clause_of
from sladsl.values import frozen


@frozen(eq=False)
class _Need:
    """So many windows of one of the levels, within what `lately` says; `node` is where that is written."""

    times: ast.Number | int
    lately: ast.Lately | None
    levels: Sequence[Level]
    node: ast.Node
    clause: str


def check(analysis: Analysis) -> Iterator[Diagnostic]:
    """Look at remedies, credits, targets and steps that depend on several windows."""
    if not analysis.is_agreement or analysis.module.may_hide_items:
        return
    for need in (*_of_remedies(analysis), *_of_levels(analysis), *_of_steps(analysis)):
        yield from _too_many(need, analysis)


def _of_remedies(analysis: Analysis) -> Iterator[_Need]:
    for remedy in analysis.remedies:
        clause = clause_of(remedy)
        for item in remedy.items:
            for event in events_in(item.event) if isinstance(item, ast.RemedyWhen) else ():
                match event:
                    case ast.Fails(subject=subject, often=often) | ast.Beyond(subject=subject, often=often):
                        if often is not None:
                            yield _Need(often.times, often, _levels(subject, analysis), event, clause)
                    case ast.EveryMiss(subject=subject, nth=nth):
                        yield _Need(nth, None, _levels(subject, analysis), event, clause)


def _levels(subject: ast.LevelAt | None, analysis: Analysis) -> Sequence[Level]:
    if subject is None:
        return analysis.service_levels
    found = analysis.subjects.get(subject)
    return () if found is None else (found.level,)


def _of_levels(analysis: Analysis) -> Iterator[_Need]:
    for level in analysis.levels:
        clause, lines = clause_of(level.node), level.lines
        if lines.promoted is not None:
            lately = lines.promoted.node.lately
            yield _Need(lately.times, lately, (level,), lines.promoted.node, clause)
        for credit in lines.credit_versions:
            match credit.node:
                case ast.CreditLine(history=ast.FailedLately(lately=lately) as history):
                    yield _Need(lately.times, lately, (level,), history, clause)
                case ast.CreditLine(history=ast.EveryNth(nth=nth) as history):
                    yield _Need(nth, None, (level,), history, clause)


def _of_steps(analysis: Analysis) -> Iterator[_Need]:
    for step in () if analysis.settlement is None else analysis.settlement.steps:
        if isinstance(step, ast.Multiply):
            paths = None if step.levels is None else [analysis.named.get(path) for path in step.levels]
            names = None if paths is None else {declared.path for declared in paths if declared is not None}
            levels = [level for level in analysis.service_levels if names is None or level.name in names]
            yield _Need(step.lately.times, step.lately, levels, step, "settlement")


def _too_many(need: _Need, analysis: Analysis) -> Iterator[Diagnostic]:
    times = need.times if isinstance(need.times, int) else need.times.value
    counts = [_windows(level, need.lately, analysis) for level in need.levels]
    known = [count for count in counts if count is not None]
    if (
        not known
        or len(known) < len(counts)
        or times <= max(known)
        or any(each.is_open for each in need.levels)
    ):
        return
    most = max(known)
    names = [level.name for level in need.levels]
    which = f"{one_of(names)} has" if len(names) == 1 else f"of {one_of(names, 'and')} none has"
    few = f"{'no ' if len(names) == 1 else ''}more than {most} window{'' if most == 1 else 's'}"
    yield warning(
        "SLA823",
        need.node.span,
        f"this needs {times} windows, and {which} {few} {_within(need.lately)}",
        clause=need.clause,
        write="write a smaller number, or measure the level in shorter windows",
    )


def _windows(level: Level, lately: ast.Lately | None, analysis: Analysis) -> int | None:
    """How many windows of a level can be counted together at most; None where there is no telling."""
    spread, in_term = spread_of(level, analysis), windows_in_term(level, analysis)
    term = analysis.header.days
    if spread is None or term is None or not isinstance(lately, ast.TimesIn):
        return in_term
    if lately.months is not None:
        most = most_in_months(spread, lately.months.value)
    else:
        most = most_within(spread, lately.anchor or "", lately.unit or "", term.first.value)
    return most if in_term is None else min(most, in_term)


def _within(lately: ast.Lately | None) -> str:
    match lately:
        case ast.TimesIn(months=ast.Months(value=value)):
            return f"in the term that end within {value} months"
        case ast.TimesIn(anchor=anchor, unit=unit):
            return f"in the term that end within a {anchor} {unit}"
        case _:
            return "in the term"
