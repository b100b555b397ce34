"""What measuring asks of an engine, whichever it is.

An engine answers queries, keeps their rows as tables, and reads files as columns of text. How it spells SQL is its
dialect; nothing else in measurement knows which engine runs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, Protocol

from sladsl.measurement.files.file_bytes import FileBytes
from sladsl.measurement.files.raw_files import ColumnKind
from sladsl.measurement.sql.pieces import Dialect, Sql, render
from sladsl.values import frozen


class EngineError(Exception):
    """The engine refused a statement: what it read is malformed, or a number grew past its widest integer."""


class EngineMissingError(Exception):
    """The engine asked for is not installed, or what it needs is not; the message says what to install."""


@frozen
class ParquetColumn:
    """A column of a Parquet file: its values as they are, and as text.

    `kind` is None where the values have no text to take for a value; `no_text` says in a word what they are.
    """

    kind: ColumnKind | None
    no_text: str
    value: Sql
    text: Sql


@frozen
class ParquetFile:
    """The columns of a Parquet file by name, what to select them from, the number of a row there, from 1, and how many.

    The source binds no parameter.
    """

    columns: Mapping[str, ParquetColumn]
    source: Sql
    row: Sql
    rows: int


@frozen
class Json:
    """How an engine takes the JSON in a column `line` apart.

    `is_sound` says that the line is an object that has no key twice and that the engine takes apart by itself; `keys`
    gives a row for each key of a sound one, `fields` a struct of the values of some keys as text, and `is_nested`
    whether one of those is a list or an object.
    """

    is_sound: Sql
    keys: Sql
    fields: Callable[[tuple[str, ...]], Sql]
    is_nested: Callable[[tuple[str, ...]], Sql]


class Statements(Protocol):
    """What can be asked for tables and rows: an engine that runs, or one that only writes down what it is asked.

    What runs a statement raises EngineError, and OSError when memory or temporary space runs out.
    """

    @property
    def dialect(self) -> Dialect:
        """How the engine spells SQL."""

    def fetch(self, text: str, parameters: Sequence[str]) -> list[tuple[Any, ...]]:
        """Run a query; an integer of any width is an int."""

    def keep(self, table: str, text: str, parameters: Sequence[str]) -> None:
        """Keep the rows of a query as a table, in place of one of that name."""

    def hand_over(self, table: str, rows: Sequence[tuple[int, ...]], columns: Sequence[str]) -> None:
        """Make a table of 64-bit integers, in place of one of that name."""


class Session(Statements, Protocol):
    """An engine that runs, with a folder for temporary files that goes when it ends."""

    @property
    def folder(self) -> Path:
        """Where temporary files go."""

    @property
    def json(self) -> Json:
        """How the engine takes JSON apart."""

    @property
    def distinct(self) -> Callable[[Sql, int, int], Sql] | None:
        """An aggregate that counts the integers between two, less than 2**28 apart; None without a quick one."""

    def stream(self, text: str, parameters: Sequence[str]) -> Iterator[tuple[Any, ...]]:
        """Run a query as `fetch` does, and fetch its rows a batch at a time; nothing else is asked meanwhile."""

    def define(self, view: str, text: str) -> None:
        """Give a query a name."""

    def overflowing_to_null(self) -> AbstractContextManager[None]:
        """Meanwhile a calculation behind `TRY` is NULL where it needs more digits than an integer has."""

    def lines(self, path: Path) -> Sql | None:
        """The lines of a text file as `number`, from 1, and `line`; None where the engine loses count of them."""

    def csv_cells(self, path: Path, content: FileBytes, width: int) -> Sql | None:
        """The rows of a CSV file with a header as `#row` and the cells `c0`, `c1`, …; the header is row 1.

        The file is UTF-8 without empty lines and lone carriage returns. None where the engine would lose count of rows
        or of cells.
        """

    def spooled_cells(self, path: Path, width: int) -> Sql:
        """The rows of a CSV file of ours as the cells `c0`, `c1`, …; there is no header."""

    def parquet(self, path: Path) -> ParquetFile:
        """What a Parquet file holds."""


def query(session: Statements, statement: Sql) -> list[tuple[Any, ...]]:
    """Run a query and fetch its rows.

    Raises EngineError, and OSError when memory or the disk for temporary files runs out.
    """
    return session.fetch(*render(statement, session.dialect))


def streamed(session: Session, statement: Sql) -> Iterator[tuple[Any, ...]]:
    """Run a query once its first row is asked for, and fetch its rows a batch at a time; raises as `query` does.

    They are taken before anything else is asked.
    """
    return session.stream(*render(statement, session.dialect))


def make_table(session: Statements, table: str, rows: Sql) -> None:
    """Keep the rows of a query as a table, in place of one of that name; raises as `query` does."""
    session.keep(table, *render(rows, session.dialect))


def make_view(session: Session, view: str, rows: Sql) -> None:
    """Give a query a name; it must bind no parameter."""
    text, parameters = render(rows, session.dialect)
    assert not parameters, "engines bind nothing in a view"
    session.define(view, text)


def insert(session: Statements, table: str, rows: Sequence[tuple[int, ...]], columns: Sequence[str]) -> None:
    """Make a table of 64-bit integers, such as planning compiles calendars to; raises as `query` does."""
    session.hand_over(table, rows, columns)


def new_path(session: Session, suffix: str) -> Path:
    """Give the path of a new file in the session's folder."""
    number = len(list(session.folder.iterdir()))
    return session.folder / f"{number}{suffix}"
