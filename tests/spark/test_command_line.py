"""Spark in a process of its own, as it starts for somebody who types the command."""

import shlex
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = [pytest.mark.spark, pytest.mark.usefixtures("spark")]

ROOT = Path(__file__).parent.parent.parent
FOLDER = ROOT / "agreements" / "accounts-payable"


def typed(engine, **environment):
    lines = (FOLDER / "expected.cmd").read_text(encoding="utf-8").splitlines()
    first = next(shlex.split(line) for line in lines if line.startswith("sladsl run"))
    records = [part for at, part in enumerate(first) if "--records" in first[at - 1 : at + 1]]
    return subprocess.run(
        [
            sys.executable,
            "-m",
            "sladsl",
            "run",
            "agreement.sla",
            *records,
            "--format",
            "json",
            "--engine",
            engine,
        ],
        cwd=FOLDER,
        env={"PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT), **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_with_its_own_settings_spark_comes_to_the_same():
    duckdb, spark = typed("duckdb"), typed("spark")
    assert (spark.returncode, spark.stdout, spark.stderr) == (0, duckdb.stdout, duckdb.stderr)


def test_without_java_it_says_so(tmp_path):
    ran = typed("spark", JAVA_HOME=str(tmp_path))
    assert (ran.returncode, ran.stdout) == (2, "")
    assert "the engine spark needs Java 17 or newer: install it, and set JAVA_HOME" in ran.stderr
