"""DuckDB and Spark come to the same: every agreement that is shipped, and every case with records.

One Spark session serves all tests. `make test-spark` runs them; `make test` leaves them out.
"""

import json
import shlex
import shutil
from pathlib import Path

import pytest

from sladsl.cli import main
from sladsl.measurement.spark import open_session

pytestmark = pytest.mark.spark

ROOT = Path(__file__).parent.parent.parent
COMMANDS = (*ROOT.glob("agreements/*/expected.cmd"), *ROOT.glob("tests/cases/**/*.cmd"))
SHOWING = {"--period", "--format", "--fail-on", "--out"}


def measured(arguments):
    """A command line of `sladsl run` without what only changes how much of it is shown, and where."""
    kept, rest = [], iter(arguments)
    for argument in rest:
        if argument in SHOWING:
            next(rest)
        else:
            kept.append(argument)
    return tuple(kept)


def runs():
    for command in sorted(COMMANDS):
        lines = [shlex.split(line) for line in command.read_text(encoding="utf-8").splitlines()]
        made = [line for line in lines if line and line[0] not in {"sladsl", "cat"}]
        told = dict.fromkeys(measured(line[1:]) for line in lines if line[:2] == ["sladsl", "run"])
        for number, arguments in enumerate(told, 1):
            yield pytest.param(
                command.parent, made, arguments, id=f"{command.parent.name}-{command.stem}-{number}"
            )


@pytest.fixture(scope="module", autouse=True)
def spark():
    with open_session() as session:
        yield session


@pytest.mark.parametrize(("folder", "made", "arguments"), list(runs()))
def test_both_engines_come_to_the_same(folder, made, arguments, tmp_path, monkeypatch, capsys):
    shutil.copytree(folder, tmp_path / "copy")
    monkeypatch.chdir(tmp_path / "copy")
    for _fill, file, size in made:
        Path(file).write_bytes(b"\0" * int(size))

    def outcome(engine):
        with pytest.raises(SystemExit) as exit_:
            main([*arguments, "--format", "json", "--engine", engine])
        return exit_.value.code, *capsys.readouterr()

    code, out, err = outcome("duckdb")
    assert code != 0 or len(json.loads(out)["made_from"]["measurements_sha256"]) == 64
    assert outcome("spark") == (code, out, err)
