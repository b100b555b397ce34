"""`sladsl run`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sladsl import pipeline
from sladsl.cli.agreement import compiled
from sladsl.cli.exits import BAD_DATA, FINDINGS, GOOD
from sladsl.cli.output import emit, progress, refuse_overwriting, show_findings, write_file
from sladsl.cli.settings import settings_for

if TYPE_CHECKING:
    from sladsl.settlement.statement import Statement

FAILING = {"missed": ("missed",), "below-expected": ("missed", "below expected")}


def bindings(
    _ctx: click.Context, _parameter: click.Parameter, values: tuple[str, ...]
) -> dict[str, list[Path]]:
    """The files of each record set, as they are given on the command line."""
    given: dict[str, list[Path]] = {}
    for value in values:
        name, sign, path = value.partition("=")
        if not (name and sign and path):
            raise click.BadParameter(f"`{value}` is not of the form NAME=FILE")
        given.setdefault(name, []).append(Path(path))
    return given


def _size(_ctx: click.Context, _parameter: click.Parameter, value: str | None) -> str | None:
    if value is not None and not re.fullmatch(r"[1-9][0-9]* ?(MB|GB|MiB|GiB)", value):
        raise click.BadParameter(f"`{value}` is no size: write 400MB or 4GB")
    return value


@click.command("run")
@click.argument(
    "agreement",
    metavar="[FILE]",
    required=False,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
)
@click.option(
    "--records",
    metavar="NAME=FILE",
    multiple=True,
    callback=bindings,
    help="The records of a record set: a .csv, .parquet or .jsonl file; repeat it for every set and file.",
)
@click.option(
    "--period", metavar="PERIOD", help="Show this period: 2026, 2026-Q1, 2026-03, 2026-W14 or 2026-03-14."
)
@click.option(
    "--as-of",
    metavar="INSTANT",
    help="Read the records as they were known at this instant, instead of at each settlement: `2026-04-15 09:00` "
    "in the agreement's time zone, or with an offset, or a date for the end of that day.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "csv"]),
    default="text",
    show_default=True,
    help="What to write.",
)
@click.option(
    "--out", type=click.Path(dir_okay=False, path_type=Path), help="Write the statement to this file."
)
@click.option(
    "--fail-on",
    type=click.Choice(list(FAILING)),
    help="Exit 1 when a level shown has this verdict or a worse one.",
)
@click.option(
    "--quarantine",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Set bad rows aside in this CSV file, count them in the statement, and go on.",
)
@click.option(
    "--engine",
    type=click.Choice(["duckdb", "spark"]),
    show_default="duckdb",
    help="What measures; both come to the same. Spark takes `pip install 'sladsl[spark]'` and Java 17.",
)
@click.option(
    "--spark-master",
    metavar="URL",
    help="Measure on this Spark cluster, such as spark://host:7077; its workers must see the files.",
)
@click.option(
    "--memory-limit",
    metavar="SIZE",
    callback=_size,
    help="Let DuckDB hold no more than this in memory, such as 400MB; the rest goes to temporary files.",
)
def command(  # noqa: PLR0917 (click passes them by name)
    agreement: Path | None,
    records: dict[str, list[Path]],
    period: str | None,
    as_of: str | None,
    form: str,
    out: Path | None,
    fail_on: str | None,
    quarantine: Path | None,
    engine: str | None,
    spark_master: str | None,
    memory_limit: str | None,
) -> int:
    """Measure records by an agreement and settle the credits.

    Settles from the start of the term, since limits over a year need its history, and shows the period asked for;
    without one, every period up to the last record. What is left out is taken from the `sladsl.toml` beside the
    agreement, or of the current folder where no FILE is given.
    """
    from sladsl.measurement.engine import EngineMissingError

    file, settings = settings_for(agreement)
    records = {**settings.records, **records}
    period, as_of = period or settings.run.get("period"), as_of or settings.run.get("as-of")
    engine = engine or settings.run.get("engine", "duckdb")
    fail_on, memory_limit = (
        fail_on or settings.run.get("fail-on"),
        memory_limit or settings.run.get("memory-limit"),
    )
    source = compiled(file)
    refuse_overwriting(
        [out, quarantine], [*source.paths, *(file for files in records.values() for file in files)]
    )
    try:
        asked = pipeline.request(source, period, as_of)
    except ValueError as error:
        raise click.UsageError(str(error)) from error
    if spark_master is not None and engine != "spark":
        raise click.UsageError("--spark-master is for --engine spark")
    if memory_limit is not None and engine != "duckdb":
        raise click.UsageError(
            "--memory-limit is for --engine duckdb; Spark's memory is a setting of its own"
        )
    say = progress()
    try:
        run = pipeline.run(
            source,
            records,
            asked,
            quarantine=quarantine is not None,
            progress=say,
            engine=engine,
            spark_master=spark_master,
            memory_limit=memory_limit,
        )
    except EngineMissingError as error:
        raise click.UsageError(str(error)) from error
    say("")
    show_findings(run.diagnostics, {each.name: each for each in source.sources}, err=True)
    if run.statement is None:
        return BAD_DATA
    if quarantine is not None:
        write_file(quarantine, run.quarantined_csv)
    emit(pipeline.show_statement(run.statement, form), out)
    return FINDINGS if fail_on and _has_verdict(run.statement, FAILING[fail_on]) else GOOD


def _has_verdict(statement: Statement, verdicts: Sequence[str]) -> bool:
    from sladsl.settlement.statement import shown_results

    return any(result.verdict in verdicts for result in shown_results(statement))
