"""`sladsl compile`."""

from __future__ import annotations

from pathlib import Path

import click

from sladsl import pipeline, showing
from sladsl.cli import options
from sladsl.cli.agreement import compiled
from sladsl.cli.exits import GOOD
from sladsl.cli.output import emit, refuse_overwriting
from sladsl.resources import stdlib_dir


@click.command("compile", short_help="Show the evaluation plan, or the SQL that measures it.")
@options.AGREEMENT
@options.form(["text", "json", "sql"], "The plan to read, as JSON, or as the SQL that measures it.")
@click.option(
    "--dialect",
    type=click.Choice(["duckdb", "spark"]),
    default="duckdb",
    show_default=True,
    help="Whose SQL to write.",
)
@click.option(
    "--textconv",
    is_flag=True,
    help="For git's diffs: write the plan without places, or the file as it is where it does not compile by itself.",
)
@options.out("plan")
def command(agreement: Path, form: str, dialect: str, textconv: bool, out: Path | None) -> int:
    """Show the evaluation plan of an agreement: every fact that measuring and settling use, and where it is written."""
    if textconv:
        emit(_for_git(agreement), out)
        return GOOD
    source = compiled(agreement)
    refuse_overwriting([out], source.paths)
    emit(showing.show_plan(source, form, dialect), out)
    return GOOD


def _for_git(file: Path) -> str:
    """The plan without places; of a module, and of an agreement with files beside it, the text itself.

    Git hands the file over without those beside it, or with others than those of its revision.
    """
    checked = pipeline.check([file])
    standard = stdlib_dir().resolve()
    alone = [
        agreement
        for agreement in checked.agreements
        if all(path == file.resolve() or path.is_relative_to(standard) for path in agreement.paths)
    ]
    return showing.show_plan(alone[0], "textconv") if alone else file.read_text("utf-8", errors="replace")
