"""What is to be done by a point of a business day: a day that there is, of a calendar that closes."""

from __future__ import annotations

from collections.abc import Iterator

from sladsl.diagnostics.diagnostic import Diagnostic
from sladsl.semantics.checks.business_days import of_always_on
from sladsl.semantics.expressions.literals import words
from sladsl.semantics.files.modules import Module
from sladsl.semantics.findings import error, first_at
from sladsl.semantics.meaning import Analysis, FieldPath, Level
from sladsl.syntax import ast
from sladsl.syntax.clauses import clause_of
from sladsl.syntax.walk import walk
from sladsl.values import frozen


@frozen(eq=False)
class _DoneBy:
    """Such a condition, where it stands."""

    node: ast.DoneBy
    module: Module
    level: Level

    @property
    def clause(self) -> str:
        return clause_of(self.level.node)


def check(analysis: Analysis) -> Iterator[Diagnostic]:
    """Look at the conditions of each level, and at a line about their end where there is none."""
    for level in analysis.levels:
        written = tuple(_written(level))
        for condition in written:
            yield from _number(condition)
            yield from _field_twice(condition)
            yield from of_always_on(condition.node.calendar, condition.node, condition.clause)
        missing_end = level.lines.missing_end
        if missing_end is not None and level.lines.clock is None and not (written or level.is_open):
            yield error(
                "SLA269",
                missing_end.node.span,
                "this level has no clock, and asks for nothing to be done by a time, so it has no end to miss",
                clause=clause_of(level.node),
                write="leave the line out, or add for instance `clock from opened_at to closed_at in Office`",
            )


def _written(level: Level) -> Iterator[_DoneBy]:
    for line in (level.lines.good, level.lines.measure):
        for node in () if line is None else walk(line.node):
            if isinstance(node, ast.DoneBy):
                assert line is not None
                yield _DoneBy(node, line.module, level)


def _number(condition: _DoneBy) -> Iterator[Diagnostic]:
    node = condition.node
    if node.days is None or (node.days.value >= 1 and node.days.value.denominator == 1):
        return
    after = node.after.text
    yield error(
        "SLA268",
        node.days.span,
        f"there is no business day {words(node.days, condition.module.source)} after `{after}`",
        clause=condition.clause,
        write="count from 1; for the day itself write "
        f"`{node.field.text} on the same business day as {after} in {node.calendar.text}`",
    )


def _field_twice(condition: _DoneBy) -> Iterator[Diagnostic]:
    field, after = (
        condition.level.readings.get(path) for path in (condition.node.field, condition.node.after)
    )
    if isinstance(field, FieldPath) and isinstance(after, FieldPath) and field.names == after.names:
        yield error(
            "SLA265",
            condition.node.after.span,
            f"`{condition.node.after.text}` stands twice in this condition",
            clause=condition.clause,
            write="name the field from which the days are counted",
            labels=first_at(condition.node.field.span),
        )
