"""What a command may do before it is done: neither import nor ask an engine what it does not need.

These are counted, since a test that is timed tells more of the machine than of the program. `python -m
benchmarks.starting` times the commands.
"""

import subprocess
import sys
from functools import cache
from pathlib import Path

from sladsl import pipeline
from sladsl.measurement.engines import duckdb

ROOT = Path(__file__).parent.parent
AGREEMENTS = sorted(ROOT.glob("agreements/*/agreement.sla"))
LARGEST = max(AGREEMENTS, key=lambda path: path.stat().st_size)
PAYABLE = ROOT / "agreements/accounts-payable"
RECORDS = {name: [PAYABLE / f"data/{name}.csv"] for name in ("invoice", "supplier_query")}


@cache
def modules_imported_by(*arguments):
    program = (
        "import sys, sladsl.cli\n"
        "try: sladsl.cli.main(sys.argv[1:])\n"
        "except SystemExit as exit_: print(exit_.code)\n"
        "print(*sys.modules)"
    )
    run = subprocess.run(
        [sys.executable, "-c", program, *arguments], capture_output=True, text=True, check=True
    )
    *_, code, modules = run.stdout.splitlines()
    assert code == "0", run.stdout
    return set(modules.split())


def imported_by(*arguments):
    return {name.partition(".")[0] for name in modules_imported_by(*arguments)}


def test_version_imports_no_grammar_and_no_engine():
    assert imported_by("--version") & {"lark", "duckdb", "jinja2", "holidays", "numpy", "pandas"} == set()


def test_check_imports_no_engine():
    assert imported_by("check", str(LARGEST)) & {"duckdb", "jinja2", "numpy", "pandas"} == set()


def test_a_run_imports_nothing_to_write_documents_with(tmp_path):
    given = [f"--records={name}={path}" for name, (path,) in RECORDS.items()]
    out = f"--out={tmp_path / 'statement.txt'}"
    imported = modules_imported_by("run", str(PAYABLE / "agreement.sla"), *given, "--period=2026-02", out)
    assert imported & {"jinja2", "icalendar", "pyspark", "numpy", "pandas"} == set()
    other_forms = {"sladsl.settlement.statement_json", "sladsl.settlement.statement_csv"}
    assert (
        imported & {"sladsl.syntax.layout.formatting", "sladsl.measurement.engines.spark", *other_forms}
        == set()
    )


def test_a_run_imports_what_measures_time_or_looks_records_up_only_where_that_is_called_for(tmp_path):
    given = [f"--records={name}={path}" for name, (path,) in RECORDS.items()]
    out = f"--out={tmp_path / 'statement.txt'}"
    imported = modules_imported_by("run", str(PAYABLE / "agreement.sla"), *given, "--period=2026-02", out)
    called_for = {
        "sladsl.measurement.uptime.level",
        "sladsl.measurement.uptime.faults",
        "sladsl.measurement.lookups.lookup",
        "sladsl.measurement.dues.due",
        "sladsl.planning.text",
    }
    assert imported & called_for == set()
    assert len({name for name in imported if name.startswith("sladsl")}) <= 480


def test_a_comparison_imports_nothing_to_write_documents_with_and_an_engine_only_where_one_measures(tmp_path):
    agreement = PAYABLE / "agreement.sla"
    dearer = tmp_path / "agreement.sla"
    dearer.write_text(agreement.read_text(encoding="utf-8").replace("GBP 85,000", "GBP 86,000"), "utf-8")
    assert imported_by("diff", str(agreement), str(dearer)) & {"duckdb", "jinja2", "numpy", "pandas"} == set()


def test_a_sound_text_is_read_without_what_mends_one():
    mending = {"sladsl.syntax.mending.recovery", "sladsl.syntax.automaton", "sladsl.syntax.pieces"}
    assert modules_imported_by("check", str(LARGEST)) & mending == set()


def agreement():
    return pipeline.check([PAYABLE / "agreement.sla"]).agreements[0]


def asked_of_the_engine(monkeypatch):
    """The statements that the engine is asked from now on."""
    asked = []
    fetch = duckdb.DuckDB.fetch

    def heard(session, text, parameters):
        asked.append(text)
        return fetch(session, text, parameters)

    monkeypatch.setattr(duckdb.DuckDB, "fetch", heard)
    return asked


def test_a_run_asks_the_engine_few_statements(monkeypatch):
    """Understanding a statement takes an engine about a millisecond, however few the records."""
    asked = asked_of_the_engine(monkeypatch)
    run = pipeline.run(agreement(), RECORDS, pipeline.Request())
    assert run.diagnostics == ()
    assert len(asked) <= 40


def test_both_versions_of_changed_hours_read_the_same_records_once(monkeypatch, tmp_path):
    """Three levels run a clock in these hours; the first shows the change, and nothing else of it is measured."""
    file = tmp_path / "agreement.sla"
    text = (PAYABLE / "agreement.sla").read_text(encoding="utf-8")
    file.write_text(text.replace("on 2026-12-24 09:00-12:30", "on 2026-12-24 10:00-12:30"), "utf-8")
    asked = asked_of_the_engine(monkeypatch)
    (change,) = pipeline.compare(agreement(), pipeline.check([file]).agreements[0]).changes
    assert change.witnesses == ("Thu 2026-12-24 09:00: open before, closed after",)
    assert sum(each.startswith('CREATE OR REPLACE TEMPORARY TABLE "#decoded') for each in asked) == 1
    assert len(asked) <= 22


def test_a_small_file_is_read_once(monkeypatch):
    asked = asked_of_the_engine(monkeypatch)
    pipeline.run(agreement(), RECORDS, pipeline.Request())
    made_of_files = [each.partition(" AS ")[0] for each in asked if "read_csv" in each]
    assert made_of_files == [f'CREATE OR REPLACE TEMPORARY TABLE "#decoded {file}"' for file in (0, 1)]


def test_worked_examples_look_records_up_only_where_all_of_them_is_to_be_shown():
    looking = {"sladsl.measurement.lookups.lookup", "sladsl.settlement.explained.records"}
    given = str(PAYABLE / "agreement.sla")
    assert modules_imported_by("test", given) & looking == set()
    assert modules_imported_by("test", given, "--verbose") & looking == looking


def test_worked_examples_open_one_engine(monkeypatch):
    opened = []
    open_session = duckdb.open_session

    def seen(memory_limit):
        opened.append(memory_limit)
        return open_session(memory_limit)

    monkeypatch.setattr(duckdb, "open_session", seen)
    assert len(pipeline.run_examples(agreement())) == 7
    assert len(opened) == 1


def test_worked_examples_are_measured_the_same_alone_and_in_any_order():
    contract = agreement().contract
    together = pipeline.run_examples(agreement())
    backwards = pipeline.worked_examples(agreement().plan, contract.examples[::-1])[::-1]
    alone = tuple(pipeline.worked_examples(agreement().plan, [each])[0] for each in contract.examples)
    assert together == backwards == alone
