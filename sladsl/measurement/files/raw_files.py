"""A data file as a relation: every column as written, each row with the number that a person finds it by."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum

from sladsl.diagnostics.diagnostic import Diagnostic
from sladsl.measurement.records.problems import Finding
from sladsl.measurement.sql.pieces import Sql
from sladsl.planning.plan import RecordSet
from sladsl.values import frozen

ROW = "#row"
_SMALL = 1 << 20


class ColumnKind(StrEnum):
    """What a column of a relation holds: text, or what Parquet keeps in a type of its own."""

    TEXT = "text"
    FLAG = "flag"
    WALL_TIME = "wall time"
    INSTANT = "instant"


@frozen
class RawFile:
    """A file that can be read.

    `relation` is a SELECT of `#row` and of a column for each declared field in `kinds`. `findings` are rows it leaves
    out, since they have no cells to speak of. `by_rows` reads the same file again row by row, for when the engine
    refuses it; where there is no such way, it tells what is wrong with the file. `rows` is how many there are where the
    file says so by itself; such a file can be read again at little cost. What a small file says is worth keeping in a
    table, since an engine takes longer to understand how it is decoded than to do so; `kept` is that table.
    """

    records: RecordSet
    name: str
    sha256: str
    size: int
    relation: Sql
    kinds: dict[str, ColumnKind]
    ignored: tuple[str, ...]
    findings: tuple[Finding, ...] = ()
    by_rows: Callable[[], Read] | None = None
    rows: int | None = None
    kept: str | None = None

    @property
    def is_small(self) -> bool:
        return self.size <= _SMALL


Read = RawFile | tuple[Diagnostic, ...]
