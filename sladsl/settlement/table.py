"""Plain-text tables with aligned columns, for a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest
from textwrap import wrap

from sladsl.values import frozen

_GAP = "  "


@frozen
class TextColumn:
    """A column: its header, whether its cells end at the right, and the width at which they wrap."""

    header: str
    right: bool = False
    wraps_at: int | None = None


def table(columns: Sequence[TextColumn], rows: Sequence[Sequence[str]]) -> list[str]:
    """Give the lines of a table: headers, a rule under each, and rows, whose cells may have several lines."""
    cells = [[_cell_lines(column, cell) for column, cell in zip(columns, row, strict=True)] for row in rows]
    headers = [[column.header] for column in columns]
    widths = [max(len(line) for row in (headers, *cells) for line in row[at]) for at in range(len(columns))]
    rules = [["-" * width] for width in widths]
    return [line for row in (headers, rules, *cells) for line in _row_lines(columns, widths, row)]


def _cell_lines(column: TextColumn, cell: str) -> list[str]:
    lines = cell.split("\n")
    if column.wraps_at is None:
        return lines
    return [part for line in lines for part in _wrapped(line, column.wraps_at) or [""]]


def _wrapped(line: str, width: int) -> list[str]:
    """The parts of a line, each indented as the first one is."""
    indent = line[: len(line) - len(line.lstrip())]
    return wrap(line, width, subsequent_indent=indent)


def _row_lines(
    columns: Sequence[TextColumn], widths: Sequence[int], row: Sequence[Sequence[str]]
) -> list[str]:
    return [
        _GAP.join(
            text.rjust(width) if column.right else text.ljust(width)
            for column, width, text in zip(columns, widths, line, strict=True)
        ).rstrip()
        for line in zip_longest(*row, fillvalue="")
    ]
