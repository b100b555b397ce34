"""Probes of a hundred services, one a minute: availability per month, five failed ones in a row being an outage.

Maintenance is left out of the time.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.calendars import DAY, MONTHS, instant, office_days
from benchmarks.calendars import FIRST as TERM_STARTS
from benchmarks.tickets import connection_with_tables
from benchmarks.workload import SCAN, Answer, Workload
from sladsl.measurement.results import Measurement

if TYPE_CHECKING:
    import duckdb
    import numpy as np
    import numpy.typing as npt

SERVICES = 100
MINUTE = 60_000_000
LEAST = 5
_PROBES, _MAINTENANCE = "probes.parquet", "maintenance.parquet"
_LONGEST = 365 * 1440  # a year of minutes for each service

# An outage of 3 to 12 minutes begins in one minute of two thousand.
_MADE = """
COPY (
    SELECT service, make_timestamptz({start} + m * 60000000) AS checked, NOT EXISTS (
            SELECT 1 FROM outages AS o
            WHERE o.service = p.service AND o.bucket = m // 16 AND m >= o.first AND m < o.until
        ) AS ok
    FROM (SELECT 's' || lpad(CAST(s AS VARCHAR), 3, '0') AS service, m, random() AS kept
        FROM range({minutes}) AS minutes(m), range({services}) AS services(s)) AS p
    WHERE kept >= 0.0001 ORDER BY m, service
) TO '{probes}' (FORMAT parquet, ROW_GROUP_SIZE 122880)
"""
_OUTAGES = """
CREATE TEMPORARY TABLE outages AS
SELECT service, first, until, unnest([first // 16, (until - 1) // 16]) AS bucket
FROM (SELECT 's' || lpad(CAST(s AS VARCHAR), 3, '0') AS service, m AS first,
        m + 3 + CAST(floor(random() * 10) AS BIGINT) AS until
    FROM range({minutes}) AS minutes(m), range({services}) AS services(s) WHERE random() < 0.0005)
"""
_WINDOWS = """
COPY (
    SELECT service, make_timestamptz(begins) AS started,
        make_timestamptz(begins + (1 + CAST(floor(r * 4) AS BIGINT)) * 3600000000) AS ended
    FROM (SELECT 's' || lpad(CAST(s AS VARCHAR), 3, '0') AS service, {start} + w * 1209600000000 + 7200000000 AS begins,
            random() AS r
        FROM range({weeks}) AS weeks(w), range({services}) AS services(s))
) TO '{maintenance}' (FORMAT parquet)
"""


def _generate(connection: duckdb.DuckDBPyConnection, folder: Path, rows: int) -> None:
    """Write so many probes, and maintenance of every service once in a fortnight."""
    minutes = min(rows // SERVICES, _LONGEST)
    asked = {"start": instant(TERM_STARTS), "minutes": minutes, "services": SERVICES}
    connection.execute(_OUTAGES.format(**asked))
    connection.execute(_MADE.format(**asked, probes=folder / _PROBES))
    weeks = -(-minutes // 20160)
    connection.execute(_WINDOWS.format(**asked, weeks=weeks, maintenance=folder / _MAINTENANCE))


# Bad probes are put in runs before anything else; windows over all rows would take twenty times as long.
_AVAILABILITY = """
    WITH p AS (SELECT service, epoch_us(checked) AS t, ok FROM read_parquet('{probes}')),
    mb AS (SELECT service, s, e, unnest(generate_series(s // 3600000000, (e - 1) // 3600000000)) AS b
        FROM (SELECT service, epoch_us(started) AS s, epoch_us(ended) AS e FROM read_parquet('{maintenance}'))),
    kept AS (SELECT p.service, p.t FROM p JOIN mb ON mb.service = p.service AND mb.b = p.t // 3600000000
        AND p.t >= mb.s AND p.t < mb.e),
    bad AS (SELECT service, t, t // 60000000 AS k FROM p WHERE NOT ok AND NOT EXISTS (SELECT 1 FROM mb
        WHERE mb.service = p.service AND mb.b = p.t // 3600000000 AND p.t >= mb.s AND p.t < mb.e)),
    islands AS (SELECT service, t, k - row_number() OVER (PARTITION BY service ORDER BY t) AS g FROM bad),
    runs AS (SELECT service, t, count(*) OVER (PARTITION BY service, g) AS length FROM islands),
    down AS (SELECT service, t FROM runs WHERE length >= {least}),
    total AS (SELECT service, CASE WHEN t < x.split THEN x.m1 ELSE x.m2 END AS month, count(*) AS n
        FROM p JOIN cal AS x ON x.b = t // 86400000000 GROUP BY ALL),
    away AS (SELECT service, CASE WHEN t < x.split THEN x.m1 ELSE x.m2 END AS month, count(*) AS n
        FROM kept JOIN cal AS x ON x.b = t // 86400000000 GROUP BY ALL),
    lost AS (SELECT service, CASE WHEN t < x.split THEN x.m1 ELSE x.m2 END AS month, count(*) AS n
        FROM down JOIN cal AS x ON x.b = t // 86400000000 GROUP BY ALL)
    SELECT month, service, total.n - coalesce(away.n, 0) AS agreed, coalesce(lost.n, 0) AS down
    FROM total LEFT JOIN away USING (month, service) LEFT JOIN lost USING (month, service) ORDER BY ALL
"""


def _scan(folder: Path) -> Callable[[], Answer]:
    """Add up the columns that are needed, and no more."""
    connection = connection_with_tables()
    needed = (
        "SELECT sum(length(service)), sum(epoch_us(checked)), count_if(ok)"
        f" FROM read_parquet('{folder / _PROBES}')"
    )

    def run() -> Answer:
        connection.execute(needed).fetchall()
        return []

    return run


def _sql(folder: Path) -> Callable[[], Answer]:
    """Hand-written SQL."""
    connection = connection_with_tables()
    text = _AVAILABILITY.format(probes=folder / _PROBES, maintenance=folder / _MAINTENANCE, least=LEAST)
    return lambda: [(MONTHS[month], *rest) for month, *rest in connection.execute(text).fetchall()]


def _numpy(folder: Path) -> Callable[[], Answer]:
    """Arrays of minutes, a row for each service."""
    import duckdb
    import numpy as np

    start = instant(TERM_STARTS)
    months = _month_of_minutes()

    def run() -> Answer:
        read = duckdb.connect().execute(
            "SELECT CAST(right(service, 3) AS SMALLINT) AS service,"
            f" CAST((epoch_us(checked) - {start}) // {MINUTE} AS INTEGER) AS minute, ok"
            f" FROM read_parquet('{folder / _PROBES}')"
        )
        found = read.fetchnumpy()
        length = int(found["minute"].max()) + 1
        state = np.zeros((SERVICES, length), dtype=np.int8)
        state[found["service"], found["minute"]] = np.where(found["ok"], 1, 2)
        for service, first, until in _maintained(folder, start):
            state[service, first : min(until, length)] = 0
        return sorted(_counted(state, months[:length]))

    return run


def _counted(state: npt.NDArray[np.int8], months: npt.NDArray[np.int64]) -> list[tuple[str, str, int, int]]:
    import numpy as np

    rows = []
    for number, minutes in enumerate(state):
        edges = np.flatnonzero(np.diff(minutes == 2, prepend=False, append=False)).reshape(-1, 2)
        down = np.zeros(len(minutes), dtype=bool)
        for first, until in edges[edges[:, 1] - edges[:, 0] >= LEAST].tolist():
            down[first:until] = True
        agreed, lost = np.bincount(months[minutes > 0]), np.bincount(months[down], minlength=len(MONTHS))
        rows += [
            (MONTHS[month], f"s{number:03}", int(count), int(lost[month]))
            for month, count in enumerate(agreed)
            if count
        ]
    return rows


def _pandas(folder: Path) -> Callable[[], Answer]:
    """Data frames, with runs by comparing each probe with the one before."""
    import numpy as np
    import pandas as pd

    start = instant(TERM_STARTS)
    months = _month_of_minutes()

    def run() -> Answer:
        frame = pd.read_parquet(folder / _PROBES).sort_values(["service", "checked"], kind="stable")
        frame["minute"] = (frame["checked"].astype("int64") - start) // MINUTE
        away = np.zeros(len(frame), dtype=bool)
        number = frame["service"].str[1:].astype(int).to_numpy()
        minute = frame["minute"].to_numpy()
        for service, first, until in _maintained(folder, start):
            low, high = np.searchsorted(number, [service, service + 1])
            inside = slice(*(low + np.searchsorted(minute[low:high], [first, until])))
            away[inside] = True
        frame = frame[~away]
        same = (frame["service"] == frame["service"].shift()) & (frame["ok"] == frame["ok"].shift())
        follows = same & (frame["minute"] == frame["minute"].shift() + 1)
        run_of = (~follows).cumsum()
        long = run_of.map(run_of.value_counts()) >= LEAST
        frame["down"] = ~frame["ok"] & long
        frame["month"] = months[frame["minute"].to_numpy()]
        counted = frame.groupby(["month", "service"], observed=True)["down"].agg(["size", "sum"])
        return sorted(
            (MONTHS[month], service, int(size), int(down))
            for (month, service), (size, down) in zip(counted.index, counted.to_numpy(), strict=True)
        )

    return run


def _maintained(folder: Path, start: int) -> list[tuple[int, int, int]]:
    """Service, first minute, and the first minute after, of each maintenance."""
    import duckdb

    return (
        duckdb.connect()
        .execute(
            f"SELECT CAST(right(service, 3) AS INTEGER), (epoch_us(started) - {start}) // {MINUTE},"
            f" (epoch_us(ended) - {start}) // {MINUTE} FROM read_parquet('{folder / _MAINTENANCE}')"
        )
        .fetchall()
    )


def _month_of_minutes() -> npt.NDArray[np.int64]:
    """The month of each minute of the term."""
    import numpy as np

    first = instant(TERM_STARTS) // DAY
    days = [day for day in office_days() if day.b >= first]
    before = np.array([day.m1 for day in days])
    after, split = np.array([day.m2 for day in days]), np.array([day.split for day in days])
    minutes = first * DAY + np.arange(len(days) * 1440) * MINUTE
    row = np.arange(len(minutes)) // 1440
    return np.where(minutes < split[row], before[row], after[row])


def _answer_of(measurements: tuple[Measurement, ...]) -> Answer:
    return sorted(
        (row.window.label, row.key[0], row.times.agreed // MINUTE, row.times.down // MINUTE)
        for row in measurements
        if row.times is not None and row.times.agreed
    )


PROBES = Workload(
    title="probes: availability per month and service, with runs of five failed ones, less maintenance",
    agreement="probes.sla",
    records={"probe": _PROBES, "maintenance": _MAINTENANCE},
    generate=_generate,
    contestants={SCAN: _scan, "hand-written SQL": _sql, "numpy": _numpy, "pandas": _pandas},
    samples={},
    answer=_answer_of,
)
