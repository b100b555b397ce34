"""Rule tables and `given` tables: from rows to the tree, every cell by what its column says."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import get_close_matches

from lark import Token

from sladsl.syntax import ast
from sladsl.syntax.branches import maybe
from sladsl.syntax.cells import (
    CREDIT,
    VALUES,
    CellForm,
    heads_as_meant,
    parsed,
    report_cell,
    report_head,
    report_no_head,
    report_no_rows,
    report_repeated,
    value_of,
)
from sladsl.syntax.cells_meant import field_meant
from sladsl.syntax.credits import amount_of, base
from sladsl.syntax.literals import unquote
from sladsl.syntax.names import Branch, is_name, path
from sladsl.syntax.one_table import table
from sladsl.syntax.piece import Piece
from sladsl.syntax.rows import Cell, TableRow, fits, of_one_width
from sladsl.syntax.targets import bound, needs, time_limit

TIER_HEADS = (
    "good within",
    "in",
    "expected",
    "minimum",
    "required",
    "needs",
    "credit of CHARGE",
    "credit",
    "weight",
)


_LIMIT = CellForm("limit_cell", "a duration", "write a duration such as `4 h` or `1 h 30 min`")
_CALENDAR = CellForm("path_cell", "the name of a calendar", "write a name such as `Office` or `AlwaysOn`")
_BOUND = CellForm("bound_cell", "a target", "write for instance `at least 95%`")
_NEEDS = CellForm("needs_cell", "a number of records", "write for instance `at least 200 records`")
_WEIGHT = CellForm("weight_cell", "a percentage", "write a percentage such as `40%`")
_FORMS = {
    "dimension": VALUES,
    "good within": _LIMIT,
    "in": _CALENDAR,
    "expected": _BOUND,
    "minimum": _BOUND,
    "required": _BOUND,
    "needs": _NEEDS,
    "credit": CREDIT,
    "weight": _WEIGHT,
}


def tiers(tree: Branch, dimensions: Sequence[str], at: Piece) -> ast.Tiers:
    """`tiers` with its table, in a level `by` some dimensions; where it names none, any name may head a column."""
    with table(tree, at) as written:
        if not written or not fits(written, at):
            return ast.Tiers(at.span(tree.meta), (), ())
        rows = (heads_as_meant(written[0], (*dimensions, *TIER_HEADS), at), *written[1:])
        # A head that is no dimension, where a dimension has no column, may be right and the dimension misspelt.
        is_judged = _has_all(dimensions, rows[0]) or not _has_terms(rows[0])
        columns = tuple(_tier_column(cell, dimensions, at, is_judged=is_judged) for cell in rows[0].cells)
        report_repeated(rows[0], [None if column is None else _shown(column) for column in columns], at)
        report_no_rows(rows, at)
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


def _has_all(dimensions: Sequence[str], head: TableRow) -> bool:
    return {cell.text for cell in head.cells}.issuperset(dimensions)


def _has_terms(head: TableRow) -> bool:
    """Whether a first row is a head at all: it names a term."""
    read = [parsed("tiers_head", cell) for cell in head.cells]
    return any(tree is not None and tree.data != "dimension_head" for tree in read)


def _tier_column(
    cell: Cell, dimensions: Sequence[str], at: Piece, *, is_judged: bool
) -> ast.TierColumn | None:
    tree = parsed("tiers_head", cell)
    is_unknown = dimensions and cell.text not in dimensions
    if is_unknown and not is_judged:
        is_unknown = bool(get_close_matches(cell.text, TIER_HEADS, n=1, cutoff=0.6))
    if tree is None or (tree.data == "dimension_head" and is_unknown):
        report_head(cell, (*dimensions, *TIER_HEADS), at)
        return None
    inside = at.within(cell.span)
    match tree.data, tree.children:
        case "dimension_head", [written]:
            return ast.TierColumn(cell.span, "dimension", path(written, inside))
        case "target_head", [Token() as word]:
            return ast.TierColumn(cell.span, str(word), None)
        case "credit_head", [of]:
            return ast.TierColumn(cell.span, "credit", None, maybe(base, of, inside))
        case "good_within_head", _:
            return ast.TierColumn(cell.span, "good within", None)
        case "in_head", _:
            return ast.TierColumn(cell.span, "in", None)
        case "weight_head", _:
            return ast.TierColumn(cell.span, "weight", None)
        case "needs_head", _:
            return ast.TierColumn(cell.span, "needs", None)
    raise AssertionError(tree.data)


def _shown(column: ast.TierColumn) -> str:
    return column.path.text if column.kind == "dimension" and column.path else column.kind


def _tier_cell(cell: Cell, column: ast.TierColumn, at: Piece) -> ast.TierCell:
    if not cell.text and column.kind != "dimension":
        return ast.EmptyCell(cell.span)
    form = _FORMS[column.kind]
    tree = parsed(form.start, cell)
    if tree is None:
        report_cell(cell, _shown(column), form, at)
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
        case "service_days", _:
            return amount_of(tree, inside)
        case _, [amount]:
            return amount_of(amount, inside)
    raise AssertionError(tree.data)


def given_records(tree: Branch, records: ast.Path, at: Piece) -> ast.GivenRecords:
    """`given RECORDS` with its table; what a cell holds depends on the type of its field, so cells stay text."""
    span = at.span(tree.meta)
    with table(tree, at) as rows:
        if not rows or not fits(rows, at):
            return ast.GivenRecords(span, records, (), ())
        if sum(map(_is_value, rows[0].cells)) > 1:
            report_no_head(rows[0], f"the name of a field of `{records.text}`", at)
            return ast.GivenRecords(span, records, (), ())
        _report_fields(rows[0], records, at)
        columns = tuple(ast.Name(cell.span, cell.text) for cell in rows[0].cells)
        report_repeated(rows[0], [cell.text for cell in rows[0].cells], at)
        read = tuple(
            ast.GivenRow(row.span, tuple(_given_cell(cell, at) for cell in row.cells))
            for row in of_one_width(rows, at)
        )
        return ast.GivenRecords(span, records, columns, read)


def _report_fields(head: TableRow, records: ast.Path, at: Piece) -> None:
    """Say which heads are no names."""
    for cell in head.cells:
        if not is_name(cell.text):
            meant = field_meant(cell.text)
            message = f"`{cell.text}` is not the name of a field" if cell.text else "this column has no head"
            write = (
                f"write the name of a field of `{records.text}`"
                if meant is None or not is_name(meant)
                else f"did you mean `{meant}`?"
            )
            at.report("SLA032", cell.span, message, write)


def _is_value(cell: Cell) -> bool:
    """Whether a cell can be no head of a column, but an instant, a number or an amount."""
    return not is_name(cell.text) and re.match(r"([A-Z]{3} ?)?\d", cell.text) is not None


def _given_cell(cell: Cell, at: Piece) -> ast.GivenCell:
    if len(cell.text) > 1 and cell.text[0] == cell.text[-1] == '"':
        return ast.GivenCell(cell.span, unquote(cell.text, cell.span, at), is_quoted=True)
    return ast.GivenCell(cell.span, cell.text, is_quoted=False)
