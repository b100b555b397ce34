"""Exclusions of records: what they make of them, how much they may take, and what `for each` leaves to them."""

from __future__ import annotations

from collections.abc import Iterator

from sladsl.diagnostics.diagnostic import Diagnostic
from sladsl.semantics.expressions.same_conditions import conjuncts, negated, shape
from sladsl.semantics.findings import error, hint
from sladsl.semantics.levels.exclusions import counts_records
from sladsl.semantics.levels.measured import core
from sladsl.semantics.levels.uptime import uptime_of
from sladsl.semantics.meaning import Analysis, Excluding, Level, Line
from sladsl.syntax import ast
from sladsl.syntax.clauses import clause_of


def check(analysis: Analysis) -> Iterator[Diagnostic]:
    """Look at each exclusion of each level."""
    for level in analysis.levels:
        clause = clause_of(level.node)
        for line in level.lines.exclusions:
            if uptime_of(level.lines) is not None:
                yield from _good_time(line.node, clause)
            elif counts_records(level.lines):
                yield from _made_of_records(line.node, level, clause)
                excluding = level.excluding.get(line.node.evidence)
                if excluding is not None:
                    yield from _limits(line.node, excluding, level, clause)
                    yield from _said_twice(line, excluding, level, clause)


def _good_time(node: ast.Exclusion, clause: str) -> Iterator[Diagnostic]:
    if node.counts_as == "good":
        yield error(
            "SLA774",
            node.span,
            "records are good or not, and the level measures time, which is up or down",
            clause=clause,
            write="write `as uptime`",
        )


def _made_of_records(node: ast.Exclusion, level: Level, clause: str) -> Iterator[Diagnostic]:
    measure = level.lines.measure
    if node.counts_as == "uptime":
        yield error(
            "SLA774",
            node.span,
            "time is up or down, and the level measures records, which are good or not",
            clause=clause,
            write="write `as good`",
        )
    elif node.counts_as == "good" and measure is not None:
        what = core(measure.node.what)
        if not isinstance(what, ast.PercentGood):
            yield error(
                "SLA773",
                node.span,
                "a record counts as good, and the level does not measure which share of its records is good",
                clause=clause,
                write="write `as absent`, or `measure percent good`",
            )


def _limits(node: ast.Exclusion, excluding: Excluding, level: Level, clause: str) -> Iterator[Diagnostic]:
    budget = node.budget
    if budget is None:
        return
    if isinstance(budget.amount, ast.Duration) and not excluding.is_by_time:
        yield error(
            "SLA772",
            budget.span,
            "records are taken here one by one, and not by the time in which they lie",
            clause=clause,
            write=f"say how many: `up to 12 times per {budget.anchor} {budget.unit}`",
        )
    pooled = next((name for name in excluding.alike if _is_pooled(name, level)), None)
    if pooled is not None:
        yield error(
            "SLA776",
            budget.span,
            f"each `{pooled}` has a limit of its own, and a row of `tiers` measures several of them as one",
            clause=clause,
            write=f"give each `{pooled}` a row of its own, or leave the limit out",
        )


def _is_pooled(name: str, level: Level) -> bool:
    """Whether several values of a dimension are measured as one; of one that is not known it is not said."""
    at = next((number for number, each in enumerate(level.dimensions) if each.name == name), None)
    return at is not None and any(len(terms.members[at] or ()) > 1 for terms in level.terms)


def _said_twice(
    line: Line[ast.Exclusion], excluding: Excluding, level: Level, clause: str
) -> Iterator[Diagnostic]:
    """Whether `for each` leaves out already what is excluded, so that the statement cannot show it."""
    population, where = level.lines.population, line.node.evidence.where
    if population is None or population.node.where is None or where is None or excluding.link is not None:
        return
    if excluding.is_by_time:
        return
    prefix = () if excluding.ref is None else (excluding.ref,)
    excluded = shape(where, level.readings, line.module.source, prefix)
    kept = shape(population.node.where, level.readings, population.module.source)
    if negated(excluded) in conjuncts(kept):
        yield hint(
            "SLA775",
            line.node.span,
            "`for each` leaves these records out already, so that this excludes none and the statement does not"
            " show them",
            clause=clause,
            write="write the condition here alone, if the contract speaks of an exclusion",
        )
