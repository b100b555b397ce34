"""Invoices with holds: turnaround in business time less holds, and accuracy, per month."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.calendars import DAY, MONTHS, instant
from benchmarks.calendars import FIRST as TERM_STARTS
from benchmarks.pauses import ELAPSED, JOINS, MONTH, PAUSED
from benchmarks.tickets import HOUR, connection_with_tables
from benchmarks.workload import SCAN, Answer, Workload
from sladsl.measurement.results import Measurement

if TYPE_CHECKING:
    import duckdb

_INVOICES, _HOLDS = "invoices.parquet", "holds.parquet"
_MADE = """
COPY (
    SELECT 'I' || lpad(CAST(i AS VARCHAR), 9, '0') AS id, make_timestamptz(o) AS received,
        make_timestamptz(o + least(432000000000, 1000000 + CAST(floor(-ln(1 - w) * 8e10) AS BIGINT))) AS posted,
        f < 0.01 AS error
    FROM (SELECT i, random() AS w, random() AS f, {start} + CAST(floor(random() * {length}) AS BIGINT) AS o
        FROM range({rows}) AS numbers(i))
) TO '{invoices}' (FORMAT parquet, ROW_GROUP_SIZE 122880)
"""
_HELD = """
COPY (
    SELECT id AS invoice, make_timestamptz(s) AS started,
        make_timestamptz(s + 1 + CAST(floor(b * 86400e6) AS BIGINT)) AS ended,
        CASE WHEN w < 0.5 THEN 'approval' WHEN w < 0.8 THEN 'query' ELSE 'supplier' END AS reason
    FROM (SELECT id, epoch_us(received) + CAST(floor(random() * 86400e6) AS BIGINT) AS s, random() AS b, random() AS w,
            random() AS chosen FROM read_parquet('{invoices}'))
    WHERE chosen < 0.2
) TO '{holds}' (FORMAT parquet, ROW_GROUP_SIZE 122880)
"""
_ROWS = """
    t AS (SELECT id, error, epoch_us(received) AS o, epoch_us(posted) AS r FROM read_parquet('{invoices}')),
    p AS (SELECT invoice AS owner, epoch_us(started) AS s, epoch_us(ended) AS e FROM read_parquet('{holds}')
        WHERE reason = 'approval')
"""
_MEASURES = """
    turned AS (SELECT month, count(*) AS n, count(*) FILTER (WHERE dur <= {limit}) AS met FROM d GROUP BY ALL),
    right_ AS (SELECT CASE WHEN t.r < x.split THEN x.m1 ELSE x.m2 END AS month, count(*) AS posted,
        count(*) FILTER (WHERE NOT error) AS correct FROM t JOIN cal AS x ON x.b = t.r // 86400000000 GROUP BY ALL)
    SELECT month, n, met, posted, correct FROM turned JOIN right_ USING (month) ORDER BY ALL
"""


def _generate(connection: duckdb.DuckDBPyConnection, folder: Path, rows: int) -> None:
    start, invoices = instant(TERM_STARTS), folder / _INVOICES
    connection.execute(_MADE.format(rows=rows, start=start, length=723 * DAY, invoices=invoices))
    connection.execute(_HELD.format(invoices=invoices, holds=folder / _HOLDS))


def _scan(folder: Path) -> Callable[[], Answer]:
    connection = connection_with_tables()
    needed = (
        (
            "SELECT sum(length(id)), count_if(error), sum(epoch_us(received)), sum(epoch_us(posted))"
            f" FROM read_parquet('{folder / _INVOICES}')"
        ),
        (
            "SELECT sum(length(invoice)), sum(length(reason)), sum(epoch_us(started)), sum(epoch_us(ended))"
            f" FROM read_parquet('{folder / _HOLDS}')"
        ),
    )

    def run() -> Answer:
        for query in needed:
            connection.execute(query).fetchall()
        return []

    return run


def _sql(folder: Path) -> Callable[[], Answer]:
    connection = connection_with_tables()
    rows = _ROWS.format(invoices=folder / _INVOICES, holds=folder / _HOLDS)
    timed = f"d AS (SELECT {MONTH} AS month, {ELAPSED} AS dur FROM t {JOINS})"
    text = f"WITH {rows}, {PAUSED}, {timed}, {_MEASURES.format(limit=16 * HOUR)}"
    return lambda: [(MONTHS[month], *rest) for month, *rest in connection.execute(text).fetchall()]


def _answer_of(measurements: tuple[Measurement, ...]) -> Answer:
    counts = {
        (row.level, row.window.label): (row.counts.records, row.counts.good)
        for row in measurements
        if row.counts.records
    }
    months = sorted({month for _, month in counts})
    return [(month, *counts["Turnaround", month], *counts["Accuracy", month]) for month in months]


INVOICES = Workload(
    title="invoices with two holds for ten of them: turnaround in business time less holds, and accuracy, per month",
    agreement="invoices.sla",
    records={"invoice": _INVOICES, "hold": _HOLDS},
    generate=_generate,
    contestants={SCAN: _scan, "hand-written SQL": _sql},
    samples={},
    answer=_answer_of,
)
