"""Record sets: one key that is always there, refs that lead somewhere, intervals with a beginning."""

from __future__ import annotations

from collections.abc import Iterator

from sladsl.diagnostics.diagnostic import Diagnostic
from sladsl.semantics.expressions.fields import Reader, read_field
from sladsl.semantics.findings import by_type, error, first_at
from sladsl.semantics.meaning import Analysis, Field, RecordSet
from sladsl.semantics.types import ValueKind
from sladsl.syntax import ast
from sladsl.syntax.clauses import clause_of

KEYS = {ValueKind.TEXT, ValueKind.NUMBER, ValueKind.DATE, ValueKind.TIME}
"""What can tell records apart."""


def check(analysis: Analysis) -> Iterator[Diagnostic]:
    """Look at the record sets that are declared or used."""
    for records in analysis.records.values():
        clause = clause_of(records.node)
        if not records.fields and not records.is_open:
            yield error(
                "SLA155",
                records.node.name.span,
                f"records `{records.name}` have no fields",
                clause=clause,
                write="add a line for each field that the data must have, such as `id : text key`",
            )
        yield from _keys(records, clause)
        yield from _refs(records, clause, analysis)
        yield from _lasting(records, clause, analysis)


def _keys(records: RecordSet, clause: str) -> Iterator[Diagnostic]:
    keys = [field for field in records.fields.values() if field.line.node.is_key]
    for field in keys[1:]:
        yield error(
            "SLA150",
            field.line.node.span,
            f"records `{records.name}` have two keys",
            clause=clause,
            write="mark one field as `key`, the one by which a record is referred to",
            labels=first_at(keys[0].line.node.span),
        )
    for field in keys[:1]:
        if field.line.node.is_optional:
            yield error(
                "SLA151",
                field.line.node.span,
                f"the key `{field.name}` cannot be missing",
                clause=clause,
                write="leave out the `?`, or make another field the key",
            )
        elif field.type.kind not in KEYS:
            no_key = error(
                "SLA151",
                field.line.node.type.span,
                f"`{field.name}` is {field.type}, which is no key",
                clause=clause,
                write="declare the key as `text`, `number`, `date` or `time`",
            )
            yield by_type(no_key, field.line.node.type.span)


def _refs(records: RecordSet, clause: str, analysis: Analysis) -> Iterator[Diagnostic]:
    for field in records.fields.values():
        target = None if field.type.target is None else analysis.records[field.type.target]
        if target is not None and target.key is None and not target.is_open:
            yield error(
                "SLA152",
                field.line.node.type.span,
                f"`{field.name}` refers to `{target.name}`, whose records have no key",
                clause=clause,
                write=f"mark the field of `{target.name}` that this one holds as `key`",
            )


def _lasting(records: RecordSet, clause: str, analysis: Analysis) -> Iterator[Diagnostic]:
    if records.lasting is None:
        return
    start, end = records.lasting.node.start, records.lasting.node.end
    reader = Reader(records.lasting.module, records, analysis.records, clause)
    for name in (start, end):
        read = read_field(ast.Path(name.span, (name,)), reader)
        if isinstance(read, Diagnostic):
            yield read
        elif read is not None:
            yield from _end_of_interval(records.fields[read.names[0]], name, clause, is_start=name is start)


def _end_of_interval(field: Field, name: ast.Name, clause: str, *, is_start: bool) -> Iterator[Diagnostic]:
    if field.type.kind is not ValueKind.TIME:
        message = f"`{name.text}` is {field.type}, and records last from one instant to another"
        write = "name two fields that are declared as `time`"
    elif is_start and field.line.node.is_optional:
        message = f"`{name.text}` may be missing, and an interval needs its beginning"
        write = f"declare `{name.text}` without `?`; only the end may be missing"
    else:
        return
    yield by_type(error("SLA153", name.span, message, clause=clause, write=write), field.line.node.type.span)
