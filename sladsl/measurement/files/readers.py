"""Opens what a record set is bound to, by extension."""

from __future__ import annotations

import re
from collections.abc import Set as AbstractSet
from pathlib import Path

from sladsl.measurement.engines.engine import Session, new_path
from sladsl.measurement.files.bindings import RecordTable
from sladsl.measurement.files.columns import match_columns
from sladsl.measurement.files.csv_files import read_csv, spooled_csv
from sladsl.measurement.files.csv_rows import spool_rows
from sladsl.measurement.files.file_bytes import inspect_bytes, inspect_text
from sladsl.measurement.files.json_lines import read_json_lines
from sladsl.measurement.files.parquet_files import read_parquet
from sladsl.measurement.files.raw_files import ColumnKind, RawFile, Read
from sladsl.measurement.records.problems import file_diagnostic
from sladsl.planning.plan import RecordSet, ValueType

_READERS = {
    ".csv": read_csv,
    ".parquet": read_parquet,
    ".pq": read_parquet,
    ".json": read_json_lines,
    ".jsonl": read_json_lines,
    ".ndjson": read_json_lines,
}
_KINDS_HELP = "records are read from CSV (`.csv`), Parquet (`.parquet`) and JSON Lines (`.jsonl`) files"
_NUMBERS = {ValueType.NUMBER, ValueType.PERCENT, ValueType.MONEY}
_GROUPED = re.compile(r"(?<![\d.,])\d{1,3}(?:,\d{3})+(?![\d,])")


def read_file(session: Session, records: RecordSet, given: str | Path) -> Read:
    """Open a data file by its extension; diagnostics when it cannot be read at all."""
    path, shown = Path(given), str(given)
    reader = _READERS.get(path.suffix.lower())
    if reader is None:
        message = f"the file `{shown}` is of no kind that records are read from"
        return (file_diagnostic("SLA402", shown, message, help_=_KINDS_HELP),)
    try:
        content = inspect_bytes(path) if reader is read_parquet else inspect_text(path)
    except OSError as error:
        message = f"the file `{shown}` cannot be read: {_reason(error)}"
        return (file_diagnostic("SLA400", shown, message, help_="check the path and its permissions"),)
    if not content.size:
        message = f"the file `{shown}` is empty"
        return (file_diagnostic("SLA401", shown, message, help_="a file without records still has a header"),)
    return reader(session, records, path, shown, content)


def read_table(session: Session, records: RecordSet, table: RecordTable, needed: AbstractSet[str]) -> Read:
    """Read records held in memory. They are written as in an agreement: numbers may have thousands commas."""
    match = match_columns(records, table.columns, table.name, needed if table.rows else ())
    if match.diagnostics:
        return match.diagnostics
    numeric = {
        match.positions[f.name] for f in records.fields if f.type in _NUMBERS and f.name in match.positions
    }
    rows = [
        [_ungrouped(cell) if position in numeric else cell for position, cell in enumerate(row)]
        for row in table.rows
    ]
    path = spool_rows(rows, new_path(session, ".csv"))
    relation = spooled_csv(session, path, len(table.columns), match.positions)
    kinds = dict.fromkeys(match.positions, ColumnKind.TEXT)
    return RawFile(records, table.name, table.sha256, path.stat().st_size, relation, kinds, match.ignored)


def _ungrouped(cell: str | None) -> str | None:
    return None if cell is None else _GROUPED.sub(lambda found: found[0].replace(",", ""), cell)


def _reason(error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        return "there is no such file"
    return (error.strerror or "reading fails").lower()
