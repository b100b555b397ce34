"""Parquet files: a binary number is its shortest decimal, a decimal and a timestamp in µs are exact."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from sladsl.diagnostics.diagnostic import Diagnostic
from sladsl.measurement.engines.engine import EngineError, ParquetColumn, ParquetFile, Session
from sladsl.measurement.files.columns import match_columns
from sladsl.measurement.files.file_bytes import FileBytes
from sladsl.measurement.files.raw_files import ROW, ColumnKind, RawFile, Read
from sladsl.measurement.records.problems import file_diagnostic
from sladsl.measurement.sql.pieces import Sql, joined, name, sql
from sladsl.planning.plan import FieldDecl, RecordSet, ValueType

_KIND_OF = {ValueType.FLAG: {ColumnKind.FLAG}, ValueType.TIME: {ColumnKind.WALL_TIME, ColumnKind.INSTANT}}


def read_parquet(session: Session, records: RecordSet, path: Path, shown: str, content: FileBytes) -> Read:
    """Open a Parquet file."""
    try:
        file = session.parquet(path)
    except EngineError:
        return _unreadable(shown, f"the file `{shown}` is not Parquet")
    match = match_columns(records, tuple(file.columns), shown, (field.name for field in records.fields))
    declared = [field for field in records.fields if field.name in match.positions]
    diagnostics = (*match.diagnostics, *_without_text(shown, declared, file))
    if diagnostics:
        return diagnostics
    kinds = {field.name: _kind(field, file.columns[field.name]) for field in declared}

    def damaged() -> Read:
        return _unreadable(shown, f"the Parquet file `{shown}` is damaged")

    relation = _relation(file, kinds)
    return RawFile(
        records,
        shown,
        content.sha256,
        content.size,
        relation,
        kinds,
        match.ignored,
        by_rows=damaged,
        rows=file.rows,
    )


def _unreadable(shown: str, message: str) -> tuple[Diagnostic, ...]:
    return (file_diagnostic("SLA408", shown, message, help_="export it again; it may be cut off"),)


def _kind(field: FieldDecl, column: ParquetColumn) -> ColumnKind:
    kind = column.kind or ColumnKind.TEXT
    return kind if kind in _KIND_OF.get(field.type, ()) else ColumnKind.TEXT


def _relation(file: ParquetFile, kinds: dict[str, ColumnKind]) -> Sql:
    columns = (
        sql(
            ", {} AS {}",
            file.columns[field].text if kind is ColumnKind.TEXT else file.columns[field].value,
            name(field),
        )
        for field, kind in kinds.items()
    )
    return sql("SELECT {} AS {}{} FROM {}", file.row, name(ROW), joined("", columns), file.source)


def _without_text(shown: str, declared: list[FieldDecl], file: ParquetFile) -> Iterator[Diagnostic]:
    for field in declared:
        column = file.columns[field.name]
        if column.kind is None:
            message = f"the column `{field.name}` holds {column.no_text}, not single values"
            advice = f"write `{field.name}` as {field.type}"
            yield file_diagnostic("SLA419", shown, message, help_=advice, field=field.name)
