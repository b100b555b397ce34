"""Figures that run the wrong way: targets that ask for what is worse, severer tiers with more time or lower credits."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from sladsl.diagnostics.diagnostic import Diagnostic, Label
from sladsl.semantics.checks.measured_kind import by_measure
from sladsl.semantics.findings import warning
from sladsl.semantics.meaning import Analysis, CellCredit, Level, Promise, Terms
from sladsl.semantics.targets.directions import wants_more
from sladsl.semantics.types import ValueKind
from sladsl.syntax import ast
from sladsl.syntax.clauses import clause_of


def check(analysis: Analysis) -> Iterator[Diagnostic]:
    """Look at the targets of each level, and at its tiers from the most severe to the least."""
    order = () if analysis.severities is None else analysis.severities.names
    for level in analysis.levels:
        clause = clause_of(level.node)
        yield from _targets(level, clause)
        for severer, milder in _neighbours(level, order):
            yield from _slower(severer, milder, clause)
            yield from _cheaper(severer, milder, clause)


# --- targets ---------------------------------------------------------------------------------------------------------


def _targets(level: Level, clause: str) -> Iterator[Diagnostic]:
    wanted = _wanted(None if level.lines.measure is None else level.lines.measure.node.what, level)
    seen: set[ast.Node] = set()
    for promise in (each for terms in level.terms for each in (terms.expected, terms.minimum)):
        if promise is not None and promise.node not in seen and not promise.is_reversed:
            seen.add(promise.node)
            yield from (by_measure(found, level) for found in _against(promise, wanted, clause))


def _against(promise: Promise, wanted: str | None, clause: str) -> Iterator[Diagnostic]:
    bound = promise.bounds[0][1]
    if wanted is None or wants_more(bound) is (wanted == "more"):
        return
    words = "`at most` or `under`" if wanted == "less" else "`at least` or `above`"
    word = "required" if promise.word == "minimum" else promise.word
    yield warning(
        "SLA749",
        bound.span,
        f"{wanted} of what is measured is better, and `{promise.word} {bound.comparator}` asks for the opposite",
        clause=clause,
        write=f"write `{word}` with {words}",
    )


def _wanted(what: ast.Measured | None, level: Level) -> str | None:
    """Whether more or less of a measured value is better; None where that depends on what it is about."""
    match what:
        case ast.PercentGood(negated=negated):
            return "less" if negated else "more"
        case ast.Uptime(statistic=statistic):
            return "more" if statistic == "availability" else "less"
        case ast.OpenRecords(statistic="most" | "age of the oldest"):
            return "less"
        case ast.Complement(of=of):
            inner = _wanted(of, level)
            return None if inner is None else {"more": "less", "less": "more"}[inner]
        case ast.LevelMean() if level.read is not None and level.read.lines.measure is not None:
            return _wanted(level.read.lines.measure.node.what, level.read)
        case _:
            return None


# --- tiers -----------------------------------------------------------------------------------------------------------


def _neighbours(level: Level, order: Sequence[str]) -> Iterator[tuple[Terms, Terms]]:
    """Rows that differ in severity alone, each with the next milder one."""
    at = next(
        (n for n, each in enumerate(level.dimensions) if each.path.type.kind is ValueKind.SEVERITY), None
    )
    if at is None:
        return
    rows: dict[object, list[tuple[int, int, Terms]]] = {}
    for terms in level.terms:
        places = [order.index(name) for name in terms.members[at] or () if name in order]
        if places and terms.row is not None:
            others = (*terms.members[:at], *terms.members[at + 1 :])
            rows.setdefault(others, []).append((min(places), max(places), terms))
    for group in rows.values():
        group.sort(key=lambda each: each[:2])
        for (_, last, severer), (first, _, milder) in pairwise(group):
            if last < first:
                yield severer, milder


def _slower(severer: Terms, milder: Terms, clause: str) -> Iterator[Diagnostic]:
    one, other = severer.within, milder.within
    if one is None or other is None or isinstance(one, ast.Path) or isinstance(other, ast.Path):
        return
    is_alike = type(one) is type(other) and _calendar(severer) == _calendar(milder)
    if is_alike and one.value > other.value:
        yield warning(
            "SLA749",
            one.span,
            f"`{' / '.join(severer.key)}` is more severe than `{' / '.join(milder.key)}`, and has more time",
            clause=clause,
            write="check the units, and that the rows are in order",
            labels=[Label(other.span, "less time")],
        )


def _calendar(terms: Terms) -> str | None:
    return None if terms.calendar is None else terms.calendar.text


def _cheaper(severer: Terms, milder: Terms, clause: str) -> Iterator[Diagnostic]:
    for one, other in zip(severer.credits, milder.credits, strict=False):
        if not isinstance(one, CellCredit) or not isinstance(other, CellCredit):
            continue
        match one.node, other.node:
            case (
                (ast.Percent() as less, ast.Percent() as more)
                | (ast.Money() as less, ast.Money() as more)
                | (ast.Points() as less, ast.Points() as more)
            ) if less.value < more.value:
                yield warning(
                    "SLA749",
                    less.span,
                    f"`{' / '.join(severer.key)}` is more severe than `{' / '.join(milder.key)}`, and costs less",
                    clause=clause,
                    write="check the amounts, and that the rows are in order",
                    labels=[Label(more.span, "costs more")],
                )
