"""Cells of rule tables: how each is read, and what is said of one that cannot be."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import get_close_matches

from lark import Token, UnexpectedInput

from sladsl.diagnostics.diagnostic import Label
from sladsl.syntax import ast
from sladsl.syntax.cells_meant import cell_meant, head_meant
from sladsl.syntax.grammar import parser
from sladsl.syntax.literals import quoted
from sladsl.syntax.mending.wrong_literals import wrong
from sladsl.syntax.names import Branch, name
from sladsl.syntax.piece import Piece
from sladsl.syntax.rows import Cell, TableRow
from sladsl.syntax.scraps import scraps
from sladsl.values import evolve, frozen


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


def heads_as_meant(head: TableRow, known: Sequence[str], at: Piece) -> TableRow:
    """The head of a table as it is meant where its words stand in capital letters or are others, which is told once."""
    meant = [_meant(cell.text, known) for cell in head.cells]
    wrong_ = [(cell, small) for cell, small in zip(head.cells, meant, strict=True) if small is not None]
    if not wrong_:
        return head
    (first, small), *others = wrong_
    at.report(
        "SLA032",
        first.span,
        f"`{first.text}` is not the head of a column here",
        f"did you mean `{small}`?",
        [Label(cell.span, f"and here: did you mean `{each}`?") for cell, each in others],
    )
    cells = zip(head.cells, meant, strict=True)
    return evolve(
        head, cells=tuple(cell if small is None else evolve(cell, text=small) for cell, small in cells)
    )


def _meant(text: str, known: Sequence[str]) -> str | None:
    """The head that is meant by another in capital letters or other words; None where it is one, or none is known."""
    if text in known:
        return None
    of = re.fullmatch(r"(?i:credit\s+of)\s+(\S+)", text)
    if of is not None and "credit of CHARGE" in known:
        return None if text.startswith("credit ") else f"credit of {of[1]}"
    meant = next(
        (word for word in known if word.lower() == text.lower() and word != "credit of CHARGE"), None
    )
    return meant or head_meant(text, known)


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
    of = re.fullmatch(r"(\d[\d.]*\s*%)\s+of\s+(?:the\s+)?(\w+)", cell.text) if form is CREDIT else None
    if of is not None:
        write = f"write `{of[1]}` here, and `credit of {of[2]}` for what it is of"
    if form is CREDIT and re.fullmatch("(?i:none|nil|no|n/a|-)", cell.text):
        write = "write `0%`, or `GBP 0` where amounts are credited"
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
