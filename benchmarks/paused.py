"""Tickets whose clocks stand still while records of another set last: six pauses for ten tickets."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.pauses import ELAPSED, JOINS, MONTH, PAUSED
from benchmarks.tickets import PERCENTILE, TICKETS, answer_of, answer_rows, connection_with_tables
from benchmarks.workload import SCAN, Answer, Workload

if TYPE_CHECKING:
    import duckdb

_TICKETS, _PENDING = "tickets.parquet", "pending.parquet"
_PAUSES = """
COPY (
    SELECT id AS ticket, make_timestamptz(s) AS started,
        make_timestamptz(s + 1 + CAST(floor(b * 86400e6) AS BIGINT)) AS ended,
        CASE WHEN w < 0.7 THEN 'customer' ELSE 'vendor' END AS waiting
    FROM (SELECT id, epoch_us(opened) + CAST(floor(random() * 172800e6) AS BIGINT) AS s, random() AS b, random() AS w,
            random() AS chosen FROM read_parquet('{tickets}'), range(2))
    WHERE chosen < 0.3
) TO '{pending}' (FORMAT parquet, ROW_GROUP_SIZE 122880)
"""
_ROWS = """
    t AS (SELECT id, severity, epoch_us(opened) AS o, epoch_us(responded) AS r FROM read_parquet('{tickets}')),
    p AS (SELECT ticket AS owner, epoch_us(started) AS s, epoch_us(ended) AS e FROM read_parquet('{pending}')
        WHERE waiting = 'customer')
"""


def _generate(connection: duckdb.DuckDBPyConnection, folder: Path, rows: int) -> None:
    TICKETS.generate(connection, folder, rows)
    connection.execute(_PAUSES.format(tickets=folder / _TICKETS, pending=folder / _PENDING))


def _scan(folder: Path) -> Callable[[], Answer]:
    connection = connection_with_tables()
    needed = (
        (
            "SELECT sum(length(id)), sum(length(severity)), sum(epoch_us(opened)), sum(epoch_us(responded))"
            f" FROM read_parquet('{folder / _TICKETS}')"
        ),
        (
            "SELECT sum(length(ticket)), sum(length(waiting)), sum(epoch_us(started)), sum(epoch_us(ended))"
            f" FROM read_parquet('{folder / _PENDING}')"
        ),
    )

    def run() -> Answer:
        for query in needed:
            connection.execute(query).fetchall()
        return []

    return run


def _sql(folder: Path) -> Callable[[], Answer]:
    connection = connection_with_tables()
    rows = _ROWS.format(tickets=folder / _TICKETS, pending=folder / _PENDING)
    timed = f"d AS (SELECT severity, {MONTH} AS month, {ELAPSED} AS dur FROM t {JOINS})"
    text = f"WITH {rows}, {PAUSED}, {timed}, {PERCENTILE}"
    return lambda: answer_rows(connection.execute(text).fetchall())


PAUSED_TICKETS = Workload(
    title="tickets with six pauses for ten of them: attainment and the 95th percentile, per month and severity",
    agreement="paused.sla",
    records={"ticket": _TICKETS, "pending": _PENDING},
    generate=_generate,
    contestants={SCAN: _scan, "hand-written SQL": _sql},
    samples={},
    answer=answer_of,
)
