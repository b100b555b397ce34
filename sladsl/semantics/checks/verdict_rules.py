"""What decides verdicts beside the targets: grace, few records, none."""

from __future__ import annotations

from collections.abc import Iterator

from sladsl.diagnostics.diagnostic import Diagnostic, Label
from sladsl.semantics.checks.measured_kind import another_kind
from sladsl.semantics.findings import error
from sladsl.semantics.levels.measured import core
from sladsl.semantics.meaning import Analysis, Level, Promise
from sladsl.semantics.targets.directions import wants_more
from sladsl.syntax import ast
from sladsl.syntax.clauses import clause_of

_STRICT = {"above", "under"}


def check(analysis: Analysis) -> Iterator[Diagnostic]:
    """Look at the lines of each level that forgive a miss, or make one."""
    for level in analysis.levels:
        clause = clause_of(level.node)
        if level.lines.no_records is not None:
            yield from _no_records(level.lines.no_records.node, level, clause)
        if level.lines.low_volume is not None:
            yield from _low_volume(level.lines.low_volume.node, level, clause)
        if level.lines.grace is not None:
            yield from _grace(level.lines.grace.node, clause)


def _no_records(node: ast.NoRecords, level: Level, clause: str) -> Iterator[Diagnostic]:
    found = another_kind("SLA293", node.value, level, clause)
    if found is not None:
        yield found
        return
    if level.is_open:
        return
    for terms in level.terms:
        if terms.minimum is None:
            yield error(
                "SLA293",
                node.span,
                "no records count as a miss here, and the level has nothing to miss",
                clause=clause,
                write="add a `minimum` or a `required`, or leave this out",
            )
            return
        kept = _kept(terms.minimum, node.value)
        if kept is not None:
            yield error(
                "SLA293",
                node.value.span,
                f"this keeps the `{terms.minimum.word}`, and it is to count as missed",
                clause=clause,
                write="write a value that misses it",
                labels=[Label(kept.span, "the limit")],
            )
            return


def _kept(promise: Promise, value: ast.TargetLiteral) -> ast.Bound | None:
    """The bound of a promise that a value of its kind keeps."""
    for _, bound in promise.bounds:
        if type(bound.value) is type(value) and not promise.is_reversed:
            ahead = value.value - bound.value.value
            is_ahead = ahead > 0 if wants_more(bound) else ahead < 0
            if is_ahead or (ahead == 0 and bound.comparator not in _STRICT):
                return bound
    return None


def _low_volume(node: ast.LowVolume, level: Level, clause: str) -> Iterator[Diagnostic]:
    for number in (node.misses, node.below):
        if number.value.denominator != 1 or number.value < 1:
            yield error(
                "SLA294",
                number.span,
                "misses and records are whole numbers, at least 1",
                clause=clause,
                write=f"write for instance `{node.rule} 2 misses below 40 records`",
            )
            return
    if node.misses.value >= node.below.value:
        most, records = node.below.value - 1, "record" if node.below.value == 2 else "records"
        yield error(
            "SLA294",
            node.span,
            f"fewer than {node.below.value} records are at most {most} {records}, and cannot have "
            f"{node.misses.value} misses",
            clause=clause,
            write=f"write for instance `{node.rule} {node.misses.value} misses below 40 records`",
        )
        return
    measure = level.lines.measure
    if measure is not None and not isinstance(core(measure.node.what), ast.PercentGood):
        yield error(
            "SLA294",
            node.span,
            "a miss is a record that is not good, and the level does not measure how many are good",
            clause=clause,
            write="write `measure percent good`, or leave this out",
            labels=[Label(measure.node.span, "the measure")],
        )


def _grace(node: ast.Grace, clause: str) -> Iterator[Diagnostic]:
    if node.length is not None and node.length.value == 0:
        yield error(
            "SLA295",
            node.length.span,
            "there is no grace until the start itself",
            clause=clause,
            write="write for instance `grace until 3 months after start`, or leave it out",
        )
