"""`sladsl due`."""

from __future__ import annotations

from pathlib import Path

import click

from sladsl import pipeline, showing
from sladsl.cli import options
from sladsl.cli.agreement import compiled
from sladsl.cli.exits import BAD_DATA, GOOD
from sladsl.cli.output import refuse_overwriting, show_findings, write_file, writing
from sladsl.cli.settings import settings_for
from sladsl.measurement.how import How

MOST_READ = 1_000
"""How many records of a deadline are listed for people, who ask for more by `--most`."""


@click.command("due", short_help="List when each record is due.")
@options.AGREEMENT_OR_SETTINGS
@options.records
@options.period("List the windows of")
@options.as_of
@click.option("--level", metavar="NAME", help="List the deadlines of this level only.")
@click.option(
    "--most",
    type=click.IntRange(min=1),
    help=f"List no more than so many records of each deadline; as text, {MOST_READ:,} unless told.",
)
@options.form(["text", "json", "csv"])
@options.out("list")
@options.quarantine
@options.engine
def command(  # noqa: PLR0917 (click passes them by name)
    agreement: Path | None,
    records: dict[str, list[Path]],
    period: str | None,
    as_of: str | None,
    level: str | None,
    most: int | None,
    form: str,
    out: Path | None,
    quarantine: Path | None,
    engine: options.EngineOptions,
) -> int:
    """List when each record is due by the deadlines of an agreement, overdue ones first.

    A running clock's deadline counts the pauses that are known so far. Records that are left out are taken from the
    `sladsl.toml` beside the agreement, or of the current folder where no FILE is given.
    """
    from sladsl.measurement.dues.due import DueQuery
    from sladsl.measurement.engines.engine import EngineMissingError

    file, settings = settings_for(agreement)
    records, told = {**settings.records, **records}, settings.run
    how = How(options.engine_of(engine, told), quarantine is not None)
    source = compiled(file)
    refuse_overwriting(
        [out, quarantine], [*source.paths, *(file for files in records.values() for file in files)]
    )
    asked = options.request(source, period, as_of)
    with writing(out) as write:
        of, finish = DueQuery(level, most or MOST_READ), None
        if form != "text":
            take, finish = showing.due_writer(source, form, write)
            of = DueQuery(level, most, take)
        try:
            found = pipeline.due(source, records, asked, how, of)
        except (ValueError, EngineMissingError) as error:
            raise click.UsageError(str(error)) from error
        show_findings(found.diagnostics, {each.name: each for each in source.sources}, err=True)
        if found.diagnostics:
            return BAD_DATA
        if quarantine is not None:
            write_file(quarantine, showing.show_quarantined(found.quarantined))
        if finish is None:
            write(showing.show_due(source, found, form))
        else:
            finish(found)
    return GOOD
