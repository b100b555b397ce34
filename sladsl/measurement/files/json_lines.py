"""JSON Lines: one object a line; null, an absent key and an empty text are missing values; an empty line is no record.

Numbers keep their text. Lines that the engine does not take apart by itself are taken apart one by one.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from itertools import groupby
from pathlib import Path
from typing import Any

from sladsl.measurement.engines.engine import Json, Session, new_path, query
from sladsl.measurement.files.columns import match_columns
from sladsl.measurement.files.file_bytes import FileBytes
from sladsl.measurement.files.raw_files import ROW, ColumnKind, RawFile, Read
from sladsl.measurement.records.problems import BadRow, Finding, file_diagnostic, finding
from sladsl.measurement.sql.pieces import Sql, column, joined, name, parameter, sql
from sladsl.planning.plan import RecordSet
from sladsl.values import frozen

_BLANKS = " \t\r\n\ufeff"
_OBJECT_HELP = 'write one object a line, such as `{"id": 1}`'


def read_json_lines(session: Session, records: RecordSet, path: Path, shown: str, content: FileBytes) -> Read:
    """Open a JSON Lines file."""
    faults: list[_Fault] = []
    lines = None if not content.is_utf8 or content.has_lone_returns else session.lines(path)
    if lines is None or not _are_taken_apart(session, _filled(lines)):
        spool = new_path(session, ".csv")
        faults += _spool(path, spool, {field.name for field in records.fields})
        lines = _spooled_lines(session, spool)
    lines = _filled(lines)
    first = query(session, sql("SELECT line FROM ({}) ORDER BY number LIMIT 1", lines))
    if not first and not faults:
        return (file_diagnostic("SLA401", shown, f"the file `{shown}` has no records", help_=_OBJECT_HELP),)
    if first and first[0][0].startswith("["):
        message = f"the file `{shown}` is one JSON list, not JSON Lines"
        return (file_diagnostic("SLA409", shown, message, help_=_OBJECT_HELP),)
    keys = tuple(row[0] for row in query(session, _keys(session.json, lines)))
    needed = (field.name for field in records.fields if not field.optional) if keys else ()
    match = match_columns(records, keys, shown, needed)
    if match.diagnostics:
        return match.diagnostics
    fields = tuple(match.positions)
    apart = _apart(session.json, lines, fields)
    is_nested = session.json.is_nested(fields)
    faults += _faults(session, _unsound(session.json, lines), fields)
    faults += _faults(session, sql("SELECT number, line FROM ({}) WHERE {}", apart, is_nested), fields)
    return RawFile(
        records,
        shown,
        content.sha256,
        content.size,
        _relation(apart, fields, is_nested),
        dict.fromkeys(fields, ColumnKind.TEXT),
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
    trimmed = sql("trim(BOTH {} FROM line)", parameter(_BLANKS))
    return sql(
        "SELECT number, line FROM (SELECT number, {} AS line FROM ({})) WHERE line <> ''", trimmed, lines
    )


def _are_taken_apart(session: Session, lines: Sql) -> bool:
    """Whether the engine takes apart every line that has no fault."""
    unsound = query(session, _unsound(session.json, lines))
    return all(_fault(number, line, ()) is not None for number, line in unsound)


def _unsound(json_: Json, lines: Sql) -> Sql:
    return sql("SELECT number, line FROM ({}) WHERE NOT ({})", lines, json_.is_sound)


def _keys(json_: Json, lines: Sql) -> Sql:
    return sql(
        "SELECT DISTINCT key FROM (SELECT {} AS key FROM ({}) WHERE {}) ORDER BY key",
        *(json_.keys, lines, json_.is_sound),
    )


def _apart(json_: Json, lines: Sql, fields: tuple[str, ...]) -> Sql:
    """Each sound line with the values of its fields as text."""
    return sql(
        "SELECT number, line, {} AS fields FROM ({}) WHERE {}",
        *(json_.fields(fields), lines, json_.is_sound),
    )


def _relation(apart: Sql, fields: tuple[str, ...], is_nested: Sql) -> Sql:
    picked = joined("", (sql(", {} AS {}", column("fields", field), name(field)) for field in fields))
    return sql("SELECT number AS {}{} FROM ({}) WHERE ({}) IS NOT TRUE", name(ROW), picked, apart, is_nested)


def _faults(session: Session, lines: Sql, fields: tuple[str, ...]) -> list[_Fault]:
    return [
        _fault(number, line, fields) or _odd(number, line)
        for number, line in query(session, sql("{} ORDER BY number", lines))
    ]


def _fault(number: int, line: str, fields: tuple[str, ...]) -> _Fault | None:
    """What is wrong with a line; None for an object that has no key twice and plain values in these fields."""
    try:
        pairs = json.loads(line, object_pairs_hook=_Pairs)
    except json.JSONDecodeError as error:
        reason = f"the line is not JSON: {error.msg[:1].lower()}{error.msg[1:]} at character {error.pos + 1}"
        return _malformed(number, line, reason)
    except (ValueError, RecursionError):
        reason = "the line has a number of too many digits, or lists too deep, to be read"
        return _malformed(number, line, reason, "write one object a line, of plain values")
    if not isinstance(pairs, _Pairs):
        return _malformed(number, line, "the line is not an object")
    nested = [key for key, value in pairs if key in fields and isinstance(value, list)]
    if nested:
        reason = f"`{nested[0]}` is a list or an object, not a single value"
        return _Fault("SLA411", BadRow(number, nested[0], None, reason, "write one value"))
    if len(dict(pairs)) < len(pairs):
        return _malformed(number, line, "the object has a key twice", "keep one of them")
    return None


def _odd(number: int, line: str) -> _Fault:
    return _malformed(number, line, "the line has characters that no text has", "write it as UTF-8")


def _malformed(number: int, line: str, reason: str, advice: str = _OBJECT_HELP) -> _Fault:
    return _Fault("SLA409", BadRow(number, None, line[:80], reason, advice))


class _Pairs(list[tuple[str, Any]]):
    """The keys and values of an object, as written."""


def _findings(records: RecordSet, shown: str, faults: Iterable[_Fault]) -> tuple[Finding, ...]:
    def kind(fault: _Fault) -> tuple[str, str]:
        return fault.code, fault.bad.field or ""

    return tuple(
        finding(code, records.name, shown, (fault.bad for fault in found))
        for (code, _), found in groupby(sorted(faults, key=kind), kind)
    )


def _spooled_lines(session: Session, path: Path) -> Sql:
    """The lines of a CSV file of ours that holds lines and their numbers."""
    return sql("SELECT CAST(c0 AS BIGINT) AS number, c1 AS line FROM ({})", session.spooled_cells(path, 2))


def _spool(path: Path, target: Path, declared: AbstractSet[str]) -> Iterator[_Fault]:
    """Copy the lines that are UTF-8, each with its number and without what is nested in undeclared fields."""
    with path.open("rb") as source, target.open("w", encoding="utf-8", newline="") as spool:
        writer = csv.writer(spool, lineterminator="\n")
        for number, line in enumerate(source, 1):
            try:
                writer.writerow((number, _flat(line.decode("utf-8").strip(_BLANKS), declared)))
            except UnicodeDecodeError:
                shown = line.decode("utf-8", "replace").strip(_BLANKS)[:80]
                reason = "the line has bytes that are not UTF-8"
                yield _Fault("SLA407", BadRow(number, None, shown, reason, "save the file as UTF-8"))


def _flat(line: str, declared: AbstractSet[str]) -> str:
    """An object of plain values, numbers as text; a line as it is where it is none with declared ones."""
    if not line or _fault(0, line, tuple(declared)) is not None:
        return line
    pairs = json.loads(line, object_pairs_hook=_Pairs, parse_int=str, parse_float=str, parse_constant=str)
    return json.dumps({key: None if isinstance(value, list) else value for key, value in pairs})
