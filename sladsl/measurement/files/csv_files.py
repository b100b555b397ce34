"""CSV files: commas, RFC 4180 quotes, and a header.

A byte-order mark and CRLF are accepted. Every row must have as many cells as the header.
"""

from __future__ import annotations

from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Mapping, Sequence
from itertools import groupby
from pathlib import Path

from sladsl.diagnostics.diagnostic import Diagnostic
from sladsl.measurement.engines.engine import Session, new_path
from sladsl.measurement.files.columns import match_columns
from sladsl.measurement.files.csv_rows import BadCsvRow, csv_header, spool_csv
from sladsl.measurement.files.file_bytes import FileBytes
from sladsl.measurement.files.raw_files import ROW, ColumnKind, RawFile, Read
from sladsl.measurement.records.problems import Finding, file_diagnostic, finding
from sladsl.measurement.sql.pieces import Sql, joined, name, sql
from sladsl.planning.plan import RecordSet

_OTHER_SEPARATORS = {";": "semicolons", "\t": "tabs"}


def read_csv(session: Session, records: RecordSet, path: Path, shown: str, content: FileBytes) -> Read:
    """Open a CSV file."""
    if _is_utf16(path):
        message = f"the file `{shown}` is UTF-16, not UTF-8"
        return (file_diagnostic("SLA407", shown, message, help_="save the file as UTF-8"),)
    header = csv_header(path)
    if not any(header):
        no_header = f"the file `{shown}` has no header"
        return (file_diagnostic("SLA401", shown, no_header, help_="the first row names the columns"),)
    separator = _other_separator(records, header)
    if separator is not None:
        message = f"the columns of the file `{shown}` are separated by {separator}, not by commas"
        advice = "the separator of a CSV file must be a comma; export it again with commas"
        return (file_diagnostic("SLA403", shown, message, help_=advice),)
    match = match_columns(records, header, shown, (field.name for field in records.fields))
    if match.diagnostics:
        return match.diagnostics
    kinds = dict.fromkeys(match.positions, ColumnKind.TEXT)

    def by_rows() -> Read:
        spooled = spool_csv(path, header, new_path(session, ".csv"))
        if spooled.unclosed is not None:
            return (_unclosed(shown, spooled.unclosed),)
        relation = spooled_csv(session, spooled.path, len(header), match.positions)
        findings = _findings(records, shown, spooled.bad)
        return RawFile(records, shown, content.sha256, content.size, relation, kinds, match.ignored, findings)

    irregular = not content.is_utf8 or content.has_empty_lines or content.has_lone_returns
    cells = None if irregular else session.csv_cells(path, content, len(header))
    if cells is None:
        return by_rows()
    direct = sql("SELECT {}{} FROM ({})", name(ROW), _picked(match.positions, 0), cells)
    return RawFile(
        records, shown, content.sha256, content.size, direct, kinds, match.ignored, by_rows=by_rows
    )


def _is_utf16(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(2) in {BOM_UTF16_LE, BOM_UTF16_BE}


def _other_separator(records: RecordSet, header: Sequence[str]) -> str | None:
    """What separates the columns of a header that commas leave in one piece."""
    if len(header) != 1 or header[0] in {field.name for field in records.fields}:
        return None
    return next((called for mark, called in _OTHER_SEPARATORS.items() if mark in header[0]), None)


def spooled_csv(session: Session, path: Path, width: int, positions: Mapping[str, int]) -> Sql:
    """Read a CSV file of ours, in which the number of the row comes before its cells."""
    return sql(
        "SELECT CAST({} AS BIGINT) AS {}{} FROM ({})",
        *(name("c0"), name(ROW), _picked(positions, 1), session.spooled_cells(path, width + 1)),
    )


def _picked(positions: Mapping[str, int], shift: int) -> Sql:
    return joined(
        "",
        (sql(", {} AS {}", name(f"c{place + shift}"), name(field)) for field, place in positions.items()),
    )


def _findings(records: RecordSet, shown: str, bad: tuple[BadCsvRow, ...]) -> tuple[Finding, ...]:
    def kind(row: BadCsvRow) -> tuple[str, str]:
        return row.code, row.bad.field or ""

    return tuple(
        finding(code, records.name, shown, (row.bad for row in rows))
        for (code, _), rows in groupby(sorted(bad, key=kind), kind)
    )


def _unclosed(shown: str, row: int) -> Diagnostic:
    message = f"a quote opened in row {row} is never closed"
    return file_diagnostic("SLA406", shown, message, help_="close the quote, or remove it", row=row)
