"""Reading a field of a record, or of a record that it refers to."""

from __future__ import annotations

from collections.abc import Mapping

from sladsl.diagnostics.diagnostic import Diagnostic
from sladsl.semantics.files.modules import Module
from sladsl.semantics.findings import error
from sladsl.semantics.meaning import Field, FieldPath, RecordSet
from sladsl.semantics.nearest import nearest, one_of
from sladsl.semantics.types import UNKNOWN, ValueKind
from sladsl.syntax import ast
from sladsl.values import frozen


@frozen(eq=False)
class Reader:
    """Where a field is read: in a line of a file, of a record set that may refer to others, in a clause."""

    module: Module
    records: RecordSet
    sets: Mapping[str, RecordSet]
    clause: str


def read_field(path: ast.Path, reader: Reader) -> FieldPath | Diagnostic | None:
    """The field that a path names; the finding that there is none, or None where another finding explains it."""
    names: list[str] = []
    gaps: list[tuple[str, ...]] = []
    records = reader.records
    for position, name in enumerate(path.names):
        field = field_named(name.text, records)
        if field is None:
            return _unknown(path, name, records, reader)
        names.append(field.name)
        if field.line.node.is_optional:
            gaps.append(tuple(names))
        if field.type is UNKNOWN:
            return None
        if position == len(path.names) - 1:
            return FieldPath(tuple(names), field.type, tuple(gaps), field.line.node.type.span)
        if field.type.kind is not ValueKind.REF or field.type.target is None:
            return _no_ref(path, name, field, reader)
        records = reader.sets[field.type.target]
    raise AssertionError(path.text)


def field_named(name: str, records: RecordSet) -> Field | None:
    """A field by its name; `severity` is also the only field of that type where no field is called so."""
    if name in records.fields or name != "severity":
        return records.fields.get(name)
    of_type = [field for field in records.fields.values() if field.type.kind is ValueKind.SEVERITY]
    return of_type[0] if len(of_type) == 1 else None


def _unknown(path: ast.Path, name: ast.Name, records: RecordSet, reader: Reader) -> Diagnostic | None:
    if records.is_open:
        return None
    if len(path.names) > 1 and name is path.names[0] and name.text == records.name:
        field = path.text.partition(".")[2]
        return error(
            "SLA114",
            path.span,
            f"`{path.text}` reads a field of another record, and a record of `{records.name}` refers to none",
            clause=reader.clause,
            write=f"write `{field}` for the field of the record itself",
        )
    near = nearest(name.text, records.fields)
    of = next(
        (field.name for field in records.fields.values() if name.text in (field.type.values or ())), None
    )
    if of is not None and near is None:
        return error(
            "SLA114",
            name.span,
            f"records `{records.name}` have no field `{name.text}`, which is a value of `{of}`",
            clause=reader.clause,
            write=f"write the comparison again, as in `{of} is {name.text}`",
        )
    flag = {"true": "yes", "false": "no"}.get(name.text)
    known = f"its fields are {one_of(records.fields, 'and')}" if records.fields else "it has no fields"
    return error(
        "SLA114",
        name.span,
        f"records `{records.name}` have no field `{name.text}`",
        clause=reader.clause,
        write=f"write `{flag}`" if flag else f"did you mean `{near}`?" if near else known,
    )


def _no_ref(path: ast.Path, name: ast.Name, field: Field, reader: Reader) -> Diagnostic:
    return error(
        "SLA119",
        path.span,
        f"`{name.text}` is {field.type}, so `{path.text}` leads nowhere",
        clause=reader.clause,
        write=f"declare the field as `{name.text} : ref RECORDS` to read fields of the record it refers to",
    )
