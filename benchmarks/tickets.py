"""Tickets answered in business hours: attainment and the 95th percentile per month and severity."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.calendars import DAY, MONTHS, OfficeDay, instant, office_days
from benchmarks.calendars import FIRST as TERM_STARTS
from benchmarks.workload import SCAN, Answer, Workload
from sladsl.measurement.results import Measurement

if TYPE_CHECKING:
    import duckdb
    import numpy as np
    import numpy.typing as npt
    import pandas as pd

HOUR = 3_600_000_000
TARGETS = {"P1": HOUR, "P2": 2 * HOUR, "P3": 8 * HOUR, "P4": 16 * HOUR}
_TWO_YEARS = 729 * DAY
_SAMPLE = 5_000
_FILE = "tickets.parquet"

_TICKETS = """
COPY (
    SELECT 'T' || lpad(CAST(i AS VARCHAR), 9, '0') AS id,
        CASE WHEN s < 0.05 THEN 'P1' WHEN s < 0.2 THEN 'P2' WHEN s < 0.6 THEN 'P3' ELSE 'P4' END AS severity,
        make_timestamptz(o) AS opened,
        make_timestamptz(o + least(432000000000, 1000000 + CAST(floor(-ln(1 - w)
            * CASE WHEN s < 0.05 THEN 3e9 WHEN s < 0.2 THEN 1e10 WHEN s < 0.6 THEN 5e10 ELSE 1e11 END) AS BIGINT)))
        AS responded
    FROM (SELECT i, random() AS s, random() AS w, {start} + CAST(floor(random() * {length}) AS BIGINT) AS o
        FROM range({rows}) AS numbers(i))
) TO '{file}' (FORMAT parquet, ROW_GROUP_SIZE 122880)
"""

ELAPSED = """
    SELECT severity, CASE WHEN t.o < x.split THEN x.m1 ELSE x.m2 END AS month,
        (y.cum + greatest(0, least(t.r, y.c) - y.o)) - (x.cum + greatest(0, least(t.o, x.c) - x.o)) AS dur
    FROM (SELECT severity, epoch_us(opened) AS o, epoch_us(responded) AS r FROM read_parquet('{file}')) AS t
    JOIN cal AS x ON x.b = t.o // 86400000000 JOIN cal AS y ON y.b = t.r // 86400000000
