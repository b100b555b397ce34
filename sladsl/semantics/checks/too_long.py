"""Limits longer than the time that they limit: more hours than a month has, credits of a quarter held to a month."""

from __future__ import annotations

from collections.abc import Iterator

from sladsl.diagnostics.diagnostic import Diagnostic
from sladsl.semantics.checks.apart import covered
from sladsl.semantics.credits.window_counts import DAYS, spread_of
from sladsl.semantics.findings import warning
from sladsl.semantics.levels.measured import core
from sladsl.semantics.meaning import Analysis, Level
from sladsl.semantics.nearest import one_of
from sladsl.syntax import ast
from sladsl.syntax.clauses import clause_of
from sladsl.syntax.literals import MICROSECONDS


def check(analysis: Analysis) -> Iterator[Diagnostic]:
    """Look at what exclusions may take, at targets of time down, and at the limits of the settlement."""
    for level in analysis.levels:
        clause = clause_of(level.node)
        for line in level.lines.exclusions:
            budget = line.node.budget
            if budget is not None and isinstance(budget.amount, ast.Duration):
                yield from _longer(budget.amount, budget.unit, "this limits nothing", clause)
        yield from _targets(level, clause)
    for step in () if analysis.settlement is None else analysis.settlement.steps:
        if isinstance(step, ast.Limit):
            yield from _shorter(step, analysis)


def _longer(amount: ast.Duration, unit: str, why: str, clause: str) -> Iterator[Diagnostic]:
    """A length of time that a unit is never longer than; one more hour, since a day may have 25."""
    most = DAYS[unit] * 24 + 1
    if amount.value >= most * MICROSECONDS["h"]:
        yield warning(
            "SLA825",
            amount.span,
            f"no {unit} has more than {most} hours, so that {why}",
            clause=clause,
            write=f"write less than {most - 1} h, or check the unit",
        )


def _targets(level: Level, clause: str) -> Iterator[Diagnostic]:
    """Time down is at most the window: a limit beyond that is always kept."""
    measure, window = level.lines.measure, level.lines.window
    what = None if measure is None else core(measure.node.what)
    if (
        not isinstance(what, ast.Uptime)
        or window is None
        or not isinstance(window.node, ast.MeasurementWindow)
    ):
        return
    seen: set[ast.Node] = set()
    for terms in level.terms:
        for promise in (terms.expected, terms.minimum):
            for _, bound in () if promise is None else promise.bounds:
                if isinstance(bound.value, ast.Duration) and bound.value not in seen:
                    seen.add(bound.value)
                    yield from _longer(bound.value, window.node.unit, "no window could miss this", clause)


def _shorter(step: ast.Limit, analysis: Analysis) -> Iterator[Diagnostic]:
    """A limit over less time than any window that it is for: nothing is to limit in most of its periods."""
    names = covered(step.scope.levels, analysis)
    levels = [level for level in analysis.service_levels if level.name in names]
    spreads = [spread_of(level, analysis) for level in levels]
    known = [spread for spread in spreads if spread is not None]
    if step.unit is None or not known or len(known) < len(levels):
        return
    shortest = min(known, key=lambda spread: DAYS[spread[1]])
    if DAYS[shortest[1]] > DAYS[step.unit]:
        yield warning(
            "SLA748",
            step.span,
            f"the shortest window of {one_of(sorted(names), 'and')} is a {shortest[1]}, and this holds its credit to "
            f"an amount for a {step.unit}",
            clause="settlement",
            write=f"write a limit per {shortest[0]} {shortest[1]}",
        )
