"""Values that stand beside a measured value, which have to be of its kind."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import evolve

from sladsl.diagnostics.diagnostic import Diagnostic, Label
from sladsl.semantics.findings import by_type, error
from sladsl.semantics.literals import literal_type
from sladsl.semantics.meaning import FieldPath, Level
from sladsl.semantics.types import UNKNOWN, WRITTEN
from sladsl.syntax import ast


def another_kind(
    code: str, value: ast.TargetLiteral, level: Level, clause: str, labels: Iterable[Label] = ()
) -> Diagnostic | None:
    """Find a value of another kind than what a level measures; None also where that is not known."""
    written = literal_type(value)
    if level.measured is UNKNOWN or written.kind is level.measured.kind:
        return None
    found = error(
        code,
        value.span,
        f"this is {written}, and the level measures {level.measured}",
        clause=clause,
        write=f"write for instance {WRITTEN[level.measured.kind]}",
        labels=labels,
    )
    return by_value(found, level)


def by_measure(finding: Diagnostic, level: Level) -> Diagnostic:
    """A finding that rests on what a level measures."""
    return next((evolve(finding, subject=label) for label in measure_of(level)), finding)


def by_value(finding: Diagnostic, level: Level) -> Diagnostic:
    """A finding that rests on the kind of value that a level measures: of a field, or what its measure says."""
    measure = level.lines.measure
    what = None if measure is None else measure.node.what
    read = level.readings.get(what.operand) if isinstance(what, ast.Aggregate) else None
    return by_type(finding, read.declared) if isinstance(read, FieldPath) else by_measure(finding, level)


def measure_of(level: Level) -> tuple[Label, ...]:
    """Points at the line that says what a level measures."""
    measure = level.lines.measure
    return () if measure is None else (Label(measure.node.span, "the measure"),)
