"""Clocks: between fields that differ, and from instants or from dates, not from either."""

from __future__ import annotations

from collections.abc import Iterator

from sladsl.diagnostics.diagnostic import Diagnostic
from sladsl.semantics.findings import error, first_at
from sladsl.semantics.meaning import Analysis, FieldPath, Level
from sladsl.semantics.types import Kind
from sladsl.syntax import ast
from sladsl.syntax.clauses import clause_of


def check(analysis: Analysis) -> Iterator[Diagnostic]:
    """Look at the fields of each level's clock."""
    for level in analysis.levels:
        if level.lines.clock is not None:
            yield from _field_twice(level.lines.clock.node, level)
            yield from _mixed(level.lines.clock.node, level)


def _field_twice(clock: ast.Clock, level: Level) -> Iterator[Diagnostic]:
    first: dict[tuple[str, ...], ast.Path] = {}
    starts = clock.start.fields if isinstance(clock.start, ast.Extreme) else (clock.start,)
    for path in (*starts, clock.end):
        read = level.readings.get(path)
        before = path if not isinstance(read, FieldPath) else first.setdefault(read.names, path)
        if before is not path:
            yield error(
                "SLA265",
                path.span,
                f"`{path.text}` stands twice in this clock",
                clause=clause_of(level.node),
                write="name another field, or leave it out of `later of` or `earlier of`",
                labels=first_at(before.span),
            )


def _mixed(clock: ast.Clock, level: Level) -> Iterator[Diagnostic]:
    if not isinstance(clock.start, ast.Extreme):
        return
    reads = [level.readings.get(path) for path in clock.start.fields]
    kinds = {read.type.kind for read in reads if isinstance(read, FieldPath)}
    if {Kind.TIME, Kind.DATE} <= kinds:
        word = "later" if clock.start.is_later else "earlier"
        yield error(
            "SLA266",
            clock.start.span,
            f"the {word} of an instant and a date is not known before the day of the date has ended",
            clause=clause_of(level.node),
            write="name two fields that are declared as `time`, or two that are declared as `date`",
        )
