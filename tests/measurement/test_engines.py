"""Engines that are not there."""

import sys
from collections.abc import Mapping
from types import ModuleType, SimpleNamespace

import pytest

from sladsl.cli import main
from sladsl.measurement.engines import spark

AGREEMENT = """agreement A {
  provider P "P"
  customer C "C"
  term 2026-01-01 to 2026-12-31
  timezone Europe/London
  currency GBP
}
"""
LEVEL = (
    AGREEMENT.removesuffix("}\n")
    + """
  records call "Call" {
    id        : text key
    opened_at : time
    closed_at : time?
  }
  service level Closed {
    for each  call
    counted   in the window of opened_at
    clock     from opened_at to closed_at
    good when clock within 2 h
    measure   percent good
    window    calendar month
    minimum   at least 95%
  }
}
"""
)


@pytest.mark.parametrize("command", ["run", "due"])
def test_without_pyspark_the_message_says_what_to_install(command, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(spark, "find_spec", lambda _name: None)
    (tmp_path / "a.sla").write_text(AGREEMENT, encoding="utf-8")
    with pytest.raises(SystemExit) as exit_:
        main([command, str(tmp_path / "a.sla"), "--engine", "spark"])
    assert exit_.value.code == 2
    assert "the engine spark is not installed: `pip install 'sladsl[spark]'`" in capsys.readouterr().err


class Gone:
    """A session of Spark whose process has ended: whatever is asked of it fails as the gateway to Java does."""

    def __init__(self, error):
        self.error = error
        self.conf = SimpleNamespace(set=lambda _name, _value: None)

    def newSession(self):  # noqa: N802 - Spark's own name
        return self

    def stop(self):
        raise self.error

    @property
    def read(self):
        raise self.error


@pytest.fixture
def gateway(monkeypatch):
    """The two libraries that speak to Spark, with none of it behind them; gives the errors that they raise."""
    network = type("Py4JNetworkError", (Exception,), {})
    errors = {"Py4JError": type("Py4JError", (Exception,), {}), "Py4JNetworkError": network}
    kinds = {name: type(name, (Exception,), {}) for name in ("PySparkException", "AnalysisException")}
    nothing_runs = SimpleNamespace(getActiveSession=lambda: None)
    libraries: dict[str, Mapping[str, object]] = {
        "py4j": {},
        "py4j.protocol": errors,
        "pyspark": {},
        "pyspark.errors": kinds,
        "pyspark.sql": {"SparkSession": nothing_runs},
    }
    for name, held in libraries.items():
        module = ModuleType(name)
        for attribute, value in held.items():
            setattr(module, attribute, value)
        monkeypatch.setitem(sys.modules, name, module)
    monkeypatch.setattr(spark, "find_spec", lambda _name: True)
    monkeypatch.setattr("shutil.which", lambda _name, **_options: "java")
    return network


@pytest.mark.parametrize("refused", [True, False])
def test_spark_that_dies_is_told_with_what_to_do(refused, gateway, monkeypatch, capsys, tmp_path):
    error = ConnectionRefusedError(111, "Connection refused") if refused else gateway("Answer is empty")
    monkeypatch.setattr(spark, "_started", lambda _master, _log: Gone(error))
    (tmp_path / "a.sla").write_text(LEVEL, encoding="utf-8")
    (tmp_path / "call.csv").write_text("id,opened_at,closed_at\n1,2026-01-05 09:00,\n", encoding="utf-8")
    with pytest.raises(SystemExit) as exit_:
        main(
            [
                "run",
                str(tmp_path / "a.sla"),
                "--records",
                f"call={tmp_path / 'call.csv'}",
                "--engine",
                "spark",
            ]
        )
    said = capsys.readouterr().err
    assert exit_.value.code == 2
    assert said.startswith(
        "sladsl: Spark is gone: its Java process ended while it read the records or calculated"
    )
    assert "`spark.driver.memory`" in said
    assert "Connection refused" not in said
