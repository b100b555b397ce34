"""One mistake in a table, one finding: its head lost, two columns exchanged, a column of another kind."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

from sladsl.diagnostics.diagnostic import Diagnostic, Label
from sladsl.syntax.cells import row_tokens
from sladsl.syntax.names import Branch
from sladsl.syntax.piece import Piece, error
from sladsl.syntax.rows import TableRow, rows_of
from sladsl.values import evolve

_Place = tuple[int, int]
"""The number of a row, that of the head being 0, and of a cell in it."""


@contextmanager
def table(tree: Branch, at: Piece) -> Iterator[tuple[TableRow, ...]]:
    """The rows of a table while its cells are read; what is found in them then is joined to one finding a mistake."""
    since = len(at.found)
    rows = rows_of(row_tokens(tree), at)
    yield rows
    at.found[since:] = _joined(at.found[since:], rows)


def _joined(found: Sequence[Diagnostic], rows: Sequence[TableRow]) -> list[Diagnostic]:
    placed: dict[_Place, list[Diagnostic]] = {}
    for finding in found:
        where = _place(finding, rows)
        if where is not None:
            placed.setdefault(where, []).append(finding)
    told = _no_head(rows[0], placed) if rows else None
    kept = _by_columns(placed, len(rows) - 1) if told is None else [told]
    apart = [finding for finding in found if _place(finding, rows) is None]
    return sorted([*apart, *kept], key=_start)


def _start(finding: Diagnostic) -> int:
    assert finding.span is not None
    return finding.span.start


def _place(finding: Diagnostic, rows: Sequence[TableRow]) -> _Place | None:
    start = _start(finding)
    return next(
        (
            (number, column)
            for number, row in enumerate(rows)
            for column, cell in enumerate(row.cells)
            if cell.span.start <= start <= cell.span.end and finding.span != row.span
        ),
        None,
    )


def _by_columns(placed: Mapping[_Place, Sequence[Diagnostic]], height: int) -> list[Diagnostic]:
    """The findings of cells; where a column is wrong in every row, one of it, with what else is wrong beside it."""
    columns = sorted({column for _, column in placed})
    whole = [column for column in columns if height > 1 and _is_whole(column, placed, height)]
    kept = [each for (row, _), cell in placed.items() if row == 0 or not whole for each in cell]
    if not whole:
        return kept
    first, *below = (each for row in range(1, height + 1) for each in placed[row, whole[0]])
    beside = [
        each for (row, column), cell in placed.items() if row > 0 and column != whole[0] for each in cell
    ]
    again = [Label(each.span, _again(first, each)) for each in below if each.span is not None]
    labels = [
        *again,
        *(Label(each.span, f"{each.message}: {each.help}") for each in beside if each.span is not None),
    ]
    return [*kept, evolve(first, labels=(*first.labels, *labels))]


def _again(first: Diagnostic, other: Diagnostic) -> str:
    """What is said of a cell that is wrong in the same way as the first one of its column."""
    return "and here" if first.help == other.help else f"and here: {other.help}"


def _is_whole(column: int, placed: Mapping[_Place, Sequence[Diagnostic]], height: int) -> bool:
    """Whether the cells of a column are wrong in each row, none of them for being empty."""
    cells = [placed.get((row, column), ()) for row in range(1, height + 1)]
    are_written = all(
        each.span is not None and each.span.start < each.span.end for cell in cells for each in cell
    )
    return all(cells) and are_written and len({tuple(each.code for each in cell) for cell in cells}) == 1


def _no_head(head: TableRow, placed: Mapping[_Place, Sequence[Diagnostic]]) -> Diagnostic | None:
    """What is said of a first row of which no cell is the head of a column, nor near to one."""
    unknown = [
        each for (row, _), cell in placed.items() for each in cell if row == 0 and each.code == "SLA032"
    ]
    helps = [each.help for each in unknown if each.help is not None and each.help.startswith("write ")]
    if len(head.cells) < 2 or len(helps) < len(head.cells):
        return None
    write = helps[0].replace("write ", "write a row above it with the heads of the columns, each ", 1)
    return error("SLA032", head.span, "this first row of a table is no head: it names no column", write)
