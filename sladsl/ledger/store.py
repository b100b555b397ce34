"""The file of a ledger: an SQLite database to which entries are only appended, one writer at a time.

Whatever is appended is appended whole: in one transaction that first takes the file for itself, proves every entry in
it, and only then decides what is lacking. A process that fails, or a machine, leaves the file as it was before.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from sladsl.diagnostics.diagnostic import DataPlace, Diagnostic, Severity
from sladsl.ledger.appending import MissingEntries
from sladsl.ledger.entry import Entry, StoredEntry, chained, proved
from sladsl.ledger.stated import Ledger, read_ledger
from sladsl.values import frozen

_APPLICATION = 0x534C4131  # "SLA1"
_FORMAT = 1
_PATIENCE = 60.0
"""How many seconds to wait for another process that appends."""

_TABLES = """
CREATE TABLE entries (
  agreement TEXT NOT NULL,
  number INTEGER NOT NULL CHECK (number > 0),
  entry TEXT NOT NULL,
  hash TEXT NOT NULL CHECK (length(hash) = 64),
  PRIMARY KEY (agreement, number)
) WITHOUT ROWID
"""
_KEPT = """
CREATE TRIGGER entries_are_not_{done} BEFORE {what} ON entries
BEGIN SELECT RAISE(ABORT, 'a ledger is only appended to'); END
"""


class LedgerError(Exception):
    """A file that cannot be opened as a ledger; `diagnostic` says why."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        super().__init__(diagnostic.message)
        self.diagnostic = diagnostic


@frozen
class Appended:
    """The entries that were appended, and the hash of the last entry of the chain then; or why nothing was."""

    entries: tuple[Entry, ...]
    head: str
    findings: tuple[Diagnostic, ...] = ()


def append(path: Path, agreement: str, lacking: Callable[[Ledger], MissingEntries]) -> Appended:
    """Append to the chain of an agreement what it lacks; the file is made where there is none.

    Raises LedgerError for a file that is no ledger, and OSError where it cannot be written.
    """
    with _opened(path, "rwc") as connection:
        connection.execute("BEGIN IMMEDIATE")
        _prepare(connection, path)
        entries, findings = proved(str(path), _rows(connection))
        mine = [each for each in entries if each.agreement == agreement]
        found = MissingEntries((), findings) if findings else lacking(read_ledger(mine))
        new = chained(agreement, mine, found.bodies)
        connection.executemany(
            "INSERT INTO entries (agreement, number, entry, hash) VALUES (?, ?, ?, ?)",
            [(each.agreement, each.number, each.text, each.hash) for each in new],
        )
        if found.findings:
            connection.execute("ROLLBACK")
        else:
            connection.execute("COMMIT")
        last = [*mine, *new]
        return Appended(new, last[-1].hash if last else "", found.findings)


def read(path: Path) -> tuple[tuple[Entry, ...], tuple[Diagnostic, ...]]:
    """The entries of a ledger, proved, by agreement and number; see `sladsl.ledger.entry.proved`.

    Raises LedgerError for a file that is no ledger, and OSError where it cannot be read.
    """
    with _opened(path, "ro") as connection:
        _check(connection, path)
        return proved(str(path), _rows(connection))


@contextmanager
def _opened(path: Path, mode: str) -> Iterator[sqlite3.Connection]:
    """A connection whose transactions are ours; closed without a commit it leaves the file as it was."""
    try:
        connection = sqlite3.connect(
            f"{path.resolve().as_uri()}?mode={mode}", uri=True, timeout=_PATIENCE, isolation_level=None
        )
    except sqlite3.OperationalError as error:
        raise OSError(None, str(error), str(path)) from error
    try:
        yield connection
    except sqlite3.DatabaseError as error:
        if isinstance(error, sqlite3.OperationalError):
            raise OSError(None, str(error), str(path)) from error
        raise _no_ledger(path, str(error)) from error
    finally:
        connection.close()


def _prepare(connection: sqlite3.Connection, path: Path) -> None:
    """Make the tables of a new file; any other must be a ledger."""
    if _is_empty(connection):
        connection.execute(_TABLES)
        for what, done in (("UPDATE", "changed"), ("DELETE", "deleted")):
            connection.execute(_KEPT.format(what=what, done=done))
        connection.execute(f"PRAGMA application_id = {_APPLICATION}")
        connection.execute(f"PRAGMA user_version = {_FORMAT}")
        return
    _check(connection, path)


def _is_empty(connection: sqlite3.Connection) -> bool:
    (tables,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    return bool(tables == 0 and application == 0)


def _check(connection: sqlite3.Connection, path: Path) -> None:
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (form,) = connection.execute("PRAGMA user_version").fetchone()
    if application != _APPLICATION:
        raise _no_ledger(path, "it holds something else")
    if form != _FORMAT:
        raise _no_ledger(path, f"it is of format {form}, and this version of sladsl knows {_FORMAT}")


def _no_ledger(path: Path, why: str) -> LedgerError:
    return LedgerError(
        Diagnostic(
            "SLA443",
            Severity.ERROR,
            f"`{path.name}` is not a ledger that can be read: {why}",
            place=DataPlace(str(path)),
            help="name a ledger that `sladsl run --ledger` has written, or a file that is not there yet",
        )
    )


def _rows(connection: sqlite3.Connection) -> Sequence[StoredEntry]:
    found = connection.execute(
        "SELECT agreement, number, entry, hash FROM entries ORDER BY agreement, number"
    )
    return [StoredEntry(*each) for each in found]
