"""`sladsl check`."""

from __future__ import annotations

from pathlib import Path

import click

from sladsl import pipeline
from sladsl.cli.agreement import files_in
from sladsl.cli.exits import FINDINGS, GOOD
from sladsl.cli.output import emit, show_findings


@click.command("check")
@click.argument(
    "paths", metavar="PATH…", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path)
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="How to report.",
)
def command(paths: tuple[Path, ...], form: str) -> int:
    """Check agreements and modules: files, or folders with all .sla files in them.

    Reports every independent mistake in one run. Exits 1 when there is an error; warnings and hints do not fail.
    """
    files = files_in(paths)
    checked = pipeline.check(files)
    if form == "json":
        from sladsl.diagnostics.json import to_json

        emit(to_json(checked.diagnostics), None)
    elif checked.diagnostics:
        show_findings(checked.diagnostics, checked.sources, err=False)
    else:
        click.echo(f"{files[0] if len(files) == 1 else f'{len(files)} files'}: no findings")
    return FINDINGS if checked.has_errors else GOOD
