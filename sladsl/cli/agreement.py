"""How every command that needs a sound agreement gets one."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import click

from sladsl import pipeline
from sladsl.cli.exits import FINDINGS
from sladsl.cli.output import show_findings
from sladsl.diagnostics.diagnostic import Severity
from sladsl.files import agreement_files


def files_in(paths: Sequence[Path]) -> tuple[Path, ...]:
    """The .sla files that paths name; stops where there is none."""
    files = agreement_files(paths)
    if not files:
        raise click.UsageError(f"there is no .sla file in {', '.join(f'`{path}`' for path in paths)}")
    return files


def compiled(path: Path) -> pipeline.Agreement:
    """The compiled agreement of a file; prints its errors and warnings on standard error, exits 1 on an error."""
    checked = pipeline.check([path])
    findings = [finding for finding in checked.diagnostics if finding.severity is not Severity.HINT]
    show_findings(findings, checked.sources, err=True)
    if checked.has_errors:
        sys.exit(FINDINGS)
    if not checked.agreements:
        raise click.ClickException(f"`{path}` is a module; this command needs an agreement")
    return checked.agreements[0]
