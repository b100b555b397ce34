"""One Spark for all tests here, set for many statements over few records."""

import os
import shutil

import pytest

FOR_FEW_RECORDS: dict[str, bool | float | int | str | None] = {
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.host": "127.0.0.1",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.sql.adaptive.enabled": "false",
    "spark.sql.shuffle.partitions": "1",
    "spark.sql.autoBroadcastJoinThreshold": "-1",
    # Compiling a statement takes longer than running it, and so does compiling Spark to its best.
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
    "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
}


@pytest.fixture(scope="session", autouse=True)
def _spark():
    if not os.environ.get("JAVA_HOME") and shutil.which("java") is None:
        pytest.skip("there is no Java on this machine")
    from pyspark.sql import SparkSession  # noqa: PLC0415 - without Java it need not be there

    session = SparkSession.builder.master("local[2]").config(map=FOR_FEW_RECORDS).getOrCreate()
    session.sparkContext.setLogLevel("OFF")
    yield
    session.stop()
