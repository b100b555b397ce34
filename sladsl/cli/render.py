"""`sladsl render`."""

from __future__ import annotations

from pathlib import Path

import click

from sladsl import pipeline
from sladsl.cli import options
from sladsl.cli.agreement import compiled
from sladsl.cli.exits import GOOD
from sladsl.cli.output import emit, refuse_overwriting


@click.command("render")
@options.AGREEMENT
@click.option(
    "--to",
    "form",
    type=click.Choice(["html", "md"]),
    default="html",
    show_default=True,
    help="The document's format.",
)
@options.out("document")
def command(agreement: Path, form: str, out: Path | None) -> int:
    """Write the agreement as the document that the parties sign."""
    source = compiled(agreement)
    refuse_overwriting([out], source.paths)
    emit(pipeline.render(source, form), out)
    return GOOD
