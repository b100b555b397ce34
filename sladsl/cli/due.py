"""`sladsl due`."""

from __future__ import annotations

from pathlib import Path

import click

from sladsl import pipeline
from sladsl.cli.agreement import compiled
from sladsl.cli.exits import BAD_DATA, GOOD
from sladsl.cli.output import emit, refuse_overwriting, show_findings
from sladsl.cli.run import bindings


@click.command("due")
@click.argument("agreement", metavar="FILE", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--records",
    metavar="NAME=FILE",
    multiple=True,
    callback=bindings,
    help="The records of a record set: a .csv, .parquet or .jsonl file; repeat it for every set and file.",
)
@click.option(
    "--period", metavar="PERIOD", help="List the windows of this period, such as 2026-03 or 2026-Q1."
)
@click.option(
    "--as-of",
    metavar="INSTANT",
    help="Read the records as they were known at this instant; never the present moment.",
)
@click.option("--level", metavar="NAME", help="List the deadlines of this level only.")
@click.option(
    "--most", type=click.IntRange(min=1), help="List no more than so many records of each deadline."
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "csv"]),
    default="text",
    show_default=True,
    help="What to write.",
)
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Write the list to this file.")
def command(  # noqa: PLR0917 (click passes them by name)
    agreement: Path,
    records: dict[str, list[Path]],
    period: str | None,
    as_of: str | None,
    level: str | None,
    most: int | None,
    form: str,
    out: Path | None,
) -> int:
    """List when each record is due by the deadlines of an agreement, overdue ones first.

    A running clock's deadline counts the pauses that are known so far.
    """
    source = compiled(agreement)
    refuse_overwriting([out], [*source.paths, *(file for files in records.values() for file in files)])
    try:
        asked = pipeline.request(source, period, as_of)
        found = pipeline.due(source, records, asked, level=level, most=most)
    except ValueError as error:
        raise click.UsageError(str(error)) from error
    show_findings(found.diagnostics, {each.name: each for each in source.sources}, err=True)
    if found.diagnostics:
        return BAD_DATA
    emit(pipeline.show_due(source, found.deadlines, form), out)
    return GOOD
