"""Attainment alone of the same tickets: what business time takes without a percentile."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from benchmarks.calendars import MONTHS
from benchmarks.tickets import ELAPSED, TICKETS, connection_with_tables
from benchmarks.workload import SCAN, Answer, Workload
from sladsl.measurement.results import Measurement

_FILE = TICKETS.records["ticket"]
_MEASURES = """
    SELECT month, severity, count(*) AS n, count(*) FILTER (WHERE dur <= target) AS met
    FROM d JOIN targets USING (severity) GROUP BY ALL ORDER BY ALL
"""


def _sql(folder: Path) -> Callable[[], Answer]:
    connection = connection_with_tables()
    text = f"WITH d AS ({ELAPSED.format(file=folder / _FILE)}) {_MEASURES}"
    return lambda: sorted((MONTHS[month], *rest) for month, *rest in connection.execute(text).fetchall())


def _answer_of(measurements: tuple[Measurement, ...]) -> Answer:
    return sorted(
        (row.window.label, row.key[0], row.counts.records, row.counts.good)
        for row in measurements
        if row.counts.records
    )


ATTAINMENT = Workload(
    title="tickets: attainment alone in business time, per month and severity",
    agreement="attainment.sla",
    records=TICKETS.records,
    generate=TICKETS.generate,
    contestants={SCAN: TICKETS.contestants[SCAN], "hand-written SQL": _sql},
    samples={},
    answer=_answer_of,
)
