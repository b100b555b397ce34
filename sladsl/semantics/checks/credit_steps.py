"""Shortfalls, downtime and steps: of something that the level measures, in its unit, of a size above zero."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from fractions import Fraction

from sladsl.diagnostics.diagnostic import Diagnostic, Label
from sladsl.semantics.checks.credits import threshold_findings, wrong_side
from sladsl.semantics.expressions.literals import literal_type
from sladsl.semantics.findings import error, hint
from sladsl.semantics.meaning import Analysis, Level, Terms
from sladsl.semantics.targets.bands import days_of_change, is_high, limit, on
from sladsl.semantics.targets.single_limits import is_of_expected, level_for
from sladsl.semantics.types import DURATION, PERCENT, UNKNOWN, WRITTEN, Type, ValueKind
from sladsl.syntax import ast
from sladsl.syntax.clauses import clause_of


def check(analysis: Analysis) -> Iterator[Diagnostic]:
    """Look at the lines of credits that grow with a shortfall or with downtime."""
    for each in analysis.levels:
        clause = clause_of(each.node)
        for line in () if each.node.is_kpi else each.lines.credit_versions:
            node = line.node
            level = level_for(each, node)
            is_sound = isinstance(node, ast.CreditLine) and not line.module.is_damaged(node)
            is_sound = is_sound and not is_of_expected(each, node)
            if isinstance(node, ast.CreditLine) and is_sound and node.per_record is not None:
                yield from _steps(node, level, clause)
            elif isinstance(node, ast.CreditLine) and is_sound:
                found = [*_downtime(node, level, clause), *_side(node, level, clause)]
                found += [*_shortfall(node, level, clause), *_steps(node, level, clause)]
                yield from found
                if not found:
                    yield from _less_than_a_step(node, level, clause)


def counts_downtime(node: ast.CreditLine) -> bool:
    """Whether a credit counts the time down, and not how far the value falls short."""
    in_steps = node.steps is not None and node.steps.of == "downtime"
    return in_steps or (isinstance(node.amount, ast.Multiple) and node.amount.for_downtime)


def _downtime(node: ast.CreditLine, level: Level, clause: str) -> Iterator[Diagnostic]:
    measure = level.lines.measure
    if not counts_downtime(node) or measure is None or level.is_open or level.measured is UNKNOWN:
        return
    what = measure.node.what
    measured = what.of if isinstance(what, ast.Complement) else what
    if not isinstance(measured, ast.Uptime):
        yield error(
            "SLA713",
            node.span,
            "this level measures no time up or down, so there is no downtime to credit",
            clause=clause,
            write="measure `availability` or `downtime`, or credit how far the value falls short",
            labels=[Label(measure.node.span, "the measure")],
        )


def _side(node: ast.CreditLine, level: Level, clause: str) -> Iterator[Diagnostic]:
    """From where a credit counts: in the unit of the measure, or of downtime as a duration or an availability."""
    side = node.side
    if side is None:
        return
    if not counts_downtime(node):
        found = list(threshold_findings(side.threshold, level, clause))
        yield from found or wrong_side(side.span, is_below=side.word == "below", level=level, clause=clause)
        return
    kinds = {"below": ValueKind.PERCENT, "above": ValueKind.DURATION}
    kind = _kind(side.threshold, level)
    if kind is not ValueKind.UNKNOWN and kind is not kinds[side.word]:
        yield error(
            "SLA198",
            side.span,
            "downtime counts above a duration, or below an availability",
            clause=clause,
            write="write for instance `above 1 h`, or `below 99.9%`",
        )


def _kind(threshold: ast.TargetLiteral | ast.Name, level: Level) -> ValueKind:
    """The kind of a threshold; that of a target is the measure's."""
    return level.measured.kind if isinstance(threshold, ast.Name) else literal_type(threshold).kind


def _shortfall(node: ast.CreditLine, level: Level, clause: str) -> Iterator[Diagnostic]:
    """A shortfall of a percentage is of a charge, one of money is an amount, and others are counted in steps."""
    if not isinstance(node.amount, ast.Shortfall) or level.measured is UNKNOWN:
        return
    kind = level.measured.kind
    if kind not in {ValueKind.PERCENT, ValueKind.MONEY}:
        message = (
            f"the level measures {level.measured}, and how far that falls short is no share and no money"
        )
        write = "credit an amount for each step, such as `credit 1% of FEE per full 1 h above the required`"
    elif kind is ValueKind.PERCENT and node.base is None:
        message = "this is a percentage, and the credit does not say of what"
        write = "write `credit the shortfall of CHARGE`"
    elif kind is ValueKind.MONEY and node.base is not None:
        message = "the shortfall is an amount of money, and not a share of a charge"
        write = "write `credit the shortfall`"
    else:
        return
    yield error("SLA710", node.amount.span, message, clause=clause, write=write)


def _steps(node: ast.CreditLine, level: Level, clause: str) -> Iterator[Diagnostic]:
    steps = node.steps
    if steps is None:
        return
    if steps.of is None and node.side is None:
        yield error(
            "SLA712",
            steps.span,
            "this does not say what the steps are counted in",
            clause=clause,
            write="write for instance `below the minimum`, `of shortfall`, or `of downtime`",
        )
    if steps.of == "clock" and node.per_record is None:
        yield error(
            "SLA714",
            steps.span,
            "a clock runs for each record, and this credit is one for the whole window",
            clause=clause,
            write="add `per record`, with `where` for those that it is owed for",
        )
        return
    if Fraction(steps.size.value) <= 0:
        yield error(
            "SLA711",
            steps.size.span,
            "there is no number of steps of this size",
            clause=clause,
            write="write a size above zero",
        )
        return
    wanted = DURATION if counts_downtime(node) or steps.of == "clock" else level.measured
    size = PERCENT if isinstance(steps.size, ast.PercentagePoint) else literal_type(steps.size)
    if wanted is not UNKNOWN and size.kind is not wanted.kind:
        yield error(
            "SLA711",
            steps.size.span,
            f"this is {_size(steps.size, size)}, and the steps are counted in {wanted}",
            clause=clause,
            write=f"write for instance {WRITTEN[wanted.kind]}",
        )


def _size(node: ast.TargetLiteral | ast.PercentagePoint, size: Type) -> str:
    return "a percentage point" if isinstance(node, ast.PercentagePoint) else str(size)


def _less_than_a_step(node: ast.CreditLine, level: Level, clause: str) -> Iterator[Diagnostic]:
    """Hint that full steps leave the misses of less than one step without a credit."""
    steps = node.steps
    if steps is None or not steps.is_full or counts_downtime(node):
        return
    for terms in level.terms:
        for day in days_of_change(terms) if len(terms.credits) == 1 else ():
            if _reaches(node, terms, day):
                yield hint(
                    "SLA715",
                    steps.span,
                    "a miss by less than one full step costs nothing",
                    clause=clause,
                    write="write `per started` where a step that is only begun counts",
                )
                return


def _reaches(node: ast.CreditLine, terms: Terms, day: dt.date) -> bool:
    """Whether some value is missed that is short by less than one step."""
    if terms.minimum is None or node.steps is None:
        return False
    least = Fraction(on(terms.minimum, day).value.value)
    mark = least if node.side is None else limit(node.side.threshold, terms, day)
    if mark is None:
        return False
    short = mark - least if is_high(terms) else least - mark
    step = Fraction(node.steps.size.value)
    return short < step
