"""Values that stand beside a measured value, which have to be of its kind."""

from __future__ import annotations

from collections.abc import Iterable

from sladsl.diagnostics.diagnostic import Diagnostic, Label
from sladsl.semantics.checks.tried_values import shown_number
from sladsl.semantics.expressions.literals import literal_type
from sladsl.semantics.findings import by_type, error
from sladsl.semantics.meaning import FieldPath, Level
from sladsl.semantics.types import UNKNOWN, WRITTEN, ValueKind
from sladsl.syntax import ast
from sladsl.values import evolve


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
        write=_percentage(value, level) or f"write for instance {WRITTEN[level.measured.kind]}",
        labels=labels,
    )
    return by_value(found, level)


def _percentage(value: ast.TargetLiteral, level: Level) -> str | None:
    """What to write for a number that stands for a percentage: `95` or `0.95` for `95%`."""
    if not isinstance(value, ast.Number) or level.measured.kind is not ValueKind.PERCENT:
        return None
    percent = value.value * 100 if value.value <= 1 else value.value
    return f"write `{shown_number(percent)}%`" if 0 < percent <= 100 else None


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
