"""How DuckDB reads files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, LiteralString

from sladsl.measurement.engines.engine import (
    EngineError,
    Json,
    ParquetColumn,
    ParquetFile,
    Session,
    new_path,
    query,
)
from sladsl.measurement.files.file_bytes import FileBytes
from sladsl.measurement.files.raw_files import ROW, ColumnKind
from sladsl.measurement.sql.pieces import Sql, any_of, column, integer, name, parameter, sql

if TYPE_CHECKING:
    import duckdb

_FORM: LiteralString = (
    "auto_detect = false, nullstr = '', max_line_size = 16777216, hive_partitioning = false"
)
_CELLS = Sql((f"delim = ',', quote = '\"', escape = '\"', strict_mode = true, {_FORM}",))
_LINES = Sql(
    (f"header = false, columns = {{'line': 'VARCHAR'}}, delim = '\x01', quote = '', escape = '', {_FORM}",)
)
_NATIVE = {
    "BOOLEAN": ColumnKind.FLAG,
    "TIMESTAMP": ColumnKind.WALL_TIME,
    "TIMESTAMP WITH TIME ZONE": ColumnKind.INSTANT,
}
_WITHOUT_TEXT = {
    "BLOB": "bytes",
    "BIT": "bits",
    "INTERVAL": "intervals",
    "STRUCT": "structures",
    "MAP": "maps",
    "UNION": "unions",
    "GEOMETRY": "geometries",
    "VARIANT": "variants",
}
_TOKENS = r'("(?:[^"\\]|\\.)*")|(-?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?)'


def lines(session: Session, path: Path) -> Sql | None:
    """The lines of a text file with their numbers, an empty one NULL; None where it mixes line ends."""
    source = parameter(str(_plain_path(session, path)))
    found = sql("SELECT row_number() OVER () AS number, line FROM read_csv({}, {})", source, _LINES)
    try:
        query(session, sql("SELECT count(line) FROM ({})", found))
    except EngineError:
        return None
    return found


def csv_cells(session: Session, path: Path, content: FileBytes, width: int) -> Sql | None:
    """The cells of a CSV file with a header; None where a line may have a cell too many."""
    if content.has_last_commas and _may_be_ragged(session, path, width):
        return None
    return sql(
        "SELECT row_number() OVER () + 1 AS {}, * FROM read_csv({}, header = true, {}, {})",
        *(name(ROW), parameter(str(_plain_path(session, path))), _texts(width), _CELLS),
    )


def spooled_cells(path: Path, width: int) -> Sql:
    """The cells of a CSV file of ours."""
    return sql(
        "SELECT * FROM read_csv({}, header = false, {}, {})", parameter(str(path)), _texts(width), _CELLS
    )


def parquet(session: Session, connection: duckdb.DuckDBPyConnection, path: Path) -> ParquetFile:
    """The columns of a Parquet file."""
    plain = str(_plain_path(session, path))
    relation = connection.from_parquet(plain, file_row_number=True, hive_partitioning=False)
    columns = {
        called: _column(called, str(type_))
        for called, type_ in zip(relation.columns, relation.types, strict=True)
        if called != "file_row_number"
    }
    view = f"#parquet {plain}"
    relation.create_view(view)
    rows = query(session, sql("SELECT count(*) FROM {}", name(view)))[0][0]
    return ParquetFile(columns, name(view), Sql(("file_row_number + 1",)), rows)


def _column(called: str, written: str) -> ParquetColumn:
    no_text = "lists" if written.endswith("]") else _WITHOUT_TEXT.get(written.split("(", maxsplit=1)[0], "")
    kind = None if no_text else _NATIVE.get(written, ColumnKind.TEXT)
    return ParquetColumn(kind, no_text, name(called), sql("CAST({} AS STRING)", name(called)))


def _may_be_ragged(session: Session, path: Path, width: int) -> bool:
    """Whether a line may have a cell too many; the engine's reader drops an empty one at the end, unseen."""
    found = lines(session, path)
    if found is None:
        return True
    unquoted = sql("regexp_replace(line, {}, '', 'g')", parameter('"[^"]*"'))
    commas = sql("length({}) - length(replace({}, ',', ''))", unquoted, unquoted)
    ragged = sql(
        "SELECT 1 FROM ({}) WHERE line <> '' AND ({} <> {} OR contains({}, '\"')) LIMIT 1",
        *(found, commas, integer(width - 1), unquoted),
    )
    return bool(query(session, ragged))


def _plain_path(session: Session, path: Path) -> Path:
    """A path to the same file that the engine takes for one path and not for a pattern or an address."""
    if not set(str(path)) & set("*?[]{}:"):
        return path
    link = new_path(session, path.suffix)
    link.symlink_to(path.resolve())
    return link


def _texts(width: int) -> Sql:
    columns = ", ".join(f"'c{position}': 'VARCHAR'" for position in range(width))
    return Sql((f"columns = {{{columns}}}",))


# --- JSON ----------------------------------------------------------------------------------------------------------


def _fields(fields: tuple[str, ...]) -> Sql:
    # The engine turns `1.10` into a binary number and back, so each number is put in quotes first. A mark goes before
    # and after every token; two in a row stand after a text, single ones around a number.
    mark = parameter("\x01")
    marked = sql("regexp_replace(line, {}, {}, 'g')", parameter(_TOKENS), parameter("\\1\x01\\2\x01"))
    quoted = sql("replace(replace({}, {}, ''), {}, '\"')", marked, parameter("\x01\x01"), mark)
    shape = parameter(json.dumps(dict.fromkeys(fields, "VARCHAR")))
    return sql("json_transform({}, {})", quoted, shape) if fields else Sql(("NULL",))


def _is_nested(fields: tuple[str, ...]) -> Sql:
    return any_of(
        sql(
            "left({}, 1) IN ('[', '{') AND json_type(line, {}) IN ('ARRAY', 'OBJECT')",
            *(column("fields", field), parameter(f'$."{field}"')),
        )
        for field in fields
    )


JSON = Json(
    is_sound=Sql(
        (
            (
                "CASE WHEN json_valid(line) THEN CASE WHEN json_type(line) = 'OBJECT'"
                " THEN len(json_keys(line)) = len(list_distinct(json_keys(line))) ELSE FALSE END ELSE FALSE END"
            ),
        )
    ),
    keys=Sql(("unnest(json_keys(line))",)),
    fields=_fields,
    is_nested=_is_nested,
)
