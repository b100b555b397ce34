"""`sladsl compile`."""

from __future__ import annotations

from pathlib import Path

import click

from sladsl import pipeline
from sladsl.cli import options
from sladsl.cli.agreement import compiled
from sladsl.cli.exits import GOOD
from sladsl.cli.output import emit, refuse_overwriting


@click.command("compile")
@options.AGREEMENT
@options.form(["text", "json", "sql"], "The plan to read, as JSON, or as the SQL that measures it.")
@click.option(
    "--dialect",
    type=click.Choice(["duckdb", "spark"]),
    default="duckdb",
    show_default=True,
    help="Whose SQL to write.",
)
@options.out("plan")
def command(agreement: Path, form: str, dialect: str, out: Path | None) -> int:
    """Show the evaluation plan of an agreement: every fact that measuring and settling use, and where it is written."""
    source = compiled(agreement)
    refuse_overwriting([out], source.paths)
    emit(pipeline.show_plan(source, form, dialect), out)
    return GOOD
