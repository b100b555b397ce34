"""Engines that are not there."""

import pytest

from sladsl.cli import main
from sladsl.measurement import spark

AGREEMENT = """agreement A {
  provider P "P"
  customer C "C"
  term 2026-01-01 to 2026-12-31
  timezone Europe/London
  currency GBP
}
"""


@pytest.mark.parametrize("command", ["run", "due"])
def test_without_pyspark_the_message_says_what_to_install(command, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(spark, "find_spec", lambda _name: None)
    (tmp_path / "a.sla").write_text(AGREEMENT, encoding="utf-8")
    with pytest.raises(SystemExit) as exit_:
        main([command, str(tmp_path / "a.sla"), "--engine", "spark"])
    assert exit_.value.code == 2
    assert "the engine spark is not installed: `pip install 'sladsl[spark]'`" in capsys.readouterr().err
