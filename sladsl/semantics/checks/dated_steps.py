"""Steps of a settlement that change on a date: what they change begins on it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from sladsl.diagnostics.diagnostic import Diagnostic, Label
from sladsl.semantics.checks.weights import weight_of
from sladsl.semantics.credits.periods import begins
from sladsl.semantics.credits.step_versions import step_versions
from sladsl.semantics.findings import error, hint
from sladsl.semantics.meaning import Analysis
from sladsl.syntax import ast

_CLAUSE = "settlement"


def check(analysis: Analysis) -> Iterator[Diagnostic]:
    """Look at the dates of steps that lie in the term."""
    settlement, term = analysis.settlement, analysis.header.days
    if settlement is None or term is None:
        return
    first, last = term.first.value, None if term.last is None else term.last.value
    for step in settlement.steps:
        for since, _ in step_versions(step):
            if since is not None and first < since.value and (last is None or since.value <= last):
                yield from _begun(step, since, settlement.unit, analysis)


def _begun(step: ast.Step, since: ast.Date, settled: str, analysis: Analysis) -> Iterator[Diagnostic]:
    assert analysis.header.days is not None
    first = analysis.header.days.first.value
    anchor, unit = _period(step, settled)
    if unit is None:
        yield error(
            "SLA604",
            since.span,
            "this is one amount over the whole term, which has begun by then",
            clause=_CLAUSE,
            write="write it per contract year, or change the settlement by an amendment",
        )
    elif not begins(anchor, unit, since.value, first):
        yield _within(step, since, f"{anchor} {unit}")
    elif isinstance(step, ast.Risk):
        yield from _within_windows(since, first, analysis)


def _period(step: ast.Step, settled: str) -> tuple[str, str | None]:
    """What a value of a step is for: the horizon of a limit, and else the settlement period."""
    match step:
        case ast.Limit(anchor=anchor, unit=unit):
            return anchor or "contract", unit
        case ast.Risk(anchor=anchor, unit=unit) | ast.FreePoints(anchor=anchor, unit=unit):
            return anchor, unit
        case _:
            return "calendar", settled


def _within_windows(since: ast.Date, first: dt.date, analysis: Analysis) -> Iterator[Diagnostic]:
    """A weight is of what is at risk when its window ends, and of one amount only where that is so at its start."""
    for level in analysis.levels:
        window = level.lines.window
        if weight_of(level) is None or window is None or isinstance(window.node, ast.RecordWindow):
            continue
        if isinstance(window.node, ast.RollingWindow) or not begins(
            window.node.anchor, window.node.unit, since.value, first
        ):
            yield error(
                "SLA604",
                since.span,
                f"a window of `{level.name}` has begun by then, and its weight would be of two amounts at risk",
                clause=_CLAUSE,
                write="write a day on which a window of each level with a weight begins, or an amendment",
                labels=[Label(window.node.span, "the window")],
            )
            return


def _within(step: ast.Step, since: ast.Date, period: str) -> Diagnostic:
    write = f"write the first day of a {period}"
    if isinstance(step, ast.Risk):
        return error(
            "SLA604",
            since.span,
            f"what is at risk is one amount for each {period}, and this is within one",
            clause=_CLAUSE,
            write=write,
        )
    return hint(
        "SLA603",
        since.span,
        f"a {period} has begun by then, and the value before stays in force until its end",
        clause=_CLAUSE,
        write=f"{write}, so that the text says from when on the value counts",
    )
