"""JSON Lines: one object a line; null, an absent key and an empty text are missing values; an empty line is no record.

An engine's JSON reader turns `1.10` into a binary number and back. Numbers keep their text here: each is put in quotes
before the line is taken apart.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

from attrs import frozen

from sladsl.measurement.columns import match_columns
from sladsl.measurement.duckdb import Session, new_path, query
from sladsl.measurement.file_bytes import FileBytes
from sladsl.measurement.lines import is_readable, lines_of, spooled_lines
from sladsl.measurement.problems import BadRow, Finding, file_diagnostic, finding
from sladsl.measurement.raw_files import ROW, Kind, RawFile, Read
from sladsl.measurement.sql_pieces import Sql, any_of, column, joined, name, parameter, sql
from sladsl.planning.plan import RecordSet

_BLANKS = " \t\r\n\ufeff"
_TOKENS = r'("(?:[^"\\]|\\.)*")|(-?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?)'
_OBJECT_HELP = 'write one object a line, such as `{"id": 1}`'


def read_json_lines(session: Session, records: RecordSet, path: Path, shown: str, content: FileBytes) -> Read:
    """Open a JSON Lines file."""
    faults: list[_Fault] = []
    lines = lines_of(session, path)
    if not content.is_utf8 or content.has_lone_returns or not is_readable(session, lines):
        spool = new_path(session, ".csv")
        faults += _spool(path, spool)
        lines = spooled_lines(spool)
    lines = _filled(lines)
    first = query(session, sql("SELECT line FROM ({}) ORDER BY number LIMIT 1", lines))
    if not first and not faults:
        return (file_diagnostic("SLA401", shown, f"the file `{shown}` has no records", help_=_OBJECT_HELP),)
    if first and first[0][0].startswith("["):
        message = f"the file `{shown}` is one JSON list, not JSON Lines"
        return (file_diagnostic("SLA409", shown, message, help_=_OBJECT_HELP),)
    keys = tuple(row[0] for row in query(session, _keys(lines)))
    needed = (field.name for field in records.fields if not field.optional) if keys else ()
    match = match_columns(records, keys, shown, needed)
    if match.diagnostics:
        return match.diagnostics
    fields = tuple(match.positions)
    apart = _apart(lines, fields)
    faults += _faults(
        session, sql("SELECT number, line FROM ({}) WHERE NOT ({})", lines, _is_sound()), fields
    )
    faults += _faults(
        session, sql("SELECT number, line FROM ({}) WHERE {}", apart, _is_nested(fields)), fields
    )
    return RawFile(
        records,
        shown,
        content.sha256,
        _relation(apart, fields),
        dict.fromkeys(fields, Kind.TEXT),
        match.ignored,
        _findings(records, shown, faults),
    )


@frozen
class _Fault:
    """A line that cannot be taken apart, under its code."""

    code: str
    bad: BadRow


def _filled(lines: Sql) -> Sql:
    """The lines that hold anything."""
    trimmed = sql("trim(line, {})", parameter(_BLANKS))
    return sql(
        "SELECT number, line FROM (SELECT number, {} AS line FROM ({})) WHERE line <> ''", trimmed, lines
    )


def _is_sound() -> Sql:
    """Whether a line is an object that has no key twice."""
    keys = Sql(("json_keys(line)",))
    return sql(
        "CASE WHEN json_valid(line) THEN CASE WHEN json_type(line) = 'OBJECT'"
        " THEN len({}) = len(list_distinct({})) ELSE FALSE END ELSE FALSE END",
        *(keys, keys),
    )


def _keys(lines: Sql) -> Sql:
    return sql(
        "SELECT DISTINCT unnest(json_keys(line)) AS key FROM ({}) WHERE {} ORDER BY key", lines, _is_sound()
    )


def _apart(lines: Sql, fields: tuple[str, ...]) -> Sql:
    """Each sound line with the values of its fields as text."""
    # A mark goes before and after every token; two in a row stand after a text, single ones around a number.
    mark = parameter("\x01")
    marked = sql("regexp_replace(line, {}, {}, 'g')", parameter(_TOKENS), parameter("\\1\x01\\2\x01"))
    quoted = sql("replace(replace({}, {}, ''), {}, '\"')", marked, parameter("\x01\x01"), mark)
    shape = parameter(json.dumps(dict.fromkeys(fields, "VARCHAR")))
    values = sql("json_transform({}, {})", quoted, shape) if fields else Sql(("NULL",))
    return sql("SELECT number, line, {} AS fields FROM ({}) WHERE {}", values, lines, _is_sound())


def _is_nested(fields: tuple[str, ...]) -> Sql:
    """Whether the value of a field is a list or an object."""
    return any_of(
        sql(
            "left({}, 1) IN ('[', '{') AND json_type(line, {}) IN ('ARRAY', 'OBJECT')",
            *(column("fields", field), parameter(f'$."{field}"')),
        )
        for field in fields
    )


def _relation(apart: Sql, fields: tuple[str, ...]) -> Sql:
    picked = joined("", (sql(", {} AS {}", column("fields", field), name(field)) for field in fields))
    return sql(
        "SELECT number AS {}{} FROM ({}) WHERE ({}) IS NOT TRUE", name(ROW), picked, apart, _is_nested(fields)
    )


def _faults(session: Session, lines: Sql, fields: tuple[str, ...]) -> list[_Fault]:
    return [_fault(number, line, fields) for number, line in query(session, sql("{} ORDER BY number", lines))]


def _fault(number: int, line: str, fields: tuple[str, ...]) -> _Fault:
    try:
        pairs = json.loads(line, object_pairs_hook=_Pairs)
    except json.JSONDecodeError as error:
        reason = f"the line is not JSON: {error.msg[:1].lower()}{error.msg[1:]} at character {error.pos + 1}"
        return _Fault("SLA409", BadRow(number, None, line[:80], reason, _OBJECT_HELP))
    except (ValueError, RecursionError):
        reason = "the line has a number of too many digits, or lists too deep, to be read"
        return _Fault(
            "SLA409", BadRow(number, None, line[:80], reason, "write one object a line, of plain values")
        )
    if not isinstance(pairs, _Pairs):
        return _Fault("SLA409", BadRow(number, None, line[:80], "the line is not an object", _OBJECT_HELP))
    nested = [(key, value) for key, value in pairs if key in fields and isinstance(value, list)]
    if nested:
        reason = f"`{nested[0][0]}` is a list or an object, not a single value"
        return _Fault("SLA411", BadRow(number, nested[0][0], None, reason, "write one value"))
    return _Fault("SLA409", BadRow(number, None, line[:80], "the object has a key twice", "keep one of them"))


class _Pairs(list[tuple[str, Any]]):
    """The keys and values of an object, as written."""


def _findings(records: RecordSet, shown: str, faults: Iterable[_Fault]) -> tuple[Finding, ...]:
    def kind(fault: _Fault) -> tuple[str, str]:
        return fault.code, fault.bad.field or ""

    return tuple(
        finding(code, records.name, shown, (fault.bad for fault in found))
        for (code, _), found in groupby(sorted(faults, key=kind), kind)
    )


def _spool(path: Path, target: Path) -> Iterator[_Fault]:
    """Copy the lines that are UTF-8, each with its number."""
    with path.open("rb") as source, target.open("w", encoding="utf-8", newline="") as spool:
        writer = csv.writer(spool, lineterminator="\n")
        for number, line in enumerate(source, 1):
            try:
                writer.writerow((number, line.decode("utf-8").strip(_BLANKS)))
            except UnicodeDecodeError:
                shown = line.decode("utf-8", "replace").strip(_BLANKS)[:80]
                reason = "the line has bytes that are not UTF-8"
                yield _Fault("SLA407", BadRow(number, None, shown, reason, "save the file as UTF-8"))
