import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from sladsl.resources import explanations_dir, grammar_dir, stdlib_dir

ROOT = Path(__file__).parents[2]
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def test_a_checkout_reads_its_data_beside_the_package():
    folders = [grammar_dir(), stdlib_dir(), explanations_dir()]
    assert folders == [ROOT / "grammar", ROOT / "stdlib", ROOT / "docs" / "diagnostics"]


@pytest.mark.parametrize("folder", ["grammar", "stdlib", "docs/diagnostics"])
def test_data_folders_hold_no_python(folder):
    assert sorted((ROOT / folder).rglob("*.py")) == []


def test_the_lock_names_no_host_and_no_place():
    assert re.findall(r"https?:|file:|--(?:extra-)?index-url|--find-links| @ ", LOCK) == []


def test_everything_in_the_lock_is_pinned_and_hashed():
    pins = re.split(r"^(?=[a-z0-9])", LOCK, flags=re.MULTILINE)[1:]
    pinned = re.compile(r"[a-z0-9.-]+==\S+ .*\\\n(    --hash=sha256:[0-9a-f]{64}( \\)?\n)+")
    assert [pin for pin in pins if not pinned.fullmatch(pin)] == []


def test_the_lock_has_every_dependency_of_the_project():
    wanted = PROJECT["project"]["dependencies"] + PROJECT["dependency-groups"]["dev"]
    names = {re.split(r"[<>=;\s\[]", requirement)[0] for requirement in wanted}
    assert names - set(re.findall(r"^([a-z0-9.-]+)==", LOCK, flags=re.MULTILINE)) == set()


def test_an_optimised_python_is_the_same_program():
    command = [sys.executable, "-OO", "-m", "sladsl", "--version"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.split()[-1:]) == (0, [PROJECT["project"]["version"]])
