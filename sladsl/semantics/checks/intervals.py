"""Means over intervals: records are counted by an instant, and what an empty interval counts as can be told."""

from __future__ import annotations

from collections.abc import Iterator

from sladsl.diagnostics.diagnostic import Diagnostic, Label
from sladsl.semantics.findings import error
from sladsl.semantics.levels.measured import core
from sladsl.semantics.meaning import Analysis, FieldPath, Level
from sladsl.semantics.targets.intervals import high_is_good, is_good
from sladsl.semantics.types import UNKNOWN, ValueKind
from sladsl.syntax import ast
from sladsl.syntax.clauses import clause_of


def check(analysis: Analysis) -> Iterator[Diagnostic]:
    """Look at the levels that are measured as means over intervals."""
    for level in analysis.levels:
        measure = level.lines.measure
        if measure is not None and isinstance(core(measure.node.what), ast.IntervalMean):
            yield from _counted_by_date(level, measure.node)
            yield from _empty(level, measure.node)


def _counted_by_date(level: Level, measure: ast.Measure) -> Iterator[Diagnostic]:
    counted = level.lines.counted
    reading = None if counted is None else level.readings.get(counted.node.field)
    if counted is not None and isinstance(reading, FieldPath) and reading.type.kind is ValueKind.DATE:
        yield error(
            "SLA298",
            counted.node.field.span,
            f"`{counted.node.field.text}` is a date, and intervals are told apart by instants",
            clause=clause_of(level.node),
            write="name a field that is declared as `time`",
            labels=[Label(measure.span, "the measure")],
        )


def _empty(level: Level, measure: ast.Measure) -> Iterator[Diagnostic]:
    """Only of a percentage is it plain what is good: all or nothing, whichever the targets ask for."""
    line = level.lines.empty_intervals
    if line is None or not is_good(level) or level.is_open or level.measured is UNKNOWN:
        return
    if level.measured.kind is not ValueKind.PERCENT:
        problem = f"the level measures {level.measured}, of which it is not plain what is good"
    elif len(high_is_good(level)) > 1:
        problem = "some targets ask for high values and others for low ones, so it is not plain what is good"
    else:
        return
    yield error(
        "SLA780",
        line.node.span,
        problem,
        clause=clause_of(level.node),
        write="write `empty intervals count as absent`, or targets in percent, all `at least` or all `at most`",
        labels=[Label(measure.span, "the measure")],
    )
