"""Intervals are told apart by instants, so records that are measured in them are counted by one."""

from __future__ import annotations

from collections.abc import Iterator

from sladsl.diagnostics.diagnostic import Diagnostic, Label
from sladsl.semantics.findings import error
from sladsl.semantics.meaning import Analysis, FieldPath
from sladsl.semantics.measured import core
from sladsl.semantics.types import Kind
from sladsl.syntax import ast
from sladsl.syntax.clauses import clause_of


def check(analysis: Analysis) -> Iterator[Diagnostic]:
    """Look at the counted instants of levels that are measured as means over intervals."""
    for level in analysis.levels:
        measure, counted = level.lines.measure, level.lines.counted
        if measure is None or counted is None or not isinstance(core(measure.node.what), ast.IntervalMean):
            continue
        reading = level.readings.get(counted.node.field)
        if isinstance(reading, FieldPath) and reading.type.kind is Kind.DATE:
            yield error(
                "SLA298",
                counted.node.field.span,
                f"`{counted.node.field.text}` is a date, and intervals are told apart by instants",
                clause=clause_of(level.node),
                write="name a field that is declared as `time`",
                labels=[Label(measure.node.span, "the measure")],
            )
