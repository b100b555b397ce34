"""DuckDB, embedded: the engine that measures by default."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from attrs import frozen

from sladsl.measurement.sql_pieces import DUCKDB, Sql, listed, name, render, sql

if TYPE_CHECKING:
    import duckdb


class EngineError(Exception):
    """The engine refused a statement: what it read is malformed, or a number grew past its widest integer."""


@frozen
class Session:
    """An open engine and a folder for what it spills, which goes when the session ends."""

    connection: duckdb.DuckDBPyConnection
    folder: Path


@contextmanager
def open_session(memory_limit: str | None = None) -> Iterator[Session]:
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
            yield Session(connection, Path(folder))


def query(session: Session, statement: Sql) -> list[tuple[Any, ...]]:
    """Run a statement and fetch its rows.

    Raises EngineError, and OSError when memory or the disk for temporary files runs out.
    """
    import duckdb  # noqa: PLC0415 - see open_session

    text, parameters = render(statement, DUCKDB)
    try:
        return session.connection.execute(text, parameters or None).fetchall()
    except duckdb.Error as error:
        raise _cause(error) from error


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


def new_path(session: Session, suffix: str) -> Path:
    """Give the path of a new file in the session's folder."""
    number = len(list(session.folder.iterdir()))
    return session.folder / f"{number}{suffix}"


def plain_path(session: Session, path: Path) -> Path:
    """Give a path to the same file that the engine takes for one path and not for a pattern or an address."""
    if not set(str(path)) & set("*?[]{}:"):
        return path
    link = new_path(session, path.suffix)
    link.symlink_to(path.resolve())
    return link


def insert(session: Session, table: str, rows: Sequence[tuple[int, ...]], columns: Sequence[str]) -> None:
    """Make a table of 64-bit integers, such as planning compiles calendars to."""
    unnested = listed(
        sql("unnest({}::BIGINT[]) AS {}", Sql((f"${number}",)), name(column))
        for number, column in enumerate(columns, 1)
    )
    statement, _ = render(sql("CREATE TEMPORARY TABLE {} AS SELECT {}", name(table), unnested), DUCKDB)
    values = [list(column) for column in zip(*rows, strict=True)] if rows else [[] for _ in columns]
    # Handed over as lists: a VALUES clause of as many rows takes the parser forty times as long.
    session.connection.execute(statement, values)
