"""Table rows: from the token of a line to its cells, each with its place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from lark import Token

from sladsl.diagnostics.diagnostic import Label
from sladsl.source import Span
from sladsl.syntax.piece import Piece
from sladsl.values import frozen

_PART = re.compile(r'"(?:[^"\\]|\\.)*"|[|#]|[^|#"]+|"')


@frozen(eq=False)
class Cell:
    """The text between two bars without blanks around it, and its place; an empty cell lies after its bar."""

    text: str
    span: Span


@frozen(eq=False)
class TableRow:
    """A line of a table: its cells, the place from its first bar to its last, and whether it ends with a bar."""

    cells: tuple[Cell, ...]
    span: Span
    is_closed: bool = True


def rows_of(tokens: Sequence[Token], at: Piece) -> tuple[TableRow, ...]:
    """The rows of a table, head first. Rows that the parser supplied itself, without text, are left out."""
    rows = tuple(_row(token, at) for token in tokens if token)
    _report_open_rows([row.span for row in rows if not row.is_closed], at)
    return rows


def _report_open_rows(spans: Sequence[Span], at: Piece) -> None:
    """Say which rows lack their last bar, as one finding: who leaves one out leaves out the others."""
    ends = [_part(span, span.end - span.start, span.end - span.start) for span in spans]
    if ends:
        at.report(
            "SLA034",
            ends[0],
            "a table row ends with a bar, and this one does not",
            "write `|` after the last cell; a text with `|` or `#` in it stands in quotes",
            [Label(end, "and here") for end in ends[1:]],
        )


def parts_of(text: str) -> tuple[tuple[str, ...], str]:
    """What the cells of a row say, without blanks around them, and the comment after its last bar."""
    bounds = list(_bounds(text))
    end = bounds[-1][1] if bounds else 0
    return tuple(text[start:stop].strip() for start, stop in bounds), text[end + 1 :].strip()


def of_one_width(rows: Sequence[TableRow], at: Piece) -> tuple[TableRow, ...]:
    """The rows below the head that have as many cells as it; of the others each is reported and left out."""
    head, *rest = rows
    for row in rest:
        if _is_again(row, head):
            at.report("SLA033", row.span, "this row is the head of its table again", "take this row out")
        elif _is_rule(row):
            at.report(
                "SLA033", row.span, "a table has no line between its head and its rows", "take this row out"
            )
        elif _is_empty(row):
            at.report("SLA033", row.span, "this row says nothing", "take this row out")
        elif len(row.cells) != len(head.cells):
            _report_width(row, head, at)
    return tuple(
        row
        for row in rest
        if len(row.cells) == len(head.cells) and not (_is_rule(row) or _is_again(row, head) or _is_empty(row))
    )


def _is_again(row: TableRow, head: TableRow) -> bool:
    return [cell.text for cell in row.cells] == [cell.text for cell in head.cells]


def _is_empty(row: TableRow) -> bool:
    return not any(cell.text for cell in row.cells)


def _is_rule(row: TableRow) -> bool:
    """Whether a row is the line of dashes that other notations have under the head of a table."""
    return bool(row.cells) and all(re.fullmatch(":?-{2,}:?", cell.text) for cell in row.cells)


def fits(rows: Sequence[TableRow], at: Piece) -> bool:
    """Whether the head has as many cells as rows that agree among themselves; it is reported where it has not."""
    head, *rest = rows
    widths = {len(row.cells) for row in rest}
    if len(rest) < 2 or len(widths) != 1 or widths == {len(head.cells)}:
        return True
    at.report(
        "SLA030" if len(head.cells) < len(rest[0].cells) else "SLA031",
        head.span,
        f"the head of this table has {_columns(head)}, and its rows have {_count(rest[0])} each",
        "write a head for every column, and a bar between the columns",
        [Label(rest[0].span, f"{_count(rest[0])} here")],
    )
    return False


BRACE_BEHIND_BAR = re.compile(r"\|[^\S\n]*(\})[^\S\n]*(?:#.*)?$")
BRACE_BEHIND_ROW = (
    "a row of a table is a line of its own, and the sign that ends a block stands behind this one",
    "write `}` on the next line",
)
"""A `}` behind a row, which does not end a block there; and what is said of it."""


def _row(token: Token, at: Piece) -> TableRow:
    whole = at.span(token)
    bounds = list(_bounds(str(token)))
    brace = BRACE_BEHIND_BAR.search(str(token))
    if brace is not None and len(bounds) > 1:
        at.report("SLA034", _part(whole, brace.start(1), brace.end(1)), *BRACE_BEHIND_ROW)
        cells = tuple(_cell(str(token), start, end, whole) for start, end in bounds[:-1])
        return TableRow(cells, _part(whole, 0, brace.start() + 1))
    cells = tuple(_cell(str(token), start, end, whole) for start, end in bounds)
    end = bounds[-1][1] if bounds else 0
    closed = str(token)[end : end + 1] == "|"
    if not closed and cells and not cells[-1].text:
        cells = cells[:-1]
    span = _part(whole, 0, end + 1 if closed else len(str(token)[:end].rstrip()))
    return TableRow(cells, span, closed)


def _bounds(text: str) -> Iterator[tuple[int, int]]:
    """Where the cells of a row lie: between bars that are not in quotes, before a comment.

    The text after the last bar is a cell only where something is in it, or where it follows the first bar.
    """
    start = 1
    position = 1
    while position < len(text):
        part = _PART.match(text, position)
        assert part is not None
        if part[0] == "|":
            yield start, position
            start = part.end()
        elif part[0] == "#":
            break
        position = part.end()
    if start == 1 or text[start:position].strip():
        yield start, position


def _cell(text: str, start: int, end: int, row: Span) -> Cell:
    inner = text[start:end]
    stripped = inner.strip()
    first = start + len(inner) - len(inner.lstrip()) if stripped else start
    return Cell(stripped, _part(row, first, first + len(stripped)))


def _part(row: Span, start: int, end: int) -> Span:
    """A part of a row, which lies within one line, by offsets from its first bar."""
    return Span(
        row.file, row.start + start, row.start + end, row.line, row.column + start, row.line, row.column + end
    )


def _report_width(row: TableRow, head: TableRow, at: Piece) -> None:
    short = len(row.cells) < len(head.cells)
    if short:
        at.report(
            "SLA030",
            row.span,
            f"this row has {_count(row)}, and its table has {_columns(head)}",
            "write a bar between cells, and a cell for every column, empty where there is nothing to say",
            [Label(head.span, f"{_columns(head)} here")],
        )
    else:
        at.report(
            "SLA031",
            row.cells[len(head.cells)].span,
            f"this row has {_count(row)}, and its table has {_columns(head)}",
            "take the cell out, or write a head for its column; a text with `|` in it stands in quotes",
            [Label(head.span, f"{_columns(head)} here")],
        )


def _count(row: TableRow) -> str:
    return "1 cell" if len(row.cells) == 1 else f"{len(row.cells)} cells"


def _columns(head: TableRow) -> str:
    return "1 column" if len(head.cells) == 1 else f"{len(head.cells)} columns"
