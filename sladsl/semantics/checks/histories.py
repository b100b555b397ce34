"""Histories: changes of records that are referred to, each at an instant; and levels that say which severity counts."""

from __future__ import annotations

from collections.abc import Iterator

from sladsl.diagnostics.diagnostic import Diagnostic
from sladsl.semantics.expressions.fields import Reader, read_field
from sladsl.semantics.findings import by_type, error, first_at
from sladsl.semantics.levels.severities_taken import severity_field
from sladsl.semantics.meaning import Analysis, Level, RecordSet
from sladsl.semantics.types import ValueKind
from sladsl.syntax import ast
from sladsl.syntax.clauses import clause_of


def check(analysis: Analysis) -> Iterator[Diagnostic]:
    """Look at the histories of an agreement, and at the levels that speak of one."""
    first: dict[str, RecordSet] = {}
    for records in analysis.records.values():
        if records.history is not None:
            yield from _fields(records, analysis)
            yield from _second(records, first)
    for level in analysis.levels:
        yield from _taken(level, analysis)


def _fields(records: RecordSet, analysis: Analysis) -> Iterator[Diagnostic]:
    assert records.history is not None
    clause, node = clause_of(records.node), records.history.node
    reader = Reader(records.history.module, records, analysis.records, clause)
    for name, kind, what in (
        (node.of, ValueKind.REF, "refer to what changes"),
        (node.at, ValueKind.TIME, "say when"),
    ):
        read = read_field(ast.Path(name.span, (name,)), reader)
        if isinstance(read, Diagnostic):
            yield read
        elif read is not None and (read.type.kind is not kind or read.gaps):
            may = "may be missing" if read.type.kind is kind else f"is {read.type}"
            found = error(
                "SLA153",
                name.span,
                f"`{name.text}` {may}, and each change must {what}",
                clause=clause,
                write=f"name a field that is declared as `{'ref …' if kind is ValueKind.REF else 'time'}`, without `?`",
            )
            yield by_type(found, read.declared)

    severity = severity_field(records)
    if severity is not None and records.fields[severity].line.node.is_optional:
        yield error(
            "SLA153",
            records.fields[severity].line.node.span,
            f"`{severity}` may be missing, and each change must say which severity holds from then on",
            clause=clause,
            write=f"declare `{severity}` without `?`",
        )


def _second(records: RecordSet, first: dict[str, RecordSet]) -> Iterator[Diagnostic]:
    """A severity with two histories would have two values at a time."""
    assert records.history is not None
    of = records.fields.get(records.history.node.of.text)
    if of is None or of.type.target is None or severity_field(records) is None:
        return
    before = first.setdefault(of.type.target, records)
    if before is not records:
        yield error(
            "SLA272",
            records.node.name.span,
            f"`{of.type.target}` has two histories of its severity",
            clause=clause_of(records.node),
            write="keep one of them, or take the severity out of the other",
            labels=first_at(before.node.name.span),
        )


def _taken(level: Level, analysis: Analysis) -> Iterator[Diagnostic]:
    line = level.lines.taken
    if line is None or level.is_open:
        return
    if analysis.is_agreement and not level.severities:
        yield error(
            "SLA272",
            line.node.span,
            "this level reads no severity that has a history, so there is only one to take",
            clause=clause_of(level.node),
            write="leave the line out, or declare the changes, as in `records change history of ticket at changed_at`",
        )
    elif level.lines.clock is None and line.node.when != "at start":
        yield error(
            "SLA272",
            line.node.span,
            "this level has no clock, so there is no end up to which a severity changes",
            clause=clause_of(level.node),
            write="leave the line out: the severity is the one in force when a record is counted; or add a clock",
        )
