"""What has been settled, kept in a ledger: entries appended, and read again with their proof."""

from __future__ import annotations

from pathlib import Path

from sladsl.diagnostics.diagnostic import Diagnostic
from sladsl.ledger.appending import lacking, not_for_a_ledger
from sladsl.ledger.entry import Entry
from sladsl.ledger.store import Appended, LedgerError, append, read
from sladsl.pipeline import Agreement, Request
from sladsl.settlement.statement import Statement


def record(agreement: Agreement, statement: Statement, asked: Request, ledger: Path) -> Appended:
    """Append to a ledger what it lacks of the periods settled through the one asked for.

    Raises OSError where the file cannot be written.
    """
    from sladsl.comparison.since import changes_since

    assert asked.period is not None, "what is recorded is settled through a period"
    through = asked.period.end
    finding = not_for_a_ledger(agreement.plan, agreement.contract)
    if finding is not None:
        return Appended((), "", (finding,))
    try:
        return append(
            ledger,
            statement.plan.name,
            lambda held: lacking(str(ledger), held, statement, through, changes_since),
        )
    except LedgerError as error:
        return Appended((), "", (error.diagnostic,))


def entries_in(ledger: Path) -> tuple[tuple[Entry, ...], tuple[Diagnostic, ...]]:
    """The entries of a ledger, each proved, or findings where one has been changed.

    Raises OSError where the file cannot be read.
    """
    try:
        return read(ledger)
    except LedgerError as error:
        return (), (error.diagnostic,)
