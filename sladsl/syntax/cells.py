"""Cells of rule tables: how each is read, and what is said of one that cannot be."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches

from lark import Token, UnexpectedInput

from sladsl.syntax import ast
from sladsl.syntax.cells_meant import cell_meant, head_meant
from sladsl.syntax.grammar import parser
from sladsl.syntax.literals import quoted
from sladsl.syntax.names import Branch, name
from sladsl.syntax.piece import Piece
from sladsl.syntax.rows import Cell, TableRow
from sladsl.syntax.scraps import scraps
from sladsl.syntax.wrong_literals import wrong
from sladsl.values import frozen


@frozen
class CellForm:
    """What a cell may hold: the start symbol that reads it, what it is, and what to write."""

    start: str
    what: str
    write: str


VALUES = CellForm(
    "dimension_cell", "a value of the column", "write a value `P1`, pooled values `P1, P2`, or `any`"
)
CREDIT = CellForm(
    "credit_cell", "a credit", "write a percentage such as `5%`, or an amount such as `GBP 500`"
)


def value_of(token: Token, at: Piece) -> ast.Name | ast.Text:
    """A value of a dimension: a name, or a text in quotes."""
    return quoted(token, at) if token.type == "QUOTED" else name(token, at)


def row_tokens(tree: Branch) -> list[Token]:
    """The rows of a table, each the token of a line."""
    return [child for child in tree.children if isinstance(child, Token) and child.type == "ROW"]


def parsed(start: str, cell: Cell) -> Branch | None:
    """Read a cell from a start symbol; None where it cannot be read."""
    try:
        return parser().parse(cell.text, start=start)
    except UnexpectedInput:
        return None


def report_head(cell: Cell, known: Sequence[str], at: Piece) -> None:
    """Say that a cell is not the head of a column, and what would be; it may be that of a name that is missing."""
    if "" in known:
        return
    meant = head_meant(cell.text, known)
    near = get_close_matches(cell.text, [word for word in known if word != cell.text], n=1, cutoff=0.6)
    at.report(
        "SLA032",
        cell.span,
        f"`{cell.text}` is not the head of a column here" if cell.text else "this column has no head",
        f"did you mean `{meant or near[0]}`?" if meant or near else f"write one of {_listed(known)}",
    )


def report_no_head(row: TableRow, wanted: str, at: Piece) -> None:
    """Say that the first row of a table is one of those below its head, whose cells are each what is wanted."""
    at.report(
        "SLA032",
        row.span,
        "this first row of a table is no head: it names no column",
        f"write a row above it with the heads of the columns, each {wanted}",
    )


def report_cell(cell: Cell, column: str, form: CellForm, at: Piece) -> None:
    """Say that a cell does not hold what its column does."""
    scrap = next(scraps(cell.text, 0), None)
    fault = wrong(scrap) if scrap is not None and scrap.text == cell.text else None
    meant = cell_meant(form.start, column, cell.text)
    write = f"write `{meant}`" if meant is not None else form.write if fault is None else fault.write
    if form is CREDIT and cell.text.startswith("the shortfall"):
        write = "write `credit the shortfall of CHARGE, up to 10%` as a line: it grows by itself, and needs no table"
    at.report(
        "SLA033",
        cell.span,
        f"`{cell.text}` in the column `{column}` is not {form.what}"
        if cell.text
        else f"an empty cell in the column `{column}` says nothing, and {form.what} is needed",
        write,
    )


def report_repeated(head: TableRow, heads: Sequence[str | None], at: Piece) -> None:
    """Say which columns have a head that an earlier one has."""
    for number, cell in enumerate(head.cells):
        if heads[number] is not None and heads[number] in heads[:number]:
            at.report(
                "SLA036",
                cell.span,
                f"two columns of this table are headed `{cell.text}`",
                "leave one of them out",
            )


def report_no_rows(rows: Sequence[TableRow], at: Piece) -> None:
    """Say that a table has a head alone."""
    if len(rows) == 1:
        at.report(
            "SLA035",
            rows[0].span,
            "this table has a head and no rows",
            "write a row below it for each of its rules",
        )


def _listed(words: Sequence[str]) -> str:
    return ", ".join(f"`{word}`" for word in words)
