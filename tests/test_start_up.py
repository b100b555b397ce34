"""What a command may import: checking text needs no engine, a version number needs no grammar."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
AGREEMENTS = sorted(ROOT.glob("agreements/*/agreement.sla"))
LARGEST = max(AGREEMENTS, key=lambda path: path.stat().st_size)


def imported_by(*arguments):
    program = (
        "import sys, sladsl.cli\n"
        "try: sladsl.cli.main(sys.argv[1:])\n"
        "except SystemExit as exit_: print(exit_.code)\n"
        "print(*sorted({name.partition('.')[0] for name in sys.modules}))"
    )
    run = subprocess.run(
        [sys.executable, "-c", program, *arguments], capture_output=True, text=True, check=True
    )
    *_, code, modules = run.stdout.splitlines()
    assert code == "0", run.stdout
    return set(modules.split())


def test_version_imports_no_grammar_and_no_engine():
    assert imported_by("--version") & {"lark", "duckdb", "jinja2", "holidays", "numpy", "pandas"} == set()


def test_check_imports_no_engine():
    assert imported_by("check", str(LARGEST)) & {"duckdb", "jinja2", "numpy", "pandas"} == set()
