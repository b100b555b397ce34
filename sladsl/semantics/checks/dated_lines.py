"""Targets and credits that change on a date: each window has the values of its first day."""

from __future__ import annotations

from collections.abc import Iterator

from sladsl.diagnostics.diagnostic import Diagnostic, Label
from sladsl.semantics.credits.periods import begins
from sladsl.semantics.findings import hint
from sladsl.semantics.meaning import Analysis, Level
from sladsl.syntax import ast
from sladsl.syntax.clauses import clause_of
from sladsl.values import evolve


def check(analysis: Analysis) -> Iterator[Diagnostic]:
    """Hint at dates within a window, from which on the value does not hold yet."""
    term = analysis.header.days
    if term is None:
        return
    first, last = term.first.value, None if term.last is None else term.last.value
    for level in analysis.levels:
        window = None if level.lines.window is None else level.lines.window.node
        if not isinstance(window, ast.MeasurementWindow):
            continue
        told: dict[object, list[ast.Date]] = {}
        for since in _dates(level):
            is_in_term = first < since.value and (last is None or since.value <= last)
            if is_in_term and not begins(window.anchor, window.unit, since.value, first):
                told.setdefault(since.value, []).append(since)
        for dates in told.values():
            yield _within(dates, window, clause_of(level.node))


def _dates(level: Level) -> Iterator[ast.Date]:
    lines = level.lines
    for target in (lines.expected, lines.minimum, *lines.further):
        yield from (bound.since for bound in (() if target is None else target.node.bounds) if bound.since)
    for credit in lines.all_credits:
        yield from (version.since for version in credit.node.versions if version.since)


def _within(dates: list[ast.Date], window: ast.MeasurementWindow, clause: str) -> Diagnostic:
    since, *others = dates
    period = f"{window.anchor} {window.unit}"
    found = hint(
        "SLA603",
        since.span,
        f"a {period} has begun by then, and its result is judged and credited by what was in force on its first day",
        clause=clause,
        write=f"write the first day of a {period}, so that the text says from when on the value counts",
    )
    labels = tuple(Label(each.span, "and here") for each in others if each is not since)
    return evolve(found, labels=labels) if labels else found
