"""How records are measured, whatever is asked of them: by which engine, and what becomes of bad rows."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum

from sladsl.values import frozen


class EngineName(StrEnum):
    """An engine."""

    DUCKDB = "duckdb"
    SPARK = "spark"


@frozen
class Engine:
    """Which engine measures: for DuckDB, how much memory it may use ("4GB"); for Spark, the cluster it runs on.

    Without `spark_master`, the URL of a cluster's master, Spark runs in this process's machine.
    """

    name: EngineName = EngineName.DUCKDB
    memory_limit: str | None = None
    spark_master: str | None = None


def silent(_text: str) -> None:
    """Report nothing."""


@frozen
class How:
    """What measures, whether bad rows are set aside or refused, and who is told what long work is doing.

    Every engine measures the same.
    """

    engine: Engine = Engine()
    quarantine: bool = False
    report: Callable[[str], None] = silent


AS_USUAL = How()
"""DuckDB without a limit of its own; bad rows are refused, and nobody is told."""
