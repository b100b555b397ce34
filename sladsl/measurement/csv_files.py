"""CSV files: commas, RFC 4180 quotes, and a header.

A byte-order mark and CRLF are accepted. Every row must have as many cells as the header.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from pathlib import Path

from attrs import evolve

from sladsl.diagnostics.diagnostic import Diagnostic
from sladsl.measurement.columns import match_columns
from sladsl.measurement.csv_rows import BadCsvRow, csv_header, spool_csv
from sladsl.measurement.duckdb import Session, new_path, plain_path, query
from sladsl.measurement.file_bytes import FileBytes
from sladsl.measurement.lines import is_readable, lines_of
from sladsl.measurement.problems import Finding, file_diagnostic, finding
from sladsl.measurement.raw_files import ROW, Kind, RawFile, Read
from sladsl.measurement.sql_pieces import Sql, integer, joined, name, parameter, sql
from sladsl.planning.plan import RecordSet

_QUOTES = "auto_detect = false, delim = ',', quote = '\"', escape = '\"', nullstr = '', strict_mode = true"
_FORM = Sql((f"{_QUOTES}, max_line_size = 16777216, hive_partitioning = false",))

_OTHER_SEPARATORS = {";": "semicolons", "\t": "tabs"}


def read_csv(session: Session, records: RecordSet, path: Path, shown: str, content: FileBytes) -> Read:
    """Open a CSV file."""
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
    kinds = dict.fromkeys(match.positions, Kind.TEXT)
    direct = direct_csv(plain_path(session, path), len(header), match.positions)
    raw = RawFile(records, shown, content.sha256, direct, kinds, match.ignored)

    def by_rows() -> Read:
        spooled = spool_csv(path, header, new_path(session, ".csv"))
        if spooled.unclosed is not None:
            return (_unclosed(shown, spooled.unclosed),)
        relation = spooled_csv(spooled.path, len(header), match.positions)
        return evolve(raw, relation=relation, findings=_findings(records, shown, spooled.bad))

    irregular = not content.is_utf8 or content.has_empty_lines or content.has_lone_returns
    if irregular or (content.has_last_commas and _may_be_ragged(session, path, len(header))):
        return by_rows()
    return evolve(raw, by_rows=by_rows)


def _other_separator(records: RecordSet, header: Sequence[str]) -> str | None:
    """What separates the columns of a header that commas leave in one piece."""
    if len(header) != 1 or header[0] in {field.name for field in records.fields}:
        return None
    return next((called for mark, called in _OTHER_SEPARATORS.items() if mark in header[0]), None)


def direct_csv(path: Path, width: int, positions: Mapping[str, int]) -> Sql:
    """Read a well-formed CSV file with a header."""
    return sql(
        "SELECT row_number() OVER () + 1 AS {}{} FROM read_csv({}, header = true, {}, {})",
        *(name(ROW), _picked(positions, 0), parameter(str(path)), _texts(width), _FORM),
    )


def spooled_csv(path: Path, width: int, positions: Mapping[str, int]) -> Sql:
    """Read a CSV file of ours, in which the number of the row comes first and nothing is a header."""
    return sql(
        "SELECT CAST({} AS BIGINT) AS {}{} FROM read_csv({}, header = false, {}, {})",
        *(name("c0"), name(ROW), _picked(positions, 1), parameter(str(path)), _texts(width + 1), _FORM),
    )


def _may_be_ragged(session: Session, path: Path, width: int) -> bool:
    """Whether a line may have a cell too many; the engine's reader drops an empty one at the end, unseen."""
    lines = lines_of(session, path)
    unquoted = sql("regexp_replace(line, {}, '', 'g')", parameter('"[^"]*"'))
    commas = sql("length({}) - length(replace({}, ',', ''))", unquoted, unquoted)
    ragged = sql(
        "SELECT 1 FROM ({}) WHERE line <> '' AND ({} <> {} OR contains({}, '\"')) LIMIT 1",
        *(lines, commas, integer(width - 1), unquoted),
    )
    return not is_readable(session, lines) or bool(query(session, ragged))


def _texts(width: int) -> Sql:
    columns = ", ".join(f"'c{position}': 'VARCHAR'" for position in range(width))
    return Sql((f"columns = {{{columns}}}",))


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
