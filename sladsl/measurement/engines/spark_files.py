"""How Spark reads files: as lines that it numbers, and Parquet by itself."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

from sladsl.measurement.engines.engine import Json, ParquetColumn, ParquetFile, Session, query
from sladsl.measurement.files.raw_files import ROW, ColumnKind
from sladsl.measurement.sql.pieces import (
    FALSE,
    SPARK,
    Sql,
    integer,
    joined,
    listed,
    name,
    parameter,
    quoted,
    sql,
)

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

# Java goes one call deeper for each repeat of a group, unless it never goes back on it (`*+`).
_CELL = r'(?:"[^"]*(?:""[^"]*)*+"|[^",]*)'
_STRING = r'"(?:[^"\\\x00-\x1f]*(?:\\(?:["\\/bfnrt]|u(?![dD][89a-fA-F])[0-9a-fA-F]{4})[^"\\\x00-\x1f]*)*+)"'
_NUMBER = r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?"
_PAIR = rf"\s*{_STRING}\s*:\s*(?:{_STRING}|{_NUMBER}|true|false|null)\s*"
_OBJECT = rf"\A\{{(?:{_PAIR}(?:,{_PAIR})*+|\s*)\}}\z"
_TOKENS = rf"({_STRING})|({_NUMBER})"


def lines(session: Session, spark: SparkSession, path: Path) -> Sql | None:
    """The lines of a text file with their numbers.

    Spark numbers rows within each part of a file; the lines of the parts before are added. Both go over the same
    parts.
    """
    text = _view(spark.read.text(_address(path), lineSep="\n"))
    numbered = sql(
        "SELECT spark_partition_id() AS part, monotonically_increasing_id() AS id, value AS line FROM {}",
        text,
    )
    sizes = query(session, sql("SELECT part, count(*) FROM ({}) GROUP BY part ORDER BY part", numbered))
    starts, before = [], 0
    for part, size in sizes:
        starts.append((part, before - (part << 33) + 1))
        before += size
    if not starts:
        return sql("SELECT CAST(0 AS BIGINT) AS number, '' AS line WHERE FALSE")
    shift = joined(" ", (sql("WHEN {} THEN CAST({} AS BIGINT)", integer(p), integer(s)) for p, s in starts))
    return sql("SELECT id + CASE part {} END AS number, line FROM ({})", shift, numbered)


def csv_cells(session: Session, path: Path, width: int) -> Sql | None:
    """The cells of a CSV file of which each line is one row; None for others."""
    found = session.lines(path)
    assert found is not None, "Spark never loses count of lines"
    bare = sql("SELECT number, trim(TRAILING {} FROM line) AS line FROM ({})", parameter("\r"), found)
    regular = sql("regexp_like(line, {})", parameter(rf"\A{_CELL}(?:,{_CELL}){{{width - 1}}}\z"))
    irregular = sql(
        "SELECT 1 FROM ({}) WHERE number > 1 AND (NOT {} OR trim(line) = '') LIMIT 1", bare, regular
    )
    if query(session, irregular):
        return None
    # A comma is put before the first cell, too, so that no match is empty.
    split = sql(
        "SELECT number, CASE WHEN contains(line, '\"') THEN regexp_extract_all(',' || line, {}, 1)"
        " ELSE split(line, ',') END AS cells FROM ({}) WHERE number > 1",
        *(parameter(f",({_CELL})"), bare),
    )
    cells = listed(sql("{} AS {}", _unquoted(position), name(f"c{position}")) for position in range(width))
    return sql("SELECT number AS {}, {} FROM ({})", name(ROW), cells, split)


def _unquoted(position: int) -> Sql:
    cell = sql("cells[{}]", integer(position))
    inner = sql("replace(substr({}, 2, length({}) - 2), '\"\"', '\"')", cell, cell)
    return sql("nullif(CASE WHEN left({}, 1) = '\"' THEN {} ELSE {} END, '')", cell, inner, cell)


def spooled_cells(spark: SparkSession, path: Path, width: int) -> Sql:
    """The cells of a CSV file of ours."""
    schema = ", ".join(f"c{position} STRING" for position in range(width))
    frame = spark.read.csv(
        _address(path), schema=schema, multiLine=True, quote='"', escape='"', mode="FAILFAST", lineSep="\n"
    )
    return sql("SELECT * FROM {}", _view(frame))


def integers(spark: SparkSession, path: Path, columns: Sequence[str]) -> DataFrame:
    """The rows of a CSV file of ours that holds 64-bit integers."""
    schema = ", ".join(f"{quoted(called, SPARK)} BIGINT" for called in columns)
    return spark.read.csv(_address(path), schema=schema, mode="FAILFAST")


def parquet(spark: SparkSession, path: Path) -> ParquetFile:
    """The columns of a Parquet file."""
    frame = spark.read.parquet(_address(path))
    columns = {field.name: _column(field.name, field.dataType.simpleString()) for field in frame.schema}
    indexed = _view(frame.selectExpr("*", "_metadata.row_index AS `#index`"))
    return ParquetFile(columns, indexed, _INDEX, frame.count())


_INDEX = sql("{} + 1", name("#index"))
_NATIVE = {"boolean": ColumnKind.FLAG, "timestamp_ntz": ColumnKind.WALL_TIME, "timestamp": ColumnKind.INSTANT}
_WITHOUT_TEXT = {
    "binary": "bytes",
    "array": "lists",
    "map": "maps",
    "struct": "structures",
    "interval": "intervals",
    "variant": "variants",
}


def _column(called: str, written: str) -> ParquetColumn:
    held = name(called)
    no_text = next((word for type_, word in _WITHOUT_TEXT.items() if written.startswith(type_)), "")
    kind = None if no_text else _NATIVE.get(written, ColumnKind.TEXT)
    value = sql("CAST({} AS TIMESTAMP)", held) if kind is ColumnKind.WALL_TIME else held
    text = _shortest(held, written) if written in {"double", "float"} else sql("CAST({} AS STRING)", held)
    return ParquetColumn(kind, no_text, value, text)


def _shortest(held: Sql, written: str) -> Sql:
    """The shortest decimal that is read back as a binary number; Java before 19 may write a longer one."""
    type_ = Sql(("DOUBLE",)) if written == "double" else Sql(("FLOAT",))
    usual = sql("CAST({} AS STRING)", held)
    digits = range(14, 17) if written == "double" else range(5, 9)
    # One of 15 digits is the only one of as many or fewer.
    whens = joined(
        " ",
        (
            sql(
                "WHEN CAST({} AS {}) = {} THEN {}",
                *(written_, type_, held, written_),
            )
            for length in digits
            for written_ in [sql("format_string({}, {})", parameter(f"%.{length}e"), held)]
        ),
    )
    short = sql(
        "length(regexp_replace(split_part({}, 'E', 1), {}, '')) <= {}",
        *(usual, parameter("[^0-9]"), integer(15 if written == "double" else 6)),
    )
    return sql("CASE WHEN {} IS NULL OR {} THEN {} {} ELSE {} END", held, short, usual, whens, usual)


def _view(frame: DataFrame) -> Sql:
    called = f"#read {uuid4().hex}"
    frame.createOrReplaceTempView(quoted(called, SPARK))
    return name(called)


def _address(path: Path) -> str:
    """A file's address, in which signs that Spark takes for patterns stand for themselves."""
    return "".join(f"\\{sign}" if sign in "*?[]{}\\" else sign for sign in f"file://{path.resolve()}")


# --- JSON ----------------------------------------------------------------------------------------------------------


def _fields(fields: tuple[str, ...]) -> Sql:
    # Spark may write a number anew, so each is put in quotes first. A mark goes before and after every token; two in
    # a row stand after a text, single ones around a number.
    mark = parameter("\x01")
    marked = sql("regexp_replace(line, {}, {})", parameter(_TOKENS), parameter("$1\x01$2\x01"))
    quoted = sql("replace(replace({}, {}, ''), {}, '\"')", marked, parameter("\x01\x01"), mark)
    schema = ", ".join(f"`{field}` STRING" for field in fields)
    return sql("from_json({}, {})", quoted, parameter(schema)) if fields else Sql(("NULL",))


JSON = Json(
    # Keys are NULL where Spark reads no further, such as in a number of more than a thousand digits.
    is_sound=sql(
        "coalesce(CASE WHEN regexp_like(line, {}) THEN size(json_object_keys(line))"
        " = size(array_distinct(json_object_keys(line))) END, FALSE)",
        parameter(_OBJECT),
    ),
    keys=Sql(("explode(json_object_keys(line))",)),
    fields=_fields,
    is_nested=lambda _: FALSE,
)
