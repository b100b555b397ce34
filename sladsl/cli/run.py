"""`sladsl run`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sladsl import pipeline, showing
from sladsl.cli import options
from sladsl.cli.agreement import compiled
from sladsl.cli.exits import BAD_DATA, FINDINGS, GOOD
from sladsl.cli.output import emit, progress, refuse_overwriting, show_findings, write_file
from sladsl.cli.settings import settings_for
from sladsl.measurement.how import How

if TYPE_CHECKING:
    from sladsl.settlement.statement import Statement

FAILING = {"missed": ("missed",), "below-expected": ("missed", "below expected")}


@click.command("run", short_help="Measure records and settle the credits.")
@options.AGREEMENT_OR_SETTINGS
@options.records
@options.period("Show")
@options.as_of
@options.form(["text", "json", "csv"])
@options.out("statement")
@click.option(
    "--fail-on",
    type=click.Choice(list(FAILING)),
    help="Exit 1 when a level shown has this verdict or a worse one.",
)
@options.quarantine
@click.option(
    "--ledger",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Append what is settled through the period to this ledger, which is made where there is none.",
)
@options.engine
def command(  # noqa: PLR0917 (click passes them by name)
    agreement: Path | None,
    records: dict[str, list[Path]],
    period: str | None,
    as_of: str | None,
    form: str,
    out: Path | None,
    fail_on: str | None,
    quarantine: Path | None,
    ledger: Path | None,
    engine: options.EngineOptions,
) -> int:
    """Measure records by an agreement and settle the credits.

    Settles from the start of the term, since limits over a year need its history, and shows the period asked for;
    without one, every period up to the last record. What is left out is taken from the `sladsl.toml` beside the
    agreement, or of the current folder where no FILE is given.
    """
    from sladsl.measurement.engines.engine import EngineMissingError

    file, settings = settings_for(agreement)
    told = settings.run
    records, fail_on = {**settings.records, **records}, fail_on or told.get("fail-on")
    measured_by = options.engine_of(engine, told)
    source = compiled(file)
    refuse_overwriting(
        [out, quarantine, ledger], [*source.paths, *(file for files in records.values() for file in files)]
    )
    asked = _asked(source, period or told.get("period"), as_of or told.get("as-of"), ledger)
    say = progress()
    try:
        run = pipeline.run(source, records, asked, How(measured_by, quarantine is not None, say))
    except EngineMissingError as error:
        raise click.UsageError(str(error)) from error
    say("")
    show_findings(run.diagnostics, {each.name: each for each in source.sources}, err=True)
    if run.statement is None:
        return BAD_DATA
    if ledger is not None and not _recorded(source, run.statement, asked, ledger):
        return BAD_DATA
    if quarantine is not None:
        write_file(quarantine, showing.show_quarantined(run.quarantined))
    emit(showing.show_statement(run.statement, form), out)
    return FINDINGS if fail_on and _has_verdict(run.statement, FAILING[fail_on]) else GOOD


def _asked(
    source: pipeline.Agreement, period: str | None, as_of: str | None, ledger: Path | None
) -> pipeline.Request:
    """What is asked for; a ledger takes whole periods, each as of its own settlement."""
    if ledger is not None and period is None:
        raise click.UsageError("--ledger takes a --period: all periods through that one are recorded")
    if ledger is not None and as_of is not None:
        raise click.UsageError("--ledger records periods as of their own settlements, so it takes no --as-of")
    return options.request(source, period, as_of)


def _recorded(
    source: pipeline.Agreement, statement: Statement, asked: pipeline.Request, ledger: Path
) -> bool:
    """Append to the ledger and say what; False where findings say why nothing was appended."""
    from sladsl import recording

    appended = recording.record(source, statement, asked, ledger)
    show_findings(appended.findings, {each.name: each for each in source.sources}, err=True)
    if appended.findings:
        return False
    told = [f"{each.kind} {each.body.get('period', '')}".rstrip() for each in appended.entries]
    what = f"appended {', '.join(told)}" if told else "nothing new"
    click.echo(f"{ledger}: {what}; head {appended.head}", err=True)
    return True


def _has_verdict(statement: Statement, verdicts: Sequence[str]) -> bool:
    from sladsl.settlement.statement import shown_results

    return any(result.verdict in verdicts for result in shown_results(statement))
