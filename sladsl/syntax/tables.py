"""Rule tables and `given` tables: from rows to the tree, every cell by what its column says."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches

from attrs import frozen
from lark import Token, UnexpectedInput

from sladsl.syntax import ast
from sladsl.syntax.grammar import parser
from sladsl.syntax.literals import literal, quoted, unquote
from sladsl.syntax.names import Branch, is_name, name, path
from sladsl.syntax.piece import Piece
from sladsl.syntax.rows import Cell, Row, fits, of_one_width, rows_of
from sladsl.syntax.scraps import scraps
from sladsl.syntax.targets import bound, needs, time_limit
from sladsl.syntax.wrong_literals import wrong

EDGES = ("when below", "at or below", "when above", "at or above")
TIER_HEADS = ("good within", "in", "expected", "minimum", "required", "needs", "credit of CHARGE", "credit")


@frozen
class _Form:
    """What a cell may hold: the start symbol that reads it, what it is, and what to write."""

    start: str
    what: str
    write: str


_LIMIT = _Form("limit_cell", "a duration", "write a duration such as `4 h` or `1 h 30 min`")
_CALENDAR = _Form("path_cell", "the name of a calendar", "write a name such as `Office` or `AlwaysOn`")
_VALUES = _Form(
    "dimension_cell", "a value of the column", "write a value `P1`, pooled values `P1, P2`, or `any`"
)
_BOUND = _Form("bound_cell", "a target", "write for instance `at least 95%`")
_NEEDS = _Form("needs_cell", "a number of records", "write for instance `at least 200 records`")
_CREDIT = _Form("credit_cell", "a credit", "write a percentage such as `5%`, or an amount such as `GBP 500`")
_THRESHOLD = _Form(
    "threshold_cell", "a threshold", "write a value such as `97%`, or `minimum`, `required` or `expected`"
)
_FORMS = {
    "dimension": _VALUES,
    "good within": _LIMIT,
    "in": _CALENDAR,
    "expected": _BOUND,
    "minimum": _BOUND,
    "required": _BOUND,
    "needs": _NEEDS,
    "credit": _CREDIT,
}


def tiers(tree: Branch, dimensions: Sequence[str], at: Piece) -> ast.Tiers:
    """`tiers` with its table, in a level `by` some dimensions; where it names none, any name may head a column."""
    rows = rows_of(_tokens(tree), at)
    if not rows or not fits(rows, at):
        return ast.Tiers(at.span(tree.meta), (), ())
    columns = tuple(_tier_column(cell, dimensions, at) for cell in rows[0].cells)
    _report_repeated(rows[0], [None if column is None else _shown(column) for column in columns], at)
    _report_no_rows(rows, at)
    read = tuple(
        ast.TierRow(
            row.span,
            tuple(
                _tier_cell(cell, column, at)
                for cell, column in zip(row.cells, columns, strict=True)
                if column is not None
            ),
        )
        for row in of_one_width(rows, at)
    )
    return ast.Tiers(at.span(tree.meta), tuple(column for column in columns if column is not None), read)


def _tier_column(cell: Cell, dimensions: Sequence[str], at: Piece) -> ast.TierColumn | None:
    tree = _parsed("tiers_head", cell)
    if tree is None or (tree.data == "dimension_head" and dimensions and cell.text not in dimensions):
        _report_head(cell, (*dimensions, *TIER_HEADS), at)
        return None
    inside = at.within(cell.span)
    match tree.data, tree.children:
        case "dimension_head", [written]:
            return ast.TierColumn(cell.span, "dimension", path(written, inside))
        case "target_head", [Token() as word]:
            return ast.TierColumn(cell.span, str(word), None)
        case "credit_head", [charge]:
            return ast.TierColumn(cell.span, "credit", None if charge is None else path(charge, inside))
        case "good_within_head", _:
            return ast.TierColumn(cell.span, "good within", None)
        case "in_head", _:
            return ast.TierColumn(cell.span, "in", None)
        case "needs_head", _:
            return ast.TierColumn(cell.span, "needs", None)
    raise AssertionError(tree.data)


def _shown(column: ast.TierColumn) -> str:
    return column.path.text if column.kind == "dimension" and column.path else column.kind


def _tier_cell(cell: Cell, column: ast.TierColumn, at: Piece) -> ast.TierCell:
    if not cell.text and column.kind != "dimension":
        return ast.EmptyCell(cell.span)
    form = _FORMS[column.kind]
    tree = _parsed(form.start, cell)
    if tree is None:
        _report_cell(cell, _shown(column), form, at)
        return ast.EmptyCell(cell.span)
    inside = at.within(cell.span)
    match tree.data, tree.children:
        case "any_value", _:
            return ast.AnyValue(cell.span)
        case "dimension_cell", values:
            return ast.ValueList(cell.span, tuple(value_of(value, inside) for value in values))
        case "path_cell", [written]:
            return path(written, inside)
        case "bound_cell", [written]:
            return bound(written, column.kind, inside)
        case "needs_cell", [written]:
            return needs(written, inside)
        case "limit_cell", [limit]:
            return time_limit(limit, inside)
        case _, [Token() as token]:
            value = literal(token, inside)
            assert isinstance(value, ast.Percent | ast.Money)
            return value
    raise AssertionError(tree.data)


def value_of(token: Token, at: Piece) -> ast.Name | ast.Text:
    """A value of a dimension: a name, or a text in quotes."""
    return quoted(token, at) if token.type == "QUOTED" else name(token, at)


def credit_table(tree: Branch, charge: ast.Path | None, at: Piece) -> ast.CreditTable:
    """`credit [of C]` with its bands."""
    span = at.span(tree.meta)
    rows = rows_of(_tokens(tree), at)
    if not rows or not fits(rows, at):
        return ast.CreditTable(span, charge, EDGES[0], ())
    heads = [_band_head(cell, at) for cell in rows[0].cells]
    edges = [head for head in heads if head in EDGES]
    if None in heads:
        return ast.CreditTable(span, charge, edges[0] if edges else EDGES[0], ())
    if len(edges) != 1 or len(heads) != 2:
        at.report(
            "SLA036",
            rows[0].span,
            "a credit table has two columns, a threshold and the credit",
            "head them for instance `| when below | credit |`",
        )
        return ast.CreditTable(span, charge, edges[0] if edges else EDGES[0], ())
    _report_no_rows(rows, at)
    threshold, credit = heads.index(edges[0]), heads.index("credit")
    bands = [
        _band(row, row.cells[threshold], row.cells[credit], edges[0], at) for row in of_one_width(rows, at)
    ]
    return ast.CreditTable(span, charge, edges[0], tuple(band for band in bands if band is not None))


def _band_head(cell: Cell, at: Piece) -> str | None:
    tree = _parsed("band_head", cell)
    if tree is None:
        _report_head(cell, (*EDGES, "credit"), at)
        return None
    return str(tree.data).replace("_", " ")


def _band(row: Row, threshold: Cell, credit: Cell, edge: str, at: Piece) -> ast.BandRow | None:
    limit = _parsed(_THRESHOLD.start, threshold)
    if limit is None:
        _report_cell(threshold, edge, _THRESHOLD, at)
    amount = _parsed(_CREDIT.start, credit)
    if amount is None:
        _report_cell(credit, "credit", _CREDIT, at)
    if limit is None or amount is None:
        return None
    paid = literal(_only(amount), at.within(credit.span))
    assert isinstance(paid, ast.Percent | ast.Money)
    return ast.BandRow(row.span, _limit(_only(limit), at.within(threshold.span)), paid)


def _limit(token: Token, at: Piece) -> ast.TargetLiteral | ast.Name:
    if token.type in {"MINIMUM", "REQUIRED", "EXPECTED"}:
        return name(token, at)
    value = literal(token, at)
    assert isinstance(value, ast.TargetLiteral)
    return value


def given_records(tree: Branch, records: ast.Path, at: Piece) -> ast.GivenRecords:
    """`given RECORDS` with its table; what a cell holds depends on the type of its field, so cells stay text."""
    span = at.span(tree.meta)
    rows = rows_of(_tokens(tree), at)
    if not rows or not fits(rows, at):
        return ast.GivenRecords(span, records, (), ())
    for cell in rows[0].cells:
        if not is_name(cell.text):
            at.report(
                "SLA032",
                cell.span,
                f"`{cell.text}` is not the name of a field" if cell.text else "this column has no head",
                f"write the name of a field of `{records.text}`",
            )
    columns = tuple(ast.Name(cell.span, cell.text) for cell in rows[0].cells)
    _report_repeated(rows[0], [cell.text for cell in rows[0].cells], at)
    read = tuple(
        ast.GivenRow(row.span, tuple(_given_cell(cell, at) for cell in row.cells))
        for row in of_one_width(rows, at)
    )
    return ast.GivenRecords(span, records, columns, read)


def _given_cell(cell: Cell, at: Piece) -> ast.GivenCell:
    if len(cell.text) > 1 and cell.text[0] == cell.text[-1] == '"':
        return ast.GivenCell(cell.span, unquote(cell.text, cell.span, at), is_quoted=True)
    return ast.GivenCell(cell.span, cell.text, is_quoted=False)


def _tokens(tree: Branch) -> list[Token]:
    return [child for child in tree.children if isinstance(child, Token) and child.type == "ROW"]


def _only(tree: Branch) -> Token:
    (token,) = tree.children
    assert isinstance(token, Token)
    return token


def _parsed(start: str, cell: Cell) -> Branch | None:
    try:
        return parser().parse(cell.text, start=start)
    except UnexpectedInput:
        return None


def _report_head(cell: Cell, known: Sequence[str], at: Piece) -> None:
    near = get_close_matches(cell.text, known, n=1, cutoff=0.6)
    at.report(
        "SLA032",
        cell.span,
        f"`{cell.text}` is not the head of a column here" if cell.text else "this column has no head",
        f"did you mean `{near[0]}`?" if near else f"write one of {_listed(known)}",
    )


def _report_cell(cell: Cell, column: str, form: _Form, at: Piece) -> None:
    scrap = next(scraps(cell.text, 0), None)
    fault = wrong(scrap) if scrap is not None and scrap.text == cell.text else None
    at.report(
        "SLA033",
        cell.span,
        f"`{cell.text}` in the column `{column}` is not {form.what}"
        if cell.text
        else f"an empty cell in the column `{column}` says nothing, and {form.what} is needed",
        form.write if fault is None else fault.write,
    )


def _report_repeated(head: Row, heads: Sequence[str | None], at: Piece) -> None:
    for number, cell in enumerate(head.cells):
        if heads[number] is not None and heads[number] in heads[:number]:
            at.report(
                "SLA036",
                cell.span,
                f"two columns of this table are headed `{cell.text}`",
                "leave one of them out",
            )


def _report_no_rows(rows: Sequence[Row], at: Piece) -> None:
    if len(rows) == 1:
        at.report(
            "SLA035",
            rows[0].span,
            "this table has a head and no rows",
            "write a row below it for each of its rules",
        )


def _listed(words: Sequence[str]) -> str:
    return ", ".join(f"`{word}`" for word in words)
