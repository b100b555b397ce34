"""Credits: for a miss of a limit, settled somewhere, in bands that fit the limit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sladsl.diagnostics.diagnostic import Diagnostic, Label
from sladsl.semantics.findings import error
from sladsl.semantics.literals import literal_type
from sladsl.semantics.meaning import Analysis, CellCredit, Level, Terms
from sladsl.semantics.tiers import column_of
from sladsl.semantics.types import UNKNOWN, WRITTEN
from sladsl.syntax import ast
from sladsl.syntax.clauses import clause_of

_EDGES = {"minimum": ("when below", "at or below"), "required": ("when above", "at or above")}


def check(analysis: Analysis) -> Iterator[Diagnostic]:
    """Look at the credits of each level."""
    with_credit = [(level, credit) for level in analysis.levels if (credit := credit_of(level)) is not None]
    for level, credit in with_credit:
        clause = clause_of(level.node)
        if level.node.is_kpi:
            yield _of_a_kpi(credit, clause)
            continue
        yield from _kinds(level, clause)
        yield from _for_each_value(level, clause)
        yield from _without_limit(level, clause, analysis)
        table = None if level.lines.credit is None else level.lines.credit.node
        if isinstance(table, ast.CreditTable) and not level.is_open:
            yield from _bands(table, level, clause)
    owed = [(level, credit) for level, credit in with_credit if not level.node.is_kpi]
    if owed and analysis.is_agreement and analysis.settlement is None and not analysis.module.may_hide_items:
        yield _unsettled(owed[0][1], clause_of(owed[0][0].node))


def credit_of(level: Level) -> ast.Node | None:
    """Where a level says what a miss costs: a line, or a column of its tiers."""
    if level.lines.credit is not None:
        return level.lines.credit.node
    tiers = level.lines.tiers
    return None if tiers is None else column_of(tiers.node, "credit")


def _of_a_kpi(credit: ast.Node, clause: str) -> Diagnostic:
    return error(
        "SLA194",
        credit.span,
        "a kpi earns no credit",
        clause=clause,
        write="write `service level` for what is owed, or leave the credit out",
    )


def _unsettled(credit: ast.Node, clause: str) -> Diagnostic:
    return error(
        "SLA196",
        credit.span,
        "there is a credit, and the agreement does not say when credits are settled",
        clause=clause,
        write="add `settlement per calendar month, 14 days after its end { }`",
    )


def _without_limit(level: Level, clause: str, analysis: Analysis) -> Iterator[Diagnostic]:
    """A credit is owed for a miss, and only a minimum or required can be missed."""
    if not analysis.is_agreement or level.is_open:
        return
    for terms in level.terms:
        if terms.credit is not None and terms.minimum is None:
            node = terms.credit.node if isinstance(terms.credit, CellCredit) else terms.credit
            yield error(
                "SLA195",
                node.span,
                "a credit is owed for a miss, and there is no limit to miss",
                clause=clause,
                write="add `minimum at least 98%`, or `required at most 5%` where low values are good",
                labels=_row(terms),
            )


def _row(terms: Terms) -> Sequence[Label]:
    return () if terms.row is None else [Label(terms.row.span, "no minimum or required in this row")]


def _kinds(level: Level, clause: str) -> Iterator[Diagnostic]:
    """A percentage is of a charge; money stands alone."""
    for amount, charge in _amounts(level):
        if isinstance(amount, ast.Percent) and charge is None:
            yield error(
                "SLA200",
                amount.span,
                "this is a percentage, and the table does not say of what",
                clause=clause,
                write="write `credit of CHARGE` above it, or an amount such as `GBP 500`",
            )
        elif isinstance(amount, ast.Money) and charge is not None:
            yield error(
                "SLA200",
                amount.span,
                f"this is an amount of money, and the table takes percentages of `{charge.text}`",
                clause=clause,
                write="write a percentage, or `credit` without `of` above it",
            )


def _for_each_value(level: Level, clause: str) -> Iterator[Diagnostic]:
    """A percentage owed for each of several values must be said value by value (LANGUAGE 6)."""
    line = level.lines.credit
    if line is None or line.node.charge is None or not level.by:
        return
    by = " and ".join(f"`{name.text}`" for name in level.by)
    yield error(
        "SLA203",
        line.node.span,
        f"this percentage would be owed for each value of {by}, and the level does not say so",
        clause=clause,
        write=f"write a column `credit of {line.node.charge.text}` in `tiers`, with what is owed for each row; "
        "for bands, write a level for each value, with `where`",
    )


def _amounts(level: Level) -> Iterator[tuple[ast.Percent | ast.Money, ast.Path | None]]:
    line, tiers = level.lines.credit, level.lines.tiers
    if line is not None and isinstance(line.node, ast.CreditTable):
        yield from ((row.credit, line.node.charge) for row in line.node.rows)
    for row in () if tiers is None else tiers.node.rows:
        assert tiers is not None
        for column, cell in zip(tiers.node.columns, row.cells, strict=False):
            if column.kind == "credit" and isinstance(cell, ast.Percent | ast.Money):
                yield cell, column.path


def _bands(table: ast.CreditTable, level: Level, clause: str) -> Iterator[Diagnostic]:
    limits = [terms.minimum for terms in level.terms if terms.minimum is not None]
    words = {limit.word for limit in limits}
    for word in sorted({limit.word for limit in limits if not limit.is_reversed}):
        if table.edge not in _EDGES[word]:
            fitting = " or ".join(f"`{edge}`" for edge in _EDGES[word])
            yield error(
                "SLA197",
                table.span,
                f"rows headed `{table.edge}` are not of misses: the level misses on the other side of its `{word}`",
                clause=clause,
                write=f"head the column {fitting}",
                labels=[Label(limits[0].node.span, f"the {word}")],
            )
    for row in table.rows:
        if isinstance(row.threshold, ast.Name):
            yield from _word(row.threshold, words, level, clause)
        else:
            yield from _unit(row.threshold, level, clause)


def _word(threshold: ast.Name, words: set[str], level: Level, clause: str) -> Iterator[Diagnostic]:
    expected = {"expected"} if all(terms.expected is not None for terms in level.terms) else set[str]()
    if level.terms and words and threshold.text not in words | expected:
        yield error(
            "SLA199",
            threshold.span,
            f"the level has no `{threshold.text}`",
            clause=clause,
            write=f"write `{min(words)}`, or a value",
        )


def _unit(threshold: ast.TargetLiteral, level: Level, clause: str) -> Iterator[Diagnostic]:
    written = literal_type(threshold)
    if level.measured is not UNKNOWN and written.kind is not level.measured.kind:
        assert level.lines.measure is not None
        yield error(
            "SLA198",
            threshold.span,
            f"this is {written}, and the level measures {level.measured}",
            clause=clause,
            write=f"write for instance {WRITTEN[level.measured.kind]}",
            labels=[Label(level.lines.measure.node.span, "the measure")],
        )
