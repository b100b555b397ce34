"""Measures: of the level's own records, and of values that can be reckoned with."""

from __future__ import annotations

from collections.abc import Iterator

from sladsl.diagnostics.diagnostic import Diagnostic, Label
from sladsl.semantics.expressions.literals import words
from sladsl.semantics.findings import by_type, error
from sladsl.semantics.meaning import Analysis, FieldPath, Level
from sladsl.semantics.types import AMOUNTS, UNKNOWN, ValueKind
from sladsl.syntax import ast
from sladsl.syntax.clauses import clause_of
from sladsl.syntax.walk import walk


def check(analysis: Analysis) -> Iterator[Diagnostic]:
    """Look at what each level measures."""
    for level in analysis.levels:
        if level.lines.measure is None:
            continue
        for part in walk(level.lines.measure.node):
            if isinstance(part, ast.NumberOf):
                yield from _number(part, level, analysis)
            elif isinstance(part, ast.Aggregate):
                yield from _aggregate(part, level)
            elif isinstance(part, ast.Rounded):
                yield from rounding(part, level)


def _number(what: ast.NumberOf, level: Level, analysis: Analysis) -> Iterator[Diagnostic]:
    population, counted = level.lines.population, analysis.named.get(what.records)
    if population is None or level.records is None or counted is None or counted.path == level.records.name:
        return
    yield error(
        "SLA184",
        what.records.span,
        f"the level is about each `{level.records.name}`, and this counts `{counted.path}`",
        clause=clause_of(level.node),
        write=f"write `number of {population.node.records.text}`, or change `for each`",
        labels=[Label(population.node.records.span, "the records of the level")],
    )


def _aggregate(what: ast.Aggregate, level: Level) -> Iterator[Diagnostic]:
    measure = level.lines.measure
    assert measure is not None
    operand, reading = level.types.get(what.operand, UNKNOWN), level.readings.get(what.operand)
    if operand is not UNKNOWN and operand.kind not in AMOUNTS:
        found = error(
            "SLA185",
            what.operand.span,
            f"`{words(what.operand, measure.module.source)}` is {operand}, and `{what.statistic}` needs an amount",
            clause=clause_of(level.node),
            write="measure a number, a percentage, money, a duration, days, or `clock`",
        )
        yield by_type(found, reading.declared) if isinstance(reading, FieldPath) else found
    if what.rank is not None and not 0 < what.rank.value <= 100:
        yield error(
            "SLA186",
            what.rank.span,
            f"there is no percentile `{words(what.rank, measure.module.source)}`",
            clause=clause_of(level.node),
            write="write a number above 0 and up to 100, such as `percentile 95 of`",
        )


def rounding(rounded: ast.Rounded, level: Level) -> Iterator[Diagnostic]:
    """Look at how a value of a level, or a target of it, is rounded."""
    if rounded.decimals.value.denominator != 1:
        yield error(
            "SLA290",
            rounded.decimals.span,
            "a value has a whole number of decimals",
            clause=clause_of(level.node),
            write="write for instance `rounded to 2 decimals`",
        )
    elif level.measured.kind is ValueKind.DURATION:
        yield error(
            "SLA290",
            rounded.span,
            "this does not say decimals of what, and the level measures a duration",
            clause=clause_of(level.node),
            write="measure a number of hours, minutes or seconds, such as `mean of clock / 1 h rounded to 2 decimals`",
        )
