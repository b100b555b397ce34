"""`make coverage` fails where too few branches of a phase are run."""

import json
import runpy
from pathlib import Path

SCRIPT = Path(__file__).parents[2] / "scripts" / "branch_coverage.py"


def reported(run, folder, capsys):
    """What the script says, and its exit code, of so many of a hundred branches in each file."""
    report = folder / "branches.json"
    files = {
        file: {"summary": {"covered_branches": covered, "num_branches": 100}} for file, covered in run.items()
    }
    report.write_text(json.dumps({"files": files}), encoding="utf-8")
    code = runpy.run_path(str(SCRIPT))["main"](report)
    return capsys.readouterr().out, code


def test_a_phase_may_lack_a_twentieth_of_its_branches_over_all_its_modules(tmp_path, capsys):
    run = {
        "sladsl/semantics/files/names.py": 91,
        "sladsl/semantics/checks/bands.py": 99,
        "sladsl/cli/run.py": 10,
    }
    out, code = reported(run, tmp_path, capsys)
    assert out == (
        "cli                       10 of   100 branches   10.00%\n"
        "semantics                190 of   200 branches   95.00%  at least 95%\n"
    )
    assert code == 0


def test_a_phase_with_fewer_fails_but_what_only_spark_runs_stands_alone(tmp_path, capsys):
    run = {
        "sladsl/measurement/engines/spark.py": 3,
        "sladsl/measurement/dues/due.py": 95,
        "sladsl/settlement/steps.py": 94,
    }
    out, code = reported(run, tmp_path, capsys)
    assert out == (
        "measurement               95 of   100 branches   95.00%  at least 95%\n"
        "measurement on Spark       3 of   100 branches    3.00%\n"
        "settlement                94 of   100 branches   94.00%  at least 95%\n"
        "too few branches are run of: settlement\n"
    )
    assert code == 1
