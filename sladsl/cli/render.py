"""`sladsl render`."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from sladsl import in_force
from sladsl.cli import options
from sladsl.cli.agreement import compiled
from sladsl.cli.exits import GOOD
from sladsl.cli.output import emit, refuse_overwriting


@click.command("render", short_help="Write the document that the parties sign.")
@options.AGREEMENT
@options.form(["html", "md"], "The document's format.", "--to")
@options.on("The date as of which amendments are worked in; all of them where it is left out.")
@click.option("--amendment", metavar="NAME", help="Write this amendment as a document of its own.")
@options.out("document")
def command(agreement: Path, form: str, on: dt.date | None, amendment: str | None, out: Path | None) -> int:
    """Write the agreement as the document that the parties sign, with its amendments worked in."""
    if amendment is not None and on is not None:
        raise click.UsageError("--on is for the agreement, and --amendment writes what one amendment changes")
    source = compiled(agreement)
    refuse_overwriting([out], source.paths)
    try:
        document = (
            in_force.render(source, form, on)
            if amendment is None
            else in_force.render_amendment(source, amendment, form)
        )
    except ValueError as error:
        raise click.UsageError(str(error)) from error
    emit(document, out)
    return GOOD
