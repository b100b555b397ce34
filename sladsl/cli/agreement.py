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

STDIN = Path("-")
STDIN_NAME = "<stdin>"
"""What standard input is called in findings."""


def is_standard_input(paths: Sequence[Path]) -> bool:
    """Whether `-` is named; stops where it is not named alone."""
    if STDIN in paths and len(paths) > 1:
        raise click.UsageError("`-` stands alone")
    return STDIN in paths


def standard_input() -> pipeline.Checked:
    """What is found in the text on standard input, which uses other files as one in the current folder would."""
    place = STDIN.resolve()
    return pipeline.check([STDIN], {place: STDIN_NAME}, {place: sys.stdin.buffer.read()})


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