"""

# The percentile: a histogram by minute finds the minute that holds rank ceil(0.95 n), and only that is put in order.
PERCENTILE = """
    h AS (SELECT month, severity, dur // 60000000 AS k, count(*) AS c FROM d GROUP BY ALL),
    hc AS (SELECT *, sum(c) OVER (PARTITION BY month, severity ORDER BY k) AS cc,
        (95 * sum(c) OVER (PARTITION BY month, severity) + 99) // 100 AS rk FROM h),
    pick AS (SELECT month, severity, k, rk - (cc - c) AS rin FROM hc WHERE cc >= rk AND cc - c < rk),
    fine AS (SELECT d.month, d.severity, d.dur, p.rin,
        row_number() OVER (PARTITION BY d.month, d.severity ORDER BY d.dur) AS rn
        FROM d JOIN pick AS p ON p.month = d.month AND p.severity = d.severity AND d.dur // 60000000 = p.k),
    g AS (SELECT month, severity, count(*) AS n, count(*) FILTER (WHERE dur <= target) AS met
        FROM d JOIN targets USING (severity) GROUP BY ALL)
    SELECT month, severity, n, met, dur FROM g JOIN fine USING (month, severity) WHERE rn = rin ORDER BY ALL
"""


def _generate(connection: duckdb.DuckDBPyConnection, folder: Path, rows: int) -> None:
    connection.execute(
        _TICKETS.format(rows=rows, start=instant(TERM_STARTS), length=_TWO_YEARS, file=folder / _FILE)
    )


def connection_with_tables() -> duckdb.DuckDBPyConnection:
    """An engine that has the calendar as `cal` and the targets by severity as `targets`."""
    import duckdb

    connection = duckdb.connect()
    names = OfficeDay._fields
    columns = ", ".join(f"unnest(${number}::BIGINT[]) AS {name}" for number, name in enumerate(names, 1))
    days = [list(column) for column in zip(*office_days(), strict=True)]
    connection.execute(f"CREATE TABLE cal AS SELECT {columns}", days)
    limits = [list(TARGETS), list(TARGETS.values())]
    connection.execute("CREATE TABLE targets AS SELECT unnest($1) AS severity, unnest($2) AS target", limits)
    return connection


def _scan(folder: Path) -> Callable[[], Answer]:
    connection = connection_with_tables()
    needed = (
        "SELECT sum(length(severity)), sum(epoch_us(opened)), sum(epoch_us(responded)) FROM read_parquet(?)"
    )

    def run() -> Answer:
        connection.execute(needed, [str(folder / _FILE)]).fetchall()
        return []

    return run


def _keys(folder: Path) -> Callable[[], Answer]:
    """What checking the records is held against: one more scan of them, and one count of their keys."""
    connection = connection_with_tables()
    needed = (
        "SELECT count(DISTINCT id), sum(length(severity)), sum(epoch_us(opened)), sum(epoch_us(responded))"
        f" FROM read_parquet('{folder / _FILE}')"
    )

    def run() -> Answer:
        connection.execute(needed).fetchall()
        return []

    return run


def _sql(folder: Path) -> Callable[[], Answer]:
    connection = connection_with_tables()
    text = f"WITH d AS ({ELAPSED.format(file=folder / _FILE)}), {PERCENTILE}"
    return lambda: answer_rows(connection.execute(text).fetchall())


def answer_rows(rows: Iterable[tuple[int, str, int, int, int]]) -> Answer:
    """Name the months."""
    return sorted((MONTHS[month], *rest) for month, *rest in rows)


def _pandas(folder: Path) -> Callable[[], Answer]:
    import numpy as np
    import pandas as pd

    days = pd.DataFrame(office_days()).set_index("b")

    def open_time(instants: pd.Series) -> pd.Series:
        at = days.loc[instants // DAY]
        segment = np.clip(instants.to_numpy(), at["o"].to_numpy(), at["c"].to_numpy()) - at["o"].to_numpy()
        return pd.Series(at["cum"].to_numpy() + segment, instants.index)

    def run() -> Answer:
        columns = ["severity", "opened", "responded"]
        tickets = pd.read_parquet(folder / _FILE, columns=columns)
        opened, responded = (tickets[name].astype("int64") for name in columns[1:])
        local = tickets["opened"].dt.tz_convert("Europe/London").dt.tz_localize(None)
        tickets["month"] = local.dt.to_period("M")
        tickets["dur"] = open_time(responded) - open_time(opened)
        tickets["met"] = tickets["dur"] <= tickets["severity"].map(TARGETS)
        groups = tickets.groupby(["month", "severity"], observed=True)
        found = groups.agg(n=("dur", "size"), met=("met", "sum"))
        ordered = tickets.sort_values("dur").groupby(["month", "severity"], observed=True)["dur"]
        return sorted(
            (
                str(month),
                severity,
                int(row.n),
                int(row.met),
                int(values.iloc[-(-95 * len(values) // 100) - 1]),
            )
            for ((month, severity), row), (_, values) in zip(found.iterrows(), ordered, strict=True)
        )

    return run


def _numpy(folder: Path) -> Callable[[], Answer]:
    import duckdb
    import numpy as np

    b, cum, o, c, m1, split, m2 = np.array(list(office_days())).T

    def open_time(instants: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
        row = instants // DAY - b[0]
        return cum[row] + np.clip(instants, o[row], c[row]) - o[row]

    def run() -> Answer:
        columns = (
            duckdb.connect()
            .execute(
                "SELECT CAST(right(severity, 1) AS TINYINT) AS severity, epoch_us(opened) AS opened,"
                f" epoch_us(responded) AS responded FROM read_parquet('{folder / _FILE}')"
            )
            .fetchnumpy()
        )
        opened, severity = columns["opened"], columns["severity"]
        dur = open_time(columns["responded"]) - open_time(opened)
        row = opened // DAY - b[0]
        key = np.where(opened < split[row], m1[row], m2[row]) * 8 + severity
        order = np.argsort(key, kind="stable")
        edges = np.flatnonzero(np.diff(key[order], prepend=-1, append=-1))
        answer = []
        for first, last in itertools.pairwise(edges.tolist()):
            group, values = int(key[order[first]]), dur[order[first:last]]
            rank = -(-95 * len(values) // 100) - 1
            name = f"P{group % 8}"
            met = int((values <= TARGETS[name]).sum())
            answer.append((MONTHS[group // 8], name, len(values), met, int(np.partition(values, rank)[rank])))
        return sorted(answer)

    return run


def _businesstimedelta(folder: Path) -> Callable[[], Answer]:
    """What libraries of business time do for one pair of instants, for some thousands of them."""
    import businesstimedelta as btd
    import duckdb
    import holidays
    import pytz

    london = pytz.timezone("Europe/London")
    hours = btd.WorkDayRule(dt.time(9), dt.time(17, 30), [0, 1, 2, 3, 4], tz=london)
    free = btd.HolidayRule(holidays.country_holidays("GB", subdiv="ENG", years=[2026, 2027, 2028]), tz=london)
    office = btd.Rules([hours, free])
    pairs = (
        duckdb.connect()
        .execute(f"SELECT opened, responded FROM read_parquet('{folder / _FILE}') LIMIT {_SAMPLE}")
        .fetchall()
    )

    def run() -> Answer:
        for opened, responded in pairs:
            office.difference(opened, responded)
        return []

    return run


def answer_of(measurements: tuple[Measurement, ...]) -> Answer:
    """Tickets, those in time and the percentile from the measurements of the two levels."""
    times = {
        (row.key, row.window.label): row.value.amount
        for row in measurements
        if row.level == "ResponseTime" and row.value is not None
    }
    return sorted(
        (
            row.window.label,
            row.key[0],
            row.counts.records,
            row.counts.good,
            int(times[row.key, row.window.label]),
        )
        for row in measurements
        if row.level == "Response" and row.counts.records
    )


TICKETS = Workload(
    title="tickets: attainment and the 95th percentile in business time, per month and severity",
    agreement="tickets.sla",
    records={"ticket": _FILE},
    generate=_generate,
    contestants={
        SCAN: _scan,
        "scan and distinct keys": _keys,
        "hand-written SQL": _sql,
        "numpy": _numpy,
        "pandas": _pandas,
    },
    samples={"businesstimedelta": (_SAMPLE, _businesstimedelta)},
    answer=answer_of,
)
