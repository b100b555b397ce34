"""How soon commands are done, beside how soon DuckDB is there: `python -m benchmarks.starting --starts 15`.

Each command starts in a process of its own, all of them in turn, so that what else the machine does is fair to all.
What counts is the time of all processors, of the best start; a first start, which compiles modules and builds the
parser, is not counted. The records are the first 1,000 invoices of accounts payable, and its supplier queries.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import click

_AGREEMENTS = Path(__file__).parent.parent / "agreements"
_PAYABLE = _AGREEMENTS / "accounts-payable"
_INVOICES = 1_000
_MS = 1_000
_ENGINE = "`import duckdb`"
# As the installed command does it, without what only the tools have installed, which Lark imports where it is.
_STARTED = "import sys; sys.modules['interegular'] = None; from sladsl.cli import program; program()"


@click.command()
@click.option("--starts", default=15, help="How often each command is started; the best start counts.")
def main(starts: int) -> None:
    """Print what commands take, in milliseconds and as multiples of importing DuckDB."""
    with tempfile.TemporaryDirectory() as folder:
        commands = _commands(_records(Path(folder)))
        for arguments in commands.values():
            _processors(arguments)
        best = {name: _processors(arguments) for name, arguments in commands.items()}
        for _ in range(starts - 1):
            for name, arguments in commands.items():
                best[name] = min(best[name], _processors(arguments))
    print(f"| | ms | × {_ENGINE} |\n|---|---:|---:|")
    for name, seconds in best.items():
        print(f"| {name} | {seconds * _MS:,.0f} | {seconds / best[_ENGINE]:.1f} |")


def _records(folder: Path) -> list[str]:
    """The options that give a command its records."""
    lines = (_PAYABLE / "data/invoice.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    invoices = folder / "invoice.csv"
    invoices.write_text("".join(lines[: _INVOICES + 1]), encoding="utf-8")
    queries = _PAYABLE / "data/supplier_query.csv"
    return ["--records", f"invoice={invoices}", "--records", f"supplier_query={queries}"]


def _commands(records: Sequence[str]) -> Mapping[str, Sequence[str]]:
    payable, desk = (
        str(_AGREEMENTS / name / "agreement.sla") for name in ("accounts-payable", "service-desk")
    )

    def sladsl(command: str, *arguments: str) -> list[str]:
        return ["-c", _STARTED, command, *arguments]

    return {
        "`python -c pass`": ["-c", "pass"],
        _ENGINE: ["-c", "import duckdb"],
        "`sladsl check`, service desk": sladsl("check", desk),
        "`sladsl check`, accounts payable": sladsl("check", payable),
        "`sladsl run`, accounts payable, 1,000 invoices": sladsl("run", payable, *records),
        "`sladsl due`, the same": sladsl("due", payable, *records, "--as-of", "2026-06-01"),
        "`sladsl explain`, the same, one month": sladsl("explain", payable, *records, "--period", "2026-02"),
        "`sladsl test`, accounts payable, 7 examples": sladsl("test", payable),
    }


def _processors(arguments: Sequence[str]) -> float:
    """The seconds of all processors that a start of Python takes."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, *arguments], stdout=subprocess.DEVNULL, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


if __name__ == "__main__":
    main()
