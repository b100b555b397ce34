"""What is wrong with rows of records, collected by kind, and how it is reported."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import get_close_matches

from sladsl.diagnostics.diagnostic import DataPlace, Diagnostic, Severity
from sladsl.values import frozen

ROWS_SHOWN = 20


@frozen
class BadRow:
    """One row that cannot be taken as it is, the field at fault where there is one, and why."""

    row: int
    field: str | None
    value: str | None
    reason: str
    help: str | None = None


@frozen
class Finding:
    """The rows of one file with one kind of problem in one field.

    `total` counts them all; `rows` are the first of them, or all when they are to be set aside.
    """

    code: str
    records: str
    file: str
    field: str | None
    total: int
    rows: tuple[BadRow, ...]


def finding(code: str, records: str, file: str, rows: Iterable[BadRow]) -> Finding:
    """Collect bad rows of one kind that are all known; at least one."""
    known = tuple(rows)
    return Finding(code, records, file, known[0].field, len(known), known)


def row_diagnostics(findings: Iterable[Finding], fields: Sequence[tuple[str, str]]) -> list[Diagnostic]:
    """Report the first rows of each finding, by row and field, then how many there are in all.

    `fields` are all fields, with their record sets, in the order in which they are told.
    """
    found = list(findings)
    ranks = {field: rank for rank, field in enumerate(fields)}
    rows = [
        (row.row, ranks.get((one.records, row.field or ""), -1), one, row)
        for one in found
        for row in one.rows[:ROWS_SHOWN]
    ]
    return [
        *(_row(one, row) for _, _, one, row in sorted(rows, key=lambda each: each[:2])),
        *(_summary(one) for one in found if one.total > ROWS_SHOWN),
    ]


def _row(found: Finding, row: BadRow) -> Diagnostic:
    place = DataPlace(found.file, row.row, row.field, row.value)
    return Diagnostic(found.code, Severity.ERROR, row.reason, place=place, help=row.help)


def _summary(found: Finding) -> Diagnostic:
    subject = f"{found.total:,} rows have this problem"
    where = "" if found.field is None else f" in the field `{found.field}`"
    return Diagnostic(
        found.code,
        Severity.ERROR,
        f"{subject}{where}; the first {ROWS_SHOWN} are shown",
        place=DataPlace(found.file, None, found.field),
    )


def file_diagnostic(
    code: str,
    file: str,
    message: str,
    *,
    help_: str | None = None,
    row: int | None = None,
    field: str | None = None,
) -> Diagnostic:
    """Report a problem that makes a whole file unusable."""
    return Diagnostic(code, Severity.ERROR, message, place=DataPlace(file, row, field), help=help_)


def did_you_mean(word: str, known: Iterable[str]) -> str | None:
    """Suggest the known word nearest to one that is not: the same but for case and blanks, else a close one."""
    words = tuple(known)
    same = [candidate for candidate in words if _folded(candidate) == _folded(word)]
    folded = {_folded(candidate): candidate for candidate in words}
    close = [folded[match] for match in get_close_matches(_folded(word), folded, n=1, cutoff=0.7)]
    return next(iter(same + close), None)


def _folded(word: str) -> str:
    return word.casefold().replace(" ", "").replace("_", "").replace("-", "")
