"""What is listed to explain a result, which the engine chooses: the same on Spark as on DuckDB."""

from pathlib import Path

import pytest

import sladsl

pytestmark = [pytest.mark.spark, pytest.mark.usefixtures("spark")]

CASES = Path(__file__).parent.parent / "cases" / "explain"


@pytest.mark.parametrize(
    ("case", "record"), [("march", None), ("march", "T2"), ("march", "O1"), ("time", None), ("time", "O3")]
)
def test_explanations_are_the_same_on_both_engines(case, record, tmp_path):
    agreement = sladsl.load(CASES / case / "agreement.sla")
    records = {file.stem: file for file in sorted((CASES / case).glob("*.csv"))}
    if case == "time":
        rows = records["traffic"].read_text(encoding="utf-8").splitlines()
        records["traffic"] = tmp_path / "traffic.csv"  # without the row that the case sets aside
        records["traffic"].write_text("\n".join(rows[:-1]) + "\n", encoding="utf-8")

    def told(engine):
        return sladsl.explain(agreement, records, period="2026-03", record=record, most=2, engine=engine)

    assert told("spark") == told("duckdb")
