"""Apache Spark: the engine for records that outgrow one machine."""

from __future__ import annotations

import logging
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from decimal import Decimal
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sladsl.measurement.engines import spark_files
from sladsl.measurement.engines.engine import EngineError, EngineMissingError, Json, ParquetFile, new_path
from sladsl.measurement.files.file_bytes import FileBytes
from sladsl.measurement.sql.pieces import SPARK, Dialect, Sql, integer, listed, name, quoted, render, sql
from sladsl.values import frozen

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

# What meaning depends on, on whatever cluster.
_MEANING = {
    "spark.sql.ansi.enabled": "true",
    "spark.sql.caseSensitive": "true",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.decimalOperations.allowPrecisionLoss": "true",
    "spark.sql.legacy.parquet.nanosAsLong": "true",
}
# The planner would look in every join for tables in partitions to leave out, of which there are none: on the long
# expressions that read values it spends more time so than on all else. And nobody reads the plan of each statement.
_PLANNING = {
    "spark.sql.optimizer.dynamicPartitionPruning.enabled": "false",
    "spark.sql.ui.explainMode": "simple",
    "spark.sql.maxPlanStringLength": "1000",
}
# A machine of one's own: no network beyond it, nothing to look at, few tasks for what is often small.
_LOCAL: dict[str, bool | float | int | str | None] = {
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.host": "127.0.0.1",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.sql.shuffle.partitions": "4",
    "spark.sql.adaptive.enabled": "false",
    "spark.sql.codegen.wholeStage": "true",
}
_MOST_CELLS_WRITTEN = 400
_INSTALL = "the engine spark is not installed: `pip install 'sladsl[spark]'`"
_JAVA = (
    "the engine spark needs Java 17 or newer: install it, and set JAVA_HOME where `java` is not on the path"
)
_GONE = (
    "Spark is gone: its Java process ended while it read the records or calculated, most often for want of memory; "
    "give it more with `spark.driver.memory` in `spark-defaults.conf`, or measure with `--engine duckdb`"
)


@frozen
class Spark:
    """A session of Spark, a folder for files written anew, and the text of each view."""

    spark: SparkSession
    folder: Path
    views: dict[str, str]

    @property
    def dialect(self) -> Dialect:
        return SPARK

    @property
    def json(self) -> Json:
        return spark_files.JSON

    @property
    def distinct(self) -> None:
        """Counting what is distinct beside other aggregates would hand every row out anew."""

    def fetch(self, text: str, parameters: Sequence[str]) -> list[tuple[Any, ...]]:
        with _told():
            rows = self._frame(text, parameters).collect()
        return [_values_of(row) for row in rows]

    def stream(self, text: str, parameters: Sequence[str]) -> Iterator[tuple[Any, ...]]:
        with _told():
            yield from map(_values_of, self._frame(text, parameters).toLocalIterator())

    def keep(self, table: str, text: str, parameters: Sequence[str]) -> None:
        with _told():
            self._keep(table, self._frame(text, parameters))

    def define(self, view: str, text: str) -> None:
        self.views[view] = text
        with _told():
            self._name(view, self.spark.sql(text))

    def hand_over(self, table: str, rows: Sequence[tuple[int, ...]], columns: Sequence[str]) -> None:
        # Few are written into the statement that reads them; rows of Python would start workers of Python.
        if 0 < len(rows) * len(columns) <= _MOST_CELLS_WRITTEN:
            with _told():
                self._name(table, self._frame(*render(_values(rows, columns), SPARK)))
            return
        path = new_path(self, ".csv")
        path.write_text("".join(f"{','.join(map(str, row))}\n" for row in rows), encoding="utf-8")
        with _told():
            self._keep(table, spark_files.integers(self.spark, path, columns))

    @contextmanager
    def overflowing_to_null(self) -> Iterator[None]:
        self.spark.conf.set("spark.sql.ansi.enabled", "false")
        try:
            yield
        finally:
            self.spark.conf.set("spark.sql.ansi.enabled", "true")

    def lines(self, path: Path) -> Sql | None:
        with _told():
            return spark_files.lines(self, self.spark, path)

    def csv_cells(self, path: Path, content: FileBytes, width: int) -> Sql | None:
        del content  # what it says is looked for in every file
        return spark_files.csv_cells(self, path, width)

    def spooled_cells(self, path: Path, width: int) -> Sql:
        with _told():
            return spark_files.spooled_cells(self.spark, path, width)

    def parquet(self, path: Path) -> ParquetFile:
        with _told():
            return spark_files.parquet(self.spark, path)

    def _frame(self, text: str, parameters: Sequence[str]) -> DataFrame:
        bound = {f"p{number}": value for number, value in enumerate(parameters, 1)}
        return self.spark.sql(text, args=bound or None)

    def _keep(self, table: str, frame: DataFrame) -> None:
        # A table that is only cached brings along how it was made, which each statement about it goes through.
        self._name(table, frame.localCheckpoint(eager=True))

    def _name(self, table: str, frame: DataFrame) -> None:
        """Give rows a name, for views that are there already, too.

        A view made by a statement would be read anew, and all below it, by each statement about it; one made of a
        frame stays with the tables that it was made from.
        """
        called = quoted(table, SPARK)
        frame.createOrReplaceTempView(called)
        for view, text in self.views.items():
            if view != table and called in text:
                self._name(view, self.spark.sql(text))


