"""Ratchets and baselines: the target that they are of, the windows that they count, and how far they go."""

from __future__ import annotations

from collections.abc import Iterator

from sladsl.diagnostics.diagnostic import Diagnostic, Label
from sladsl.semantics.checks.measured_kind import another_kind
from sladsl.semantics.checks.measures import rounding
from sladsl.semantics.findings import error
from sladsl.semantics.meaning import Analysis, Level, Promise
from sladsl.semantics.targets.directions import wants_more
from sladsl.syntax import ast
from sladsl.syntax.clauses import clause_of


def check(analysis: Analysis) -> Iterator[Diagnostic]:
    """Look at each line by which a target becomes stricter."""
    for level in analysis.levels:
        for line in (level.lines.baseline, level.lines.ratchet):
            if line is not None:
                yield from _windows(line.node, clause_of(level.node))
                yield from rounding(line.node.rounded, level)
                if not level.is_open:
                    yield from _target(line.node, level, clause_of(level.node))


def _windows(node: ast.Baseline | ast.Ratchet, clause: str) -> Iterator[Diagnostic]:
    if node.windows.value.denominator != 1 or node.windows.value < 1:
        yield error(
            "SLA866",
            node.windows.span,
            "windows are counted whole, and there is at least 1",
            clause=clause,
            write="write a whole number, such as `12 windows`",
        )


def _target(node: ast.Baseline | ast.Ratchet, level: Level, clause: str) -> Iterator[Diagnostic]:
    promises = [_promise(node.word, terms.expected, terms.minimum) for terms in level.terms]
    if any(promise is None for promise in promises):
        yield error(
            "SLA867",
            node.span,
            f"the level has no `{node.word}` that could become stricter",
            clause=clause,
            write=f"add a line `{node.word} …`, or name the target that the level has",
        )
        return
    if isinstance(node, ast.Ratchet) and node.most is not None:
        yield from _gap(node.most, level, [each for each in promises if each is not None], clause)


def _promise(word: str, expected: Promise | None, minimum: Promise | None) -> Promise | None:
    promise = expected if word == "expected" else minimum
    return None if promise is None or promise.word != word else promise


def _gap(gap: ast.Gap, level: Level, promises: list[Promise], clause: str) -> Iterator[Diagnostic]:
    found = another_kind("SLA868", gap.to, level, clause)
    if found is not None:
        yield found
        return
    if not 0 < gap.share.value <= 1:
        yield error(
            "SLA868",
            gap.share.span,
            "a share of the gap is more than 0% and at most 100%",
            clause=clause,
            write="write for instance `by at most 10% of the gap to 100%`",
        )
    for promise in promises:
        for _, bound in promise.bounds:
            ahead = gap.to.value - bound.value.value
            if ahead <= 0 if wants_more(bound) else ahead >= 0:
                yield error(
                    "SLA868",
                    gap.to.span,
                    f"a target of `{bound.comparator}` becomes stricter the other way, so that there is no gap to this",
                    clause=clause,
                    write="write a value that is better than the target",
                    labels=[Label(bound.span, "the target")],
                )
                return
