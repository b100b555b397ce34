"""The hooks, the action and the workflow of a new repository do what they say, as far as no network is needed."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
HOOKS = (ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8")
ACTION = (ROOT / "action.yml").read_text(encoding="utf-8")
SLADSL = Path(sys.executable).with_name("sladsl")
SPACED = 'module  spaced "Spaced" { }\n'


def hooks(text):
    """The hooks of a file: id, command, and the pattern of the files that they are given."""
    fields = [
        dict(re.findall(r"(\w+): (.+)", hook)) for hook in re.split(r"^ *- (?=id:)", text, flags=re.MULTILINE)
    ]
    return [(each["id"], each["entry"], each["files"]) for each in fields if "id" in each]


def commands(text):
    return re.findall(r"run: (.+)", text)


def bash(command, folder, **environment):
    path = f"{SLADSL.parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["bash", "-c", command],
        cwd=folder,
        env={**os.environ, "PATH": path, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    folder = tmp_path_factory.mktemp("new")
    assert bash("sladsl new desk", folder)[0] == 0
    return folder / "desk"


@pytest.fixture
def repository(desk, tmp_path):
    return shutil.copytree(desk, tmp_path / "desk")


def test_there_is_a_hook_for_each_of_check_fmt_and_test():
    assert [id_ for id_, _, _ in hooks(HOOKS)] == ["sladsl-check", "sladsl-fmt", "sladsl-test"]


def test_the_hooks_of_a_new_repository_are_those_that_there_are(desk):
    """So that what the next test shows of these holds of those, too; a commit is laid out before it is checked."""
    of_the_repository = hooks((desk / ".pre-commit-config.yaml").read_text(encoding="utf-8"))
    assert sorted(of_the_repository) == sorted(hooks(HOOKS))
    assert of_the_repository[0][0] == "sladsl-fmt"


def test_hooks_pass_on_a_new_repository_and_tell_what_is_wrong(repository):
    found = hooks(HOOKS)
    names = [str(path.relative_to(repository)) for path in repository.rglob("*") if path.is_file()]
    for _, entry, pattern in found:
        given = [name for name in names if re.search(pattern, name)]
        assert given == ["agreement.sla"]
        assert bash(f"{entry} {shlex.join(given)}", repository)[0] == 0
    agreement = repository / "agreement.sla"
    agreement.write_text(agreement.read_text(encoding="utf-8").replace("is 50%", "is 60%"), encoding="utf-8")
    codes = {id_: bash(f"{entry} agreement.sla", repository)[0] for id_, entry, _ in found}
    assert codes == {"sladsl-check": 0, "sladsl-fmt": 0, "sladsl-test": 1}


def test_the_workflow_of_a_new_repository_passes_in_it(repository):
    install, *steps = commands((repository / ".github/workflows/agreement.yml").read_text(encoding="utf-8"))
    assert install == 'python -m pip install "sladsl==0.1.0"'
    assert steps == ["sladsl check . --format github", "sladsl fmt --check .", "sladsl test"]
    assert [bash(step, repository)[0] for step in steps] == [0, 0, 0]


def test_the_action_checks_lays_out_and_tests(repository):
    install, *steps = commands(ACTION)
    assert install == 'python -m pip install --quiet "$GITHUB_ACTION_PATH"'
    shutil.copytree(ROOT / "stdlib" / "calendars", repository / "more")
    assert [bash(step, repository, PATHS="agreement.sla more")[0] for step in steps] == [0, 0, 0]
    (repository / "spaced.sla").write_text(SPACED, encoding="utf-8")
    assert [bash(step, repository, PATHS=".")[0] for step in steps] == [0, 1, 0]
    (repository / "broken.sla").write_text("modul broken { }", encoding="utf-8")
    code, output = bash(steps[0], repository, PATHS=".")
    assert code == 1
    assert output.startswith("::error file=broken.sla,line=1,")
