"""Tables of tiers: a column for each dimension, no value twice, no term both in the table and in the level."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sladsl.diagnostics.diagnostic import Diagnostic, Label
from sladsl.semantics.expressions.choices import unknown_value
from sladsl.semantics.findings import error
from sladsl.semantics.meaning import Analysis, Level, Line
from sladsl.semantics.nearest import did_you_mean, one_of
from sladsl.semantics.targets.tiers import cell_of, column_of, dimension_cell, shares, shown_combination
from sladsl.syntax import ast
from sladsl.syntax.clauses import clause_of

_HEADS = ("good within", "in", "expected", "minimum", "required", "needs", "credit", "weight")


def check(analysis: Analysis) -> Iterator[Diagnostic]:
    """Look at the tiers of each level."""
    for level in analysis.levels:
        tiers = level.lines.tiers
        if tiers is None:
            continue
        clause = clause_of(level.node)
        if not level.by and level.is_open:
            continue
        if not level.by:
            yield _without_dimension(tiers.node, level, clause)
            continue
        yield from _columns(tiers.node, level, clause)
        yield from _said_twice(tiers.node, level, clause)
        yield from _without_clock(tiers.node, level, clause)
        yield from _limits(tiers, level, clause)
        if len(level.dimensions) == len(level.by):
            yield from _values(tiers.node, level, clause)
            yield from _overlaps(tiers.node, level, clause)


def _without_dimension(tiers: ast.Tiers, level: Level, clause: str) -> Diagnostic:
    named = next((column.path.text for column in tiers.columns if column.path is not None), "severity")
    return error(
        "SLA210",
        tiers.span,
        "the level has tiers, and does not say what it is measured by",
        clause=clause,
        write=f"write `{level.name} by {named}` before the brace",
    )


def _columns(tiers: ast.Tiers, level: Level, clause: str) -> Iterator[Diagnostic]:
    names = [name.text for name in level.by]
    written = [column for column in tiers.columns if column.kind == "dimension" and column.path is not None]
    unknown = [column for column in written if column.path is not None and column.path.text not in names]
    is_misnamed = len(level.dimensions) < len(level.by)  # a dimension that is no field may be this column's
    for column in () if level.is_open or is_misnamed else unknown:
        assert column.path is not None
        yield error(
            "SLA211",
            column.span,
            f"`{column.path.text}` is neither a dimension of the level nor a term",
            clause=clause,
            write=did_you_mean(column.path.text, [*names, *_HEADS])
            or f"head a column with {one_of(names)}, or with a term such as `minimum` or `good within`",
        )
    there = {column.path.text for column in written if column.path is not None}
    for name in level.by:
        # A column with an unknown head is likely to be the one that is missing.
        if name.text not in there and not unknown and not level.is_open:
            yield error(
                "SLA213",
                tiers.span,
                f"the tiers have no column for `{name.text}`",
                clause=clause,
                write=f"add a column headed `{name.text}`, with a value, several, or `any` in each row",
                labels=[Label(name.span, "the level is measured by it")],
            )


def _said_twice(tiers: ast.Tiers, level: Level, clause: str) -> Iterator[Diagnostic]:
    lines = level.lines
    calendar = None if lines.clock is None else lines.clock.node.calendar
    in_level: dict[str, ast.Node | None] = {
        "good within": None if lines.good is None else lines.good.node,
        "in": calendar,
        "expected": None if lines.expected is None else lines.expected.node,
        "minimum": None if lines.minimum is None else lines.minimum.node,
        "required": None if lines.minimum is None else lines.minimum.node,
        "needs": None if lines.needs is None else lines.needs.node,
        "credit": lines.credits[0].node if lines.credits else None,
        "weight": None if lines.weight is None else lines.weight.node,
    }
    for column in tiers.columns:
        line = in_level.get(column.kind)
        if line is not None:
            yield error(
                "SLA216",
                column.span,
                f"`{column.kind}` is said both here and in a line of the level",
                clause=clause,
                write="take the column or the line out",
                labels=[Label(line.span, "the line")],
            )


def _without_clock(tiers: ast.Tiers, level: Level, clause: str) -> Iterator[Diagnostic]:
    if level.lines.clock is not None or level.is_open:
        return
    for kind in ("good within", "in"):
        column = column_of(tiers, kind)
        if column is not None:
            yield error(
                "SLA165",
                column.span,
                "this level has no clock",
                clause=clause,
                write="add for instance `clock from opened_at to closed_at`",
            )
            return


def _limits(tiers: Line[ast.Tiers], level: Level, clause: str) -> Iterator[Diagnostic]:
    columns = tiers.node.columns
    head = column_of(tiers.node, "good within")
    for row in tiers.node.rows if head is not None else ():
        cell = cell_of(row, columns, "good within")
        if cell is None and level.lines.good is None and not level.is_open:
            yield error(
                "SLA217",
                row.span,
                "this row does not say within which time a record is good",
                clause=clause,
                write="fill in the column `good within`; values that are not to be measured have no row",
            )


def _values(tiers: ast.Tiers, level: Level, clause: str) -> Iterator[Diagnostic]:
    for row in tiers.rows:
        for dimension in level.dimensions:
            cell = dimension_cell(row, tiers, dimension)
            if dimension.path.type.values is None or not isinstance(cell, ast.ValueList):
                continue
            for node, value in zip(cell.values, cell.texts, strict=True):
                if value not in dimension.values:
                    yield unknown_value(node.span, value, dimension.path.type, clause)


def _overlaps(tiers: ast.Tiers, level: Level, clause: str) -> Iterator[Diagnostic]:
    laid_out, overlaps = shares(tiers, level.dimensions)
    for overlap in overlaps:
        yield error(
            "SLA215",
            overlap.row.span,
            f"`{shown_combination(overlap.combination)}` has two rows",
            clause=clause,
            write="let each value stand in one row",
            labels=[Label(overlap.first.span, "the other row")],
        )
    used = {share.row for share in laid_out} | {overlap.row for overlap in overlaps}
    for row in tiers.rows:
        if row not in used and _has_any(row) and _is_known(row, tiers, level):
            yield error(
                "SLA219",
                row.span,
                "no value is left for this row: other rows name them all",
                clause=clause,
                write="take the row out",
            )


def _has_any(row: ast.TierRow) -> bool:
    return any(isinstance(cell, ast.AnyValue) for cell in row.cells)


def _is_known(row: ast.TierRow, tiers: ast.Tiers, level: Level) -> bool:
    """Whether every dimension of a row says values that there are, so that it could have measured something."""
    cells: Sequence[ast.TierCell | None] = [dimension_cell(row, tiers, each) for each in level.dimensions]
    return all(
        isinstance(cell, ast.AnyValue)
        or (isinstance(cell, ast.ValueList) and (each.is_open or any(v in each.values for v in cell.texts)))
        for cell, each in zip(cells, level.dimensions, strict=True)
    )
