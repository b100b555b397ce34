"""DuckDB, embedded: the engine that measures by default."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sladsl.measurement.engines import duckdb_files
from sladsl.measurement.engines.engine import EngineError, Json, ParquetFile
from sladsl.measurement.files.file_bytes import FileBytes
from sladsl.measurement.sql.pieces import DUCKDB, Dialect, Sql, integer, listed, name, render, sql
from sladsl.values import frozen

if TYPE_CHECKING:
    import duckdb


_BATCH = 10_000
"""How many rows are fetched at a time."""


@frozen
class DuckDB:
    """An open DuckDB and a folder for what it spills."""

    connection: duckdb.DuckDBPyConnection
    folder: Path

    @property
    def dialect(self) -> Dialect:
        return DUCKDB

    @property
    def json(self) -> Json:
        return duckdb_files.JSON

    @property
    def distinct(self) -> Callable[[Sql, int, int], Sql]:
        return _distinct

    def fetch(self, text: str, parameters: Sequence[Any]) -> list[tuple[Any, ...]]:
        import duckdb  # noqa: PLC0415 - see open_session

        try:
            return self.connection.execute(text, parameters or None).fetchall()
        except duckdb.Error as error:
            raise _cause(error) from error

    def stream(self, text: str, parameters: Sequence[str]) -> Iterator[tuple[Any, ...]]:
        import duckdb  # noqa: PLC0415 - see open_session

        try:
            found = self.connection.execute(text, parameters or None)
            while rows := found.fetchmany(_BATCH):
                yield from rows
        except duckdb.Error as error:
            raise _cause(error) from error

    def keep(self, table: str, text: str, parameters: Sequence[str]) -> None:
        self.fetch(
            f"{self._text(sql('CREATE OR REPLACE TEMPORARY TABLE {} AS', name(table)))} {text}", parameters
        )

    def define(self, view: str, text: str) -> None:
        self.fetch(f"{self._text(sql('CREATE OR REPLACE TEMPORARY VIEW {} AS', name(view)))} {text}", ())

    def hand_over(self, table: str, rows: Sequence[tuple[int, ...]], columns: Sequence[str]) -> None:
        unnested = listed(
            sql("unnest({}::BIGINT[]) AS {}", Sql((f"${number}",)), name(column))
            for number, column in enumerate(columns, 1)
        )
        values = [list(column) for column in zip(*rows, strict=True)] if rows else [[] for _ in columns]
        # Handed over as lists: a VALUES clause of as many rows takes the parser forty times as long.
        made = sql("CREATE OR REPLACE TEMPORARY TABLE {} AS SELECT {}", name(table), unnested)
        self.fetch(self._text(made), values)

    def overflowing_to_null(self) -> AbstractContextManager[None]:
        return nullcontext()

    def lines(self, path: Path) -> Sql | None:
        return duckdb_files.lines(self, path)

    def csv_cells(self, path: Path, content: FileBytes, width: int) -> Sql | None:
        return duckdb_files.csv_cells(self, path, content, width)

    def spooled_cells(self, path: Path, width: int) -> Sql:
        return duckdb_files.spooled_cells(path, width)

    def parquet(self, path: Path) -> ParquetFile:
        import duckdb  # noqa: PLC0415 - see open_session

        try:
            return duckdb_files.parquet(self, self.connection, path)
        except duckdb.Error as error:
            raise _cause(error) from error

    def _text(self, statement: Sql) -> str:
        return render(statement, DUCKDB)[0]


def _distinct(value: Sql, first: int, last: int) -> Sql:
    """A bit is set for each integer, and the bits are counted."""
    ends = integer(first), integer(last)
    between = sql("CASE WHEN {} BETWEEN {} AND {} THEN {} END", value, *ends, value)
    return sql("coalesce(bit_count(bitstring_agg({}, {}, {})), 0)", between, *ends)


@contextmanager
def open_session(memory_limit: str | None = None) -> Iterator[DuckDB]:
    """Open an engine in memory that uses no network, loads no extension and knows no zone but UTC.

    `memory_limit` is in DuckDB's words ("4GB"); what does not fit is spilled to a temporary folder.
    """
    import duckdb  # noqa: PLC0415 - check, fmt and the language server start without an engine

    with tempfile.TemporaryDirectory(prefix="sladsl-") as folder:
        limits = {} if memory_limit is None else {"memory_limit": memory_limit}
        options = {
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
            "temp_directory": folder,
        }
        with duckdb.connect(":memory:", config={**options, **limits}) as connection:
            connection.execute("SET TimeZone = 'UTC'")
            connection.execute("SET enable_progress_bar = false")
            # Every join has its large side on the left. The engine, misjudging how many records a window holds, would
            # swap the sides and build a hash table of all of them.
            connection.execute("SET disabled_optimizers = 'build_side_probe_side'")
            # Groups by a few small integers, such as a window, a series and a byte, are found by their place.
            connection.execute("SET perfect_ht_threshold = 18")
            yield DuckDB(connection, Path(folder))


def _cause(error: duckdb.Error) -> Exception:
    """Whether what was read is malformed, the outside world fails, or the statement is wrong, which is a bug."""
    import duckdb  # noqa: PLC0415 - see open_session

    text = _plain(error)
    match error:
        case duckdb.InvalidInputException() | duckdb.OutOfRangeException():
            return EngineError(text)
        case duckdb.OutOfMemoryException():
            return OSError(f"the records need more memory and temporary space than there is: {text}")
        case duckdb.IOException() if text.startswith("Could not read enough bytes"):
            return EngineError(text)  # a file that ends before its content does
        case duckdb.IOException():
            return OSError(f"reading the records or writing temporary files failed: {text}")
        case _ if type(error) is duckdb.Error:
            return EngineError(
                text
            )  # the Parquet reader's word for pages and tables of contents that are damaged
        case _:
            return error


def _plain(error: duckdb.Error) -> str:
    """The first line of the engine's message, without its name for the kind of error."""
    first = str(error).split("\n", 1)[0]
    return first.split(" Error: ", 1)[-1]