def _values(rows: Sequence[tuple[int, ...]], columns: Sequence[str]) -> Sql:
    cells = listed(sql("({})", listed(map(integer, row))) for row in rows)
    wide = listed(sql("CAST({} AS BIGINT) AS {}", name(called), name(called)) for called in columns)
    return sql("SELECT {} FROM VALUES {} AS t({})", wide, cells, listed(map(name, columns)))


@contextmanager
def open_session(master: str | None = None) -> Iterator[Spark]:
    """Open Spark on a cluster's master, or on this machine; one that runs already is used, and left running.

    Raises EngineMissingError where PySpark or Java is not installed, and OSError where Spark dies meanwhile.
    """
    with tempfile.TemporaryDirectory(prefix="sladsl-") as folder, _running(master, Path(folder)) as spark:
        yield Spark(spark, Path(folder), {})


@contextmanager
def _running(master: str | None, folder: Path) -> Iterator[SparkSession]:
    if find_spec("pyspark") is None:
        raise EngineMissingError(_INSTALL)
    from pyspark.errors import PySparkException  # noqa: PLC0415 - check, fmt and the language server start without
    from pyspark.sql import SparkSession  # noqa: PLC0415 - (as above)

    logging.getLogger("SQLQueryContextLogger").setLevel(logging.CRITICAL)
    before = SparkSession.getActiveSession()
    if before is not None:
        yield _isolated(before)
        return
    if shutil.which("java", path=_java_path()) is None:
        raise EngineMissingError(_JAVA)
    try:
        started = _started(master, folder / "spark.log")
    except PySparkException as error:
        raise EngineMissingError(f"Spark does not start: {_first_line(error)}; {_JAVA}") from error
    from py4j.protocol import Py4JNetworkError  # noqa: PLC0415 - (as above)

    try:
        yield _isolated(started)
    except (Py4JNetworkError, ConnectionError) as error:
        raise OSError(_GONE) from error
    finally:
        with suppress(Py4JNetworkError, ConnectionError):
            started.stop()


def _started(master: str | None, log: Path) -> SparkSession:
    """A new session; what Spark on this machine says while it starts goes to a file, there being no one to read it."""
    from pyspark.sql import SparkSession  # noqa: PLC0415 - see open_session

    builder = SparkSession.builder.appName("sladsl")
    if master is not None:
        return builder.master(master).getOrCreate()
    kept = os.dup(2)
    try:
        with log.open("wb") as file:
            os.dup2(file.fileno(), 2)
        started = builder.master("local[*]").config(map=_LOCAL).getOrCreate()
        started.sparkContext.setLogLevel("OFF")
        return started
    finally:
        os.dup2(kept, 2)
        os.close(kept)


def _isolated(spark: SparkSession) -> SparkSession:
    """A session with views and settings of its own."""
    session = spark.newSession()
    for setting, value in (_MEANING | _PLANNING).items():
        session.conf.set(setting, value)
    return session


def _java_path() -> str:
    home = os.environ.get("JAVA_HOME")
    return str(Path(home) / "bin") if home else os.environ.get("PATH", os.defpath)


@contextmanager
def _told() -> Iterator[None]:
    """Tell whether what was read is malformed, the outside world fails, or the statement is wrong, which is a bug."""
    from py4j.protocol import Py4JError, Py4JNetworkError  # noqa: PLC0415 - see open_session
    from pyspark.errors import AnalysisException, PySparkException  # noqa: PLC0415 - (as above)

    try:
        yield
    except (Py4JNetworkError, ConnectionError) as error:
        raise OSError(_GONE) from error
    except (PySparkException, Py4JError) as error:
        if any(f"[{condition}" in str(error) for condition in _MALFORMED):
            raise EngineError(_first_line(error)) from error
        if isinstance(error, AnalysisException):
            raise
        raise OSError(f"reading the records or calculating failed: {_first_line(error)}") from error


_MALFORMED = (
    "ARITHMETIC_OVERFLOW",
    "CAST_INVALID_INPUT",
    "FAILED_READ_FILE",
    "NUMERIC_VALUE_OUT_OF_RANGE",
    "UNABLE_TO_INFER_SCHEMA",
)


def _first_line(error: Exception) -> str:
    return str(error).strip().split("\n", 1)[0]


def _values_of(row: Iterable[Any]) -> tuple[Any, ...]:
    return tuple(int(value) if isinstance(value, Decimal) else value for value in row)
