"""Parquet files: a binary number is its shortest decimal, a decimal and a timestamp in µs are exact."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from sladsl.diagnostics.diagnostic import Diagnostic
from sladsl.measurement.columns import match_columns
from sladsl.measurement.duckdb import EngineError, Session, plain_path, query
from sladsl.measurement.file_bytes import FileBytes
from sladsl.measurement.problems import file_diagnostic
from sladsl.measurement.raw_files import ROW, Kind, RawFile, Read
from sladsl.measurement.sql_pieces import Sql, joined, name, parameter, sql
from sladsl.planning.plan import FieldDecl, RecordSet, ValueType

_NATIVE = {"BOOLEAN": Kind.FLAG, "TIMESTAMP": Kind.WALL_TIME, "TIMESTAMP WITH TIME ZONE": Kind.INSTANT}
_KIND_OF = {ValueType.FLAG: {Kind.FLAG}, ValueType.TIME: {Kind.WALL_TIME, Kind.INSTANT}}
_WITHOUT_TEXT = ("BLOB", "BIT", "INTERVAL", "STRUCT", "MAP", "UNION", "GEOMETRY", "VARIANT")


def read_parquet(session: Session, records: RecordSet, path: Path, shown: str, content: FileBytes) -> Read:
    """Open a Parquet file."""
    source = sql(
        "read_parquet({}, file_row_number = true, hive_partitioning = false)",
        parameter(str(plain_path(session, path))),
    )
    try:
        described = query(session, sql("DESCRIBE SELECT * FROM {}", source))
    except EngineError:
        return _unreadable(shown, f"the file `{shown}` is not Parquet")
    types = {row[0]: row[1] for row in described if row[0] != "file_row_number"}
    match = match_columns(records, tuple(types), shown, (field.name for field in records.fields))
    declared = [field for field in records.fields if field.name in match.positions]
    diagnostics = (*match.diagnostics, *_without_text(shown, declared, types))
    if diagnostics:
        return diagnostics
    kinds = {field.name: _kind(field, types[field.name]) for field in declared}

    def damaged() -> Read:
        return _unreadable(shown, f"the Parquet file `{shown}` is damaged")

    relation = _relation(source, kinds)
    return RawFile(records, shown, content.sha256, relation, kinds, match.ignored, by_rows=damaged)


def _unreadable(shown: str, message: str) -> tuple[Diagnostic, ...]:
    return (file_diagnostic("SLA408", shown, message, help_="export it again; it may be cut off"),)


def _kind(field: FieldDecl, written: str) -> Kind:
    kind = _NATIVE.get(written, Kind.TEXT)
    return kind if kind in _KIND_OF.get(field.type, ()) else Kind.TEXT


def _relation(source: Sql, kinds: dict[str, Kind]) -> Sql:
    columns = (
        sql(", CAST({} AS VARCHAR) AS {}", name(field), name(field))
        if kind is Kind.TEXT
        else sql(", {}", name(field))
        for field, kind in kinds.items()
    )
    return sql("SELECT file_row_number + 1 AS {}{} FROM {}", name(ROW), joined("", columns), source)


def _without_text(shown: str, declared: list[FieldDecl], types: dict[str, str]) -> Iterator[Diagnostic]:
    for field in declared:
        written = types[field.name]
        if written.startswith(_WITHOUT_TEXT) or written.endswith("]"):
            message = f"the column `{field.name}` holds values of type {written.split('(')[0].lower()}"
            advice = f"write `{field.name}` as {field.type}"
            yield file_diagnostic("SLA419", shown, message, help_=advice, field=field.name)
