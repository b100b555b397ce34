"""Three levels over one clock of the same tickets: attainment, the mean and the 95th percentile per month."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

from benchmarks.calendars import MONTHS
from benchmarks.tickets import ELAPSED, HOUR, TICKETS, connection_with_tables
from benchmarks.workload import SCAN, Answer, Workload
from sladsl.measurement.results import Measurement

_FILE = TICKETS.records["ticket"]
_MEASURES = """
    h AS (SELECT month, dur // 60000000 AS k, count(*) AS c FROM d GROUP BY ALL),
    hc AS (SELECT *, sum(c) OVER (PARTITION BY month ORDER BY k) AS cc,
        (95 * sum(c) OVER (PARTITION BY month) + 99) // 100 AS rk FROM h),
    pick AS (SELECT month, k, rk - (cc - c) AS rin FROM hc WHERE cc >= rk AND cc - c < rk),
    fine AS (SELECT d.month, d.dur, p.rin, row_number() OVER (PARTITION BY d.month ORDER BY d.dur) AS rn
        FROM d JOIN pick AS p ON p.month = d.month AND d.dur // 60000000 = p.k),
    g AS (SELECT month, count(*) AS n, count(*) FILTER (WHERE dur <= {limit}) AS met, sum(dur) AS total
        FROM d GROUP BY ALL)
    SELECT month, n, met, total, dur FROM g JOIN fine USING (month) WHERE rn = rin ORDER BY ALL
"""


def _sql(folder: Path) -> Callable[[], Answer]:
    connection = connection_with_tables()
    text = f"WITH d AS ({ELAPSED.format(file=folder / _FILE)}), {_MEASURES.format(limit=8 * HOUR)}"
    return lambda: [
        (MONTHS[month], n, met, str(Fraction(total, n)), dur)
        for month, n, met, total, dur in connection.execute(text).fetchall()
    ]


def _answer_of(measurements: tuple[Measurement, ...]) -> Answer:
    found = {(row.level, row.window.label): row for row in measurements if row.value is not None}

    def amount(level: str, month: str) -> Fraction:
        value = found[level, month].value
        assert value is not None, "only rows with a value are kept"
        return Fraction(value.amount)

    return [
        (
            month,
            row.counts.records,
            row.counts.good,
            str(amount("Mean", month)),
            int(amount("Slowest", month)),
        )
        for (level, month), row in sorted(found.items())
        if level == "Response"
    ]


THREE_LEVELS = Workload(
    title="tickets: attainment, mean and 95th percentile in business time per month, as three levels over one clock",
    agreement="levels.sla",
    records=TICKETS.records,
    generate=TICKETS.generate,
    contestants={SCAN: TICKETS.contestants[SCAN], "hand-written SQL": _sql},
    samples={},
    answer=_answer_of,
)
