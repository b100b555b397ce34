"""`sladsl ledger show` and `sladsl ledger verify`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from sladsl import recording, showing
from sladsl.cli import options
from sladsl.cli.exits import BAD_DATA, GOOD
from sladsl.cli.output import emit, refuse_overwriting, show_findings
from sladsl.diagnostics.diagnostic import DataPlace, Diagnostic, Severity

if TYPE_CHECKING:
    from sladsl.ledger.entry import Entry

_FILE = click.argument("ledger", metavar="FILE", type=click.Path(exists=True, dir_okay=False, path_type=Path))


@click.group("ledger", short_help="Show a ledger, or prove it.")
def command() -> None:
    """Show a ledger that `sladsl run --ledger` has written, or prove it."""


@command.command("show", short_help="Show the entries: periods, plans and hashes.")
@_FILE
@options.form(["text", "json", "csv"])
@options.out("ledger")
def show(ledger: Path, form: str, out: Path | None) -> int:
    """Show the entries of a ledger, once each is proved: periods settled and adjusted, plans, and hashes."""
    refuse_overwriting([out], [ledger])
    entries, findings = recording.entries_in(ledger)
    show_findings(findings, {}, err=True)
    if findings:
        return BAD_DATA
    emit(showing.show_ledger(entries, form), out)
    return GOOD


@command.command("verify", short_help="Prove that no entry has been changed.")
@_FILE
@click.option(
    "--head",
    metavar="HASH",
    help="An entry that must be there, by its hash or the first 12 digits or more: the last one that was noted.",
)
def verify(ledger: Path, head: str | None) -> int:
    """Prove that every entry of a ledger is as it was written, and follows the one before it.

    That the last entries have not been taken away shows only by a head that was noted elsewhere.
    """
    entries, findings = recording.entries_in(ledger)
    if not findings and head is not None and not _holds(entries, head):
        findings = (_without(ledger, head),)
    show_findings(findings, {}, err=False)
    if findings:
        return BAD_DATA
    for agreement in dict.fromkeys(entry.agreement for entry in entries):
        chain = [entry for entry in entries if entry.agreement == agreement]
        click.echo(f"{agreement}: entries 1 to {len(chain)} are sound; head {chain[-1].hash}")
    if not entries:
        click.echo(f"{ledger}: no entries")
    return GOOD


def _holds(entries: tuple[Entry, ...], head: str) -> bool:
    return len(head) >= 12 and any(entry.hash.startswith(head) for entry in entries)


def _without(ledger: Path, head: str) -> Diagnostic:
    return Diagnostic(
        "SLA448",
        Severity.ERROR,
        f"no entry of the ledger has the hash `{head}`",
        place=DataPlace(str(ledger)),
        help="a head that was noted stays in its ledger: entries have been taken away, or it is another ledger",
    )
