"""CSV read row by row, for files in which an engine would lose count of rows or which it refuses as a whole.

An empty line holds no record but counts as a row. A row with a cell too few or too many, with text after a closing
quote or with bytes that are not UTF-8 is bad by itself; a quote that is never closed makes the rest of the file
unreadable.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TextIO

from sladsl.measurement.records.problems import BadRow
from sladsl.values import frozen

_QUOTE_HELP = 'double a quote inside a quoted value (`""`), and close each quote'


@frozen
class BadCsvRow:
    """A row that cannot be split into cells or not decoded, under its code."""

    code: str
    bad: BadRow


@frozen
class Spooled:
    """A CSV file with the sound rows, each with its number first; the bad ones; and where reading had to stop."""

    path: Path
    bad: tuple[BadCsvRow, ...]
    unclosed: int | None


def csv_header(path: Path) -> tuple[str, ...]:
    """The cells of a CSV file's first row, empty when it has none."""
    with _opened(path) as file:
        try:
            return tuple(next(csv.reader(file), ()))
        except csv.Error:
            return ()


def spool_csv(path: Path, header: Sequence[str], target: Path) -> Spooled:
    """Copy the sound rows of a CSV file."""
    bad: list[BadCsvRow] = []
    unclosed = None
    with _opened(path) as source, target.open("w", encoding="utf-8", newline="") as spool:
        writer = csv.writer(spool, lineterminator="\n")
        for number, cells in _numbered_rows(source):
            match cells:
                case None:
                    unclosed = number
                case str():
                    bad.append(_malformed(number, cells))
                case _:
                    fault = _fault(number, cells, header)
                    if fault is None:
                        writer.writerow((number, *cells))
                    else:
                        bad.append(fault)
    return Spooled(target, tuple(bad), unclosed)


def spool_rows(rows: Sequence[Sequence[str | None]], target: Path) -> Path:
    """Write rows as CSV, each with its number first, from 1."""
    with target.open("w", encoding="utf-8", newline="") as spool:
        writer = csv.writer(spool, lineterminator="\n")
        writer.writerows((number, *cells) for number, cells in enumerate(rows, 1))
    return target


def _opened(path: Path) -> TextIO:
    # Bytes that are not UTF-8 become lone surrogates, by which the field that holds them is found.
    return path.open(encoding="utf-8-sig", errors="surrogateescape", newline="")


def _numbered_rows(source: Iterator[str]) -> Iterator[tuple[int, list[str] | str | None]]:
    """Each row after the header with its number.

    Gives its cells, or what is wrong with it, or None where a quote stays open to the end.
    """
    csv.field_size_limit(min(sys.maxsize, 2**31 - 1))
    reader = csv.reader(source, strict=True)
    number = 0
    while True:
        number += 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            if "end of data" in str(error):
                yield number, None
                return
            yield number, str(error)
            continue
        if cells and number > 1:
            yield number, cells


def _fault(number: int, cells: list[str], header: Sequence[str]) -> BadCsvRow | None:
    if len(cells) != len(header):
        return _ragged(number, len(cells), len(header))
    for column, cell in zip(header, cells, strict=True):
        if any("\udc80" <= character <= "\udcff" for character in cell):
            return _undecodable(number, column, cell)
    return None


def _ragged(number: int, cells: int, columns: int) -> BadCsvRow:
    reason = f"the row has {_cells(cells)} where the header has {columns}"
    if cells < columns:
        advice = "add the missing cells, empty ones where there is no value"
    else:
        advice = "put quotes around values that contain a comma, and write numbers without thousands commas"
    return BadCsvRow("SLA405", BadRow(number, None, None, reason, advice))


def _cells(count: int) -> str:
    return "1 cell" if count == 1 else f"{count} cells"


def _malformed(number: int, error: str) -> BadCsvRow:
    reason = "the row has text after a closing quote" if "expected after" in error else "the row is not CSV"
    return BadCsvRow("SLA406", BadRow(number, None, None, reason, _QUOTE_HELP))


def _undecodable(number: int, column: str, cell: str) -> BadCsvRow:
    shown = cell.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    reason = f"the value `{shown}` has bytes that are not UTF-8"
    return BadCsvRow("SLA407", BadRow(number, column, shown, reason, "save the file as UTF-8"))
