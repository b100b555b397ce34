"""Rows set aside, as a file to correct them by."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from sladsl.measurement.records.problems import Finding
from sladsl.values import frozen


@frozen
class QuarantinedRow:
    """A row that was set aside: its file, its row as a person finds it, the field at fault, and why.

    A row with several problems is listed with each of them.
    """

    records: str
    file: str
    row: int
    field: str | None
    code: str
    value: str | None
    reason: str


def quarantined_rows(findings: Iterable[Finding]) -> tuple[QuarantinedRow, ...]:
    """List the rows of findings in the order of their files and rows."""
    rows = (
        QuarantinedRow(found.records, found.file, row.row, row.field, found.code, row.value, row.reason)
        for found in findings
        for row in found.rows
    )
    return tuple(sorted(rows, key=lambda row: (row.records, row.file, row.row, row.code, row.field or "")))


def quarantine_csv(rows: Iterable[QuarantinedRow]) -> str:
    """Write the rows set aside as CSV with a header."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(("records", "file", "row", "field", "code", "value", "reason"))
    for row in rows:
        writer.writerow((row.records, row.file, row.row, row.field, row.code, row.value, row.reason))
    return text.getvalue()
