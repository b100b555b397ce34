"""`sladsl check`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from sladsl import pipeline
from sladsl.cli import options
from sladsl.cli.agreement import STDIN_NAME, files_in, is_standard_input, standard_input
from sladsl.cli.exits import FINDINGS, GOOD
from sladsl.cli.output import emit, palette, show_findings
from sladsl.diagnostics.diagnostic import Diagnostic, Severity
from sladsl.diagnostics.render import render_allowed, summary
from sladsl.semantics.silence import Silenced


@click.command("check", short_help="Find what is unclear or contradictory.")
@options.PATHS
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "sarif", "github"]),
    default="text",
    show_default=True,
    help="For people, for programs, as SARIF 2.1.0, or as annotations of GitHub Actions.",
)
@click.option(
    "--severity",
    type=click.Choice([str(severity) for severity in Severity]),
    default=str(Severity.HINT),
    show_default=True,
    help="Report findings of this severity and above.",
)
def command(paths: tuple[Path, ...], form: str, severity: str) -> int:
    """Check agreements and modules: files, folders with all .sla files in them, or `-` for standard input.

    Reports every independent mistake in one run. Exits 1 when there is an error; warnings and hints do not fail.
    """
    checked = standard_input() if is_standard_input(paths) else pipeline.check(files_in(paths))
    weights = list(Severity)[: list(Severity).index(Severity(severity)) + 1]
    shown = [finding for finding in checked.diagnostics if finding.severity in weights]
    if form != "text":
        emit(_report(shown, [(each.finding, each.reason) for each in checked.silenced], form), None)
        return FINDINGS if checked.has_errors else GOOD
    show_findings(shown, checked.sources, err=False)
    hidden = summary(finding for finding in checked.diagnostics if finding.severity not in weights)
    if hidden:
        click.echo(f"not shown: {hidden}")
    if not checked.diagnostics:
        click.echo(f"{_checked(paths)}: no findings")
    _show_allowed(checked.silenced)
    return FINDINGS if checked.has_errors else GOOD


def _checked(paths: Sequence[Path]) -> str:
    """What has been checked, as it is called."""
    if is_standard_input(paths):
        return STDIN_NAME
    files = files_in(paths)
    return str(files[0]) if len(files) == 1 else f"{len(files)} files"


def _show_allowed(silenced: Sequence[Silenced]) -> None:
    if silenced:
        look = palette(err=False)
        told = "\n".join(render_allowed(each.finding, each.reason, look) for each in silenced)
        click.echo(f"\n{told}\n{len(silenced)} allowed", color=True)


def _report(findings: Sequence[Diagnostic], allowed: Sequence[tuple[Diagnostic, str]], form: str) -> str:
    """The findings for other programs, whose writers are loaded when they are asked for."""
    if form == "github":
        from sladsl.diagnostics.github import to_github

        return to_github(findings)
    if form == "sarif":
        from importlib.metadata import version

        from sladsl.diagnostics.sarif import to_sarif

        return to_sarif(findings, version("sladsl"), allowed)
    from sladsl.diagnostics.json import to_json

    return to_json(findings, allowed)
