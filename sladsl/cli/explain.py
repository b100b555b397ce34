"""`sladsl explain`."""

from __future__ import annotations

from pathlib import Path

import click

from sladsl import pipeline, showing
from sladsl.cli import options
from sladsl.cli.agreement import compiled
from sladsl.cli.exits import BAD_DATA, GOOD
from sladsl.cli.output import emit, refuse_overwriting, show_findings, write_file
from sladsl.cli.settings import settings_for
from sladsl.measurement.how import How


@click.command("explain", short_help="Explain why a result is what it is.")
@options.AGREEMENT_OR_SETTINGS
@options.records
@options.period("Explain the settlement periods and windows that end in")
@click.option("--level", metavar="NAME", help="Explain the windows of this level only.")
@click.option("--record", metavar="KEY", help="Explain what the levels make of the record with this key.")
@options.as_of
@click.option(
    "--most",
    type=click.IntRange(min=0),
    default=5,
    show_default=True,
    help="List no more than so many records of each window, the worst first.",
)
@options.form(["text", "json", "html"])
@options.out("explanation")
@options.quarantine
@options.engine
def command(  # noqa: PLR0917 (click passes them by name)
    agreement: Path | None,
    records: dict[str, list[Path]],
    period: str | None,
    level: str | None,
    record: str | None,
    as_of: str | None,
    most: int,
    form: str,
    out: Path | None,
    quarantine: Path | None,
    engine: options.EngineOptions,
) -> int:
    """Explain a result: from the amount through steps, rows and values down to the records, each with its clause.

    It says what would have changed the result, too: how many records, or how much time, it is from another one. What is
    left out is taken from the `sladsl.toml` beside the agreement, or of the current folder where no FILE is given.
    """
    from sladsl.measurement.engines.engine import EngineMissingError

    file, settings = settings_for(agreement)
    records, told = {**settings.records, **records}, settings.run
    period, as_of = period or told.get("period"), as_of or told.get("as-of")
    if period is None and record is None:
        raise click.UsageError("say what to explain: --period, with --level or without, or --record")
    how = How(options.engine_of(engine, told), quarantine is not None)
    source = compiled(file)
    refuse_overwriting(
        [out, quarantine], [*source.paths, *(file for files in records.values() for file in files)]
    )
    asked = options.request(source, period, as_of)
    try:
        found = pipeline.explain(source, records, asked, pipeline.ExplainedSubject(level, record, most), how)
    except (ValueError, EngineMissingError) as error:
        raise click.UsageError(str(error)) from error
    show_findings(found.diagnostics, {each.name: each for each in source.sources}, err=True)
    if found.explanation is None:
        return BAD_DATA
    if quarantine is not None:
        write_file(quarantine, showing.show_quarantined(found.quarantined))
    emit(showing.show_explanation(found.explanation, form), out)
    return GOOD
