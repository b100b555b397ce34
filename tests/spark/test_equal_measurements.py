"""DuckDB and Spark come to the same: every agreement that is shipped, and every case with records.

`make test-spark` runs them; `make test` leaves them out.
"""

import json
import shlex
import shutil
from pathlib import Path

import pytest

from sladsl.cli import main

pytestmark = [pytest.mark.spark, pytest.mark.usefixtures("spark")]

ROOT = Path(__file__).parent.parent.parent
COMMANDS = (*ROOT.glob("agreements/*/expected.cmd"), *ROOT.glob("tests/cases/**/*.cmd"))
# What only changes how much of a run is shown, and where; and how much memory one of the engines may take.
LEFT_OUT = {"--period", "--format", "--fail-on", "--out", "--ledger", "--memory-limit"}


def asked(command, arguments):
    """A command line without what makes no difference to what is measured; the period of `due` does."""
    kept, rest = [command], iter(arguments)
    for argument in rest:
        if argument in LEFT_OUT and (command, argument) != ("due", "--period"):
            next(rest)
        else:
            kept.append(argument)
    return tuple(kept)


def runs():
    """Each command line once in its folder, under the first file that has it."""
    told: dict[tuple[Path, tuple[str, ...]], str] = {}
    for file in sorted(COMMANDS):
        lines = [shlex.split(line) for line in file.read_text(encoding="utf-8").splitlines()]
        for line in lines:
            if line[:2] in (["sladsl", "run"], ["sladsl", "due"]) and "--engine" not in line:
                told.setdefault((file.parent, asked(line[1], line[2:])), f"{file.parent.name}-{file.stem}")
    for number, ((folder, arguments), called) in enumerate(told.items(), 1):
        yield pytest.param(folder, arguments, id=f"{called}-{number}")


@pytest.mark.parametrize(("folder", "arguments"), list(runs()))
def test_both_engines_come_to_the_same(folder, arguments, tmp_path, monkeypatch, capsys):
    def outcome(engine):
        """The exit code, the standard output and error, and the rows set aside."""
        copy = tmp_path / engine
        shutil.copytree(folder, copy)
        monkeypatch.chdir(copy)
        with pytest.raises(SystemExit) as exit_:
            main([*arguments, "--format", "json", "--engine", engine])
        aside = arguments[arguments.index("--quarantine") + 1] if "--quarantine" in arguments else None
        return (
            exit_.value.code,
            *capsys.readouterr(),
            Path(aside).read_bytes() if aside is not None and Path(aside).exists() else None,
        )

    code, out, err, aside = outcome("duckdb")
    if code == 0 and arguments[0] == "run":
        assert len(json.loads(out)["made_from"]["measurements_sha256"]) == 64
    assert outcome("spark") == (code, out, err, aside)
