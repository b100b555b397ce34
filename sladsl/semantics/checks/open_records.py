"""Levels of open records: what they are about stands in the measure, and nothing of it in lines of their own."""

from __future__ import annotations

from collections.abc import Iterator

from sladsl.diagnostics.diagnostic import Diagnostic, Label
from sladsl.semantics.checks.no_place import no_place, written
from sladsl.semantics.findings import error, first_at
from sladsl.semantics.meaning import Analysis, FieldPath, Level
from sladsl.syntax import ast
from sladsl.syntax.clauses import clause_of


def check(analysis: Analysis) -> Iterator[Diagnostic]:
    """Look at the levels that measure open records."""
    for level in analysis.levels:
        measure = level.lines.measure
        if measure is not None and isinstance(measure.node.what, ast.OpenRecords):
            yield from _out_of_place(measure.node.what, level)
            yield from _of_one(level)
            yield from _one_field(measure.node.what, level)
            yield from _history(measure.node.what, level)


def _out_of_place(what: ast.OpenRecords, level: Level) -> Iterator[Diagnostic]:
    said = f"; which records are meant is said in the measure: `open {what.records.text} where (…)`"
    return no_place("SLA220", _lines(level), "in a level of open records", said, clause_of(level.node))


def _lines(level: Level) -> Iterator[tuple[str, ast.Node]]:
    """The lines that speak of single records in a window, where a snapshot looks at all those that are open."""
    lines = level.lines
    single = {
        "for each": lines.population,
        "counted": lines.counted,
        "clock": lines.clock or lines.update_clock,
        "missing end": lines.missing_end,
        "severity": lines.taken,
        "needs": lines.needs,
        "no records": lines.no_records,
        "exclude": next(iter(lines.exclusions), None),
    }
    return written(lines, single, ["needs"])


def _of_one(level: Level) -> Iterator[Diagnostic]:
    window = level.lines.window
    if window is not None and isinstance(window.node, ast.RecordWindow):
        yield error(
            "SLA220",
            window.node.span,
            "a snapshot is of all records that are open, and here each record is a window",
            clause=clause_of(level.node),
            write="write for instance `window calendar month`",
        )


def _one_field(what: ast.OpenRecords, level: Level) -> Iterator[Diagnostic]:
    start, end = level.readings.get(what.start), level.readings.get(what.end)
    if isinstance(start, FieldPath) and isinstance(end, FieldPath) and start.names == end.names:
        yield error(
            "SLA221",
            what.end.span,
            f"no record is open from `{what.start.text}` to `{what.end.text}`",
            clause=clause_of(level.node),
            write="name the instant at which a record is done",
            labels=first_at(what.start.span),
        )


def _history(what: ast.OpenRecords, level: Level) -> Iterator[Diagnostic]:
    """A severity that changes while a record is open: nothing says which of them counts at a snapshot."""
    for read in level.severities:
        name = ".".join(read.path.names)
        by = next((each.node for each in level.dimensions if each.path.names == read.path.names), None)
        yield error(
            "SLA777",
            what.span if by is None else by.span,
            f"`{name}` changes while a record is open, and of open records it is not said which one counts",
            clause=clause_of(level.node),
            write="measure by a field that keeps the severity you mean, or leave the severity out",
            labels=[Label(read.history.node.name.span, "its history")],
        )
