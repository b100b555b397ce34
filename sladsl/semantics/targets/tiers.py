"""The rows of `tiers`, laid out over the values of the dimensions.

Each combination of values is measured by the row that names it; a row with `any` takes those that no row naming more of
it takes, one by one. Combinations that no row takes are not measured.

The values of a severity or choice are those declared. A text or ref has those that some row names, and beside them
whatever else the records hold, which None stands for.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product

from sladsl.semantics.meaning import (
    CellCredit,
    CreditNode,
    Dimension,
    LevelLines,
    Line,
    Promise,
    Terms,
    node_of,
)
from sladsl.syntax import ast
from sladsl.values import frozen

Combination = tuple[str | None, ...]
Members = tuple[tuple[str, ...] | None, ...]


@frozen(eq=False)
class PooledRow:
    """What a row measures as one: the values of each dimension that are pooled, and in how many it says `any`."""

    row: ast.TierRow
    members: Members
    wildcards: int

    @property
    def combinations(self) -> frozenset[Combination]:
        return frozenset(product(*(each or (None,) for each in self.members)))


@frozen(eq=False)
class Overlap:
    """A combination that two rows take."""

    row: ast.TierRow
    first: ast.TierRow
    combination: Combination


def cell_of(row: ast.TierRow, columns: Sequence[ast.TierColumn], kind: str) -> ast.TierCell | None:
    """The cell of a row in the column of a kind; None where it is empty or not there."""
    for column, cell in zip(columns, row.cells, strict=False):
        if column.kind == kind:
            return None if isinstance(cell, ast.EmptyCell) else cell
    return None


def column_of(tiers: ast.Tiers, kind: str) -> ast.TierColumn | None:
    """The column of a kind."""
    return next((column for column in tiers.columns if column.kind == kind), None)


def dimension_cell(row: ast.TierRow, tiers: ast.Tiers, dimension: Dimension) -> ast.TierCell | None:
    """The cell of a row that says which values of a dimension it is about."""
    for column, cell in zip(tiers.columns, row.cells, strict=False):
        if column.kind == "dimension" and column.path is not None and column.path.text == dimension.name:
            return cell
    return None


def named_values(tiers: ast.Tiers, dimension: Dimension) -> tuple[str, ...]:
    """The values of a dimension that rows name, or that are declared."""
    if not dimension.is_open:
        return dimension.values
    cells = (dimension_cell(row, tiers, dimension) for row in tiers.rows)
    return tuple(
        dict.fromkeys(text for cell in cells if isinstance(cell, ast.ValueList) for text in cell.texts)
    )


def shown_combination(combination: Combination) -> str:
    """A combination as findings show it: "P1 / Leeds", "P1 / any other"."""
    return " / ".join("any other" if value is None else value for value in combination)


def shares(
    tiers: ast.Tiers, dimensions: Sequence[Dimension]
) -> tuple[tuple[PooledRow, ...], tuple[Overlap, ...]]:
    """What the rows measure, in written order, and where two of them take the same values."""
    candidates = [share for row in tiers.rows for share in _candidates(row, tiers, dimensions)]
    taken: dict[Combination, PooledRow] = {}
    overlaps: list[Overlap] = []
    chosen: set[PooledRow] = set()
    for share in sorted(candidates, key=lambda each: each.wildcards):
        clashes = [each for each in sorted(share.combinations, key=shown_combination) if each in taken]
        equals = [each for each in clashes if taken[each].wildcards == share.wildcards]
        if not clashes:
            chosen.add(share)
            taken.update(dict.fromkeys(share.combinations, share))
        elif equals or len(clashes) < len(
            share.combinations
        ):  # taken whole by rows that say more, it drops out
            clash = (equals or clashes)[0]
            overlaps.append(Overlap(share.row, taken[clash].row, clash))
    return tuple(share for share in candidates if share in chosen), tuple(overlaps)


def terms_of(lines: LevelLines, dimensions: Sequence[Dimension]) -> tuple[Terms, ...]:
    """What a level promises, for each tuple of dimension values in order."""
    if lines.tiers is None:
        choices: list[list[tuple[str, ...] | None]] = [
            [None] if dimension.is_open else [(value,) for value in dimension.values]
            for dimension in dimensions
        ]
        return tuple(_terms(lines, members, key_of(members), None) for members in product(*choices))
    tiers = lines.tiers.node
    laid_out, _ = shares(tiers, dimensions)
    others = tuple("each other" if named_values(tiers, each) else "each" for each in dimensions)
    return tuple(_terms(lines, share.members, key_of(share.members, others), share.row) for share in laid_out)


def terms_like(lines: LevelLines, others: Sequence[Terms]) -> tuple[Terms, ...]:
    """What a level without tiers promises for the values that another level is measured for."""
    return tuple(_terms(lines, each.members, each.key, None) for each in others)


def key_of(members: Members, others: Sequence[str] = ()) -> tuple[str, ...]:
    """A tuple of dimension values as it is shown; `others` are the words for values that only the records tell."""
    words = others or ["each"] * len(members)
    return tuple(
        word if values is None else ", ".join(values) for values, word in zip(members, words, strict=True)
    )


def named_in_terms(terms: Sequence[Terms]) -> tuple[frozenset[str], ...]:
    """For each dimension the values that some terms name, and that terms of each other value are not about."""
    each_dimension = zip(*(each.members for each in terms), strict=True)
    return tuple(frozenset(value for values in found for value in values or ()) for found in each_dimension)


def untiered(terms: Sequence[Terms], dimensions: Sequence[Dimension]) -> tuple[tuple[str, ...], ...]:
    """The declared values of each dimension that no row is about."""
    return tuple(
        tuple(
            value
            for value in dimension.values
            if not any(value in (each.members[index] or ()) for each in terms)
        )
        for index, dimension in enumerate(dimensions)
    )


def _candidates(row: ast.TierRow, tiers: ast.Tiers, dimensions: Sequence[Dimension]) -> Iterator[PooledRow]:
    choices: list[tuple[tuple[str, ...] | None, ...]] = []
    wildcards = 0
    for dimension in dimensions:
        values = named_values(tiers, dimension)
        match dimension_cell(row, tiers, dimension):
            case ast.AnyValue():
                wildcards += 1
                others = (None,) if dimension.is_open else ()
                choices.append((*((value,) for value in values), *others))
            case ast.ValueList() as cell:
                pooled = dict.fromkeys(value for value in cell.texts if value in values)
                choices.append((tuple(pooled),) if pooled else ())
            case _:
                return
    for members in product(*choices):
        yield PooledRow(row, members, wildcards)


def _terms(lines: LevelLines, members: Members, key: tuple[str, ...], row: ast.TierRow | None) -> Terms:
    columns = () if lines.tiers is None else lines.tiers.node.columns

    def cell(kind: str) -> ast.TierCell | None:
        return None if row is None else cell_of(row, columns, kind)

    within, calendar, needs = cell("good within"), cell("in"), cell("needs")
    weight = cell("weight")
    clock = None if lines.clock is None else lines.clock.node.calendar
    return Terms(
        key=key,
        members=members,
        row=row,
        within=within if isinstance(within, ast.TimeLimit) else None,
        calendar=calendar if isinstance(calendar, ast.Path) else clock,
        expected=_cell_promise("expected", cell("expected")) or _of_line(lines.expected),
        minimum=_cell_promise("minimum", cell("minimum"))
        or _cell_promise("required", cell("required"))
        or _of_line(lines.minimum),
        needs=needs if isinstance(needs, ast.Needs) else node_of(lines.needs),
        credits=_credits(lines, columns, cell("credit")),
        weight=weight if isinstance(weight, ast.Percent) else node_of(lines.weight),
    )


def _of_line(line: Line[ast.Target] | None) -> Promise | None:
    return None if line is None else line_promise(line.node)


def line_promise(target: ast.Target) -> Promise:
    """The promise of a line of a level."""
    return Promise(
        target.word, target, tuple((bound.since, bound.value) for bound in target.bounds), is_cell=False
    )


def _cell_promise(word: str, cell: ast.TierCell | None) -> Promise | None:
    return Promise(word, cell, ((None, cell),), is_cell=True) if isinstance(cell, ast.Bound) else None


def _credits(
    lines: LevelLines, columns: Sequence[ast.TierColumn], cell: ast.TierCell | None
) -> tuple[CreditNode | CellCredit, ...]:
    if isinstance(cell, ast.FixedAmount):
        base = next((column.base for column in columns if column.kind == "credit"), None)
        return (CellCredit(cell, base),)
    return tuple(line.node for line in lines.credits)
