"""Charges, from Lark's tree to the syntax tree: fixed ones, by the values of fields, and those that records say."""

from __future__ import annotations

from lark import Token

from sladsl.syntax import ast
from sladsl.syntax.branches import maybe, tokens, trees
from sladsl.syntax.cells import (
    VALUES,
    CellForm,
    heads_as_meant,
    parsed,
    report_cell,
    report_head,
    report_no_rows,
    value_of,
)
from sladsl.syntax.credits import amount_of
from sladsl.syntax.expressions import expression
from sladsl.syntax.literals import date, price, quoted
from sladsl.syntax.names import Branch, name, path
from sladsl.syntax.one_table import table
from sladsl.syntax.piece import Piece
from sladsl.syntax.rows import Cell, TableRow, fits, of_one_width

_RATE = CellForm("rate_cell", "a charge", "write for instance `GBP 1,000 per month`")
_DATE = CellForm(
    "date_cell", "a date", "write a date such as `2027-01-01`, or leave it empty for the start of the term"
)
_VALUE = CellForm(VALUES.start, "one value of the column", "write one value, in quotes if it is no name")


def charge(tree: Branch, at: Piece) -> ast.Charge:
    """`charge C "Charges" GBP 85,000 per month, from 2027-01-01 GBP 88,000 per month, a day is 1/30`.

    At its end it may say `, whole in partial periods`.
    """
    word, title, first, *later, part, whole = tree.children
    start = _rate(first, at)
    rates = (ast.DatedRate(start.span, None, start), *(_dated_rate(dated, at) for dated in trees(later)))
    return ast.Charge(
        at.span(tree.meta),
        name(word, at),
        maybe(quoted, title, at),
        rates,
        maybe(_charge_part, part, at),
        whole=whole is not None,
    )


_TIMES = {"A_DAY_IS": "day", "AN_HOUR_IS": "hour", "A_MINUTE_IS": "minute"}


def _charge_part(tree: Branch, at: Piece) -> ast.ChargePart:
    time, share, of = tree.children
    part = amount_of(share, at)
    assert isinstance(part, ast.Part)
    unit = None if of is None else str(tokens(of.children)[-1])
    return ast.ChargePart(at.span(tree.meta), _TIMES[time.type], part.value, unit)


def _dated_rate(tree: Branch, at: Piece) -> ast.DatedRate:
    since, rate = tree.children
    return ast.DatedRate(at.span(tree.meta), date(since, at), _rate(rate, at))


def _rate(tree: Branch, at: Piece) -> ast.Rate:
    amount, unit = tokens(tree.children)
    return ast.Rate(at.span(tree.meta), price(amount, at), str(unit))


def measured_charge(tree: Branch, at: Piece) -> ast.Charge:
    """`charge Usage from invoice_line.amount where not setup counted in the window of billed_on by region`."""
    word, title, what, where, counted, by = tree.children
    read = path(what, at)
    *front, last = read.names
    measured = ast.ChargeRecords(
        at.span(tree.meta),
        ast.Path(read.span, tuple(front) or (last,)),
        ast.Path(last.span, (last,)),
        maybe(expression, where, at),
        path(counted, at),
    )
    return ast.Charge(
        at.span(tree.meta), name(word, at), maybe(quoted, title, at), (), by=_by(by, at), measured=measured
    )


def _by(tree: Branch | None, at: Piece) -> tuple[ast.Path, ...]:
    return () if tree is None else tuple(path(field, at) for field in trees(tree.children))


# --- rates by the values of fields -----------------------------------------------------------------------------------


def charge_table(tree: Branch, at: Piece) -> ast.Charge:
    """`charge SiteFee by site` with a rate for each site."""
    word, title, by = tree.children[:3]
    fields = _by(by, at)
    with table(tree, at) as rows:
        shares = _shares(rows, [each.text for each in fields], at) if rows and fits(rows, at) else ()
        return ast.Charge(
            at.span(tree.meta), name(word, at), maybe(quoted, title, at), (), by=fields, shares=shares
        )


def _shares(rows: tuple[TableRow, ...], fields: list[str], at: Piece) -> tuple[ast.ChargeShare, ...]:
    rows = (heads_as_meant(rows[0], (*fields, "from", "charge"), at), *rows[1:])
    heads = [_head(cell, fields, at) for cell in rows[0].cells]
    report_no_rows(rows, at)
    if None in heads or not _is_whole(heads, fields, rows[0], at):
        return ()
    read = (_share(row, heads, fields, at) for row in of_one_width(rows, at))
    return tuple(share for share in read if share is not None)


def _head(cell: Cell, fields: list[str], at: Piece) -> str | None:
    tree = parsed("charge_head", cell)
    if tree is not None and tree.data != "dimension_head":
        return str(tree.data).removesuffix("_head")
    if tree is not None and cell.text in fields:
        return f"by {cell.text}"
    report_head(cell, (*fields, "from", "charge"), at)
    return None


def _is_whole(heads: list[str | None], fields: list[str], head: TableRow, at: Piece) -> bool:
    """Whether there is one column for each field and one of charges, and no other twice."""
    wanted = [*(f"by {each}" for each in fields), "charge"]
    if all(heads.count(each) == 1 for each in wanted) and heads.count("from") < 2:
        return True
    columns = ", ".join(f"`{each.removeprefix('by ')}`" for each in wanted)
    at.report(
        "SLA036", head.span, "this table lacks a column, or has one twice", f"head its columns {columns}"
    )
    return False


def _share(row: TableRow, heads: list[str | None], fields: list[str], at: Piece) -> ast.ChargeShare | None:
    cells = dict(zip(heads, row.cells, strict=True))
    key = [_value(cells[f"by {field}"], field, at) for field in fields]
    since = cells.get("from")
    rate = parsed(_RATE.start, cells["charge"])
    if rate is None:
        report_cell(cells["charge"], "charge", _RATE, at)
    dated = None if since is None or not since.text else _since(since, at)
    told = tuple(each for each in key if each is not None)
    if rate is None or len(told) < len(key):
        return None
    value = _rate(rate.children[0], at.within(cells["charge"].span))
    return ast.ChargeShare(row.span, told, ast.DatedRate(row.span, dated, value))


def _value(cell: Cell, field: str, at: Piece) -> ast.Name | ast.Text | None:
    tree = parsed(VALUES.start, cell)
    values = [] if tree is None or tree.data == "any_value" else tokens(tree.children)
    if len(values) != 1:
        report_cell(cell, field, _VALUE, at)
        return None
    return value_of(values[0], at.within(cell.span))


def _since(cell: Cell, at: Piece) -> ast.Date | None:
    tree = parsed(_DATE.start, cell)
    if tree is None:
        report_cell(cell, "from", _DATE, at)
        return None
    (token,) = tree.children
    assert isinstance(token, Token)
    return date(token, at.within(cell.span))
