"""Made-up records, the same for the same number of rows."""

from __future__ import annotations

from pathlib import Path

from benchmarks.workload import Workload

_SEED = 0.42


def records_of(name: str, workload: Workload, rows: int, folder: Path) -> Path:
    """The folder that holds the records of a workload; they are made if they are not there."""
    import duckdb

    place = folder / f"{name}-{rows}"
    finished = place / "finished"
    if not finished.exists():
        place.mkdir(parents=True, exist_ok=True)
        with duckdb.connect() as connection:
            connection.execute("SET threads = 1")  # random numbers come in the order of rows
            connection.execute("SET TimeZone = 'UTC'")
            connection.execute("SELECT setseed(?)", [_SEED])
            workload.generate(connection, place, rows)
        finished.touch()
    return place
