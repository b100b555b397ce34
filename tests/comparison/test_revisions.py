"""Versions of an agreement in a real git repository: revisions, textconv, and what is said where one is missing."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from sladsl.cli import main

ROOT = Path(__file__).parent.parent.parent
CONTRACT = ROOT / "tests" / "cases" / "diff" / "contract"
PROGRAM = f"{sys.executable} -m sladsl"


def git(folder, *arguments):
    names = {
        f"GIT_{who}_{what}": "a@example.org" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")
    }
    alone = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    ran = subprocess.run(
        ["git", *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, **names, **alone},
    )
    return ran.stdout


@pytest.fixture(scope="module")
def committed(tmp_path_factory):
    """A repository whose agreement was that of the case before, and is the new one now; both in a folder."""
    root = tmp_path_factory.mktemp("repository")
    folder = root / "desk"
    folder.mkdir()
    git(root, "init", "--quiet")
    for version in ("old", "new"):
        shutil.copy(CONTRACT / f"{version}.sla", folder / "agreement.sla")
        shutil.copy(CONTRACT / "house.sla", folder)
        git(root, "add", ".")
        git(root, "commit", "--quiet", "--message", version)
    return root


@pytest.fixture
def repository(committed, tmp_path, monkeypatch):
    """A copy of the repository, as the current folder."""
    shutil.copytree(committed, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def changed_lines(difference):
    return [
        line
        for line in difference.splitlines()
        if line[:1] in {"+", "-"} and not line.startswith(("+++", "---"))
    ]


def sladsl(capsys, *arguments):
    with pytest.raises(SystemExit) as exit_:
        main(arguments)
    out, err = capsys.readouterr()
    return exit_.value.code, out, err.splitlines()[-1] if err else ""


def test_a_revision_is_compared_with_the_working_tree_and_with_another_revision(repository, capsys):
    code, there, _ = sladsl(capsys, "diff", "HEAD~1:desk/agreement.sla", "desk/agreement.sla", "--exit-code")
    assert code == 1
    assert "before  version 1.0" in there or "before  1.0  (HEAD~1:desk/agreement.sla:3)" in there
    assert "(HEAD~1:desk/house.sla:2)" in there
    _, both, _ = sladsl(capsys, "diff", "HEAD~1:desk/agreement.sla", "HEAD:desk/agreement.sla")
    assert both == there.replace("desk/agreement.sla:", "HEAD:desk/agreement.sla:").replace(
        "HEAD~1:HEAD:", "HEAD~1:"
    ).replace("-> desk", "-> HEAD:desk")


def test_a_module_is_read_from_the_same_revision(repository, capsys):
    house = repository / "desk" / "house.sla"
    house.write_text(house.read_text("utf-8").replace("09:00-17:00", "09:00-16:00"), encoding="utf-8")
    shutil.copy(CONTRACT / "old.sla", repository / "desk" / "agreement.sla")
    code, out, _ = sladsl(capsys, "diff", "HEAD~1:desk/agreement.sla", "desk/agreement.sla")
    assert code == 0
    assert out.count("  weaker  weekly hours") == 1
    assert "(HEAD~1:desk/house.sla:2)" in out
    assert "(desk/house.sla:2)" in out
    assert out.endswith("\n1 weaker\n")


def test_folders_are_compared_agreement_by_agreement(repository, capsys):
    shutil.copy(repository / "desk" / "agreement.sla", repository / "desk" / "second.sla")
    (repository / "desk" / "agreement.sla").unlink()
    text = (repository / "desk" / "second.sla").read_text("utf-8")
    (repository / "desk" / "third.sla").write_text(text.replace("agreement Desk", "agreement Third"), "utf-8")
    code, out, _ = sladsl(capsys, "diff", "HEAD:desk", "desk", "--exit-code")
    assert (code, out) == (1, 'agreement Third "Supplier Help Desk" added\n  desk/third.sla\n')
    _, out, _ = sladsl(capsys, "diff", "desk", "HEAD:")
    assert out == 'agreement Third "Supplier Help Desk" removed\n  desk/third.sla\n'


@pytest.mark.parametrize(
    ("argument", "said"),
    [
        ("nowhere:desk/agreement.sla", "the repository has no revision `nowhere`"),
        ("HEAD~7:desk/agreement.sla", "the repository has no revision `HEAD~7`"),
        (
            ":desk/agreement.sla",
            "`:desk/agreement.sla` names no revision: write one before the colon, such as",
        ),
        (
            "HEAD:agreement.sla",
            "there is no `agreement.sla` in revision `HEAD`; did you mean `HEAD:desk/agreement.sla`?",
        ),
        ("HEAD:desk/other.sla", "there is no `desk/other.sla` in revision `HEAD`"),
    ],
)
def test_what_is_not_there_is_said(repository, capsys, argument, said):
    code, out, err = sladsl(capsys, "diff", argument, "desk/agreement.sla")
    assert (code, out) == (2, "")
    assert err.startswith(f"Error: {said}")


def test_a_path_counts_from_the_root_or_with_a_dot_from_the_current_folder(repository, capsys, monkeypatch):
    monkeypatch.chdir(repository / "desk")
    code, _, err = sladsl(capsys, "diff", "HEAD:agreement.sla", "agreement.sla")
    assert (code, err.partition("; ")[2]) == (
        2,
        "a path counts from the root of the repository: write `HEAD:./agreement.sla`",
    )
    code, out, _ = sladsl(capsys, "diff", "HEAD:./agreement.sla", "agreement.sla", "--exit-code")
    assert (code, out) == (0, "HEAD:./agreement.sla -> agreement.sla: no change in effect\n")
    code, out, _ = sladsl(capsys, "diff", "HEAD:../desk/agreement.sla", "agreement.sla", "--exit-code")
    assert code == 0


def test_outside_a_repository_there_is_no_revision(tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    code, _, err = sladsl(capsys, "diff", "HEAD:agreement.sla", "HEAD:agreement.sla")
    assert (code, err) == (
        2,
        "Error: this folder is in no git repository, so `HEAD:agreement.sla` cannot be read",
    )


def test_git_diff_shows_changes_in_effect_through_textconv(tmp_path):
    git(tmp_path, "init", "--quiet")
    (tmp_path / ".gitattributes").write_text("*.sla diff=sladsl\n", encoding="utf-8")
    git(tmp_path, "config", "diff.sladsl.textconv", f"{PROGRAM} compile --textconv")
    agreement = tmp_path / "agreement.sla"
    text = (ROOT / "agreements" / "service-desk" / "agreement.sla").read_text("utf-8")
    agreement.write_text(text, encoding="utf-8")
    git(tmp_path, "add", ".")
    agreement.write_text(f"# A comment.\n{text.replace('at least 95%', 'at least 96%', 1)}", encoding="utf-8")
    assert [line.split() for line in changed_lines(git(tmp_path, "diff"))] == [
        ["-", "minimum", "at", "least", "95%"],
        ["+", "minimum", "at", "least", "96%"],
    ]


def test_textconv_leaves_an_agreement_as_it_is_where_git_would_read_its_modules_from_elsewhere(
    repository, capsys
):
    for name in ("agreement.sla", "house.sla"):
        text = (repository / "desk" / name).read_text("utf-8")
        assert sladsl(capsys, "compile", "--textconv", f"desk/{name}") == (0, text, "")
