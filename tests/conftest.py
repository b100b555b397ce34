"""What every test runs under."""

import os
import shutil
import sys

import duckdb
import pytest
from hypothesis import settings

from tests.tries import USUALLY

# What is shown does not depend on the terminal that the tests run in.
for variable in ("COLUMNS", "FORCE_COLOR", "NO_COLOR"):
    os.environ.pop(variable, None)

# No deadline: how long one example takes says more about the machine than about the code.
settings.register_profile("local", deadline=None, max_examples=USUALLY)
# The same examples in every run, so that a red build is the change's doing.
settings.register_profile(
    "ci", deadline=None, max_examples=USUALLY, derandomize=True, database=None, print_blob=True
)
settings.load_profile("ci" if os.environ.get("CI") else "local")


def pytest_addoption(parser):
    """`--update` writes the expected outputs of cases anew instead of comparing with them."""
    parser.addoption("--update", action="store_true", help="write the expected outputs of cases anew")


@pytest.fixture(scope="session", autouse=True)
def one_database(tmp_path_factory):
    """Sessions of the engine are connections to one database, since opening one takes as long as a small test.

    Tables, views and what is set are of a connection. Programs that tests start, and sessions with a limit of memory,
    open a database of their own.
    """
    opened, connect = {}, duckdb.connect

    def connected(database, *, config):
        known = tuple(sorted({**config, "temp_directory": ""}.items()))
        if "memory_limit" in config:
            return connect(database, config=config)
        if known not in opened:
            folder = tmp_path_factory.mktemp("spilled")
            opened[known] = connect(database, config={**config, "temp_directory": str(folder)})
        return opened[known].cursor()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(duckdb, "connect", connected)
        yield
    for each in opened.values():
        each.close()


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


@pytest.fixture(scope="session")
def spark():
    """One Spark for all tests that take it, set for many statements over few records."""
    if not os.environ.get("JAVA_HOME") and shutil.which("java") is None:
        pytest.skip("there is no Java on this machine")
    from pyspark.sql import SparkSession  # noqa: PLC0415 - without Java it need not be there

    session = SparkSession.builder.master("local[2]").config(map=FOR_FEW_RECORDS).getOrCreate()
    session.sparkContext.setLogLevel("OFF")
    yield
    session.stop()


@pytest.fixture(name="calls")
def number_of_calls():
    """How many calls, of Python's functions and of built-in ones, something takes: the same on every machine."""

    def count(function, *values):
        made = 0

        def profile(_frame, event, _value):
            nonlocal made
            made += event in {"call", "c_call"}

        before = sys.getprofile()
        sys.setprofile(profile)
        try:
            function(*values)
        finally:
            sys.setprofile(before)
        return made

    return count
