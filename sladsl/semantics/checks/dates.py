"""Values that change on a date: the dates ascend and lie within the term."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise

from sladsl.diagnostics.diagnostic import Diagnostic, Label
from sladsl.semantics.credits.step_versions import step_versions
from sladsl.semantics.findings import error
from sladsl.semantics.meaning import Analysis
from sladsl.syntax import ast
from sladsl.syntax.clauses import clause_of


def check(analysis: Analysis) -> Iterator[Diagnostic]:
    """Look at the dates of charges, targets, weights, credits and steps of the settlement."""
    for charge in analysis.charges:
        yield from _check(analysis, (rate.since for rate in charge.rates), clause_of(charge))
        # That the dates of each value ascend is looked at with the rows of the table.
        yield from _in_term(analysis, (row.rate.since for row in charge.shares), clause_of(charge))
    for level in analysis.levels:
        for line in (level.lines.expected, level.lines.minimum, *level.lines.further):
            if line is not None:
                dates = (bound.since for bound in line.node.bounds)
                yield from _check(analysis, dates, clause_of(level.node))
        if level.lines.weight is not None:
            dates = (share.since for share in level.lines.weight.node.shares)
            yield from _check(analysis, dates, clause_of(level.node))
        for credit in level.lines.all_credits:
            dates = (version.since for version in credit.node.versions)
            yield from _check(analysis, dates, clause_of(level.node))
    for step in () if analysis.settlement is None else analysis.settlement.steps:
        yield from _check(analysis, (since for since, _ in step_versions(step)), "settlement")


def _check(analysis: Analysis, since: Iterable[ast.Date | None], clause: str) -> Iterator[Diagnostic]:
    dates = [date for date in since if date is not None]
    for earlier, later in pairwise(dates):
        if later.value <= earlier.value:
            yield error(
                "SLA134",
                later.span,
                f"the date {later.value} does not come after {earlier.value}",
                clause=clause,
                write="write the values in the order of their dates, each date once",
                labels=[Label(earlier.span, "the date before it")],
            )
    yield from _in_term(analysis, dates, clause)


def _in_term(analysis: Analysis, since: Iterable[ast.Date | None], clause: str) -> Iterator[Diagnostic]:
    term = analysis.header.days
    if term is None:
        return
    for date in (each for each in since if each is not None):
        if date.value <= term.first.value:
            yield error(
                "SLA135",
                date.span,
                f"the value before {date.value} never holds, since the term begins on {term.first.value}",
                clause=clause,
                write="leave out the value before it, or write a later date",
            )
        elif term.last is not None and date.value > term.last.value:
            yield error(
                "SLA135",
                date.span,
                f"the value from {date.value} on never holds, since the term ends on {term.last.value}",
                clause=clause,
                write="leave it out, or write a date within the term",
            )
