"""Tests that say nothing of an engine are asked of both; those of Spark run with `make test-spark`."""

import pytest

from sladsl.measurement.engines import Engine, EngineName
from sladsl.measurement.measure import measure


@pytest.fixture(params=[EngineName.DUCKDB, pytest.param(EngineName.SPARK, marks=pytest.mark.spark)])
def each_engine(request, monkeypatch):
    if request.param is EngineName.SPARK:
        request.getfixturevalue("spark")
    monkeypatch.setitem(measure.__kwdefaults__, "engine", Engine(request.param))
