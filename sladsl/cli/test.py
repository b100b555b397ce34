"""`sladsl test`."""

from __future__ import annotations

from pathlib import Path

import click

from sladsl import pipeline
from sladsl.cli.agreement import files_in
from sladsl.cli.exits import FINDINGS, GOOD
from sladsl.cli.output import show_findings


@click.command("test")
@click.argument(
    "paths", metavar="PATH…", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path)
)
def command(paths: tuple[Path, ...]) -> int:
    """Run the worked examples of agreements: files, or folders with all .sla files in them.

    A failure shows what the example asserts, what the agreement calculates, and why. Exits 1 when an example fails.
    """
    checked = pipeline.check(files_in(paths))
    if checked.has_errors:
        show_findings(checked.diagnostics, checked.sources, err=True)
        return FINDINGS
    passed = failed = 0
    for agreement in checked.agreements:
        for worked in pipeline.run_examples(agreement):
            passed += worked.holds
            failed += not worked.holds
            click.echo(pipeline.show_example(agreement, worked), nl=False)
            show_findings(worked.problems, checked.sources, err=False)
    if not passed + failed:
        click.echo("no examples")
        return GOOD
    click.echo(f"{passed} passed, {failed} failed")
    return FINDINGS if failed else GOOD
