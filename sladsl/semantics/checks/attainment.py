"""Targets on the share of records that pass a test of their own: `minimum all within 8 h`."""

from __future__ import annotations

from collections.abc import Iterator

from sladsl.diagnostics.diagnostic import Diagnostic, Label
from sladsl.semantics.findings import error, first_at
from sladsl.semantics.meaning import Analysis, Level, Line, is_of_records
from sladsl.semantics.targets.attainment import same_test
from sladsl.syntax import ast
from sladsl.syntax.clauses import clause_of


def check(analysis: Analysis) -> Iterator[Diagnostic]:
    """Look at the targets with tests of each level."""
    for level in analysis.levels:
        clause = clause_of(level.node)
        targets = [line.node for line in _targets(level)]
        if not any(target.test is not None for target in targets) or _is_misplaced(level):
            continue
        if level.lines.clock is None and level.lines.update_clock is None:
            yield from _without_clock(targets, level, clause)
            continue
        if not any(line.module.is_damaged(line.node) for line in _targets(level)):
            yield from _measure(level, clause)
        for line in level.lines.further if _is_of_a_share(level) else ():
            yield from _further(line.node, clause)
        yield from _alike(targets, clause)


def _is_misplaced(level: Level) -> bool:
    """Whether the targets beside the first have no place, since each window is one record."""
    return is_of_records(level.lines) and bool(level.lines.further)


def _targets(level: Level) -> list[Line[ast.Target]]:
    lines = level.lines
    first = [line for line in (lines.expected, lines.minimum) if line is not None]
    return [*first, *(line for line in lines.further if line not in first)]


def _without_clock(targets: list[ast.Target], level: Level, clause: str) -> Iterator[Diagnostic]:
    test = next(target.test for target in targets if target.test is not None)
    if not level.is_open:
        yield error(
            "SLA165",
            test.span,
            "this level has no clock",
            clause=clause,
            write="add for instance `clock from opened_at to closed_at`",
        )


def _measure(level: Level, clause: str) -> Iterator[Diagnostic]:
    """The value of a level whose first target has a test is the share that it is on."""
    measure, test = level.lines.measure, level.lines.test
    if measure is None:
        return
    what = measure.node.what
    if not isinstance(what, ast.PercentGood):
        yield error(
            "SLA296",
            measure.node.span,
            "a target is on the share of records within a time, and this measures something else",
            clause=clause,
            write="write `measure percent good`, or leave the time out of the target",
        )
    elif test is not None and test.node.test is not None and what.negated is not test.node.test.is_over:
        word = "percent not good" if test.node.test.is_over else "percent good"
        yield error(
            "SLA296",
            measure.node.span,
            f"the first target is on the records {'over' if test.node.test.is_over else 'within'} a time, "
            "and this measures the others",
            clause=clause,
            write=f"write `measure {word}`",
            labels=[Label(test.node.test.span, "the first target")],
        )


def _is_of_a_share(level: Level) -> bool:
    measure = level.lines.measure
    return measure is None or isinstance(measure.node.what, ast.PercentGood)


def _further(target: ast.Target, clause: str) -> Iterator[Diagnostic]:
    if target.test is None:
        yield error(
            "SLA296",
            target.span,
            "this does not say within which time, and it is not the level's first target",
            clause=clause,
            write="write for instance `minimum at least 95% within 8 h`, or leave it out",
        )
        return
    for dated in target.bounds:
        if not isinstance(dated.value.value, ast.Percent):
            yield error(
                "SLA190",
                dated.value.value.span,
                "this is no percentage, and a share of records is one",
                clause=clause,
                write="write for instance `98%`",
            )


def _alike(targets: list[ast.Target], clause: str) -> Iterator[Diagnostic]:
    """Two targets of one kind on one share."""
    for number, target in enumerate(targets):
        for before in targets[:number]:
            if target.test is None or before.test is None or not same_test(target.test, before.test):
                continue
            if (target.word == "expected") is (before.word == "expected"):
                yield error(
                    "SLA181",
                    target.span,
                    f"`{target.word}` stands twice for the same records",
                    clause=clause,
                    write="leave one of them out; a value that changes is written once, with `, from DATE`",
                    labels=first_at(before.span),
                )
