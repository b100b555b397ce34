"""Targets: at least one, in the unit of the measure, in one direction, no expected value weaker than the minimum."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from fractions import Fraction

from sladsl.diagnostics.diagnostic import Diagnostic, Label
from sladsl.semantics.checks.measured_kind import another_kind, by_measure, measure_of
from sladsl.semantics.checks.percentages import is_within_reach
from sladsl.semantics.findings import error
from sladsl.semantics.meaning import Analysis, Level, Promise
from sladsl.semantics.targets.directions import wants_more
from sladsl.semantics.targets.good import said_in_vain
from sladsl.semantics.targets.tiers import column_of
from sladsl.syntax import ast
from sladsl.syntax.clauses import clause_of

_STRICT = {"above", "under"}


def check(analysis: Analysis) -> Iterator[Diagnostic]:
    """Look at the targets of each level, in its lines and its tiers."""
    for level in analysis.levels:
        clause = clause_of(level.node)
        yield from _absent(level, clause, analysis)
        yield from _both(level, clause)
        for promise in _promises(level):
            yield from _units(promise, level, clause)
            yield from _changing(promise, clause)
        for terms in level.terms:
            expected, minimum = terms.expected, terms.minimum
            if expected is None or minimum is None or minimum.is_reversed:
                continue
            if is_within_reach(level, expected) and is_within_reach(level, minimum):
                yield from _contradiction(expected, minimum, clause)


def _promises(level: Level) -> Iterator[Promise]:
    seen: set[ast.Node] = set()
    for terms in level.terms:
        for promise in (terms.expected, terms.minimum):
            if promise is not None and promise.node not in seen:
                seen.add(promise.node)
                yield promise


def _absent(level: Level, clause: str, analysis: Analysis) -> Iterator[Diagnostic]:
    if not analysis.is_agreement or level.is_open:
        return
    lines, tiers = level.lines, level.lines.tiers
    columns = () if tiers is None else tiers.node.columns
    has_column = any(column.kind in {"expected", "minimum", "required"} for column in columns)
    if lines.expected is None and lines.minimum is None and not has_column:
        add = "add for instance `minimum at least 98%`, `required at most 5%` or `expected at least 99%`"
        what, write = f"{clause} has no target", add
        if lines.further and lines.good is not None:
            what = f"{clause} has no target for what is good: each is for records within or over a time"
            write = f"leave `good when` out, so that the first of them says what is good, or {add}"
        yield by_measure(error("SLA187", level.node.name.span, what, clause=clause, write=write), level)
        return
    for terms in level.terms:
        if terms.expected is None and terms.minimum is None and terms.row is not None:
            yield error(
                "SLA187",
                terms.row.span,
                f"there is no target for `{' / '.join(terms.key)}`",
                clause=clause,
                write="fill in a target; values that are not to be measured have no row",
            )


def _both(level: Level, clause: str) -> Iterator[Diagnostic]:
    for declared in level.chain:
        assert isinstance(declared.node, ast.ServiceLevel)
        targets = {
            item.word: item
            for item in declared.node.items
            if isinstance(item, ast.Target) and item.test is None
        }
        if {"minimum", "required"} <= targets.keys():
            yield _two_limits(targets["required"], targets["minimum"], clause_of(declared.node))
    tiers = level.lines.tiers
    if tiers is not None:
        minimum, required = column_of(tiers.node, "minimum"), column_of(tiers.node, "required")
        if minimum is not None and required is not None:
            yield _two_limits(required, minimum, clause)


def _two_limits(required: ast.Node, minimum: ast.Node, clause: str) -> Diagnostic:
    return error(
        "SLA188",
        required.span,
        "a level has a `minimum` or a `required`, not both",
        clause=clause,
        write="keep `minimum` where high values are good, `required` where low ones are",
        labels=[Label(minimum.span, "the minimum")],
    )


def _units(promise: Promise, level: Level, clause: str) -> Iterator[Diagnostic]:
    if isinstance(promise.node, ast.Target) and promise.node.test is not None and not _is_share(level):
        return
    for _, bound in () if said_in_vain(level) is not None else promise.bounds:
        found = another_kind("SLA190", bound.value, level, clause, measure_of(level))
        if found is not None:
            yield found


def _is_share(level: Level) -> bool:
    """Whether the level measures a share of its records, as a target with a test needs."""
    measure = level.lines.measure
    return measure is not None and isinstance(measure.node.what, ast.PercentGood)


def _changing(promise: Promise, clause: str) -> Iterator[Diagnostic]:
    first = promise.bounds[0][1]
    for _, bound in promise.bounds[1:]:
        if bound.comparator != first.comparator:
            yield error(
                "SLA189",
                bound.span,
                f"`{first.comparator}` becomes `{bound.comparator}` here, and only the value can change on a date",
                clause=clause,
                write=f"write `{first.comparator}` for every date",
                labels=[Label(first.span, "it begins like this")],
            )


def _contradiction(expected: Promise, minimum: Promise, clause: str) -> Iterator[Diagnostic]:
    """The expected value is at least as hard to reach as the minimum, on every day of the term."""
    first, second = expected.bounds[0][1], minimum.bounds[0][1]
    is_high = wants_more(second)
    if wants_more(first) is not is_high:
        yield error(
            "SLA192",
            first.span,
            f"`expected {first.comparator}` and `{minimum.word} {second.comparator}` pull in two directions",
            clause=clause,
            write=f"write both with {'`at least` or `above`' if is_high else '`at most` or `under`'}",
            labels=[Label(second.span, "the other direction")],
        )
        return
    dates = sorted(
        {date.value for since, _ in (*expected.bounds, *minimum.bounds) if (date := since) is not None}
    )
    for day in (dt.date.min, *dates):
        strong, weak = _on(expected, day), _on(minimum, day)
        is_alike = type(strong.value) is type(weak.value)
        if is_alike and _strength(strong, is_high=is_high) < _strength(weak, is_high=is_high):
            when = "" if day == dt.date.min else f" from {day} on"
            yield error(
                "SLA191",
                strong.span,
                f"what is expected is less than the `{minimum.word}`{when}",
                clause=clause,
                write="expect at least as much as the limit below which a result is missed",
                labels=[Label(weak.span, "the limit")],
            )
            return


def _on(promise: Promise, day: dt.date) -> ast.Bound:
    """The bound that holds on a day."""
    held = [bound for since, bound in promise.bounds if since is None or since.value <= day]
    return held[-1]


def _strength(bound: ast.Bound, *, is_high: bool) -> tuple[Fraction, bool]:
    amount = Fraction(bound.value.value)
    return (amount if is_high else -amount), bound.comparator in _STRICT
