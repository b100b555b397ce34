"""The engines that measure, by name."""

from __future__ import annotations

from contextlib import AbstractContextManager
from enum import StrEnum

from sladsl.measurement import duckdb, spark
from sladsl.measurement.engine import Session
from sladsl.measurement.sql_pieces import DUCKDB, SPARK, Dialect
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


def open_session(engine: Engine) -> AbstractContextManager[Session]:
    """Open an engine; raises EngineMissingError where it is not installed."""
    match engine.name:
        case EngineName.DUCKDB:
            return duckdb.open_session(engine.memory_limit)
        case EngineName.SPARK:
            return spark.open_session(engine.spark_master)


def dialect_of(engine: EngineName) -> Dialect:
    """How an engine spells SQL."""
    return {EngineName.DUCKDB: DUCKDB, EngineName.SPARK: SPARK}[engine]
