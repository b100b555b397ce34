"""The README, the language reference and the tutorial say what is so.

In them a fence opened with

- ```` ```sla ```` holds a whole file, and ```` ```sla items ```` items of an agreement: they check without a finding;
- ```` ```sla NAME ```` or ```` ```csv NAME ```` holds a file that the console blocks after it find in their folder;
- ```` ```console ```` holds command lines after `$ ` and the output of each, word for word; `--update` writes it anew.
"""

import re
import shlex
from pathlib import Path

import pytest

from sladsl.cli import main

ROOT = Path(__file__).parent.parent
TEXTS = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
FENCE = re.compile(r"^```(\w+)(?: +([\w.-]+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
HEADER = """\
agreement Snippet "Snippet" {
  version  "1.0"
  provider Provider "The provider"
  customer Customer "The customer"
  term     2026-01-01 to 2028-12-31
  timezone Europe/London
  currency GBP
  law      "England and Wales"
"""


def fences(page):
    """The fenced blocks of a page: language, argument, text and line."""
    text = page.read_text(encoding="utf-8")
    return [(*match.groups(), text.count("\n", 0, match.start()) + 1) for match in FENCE.finditer(text)]


SNIPPETS = [
    pytest.param(f"{HEADER}{text}}}\n" if argument else text, id=f"{page.name}:{line}")
    for page in TEXTS
    for language, argument, text, line in fences(page)
    if language == "sla" and argument in {None, "items"}
]
PAGES = [page for page in TEXTS if any(fence[0] == "console" for fence in fences(page))]


def sladsl(line, capsys):
    program, *arguments = shlex.split(line)
    assert program == "sladsl"
    with pytest.raises(SystemExit) as exit_:
        main(arguments)
    out, err = capsys.readouterr()
    assert exit_.value.code in {0, 1}, err
    return exit_.value.code, f"{out}{err}"


@pytest.mark.parametrize("text", SNIPPETS)
def test_a_snippet_checks_without_an_error(text, tmp_path, monkeypatch, capsys):
    (tmp_path / "snippet.sla").write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    code, output = sladsl("sladsl check snippet.sla", capsys)
    assert code == 0, output


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_page_shows_what_its_commands_print(page, tmp_path, monkeypatch, capsys, request):
    monkeypatch.chdir(tmp_path)
    text = page.read_text(encoding="utf-8")
    executed = FENCE.sub(lambda fence: execute(fence, tmp_path, capsys), text)
    if request.config.getoption("--update"):
        page.write_text(executed, encoding="utf-8")
    assert executed == page.read_text(encoding="utf-8")


def test_what_the_readme_says_of_each_command_works_with_its_example(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    readme = ROOT / "README.md"
    for _, argument, text, _ in fences(readme):
        if argument not in {None, "items"}:
            (tmp_path / argument).write_text(text, encoding="utf-8")
    listed = re.findall(r"^\| `(sladsl [^`]+)` \|", readme.read_text(encoding="utf-8"), flags=re.MULTILINE)
    of_example = [command for command in listed if " desk.sla" in command and ":desk.sla" not in command]
    assert len(of_example) == 9
    for command in of_example:
        assert sladsl(command, capsys)[0] == 0, command


def execute(fence, folder, capsys):
    """The fence as it should read; writes its file where it holds one."""
    language, argument, text = fence.groups()
    if language == "console":
        commands = re.findall(r"^\$ (.*)$", text, flags=re.MULTILINE)
        transcript = "".join(f"$ {command}\n{sladsl(command, capsys)[1]}" for command in commands)
        return f"```console\n{transcript}```"
    if argument not in {None, "items"}:
        (folder / argument).write_text(text, encoding="utf-8")
    return fence[0]
