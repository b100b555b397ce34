"""`sladsl show`."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from sladsl import in_force
from sladsl.cli import options
from sladsl.cli.agreement import compiled
from sladsl.cli.exits import FINDINGS, GOOD
from sladsl.cli.output import emit, refuse_overwriting, show_findings


@click.command("show", short_help="Write the agreement as it is in force on a date.")
@options.AGREEMENT
@options.on("The date as of which the agreement is shown.", required=True)
@options.out("agreement")
def command(agreement: Path, on: dt.date, out: Path | None) -> int:
    """Write the agreement as it is in force on a date, as source: each dated value is the one that holds then.

    Worked examples about periods in which other values are in force are left out, and so are those that would not hold
    with one value throughout, as by the limit of a year in which a charge changes.
    """
    source = compiled(agreement)
    refuse_overwriting([out], source.paths)
    try:
        found = in_force.consolidate(source, on)
    except ValueError as error:
        raise click.UsageError(str(error)) from error
    show_findings(found.diagnostics, {each.name: each for each in source.sources}, err=True)
    for title in found.left_out:
        click.echo(f"left out, as it rests on other values, too: example {title}", err=True)
    if found.text is None:
        return FINDINGS
    emit(found.text, out)
    return GOOD
