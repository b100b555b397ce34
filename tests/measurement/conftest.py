"""Tests that say nothing of an engine are asked of both; those of Spark run with `make test-spark`."""

import pytest

from sladsl.measurement.engines.by_name import open_session
from sladsl.measurement.how import Engine, EngineName


@pytest.fixture(params=[EngineName.DUCKDB, pytest.param(EngineName.SPARK, marks=pytest.mark.spark)])
def each_engine(request, monkeypatch):
    if request.param is EngineName.SPARK:
        request.getfixturevalue("spark")
    engine = Engine(request.param)
    monkeypatch.setattr("sladsl.measurement.measure.open_session", lambda _: open_session(engine))
