"""Text files as relations of numbered lines."""

from __future__ import annotations

from pathlib import Path

from sladsl.measurement.duckdb import EngineError, Session, plain_path, query
from sladsl.measurement.sql_pieces import Sql, parameter, sql

_FORM = (
    "auto_detect = false, header = false, nullstr = '', max_line_size = 16777216, hive_partitioning = false"
)
_DIRECT = Sql((f"columns = {{'line': 'VARCHAR'}}, delim = '\x01', quote = '', escape = '', {_FORM}",))
_COLUMNS = "columns = {'number': 'BIGINT', 'line': 'VARCHAR'}"
_SPOOLED = Sql((f"{_COLUMNS}, delim = ',', quote = '\"', escape = '\"', {_FORM}",))


def lines_of(session: Session, path: Path) -> Sql:
    """The lines of a text file with their numbers; an empty line is NULL."""
    source = parameter(str(plain_path(session, path)))
    return sql("SELECT row_number() OVER () AS number, line FROM read_csv({}, {})", source, _DIRECT)


def spooled_lines(path: Path) -> Sql:
    """The lines of a CSV file of ours that holds lines and their numbers."""
    return sql("SELECT number, line FROM read_csv({}, {})", parameter(str(path)), _SPOOLED)


def is_readable(session: Session, lines: Sql) -> bool:
    """Whether the engine can take a file apart into lines; one that mixes line ends it cannot."""
    try:
        query(session, sql("SELECT count(line) FROM ({})", lines))
    except EngineError:
        return False
    return True
