"""`sladsl new`."""

from __future__ import annotations

import re
from importlib.metadata import version
from pathlib import Path
from shlex import quote
from string import Template

import click

from sladsl.cli.exits import GOOD
from sladsl.cli.output import write_file
from sladsl.syntax.names import is_name

STARTS = Path(__file__).parent / "starts"
_COMMON = {
    "sladsl.toml": "sladsl.toml",
    "README.md": "README.md",
    "pre-commit.yaml": ".pre-commit-config.yaml",
    "workflow.yml": ".github/workflows/agreement.yml",
}
"""The files that every start has, by the name they have here, which keeps tools of this project from reading them."""


@click.command("new", short_help="Begin a repository for one agreement.")
@click.argument("folder", metavar="NAME", type=click.Path(file_okay=False, path_type=Path))
@click.option(
    "--start",
    type=click.Choice(["accounts-payable", "service-desk"]),
    default="accounts-payable",
    show_default=True,
    help="Which levels of the standard library to start from.",
)
@click.option("--title", help="The agreement's title; made of its name where it is not given.")
def command(folder: Path, start: str, title: str | None) -> int:
    """Begin a repository for one agreement in the folder NAME: the agreement, sample records, settings and checks.

    Everything in it works at once. A file that is already there is never overwritten.
    """
    words = re.findall(r"[^\W_]+", folder.resolve().name)
    name = "".join(word[:1].upper() + word[1:] for word in words)
    if not is_name(name):
        raise click.UsageError(f"`{folder.name}` makes no name for an agreement: begin it with a letter")
    if title is not None and re.search(r'["\\\n]', title):
        raise click.UsageError("a title has no quotation marks, backslashes or line ends")
    files = _files(start, name, title or " ".join(word[:1].upper() + word[1:] for word in words))
    taken = [path for path in files if (folder / path).exists()]
    if taken:
        raise click.UsageError(f"`{folder / taken[0]}` is there already; nothing has been written")
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        write_file(folder / path, text)
        click.echo(f"wrote {folder / path}")
    click.echo(f"now: cd {quote(str(folder))} && sladsl test && sladsl run")
    return GOOD


def _files(start: str, name: str, title: str) -> dict[str, str]:
    """The text of each file by its path in the new folder."""
    own = STARTS / start
    agreement = (own / "agreement.sla").read_text(encoding="utf-8")
    records = sorted((own / "data").iterdir())
    values = {
        "title": title,
        "records": "\n".join(f'{file.stem} = "data/{file.name}"' for file in records),
        "version": version("sladsl"),
    }
    common = {
        path: Template((STARTS / "common" / file).read_text(encoding="utf-8")).substitute(values)
        for file, path in _COMMON.items()
    }
    return {
        "agreement.sla": agreement.replace('NewAgreement "New Agreement"', f'{name} "{title}"', 1),
        **{f"data/{file.name}": file.read_text(encoding="utf-8") for file in records},
        **common,
    }
