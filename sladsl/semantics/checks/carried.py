"""Steps over points and over periods: tables of points, points that are free, and what is carried over."""

from __future__ import annotations

from collections.abc import Iterator

from sladsl.diagnostics.diagnostic import Diagnostic, Label
from sladsl.semantics.checks import points_tables
from sladsl.semantics.declarations.carried import charges_in, limit_before
from sladsl.semantics.declarations.charges import not_one_charge
from sladsl.semantics.findings import error, first_at
from sladsl.semantics.meaning import Analysis
from sladsl.syntax import ast

_CLAUSE = "settlement"
_SHARES = (ast.Percent, ast.Part)


def once(settlement: ast.Settlement) -> Iterator[Diagnostic]:
    """What goes to later periods goes there from one step: what two carry over would come back at two places."""
    steps = [step for step in settlement.steps if isinstance(step, ast.CarryOver)]
    for repeated in steps[1:]:
        yield error(
            "SLA815",
            repeated.span,
            "it is said twice what is carried over",
            clause=_CLAUSE,
            write="leave one of the lines out: the lower amount is the one that counts",
            labels=first_at(steps[0].span),
        )


def periods(step: ast.CarryOver) -> Iterator[Diagnostic]:
    """What is carried over goes to a whole number of periods."""
    number = step.periods
    if number is not None and (number.value.denominator != 1 or number.value < 1):
        yield error(
            "SLA852",
            number.span,
            "what is carried over goes to a whole number of later periods",
            clause=_CLAUSE,
            write="write for instance `until 2 periods later`",
        )


def compared_before(step: ast.CarryOver, settlement: ast.Settlement) -> Iterator[Diagnostic]:
    """Credits are compared while they are whole: of what is carried over, a part comes in each of two periods."""
    later = (each for each in settlement.steps if each.span.start > step.span.start)
    for compares in later:
        if isinstance(compares, ast.HighestPer | ast.HighestOf):
            yield error(
                "SLA790",
                compares.span,
                "this compares credits of which parts have been carried over",
                clause=_CLAUSE,
                write="write it before the line that carries over",
                labels=[Label(step.span, "parts go to later periods here")],
            )


def exceeded(step: ast.CarryOver, settlement: ast.Settlement, analysis: Analysis) -> Iterator[Diagnostic]:
    """`the charge` is the only one of the agreement, `the limit` that of the step before."""
    match step.amount:
        case ast.TheCharge(span=span):
            found = charges_in(analysis.module)
            if len(found) != 1 and not analysis.module.may_hide_items:
                yield not_one_charge([item.path for item in found], span, _CLAUSE, "100% of ")
        case ast.TheLimit(span=span) if limit_before(step, settlement) is None:
            unit = f"calendar {settlement.unit}"
            yield error(
                "SLA723",
                span,
                f"the step before this one is no limit of all credits per {unit}, which is what is settled",
                clause=_CLAUSE,
                write=f"write this line after one such as `limit all credits to GBP 500 per {unit}`, or an amount",
            )
        case _:
            pass


def free_points(step: ast.FreePoints) -> Iterator[Diagnostic]:
    """Some points are free."""
    if step.points.value <= 0:
        yield error(
            "SLA853",
            step.points.span,
            "no points would be free",
            clause=_CLAUSE,
            write="write a number above zero, or leave the step out",
        )


def points_table(
    step: ast.ConvertTable, settlement: ast.Settlement, analysis: Analysis
) -> Iterator[Diagnostic]:
    """Rows of a table of points say from how many on, as a plain number, and what these come to, in money."""
    wrong = list(_rows(step))
    yield from wrong or points_tables.check(step, settlement, analysis)


def _rows(step: ast.ConvertTable) -> Iterator[Diagnostic]:
    base = step.table.base
    for row in step.table.rows:
        yield from (_no_number(edge) for edge in row.edges if not isinstance(edge.threshold, ast.Number))
        fitting = isinstance(row.credit, ast.Money) if base is None else isinstance(row.credit, _SHARES)
        if not fitting:
            yield error(
                "SLA854",
                row.credit.span,
                "points do not become this" if base is None else "the table takes shares of a charge",
                clause=_CLAUSE,
                write="write amounts such as `GBP 500`, or `convert points of CHARGE` and percentages",
            )
    if base is not None and (len(base.charges) != 1 or base.neighbour or base.affected or base.sharing):
        yield error(
            "SLA854",
            base.span,
            "points become shares of one charge of the settlement period",
            clause=_CLAUSE,
            write="name a charge, such as `convert points of MonthlyCharges`",
        )


def _no_number(edge: ast.BandEdge) -> Diagnostic:
    return error(
        "SLA854",
        edge.span,
        "this is no number of points",
        clause=_CLAUSE,
        write="write a number such as `20`, or a range such as `10 to under 20`",
    )
