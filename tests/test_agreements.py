"""The agreements that come with the project do what their folders say, to the last byte.

`agreements/<name>/expected.cmd` holds command lines that write every file in `agreements/<name>/expected/`.
`pytest tests/test_agreements.py --update` writes those files anew.
"""

import re
import shlex
import shutil
from pathlib import Path

import pytest

from sladsl.cli import main

AGREEMENTS = Path(__file__).parent.parent / "agreements"
FOLDERS = sorted(path.parent for path in AGREEMENTS.glob("*/expected.cmd"))


def exit_code(arguments):
    with pytest.raises(SystemExit) as exit_:
        main(arguments)
    return exit_.value.code


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_an_agreement_gives_its_expected_files(folder, tmp_path, monkeypatch, request):
    copy = tmp_path / folder.name
    shutil.copytree(folder, copy, ignore=shutil.ignore_patterns("expected"))
    (copy / "expected").mkdir()
    monkeypatch.chdir(copy)
    for line in (folder / "expected.cmd").read_text(encoding="utf-8").splitlines():
        program, *arguments = shlex.split(line)
        assert program == "sladsl"
        assert exit_code(arguments) == 0, line
    written = {path.name: path.read_text(encoding="utf-8") for path in (copy / "expected").iterdir()}
    if request.config.getoption("--update"):
        shutil.rmtree(folder / "expected", ignore_errors=True)
        shutil.copytree(copy / "expected", folder / "expected")
    expected = {path.name: path.read_text(encoding="utf-8") for path in (folder / "expected").iterdir()}
    assert written == expected


def test_every_agreement_and_module_checks_without_a_finding(capsys):
    root = AGREEMENTS.parent
    assert exit_code(["check", str(AGREEMENTS), str(root / "stdlib")]) == 0
    assert re.match(r"\d+ files: no findings\n", capsys.readouterr().out)


def test_every_worked_example_holds(capsys):
    assert exit_code(["test", str(AGREEMENTS)]) == 0
    assert capsys.readouterr().out.endswith(" passed, 0 failed\n")
