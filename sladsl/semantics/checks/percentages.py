"""Good records and availability lie between 0% and 100%: limits that no value reaches, or every one, are slips."""

from __future__ import annotations

from collections.abc import Iterator

from sladsl.diagnostics.diagnostic import Diagnostic
from sladsl.semantics.findings import error, warning
from sladsl.semantics.levels.measured import core
from sladsl.semantics.meaning import Analysis, Level, Promise
from sladsl.semantics.targets.tiers import line_promise
from sladsl.syntax import ast
from sladsl.syntax.clauses import clause_of

_FARTHEST = {
    **dict.fromkeys(("above", "when above"), ("100%", 1)),
    **dict.fromkeys(("under", "when below"), ("0%", 0)),
}
"""Beyond which value no percentage lies, for the words that leave the value itself out."""


def check(analysis: Analysis) -> Iterator[Diagnostic]:
    """Look at the targets and the bands of levels that measure how much is good or up, or not."""
    for level in analysis.levels:
        share = _share(level)
        if share is not None:
            clause = clause_of(level.node)
            seen: set[ast.Node] = set()
            for words, value in _limits(level):
                if value not in seen and isinstance(value, ast.Percent):
                    seen.add(value)
                    yield from _out_of_reach(share, words, value, clause)
            yield from _always_met(share, level, clause)


def is_within_reach(level: Level, promise: Promise) -> bool:
    """Whether what a level measures can come to each value of a target; one that is beyond is told by itself."""
    values = ((bound.comparator, bound.value) for _, bound in promise.bounds)
    is_beyond = any(isinstance(value, ast.Percent) and _is_beyond(word, value) for word, value in values)
    return _share(level) is None or not is_beyond


def _is_beyond(words: str, value: ast.Percent) -> bool:
    _, farthest = _FARTHEST.get(words, ("", None))
    return not 0 <= value.value <= 1 or value.value == farthest


def _share(level: Level) -> str | None:
    """What share a level measures, as a finding calls it; None where it measures something else."""
    measure = level.lines.measure
    what = None if measure is None else core(measure.node.what)
    match what:
        case ast.PercentGood(negated=is_negated):
            return f"a percentage of {'records that are not good' if is_negated else 'good records'}"
        case ast.Uptime(statistic="availability"):
            return "availability"
        case ast.LevelMean():
            return None if level.read is None or _share(level.read) is None else "a mean of such percentages"
    return None


def _limits(level: Level) -> Iterator[tuple[str, ast.Node]]:
    """The comparing words before each value, or at the head of its column, and the value."""
    for terms in level.terms:
        for promise in (terms.expected, terms.minimum):
            for _, bound in () if promise is None else promise.bounds:
                yield bound.comparator, bound.value
    for further in level.lines.further:
        for _, bound in line_promise(further.node).bounds:
            yield bound.comparator, bound.value
    for line in level.lines.credit_versions:
        if isinstance(line.node, ast.CreditTable):
            yield from (_threshold(edge, row) for row in line.node.rows for edge in row.edges)
        elif line.node.side is not None and line.node.per_record is None:
            yield f"when {line.node.side.word}", line.node.side.threshold


def _threshold(edge: ast.BandEdge, row: ast.BandRow) -> tuple[str, ast.Node]:
    """What a row is on the one side of, for the words that leave the value itself out."""
    word = "when below" if edge is row.upper else "when above"
    return "" if edge.includes else word, edge.threshold


def _out_of_reach(share: str, words: str, value: ast.Percent, clause: str) -> Iterator[Diagnostic]:
    if not _is_beyond(words, value):
        return
    end, farthest = _FARTHEST.get(words, ("", None))
    beyond = f"; none is {words.removeprefix('when ')} {end}" if value.value == farthest else ""
    yield error(
        "SLA204",
        value.span,
        f"{share} lies between 0% and 100%{beyond}",
        clause=clause,
        write="check the decimal point, as in `98.0%`"
        if value.value > 1
        else "write a percentage within reach",
    )


_NEAREST = {"at least": ("0%", 0), "at most": ("100%", 1)}
"""Which value every percentage keeps to, for the words of targets that take the value itself in."""


def _always_met(share: str, level: Level, clause: str) -> Iterator[Diagnostic]:
    """Look at what is owed; what is expected alone may be as low as it is, since nothing follows from it."""
    owed = [terms.minimum for terms in level.terms if terms.minimum is not None]
    owed += [line_promise(further.node) for further in level.lines.further]
    values = {bound.value: bound.comparator for promise in owed for _, bound in promise.bounds}
    for value, words in values.items():
        nearest, every = _NEAREST.get(words, ("", None))
        if isinstance(value, ast.Percent) and value.value == every:
            yield warning(
                "SLA791",
                value.span,
                f"{share} is always {words} {nearest}, so nothing misses this",
                clause=clause,
                write="write a percentage that a bad window does not keep to, or leave the target out",
            )
