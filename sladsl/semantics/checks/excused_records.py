"""Obligations that take single records out of a level: both are about records, and something relates these."""

from __future__ import annotations

from collections.abc import Iterator

from sladsl.diagnostics.diagnostic import Diagnostic, Label
from sladsl.semantics.findings import error
from sladsl.semantics.levels.exclusions import counts_records
from sladsl.semantics.meaning import Analysis, Level
from sladsl.semantics.nearest import one_of
from sladsl.semantics.references.obligations import lines_excusing_records, ways_to_excuse
from sladsl.syntax import ast
from sladsl.syntax.clauses import clause_of
from sladsl.syntax.walk import walk


def check(analysis: Analysis) -> Iterator[Diagnostic]:
    """Look at each line by which an obligation takes records out of a level, in the order of the levels."""
    for level in analysis.levels:
        for obligation, line in lines_excusing_records(analysis, level):
            if obligation.node.of is None or level.node.of is not None:  # another rule says so
                continue
            finding = _finding(line.node, level, obligation)
            if finding is not None:
                yield finding


def _finding(node: ast.Excuses, level: Level, obligation: Level) -> Diagnostic | None:
    measured = level.lines.measure is not None and obligation.lines.measure is not None
    if not measured or level.records is None or obligation.records is None:
        return None
    if not counts_records(level.lines):
        return _no_records(node, level, obligation)
    if not _asks_for_good(obligation):
        return _never_missed(node, obligation)
    if obligation.lines.exclusions:
        return _excluding(node, obligation)
    ways = ways_to_excuse(level, obligation)
    may_refer = not ways and (level.records.may_refer or obligation.records.may_refer)
    return None if len(ways) == 1 or may_refer else _not_related(node, level, obligation)


def _asks_for_good(level: Level) -> bool:
    measure = level.lines.measure
    return measure is not None and any(isinstance(part, ast.PercentGood) for part in walk(measure.node))


def _no_records(node: ast.Excuses, level: Level, obligation: Level) -> Diagnostic:
    return error(
        "SLA860",
        node.span,
        f"`{level.name}` does not measure single records, so none can be taken out of it",
        clause=clause_of(obligation.node),
        write=f"write `excuses {node.level.text}`, which excuses whole windows",
    )


def _never_missed(node: ast.Excuses, obligation: Level) -> Diagnostic:
    measure = obligation.lines.measure
    assert measure is not None, "an obligation without a measure is another finding"
    return error(
        "SLA861",
        node.span,
        "the obligation does not say when a single record is good, so none can be told to be missed",
        clause=clause_of(obligation.node),
        write=f"write `measure percent good` and when a record is good, or `excuses {node.level.text}`",
        labels=[Label(measure.node.span, "its measure")],
    )


def _excluding(node: ast.Excuses, obligation: Level) -> Diagnostic:
    return error(
        "SLA863",
        node.span,
        "the obligation excludes records of its own, and which of these excuse others is not said",
        clause=clause_of(obligation.node),
        write="leave them out with `for each … where not …`",
        labels=[Label(obligation.lines.exclusions[0].node.span, "excluded here")],
    )


def _not_related(node: ast.Excuses, level: Level, obligation: Level) -> Diagnostic:
    assert level.records is not None, "only levels of records are looked at"
    assert obligation.records is not None, "only obligations of records are looked at"
    mine, theirs = level.records.name, obligation.records.name
    ways = ways_to_excuse(level, obligation)
    if not ways:
        message = (
            f"neither `{mine}` nor `{theirs}` refers to the other, so nothing tells which records are excused"
        )
        write = f"add a field such as `{mine.rpartition('.')[2]} : ref {mine}` to `{theirs}`"
    else:
        fields = [f"{mine}.{each.ref}" if each.ref is not None else f"{theirs}.{each.link}" for each in ways]
        message = f"{one_of(fields, 'and')} tell which records are excused, each in its own way"
        write = "keep one of these fields"
    return error("SLA862", node.span, message, clause=clause_of(obligation.node), write=write)
