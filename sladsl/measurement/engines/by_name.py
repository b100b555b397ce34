"""The engines that measure, opened by name."""

from __future__ import annotations

from contextlib import AbstractContextManager

from sladsl.measurement.engines import duckdb
from sladsl.measurement.engines.engine import Session
from sladsl.measurement.how import Engine, EngineName
from sladsl.measurement.sql.pieces import DUCKDB, SPARK, Dialect


def open_session(engine: Engine) -> AbstractContextManager[Session]:
    """Open an engine; raises EngineMissingError where it is not installed."""
    match engine.name:
        case EngineName.DUCKDB:
            return duckdb.open_session(engine.memory_limit)
        case EngineName.SPARK:
            from sladsl.measurement.engines import spark  # noqa: PLC0415 - few measure on Spark

            return spark.open_session(engine.spark_master)


def dialect_of(engine: EngineName) -> Dialect:
    """How an engine spells SQL."""
    return {EngineName.DUCKDB: DUCKDB, EngineName.SPARK: SPARK}[engine]
