"""An entry of a ledger: what it says as JSON, and the hash that chains it to the one before.

The hash is the SHA-256 of the canonical JSON of the entry (keys sorted, no blanks), which holds the hash of the entry
before; that of the first entry of a chain is 64 zeros. So no entry can be changed, left out, or put elsewhere
without every later hash being another.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import Any

from sladsl.diagnostics.diagnostic import DataPlace, Diagnostic, Severity
from sladsl.values import frozen

Json = dict[str, Any]

START = "0" * 64
"""What stands for the hash before the first entry."""


class EntryKind(StrEnum):
    """What an entry records."""

    OPENED = "opened"
    PLAN = "plan"
    SETTLED = "settled"
    ADJUSTED = "adjusted"


@frozen
class Entry:
    """An entry of the chain of an agreement, by its number from 1; `body` is what it records."""

    agreement: str
    number: int
    previous: str
    kind: EntryKind
    body: Json

    @property
    def text(self) -> str:
        """The entry as canonical JSON, which its hash is of."""
        whole = {
            "agreement": self.agreement,
            "number": self.number,
            "previous": self.previous,
            "kind": str(self.kind),
            "body": self.body,
        }
        return json.dumps(whole, ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    @property
    def hash(self) -> str:
        """The SHA-256 of its text."""
        return hashlib.sha256(self.text.encode()).hexdigest()


@frozen
class StoredEntry:
    """An entry as the file holds it, not yet proved: its place, its text and the hash that is claimed for that."""

    agreement: str
    number: int
    text: str
    hash: str


def chained(
    agreement: str, after: Sequence[Entry], bodies: Sequence[tuple[EntryKind, Json]]
) -> tuple[Entry, ...]:
    """New entries that follow those of a chain, in order."""
    made = list[Entry]()
    previous = after[-1].hash if after else START
    for number, (kind, body) in enumerate(bodies, len(after) + 1):
        made.append(Entry(agreement, number, previous, kind, body))
        previous = made[-1].hash
    return tuple(made)


def proved(file: str, rows: Sequence[StoredEntry]) -> tuple[tuple[Entry, ...], tuple[Diagnostic, ...]]:
    """The entries of a file, by agreement and number; or findings where one is not as it was written (SLA444).

    Of each chain only the first entry that is wrong is told, since none after it can be right.
    """
    chains: dict[str, list[StoredEntry]] = {}
    for row in rows:
        chains.setdefault(row.agreement, []).append(row)
    entries, findings = list[Entry](), list[Diagnostic]()
    for agreement, chain in chains.items():
        previous = START
        for number, row in enumerate(sorted(chain, key=lambda each: each.number), 1):
            wrong = next(_wrong(row, number, previous), None)
            if wrong is not None:
                findings.append(_tampered(file, agreement, number, wrong))
                break
            entries.append(_read(row))
            previous = row.hash
    return tuple(entries), tuple(findings)


def _wrong(row: StoredEntry, number: int, previous: str) -> Iterator[str]:
    """What is wrong with an entry that should have a number and follow a hash; nothing where it is sound."""
    if row.number != number:
        yield f"is missing; the next one there is {row.number}"
        return
    if hashlib.sha256(row.text.encode()).hexdigest() != row.hash:
        yield "is not what its hash was made of"
        return
    try:
        entry = _read(row)
    except (ValueError, KeyError, TypeError):
        yield "cannot be read"
        return
    if entry.text != row.text or (entry.agreement, entry.number) != (row.agreement, row.number):
        yield "is not where it was written"
    if entry.previous != previous:
        yield "does not follow the entry before it"


def _read(row: StoredEntry) -> Entry:
    whole = json.loads(row.text)
    return Entry(
        whole["agreement"], whole["number"], whole["previous"], EntryKind(whole["kind"]), whole["body"]
    )


def _tampered(file: str, agreement: str, number: int, wrong: str) -> Diagnostic:
    return Diagnostic(
        "SLA444",
        Severity.ERROR,
        f"entry {number} of `{agreement}` {wrong}: the ledger has been changed since it was written",
        place=DataPlace(file),
        help="nothing is appended to it; go on from a copy that `sladsl ledger verify` finds sound",
    )
