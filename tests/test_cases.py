"""Every case under tests/cases: a program and its whole expected output.

- `<feature>/bad/NAME.sla` with `NAME.txt`: what `sladsl check NAME.sla` prints, run in the file's folder.
- `<feature>/good/NAME.sla`: checks without a finding, but for what it allows itself.
- a folder that holds `NAME.cmd` files: each line of one is a command line, run in a copy of the folder; `NAME.txt`
  is the transcript of them all: command, exit code, standard output, standard error, and after `cat FILE` a file
  they wrote; `fill FILE BYTES` makes a file of that size, `sqlite FILE STATEMENTS` changes a database.

`pytest tests/test_cases.py --update` writes the expected files anew; read their diff before accepting it.
"""

import shlex
import shutil
import sqlite3
from pathlib import Path

import pytest

from sladsl.cli import main

CASES = Path(__file__).parent / "cases"
COMMANDS = sorted(CASES.rglob("*.cmd"))
FOLDERS = {command.parent for command in COMMANDS}
PROGRAMS = sorted(path for path in CASES.rglob("*.sla") if path.parent.name in {"good", "bad"})


def name(path: Path) -> str:
    return str(path.relative_to(CASES))


@pytest.fixture
def sladsl(capfdbinary, monkeypatch):
    """Runs one command line in a folder; gives its exit code, standard output and standard error."""

    def run(arguments, folder):
        monkeypatch.chdir(folder)
        capfdbinary.readouterr()
        with pytest.raises(SystemExit) as exit_:
            main(arguments)
        out, err = capfdbinary.readouterr()
        return exit_.value.code, out.decode(), err.decode()

    return run


def expect(actual, expected_file, request):
    if request.config.getoption("--update"):
        expected_file.write_text(actual, encoding="utf-8")
    assert expected_file.exists(), f"no {expected_file.name}; run with --update and read what it writes"
    assert actual == expected_file.read_text(encoding="utf-8")


@pytest.mark.parametrize("program", [path for path in PROGRAMS if path.parent.name == "bad"], ids=name)
def test_a_bad_agreement_gives_its_findings(program, sladsl, request):
    code, out, err = sladsl(["check", program.name], program.parent)
    assert err == ""
    expect(f"{out}exit {code}\n", program.with_suffix(".txt"), request)


@pytest.mark.parametrize("program", [path for path in PROGRAMS if path.parent.name == "good"], ids=name)
def test_a_good_agreement_has_no_finding(program, sladsl):
    code, out, err = sladsl(["check", program.name], program.parent)
    assert (code, out.split("\nallowed[")[0], err) == (0, f"{program.name}: no findings\n", "")


@pytest.mark.parametrize("command", COMMANDS, ids=name)
def test_a_transcript(command, sladsl, request, tmp_path):
    folder = tmp_path / command.parent.name
    shutil.copytree(command.parent, folder)
    lines = command.read_text(encoding="utf-8").splitlines()
    transcript = "".join(transcribe(line, folder, sladsl) for line in lines if line.strip())
    expect(transcript, command.with_suffix(".txt"), request)


def transcribe(line, folder, sladsl):
    program, *arguments = shlex.split(line)
    if program == "fill":
        (folder / arguments[0]).write_bytes(b"#" * int(arguments[1]))
        return f"$ {line}\n"
    if program == "sqlite":
        connection = sqlite3.connect(folder / arguments[0])
        connection.executescript(arguments[1])
        connection.close()
        return f"$ {line}\n"
    if program == "cat":
        return f"$ {line}\n{(folder / arguments[0]).read_text(encoding='utf-8')}"
    assert program == "sladsl"
    code, out, err = sladsl(arguments, folder)
    errors = f"--- standard error\n{err}" if err else ""
    return f"$ {line}\n{out}{errors}exit {code}\n"


def test_no_expected_file_is_left_without_its_case():
    orphans = [
        name(path)
        for path in CASES.rglob("*.txt")
        if (path.parent.name == "bad" or path.parent in FOLDERS)
        and not path.with_suffix(".sla").exists()
        and not path.with_suffix(".cmd").exists()
    ]
    assert orphans == []
