"""Settlement: steps that have something to do, amounts above zero, rounding to money that exists."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import assert_never

from sladsl.diagnostics.diagnostic import Diagnostic
from sladsl.semantics.checks import apart, carried, earn_back, services
from sladsl.semantics.checks.credits import credit_of
from sladsl.semantics.credits.step_versions import step_versions
from sladsl.semantics.declarations.currencies import MINOR_DIGITS
from sladsl.semantics.expressions.literals import words
from sladsl.semantics.findings import about, error, first_at, hint, warning
from sladsl.semantics.meaning import Analysis
from sladsl.semantics.nearest import one_of
from sladsl.semantics.references.settling import levels_of
from sladsl.syntax import ast
from sladsl.syntax.clauses import clause_of

_CLAUSE = "settlement"


def check(analysis: Analysis) -> Iterator[Diagnostic]:
    """Look at the settlement and its steps."""
    settlement = analysis.settlement
    if settlement is None:
        return
    for step in settlement.steps:
        yield from _once(
            finding
            for _, version in step_versions(step)
            for finding in _of_step(version, step, settlement, analysis)
        )
    yield from _multiplied_twice(settlement, analysis)
    yield from _lifted(settlement)
    yield from _final(settlement)
    yield from carried.once(settlement)
    yield from _early(settlement, analysis)


def _once(findings: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    """What is wrong whatever the value of a step is told once, and not for each of its dates."""
    return iter({(each.code, each.span): each for each in findings}.values())


def _of_step(
    step: ast.Step, written: ast.Step, settlement: ast.Settlement, analysis: Analysis
) -> Iterator[Diagnostic]:
    """Look at a step, as `written` or as it is from one of its dates on."""
    match step:
        case ast.Multiply():
            yield from _earning(step, "multiply", analysis)
            yield from _factor(step)
        case ast.HighestPer(dimension=ast.Name() as dimension):
            yield from apart.of_one_thing(dimension, analysis)
        case ast.HighestOf():
            yield from _earning(step, "compare", analysis)
            yield from apart.comparable(step, analysis)
        case ast.Limit():
            yield from _earning(step, "limit", analysis)
            yield from apart.measured_by(step.scope.dimension, analysis)
            yield from _open_term(step, analysis)
            yield from _above_zero(_number(step.amount), "limit credits to nothing")
            yield from services.each(step, analysis)
        case ast.Ignore():
            yield from _scope(step, "ignore", analysis)
            yield from _above_zero(step.below, "ignore nothing")
        case ast.Raise():
            yield from _scope(step, "raise", analysis)
            yield from _above_zero(step.to, "raise nothing")
            yield from _raised_to(step, analysis)
        case ast.Convert():
            yield from _above_zero(_number(step.amount), "convert points to nothing")
        case ast.CarryOver():
            yield from _carry_over(step, settlement, analysis)
        case ast.ConvertTable():
            yield from carried.points_table(step, settlement, analysis)
        case ast.FreePoints():
            yield from carried.free_points(step)
        case ast.Risk():
            yield from _above_zero(_number(step.amount), "put nothing at risk")
        case ast.Pool():
            yield from _above_zero(step.share, "leave nothing to share")
        case ast.EarnBack():
            yield from _earning(step, "earn back", analysis)
            yield from earn_back.check(step, written, settlement, analysis)
        case ast.Round():
            yield from _quantum(step)
        case ast.HighestPer() | ast.Final() | ast.Claim() | ast.Choose():
            return  # they are looked at beside the others, or in checks of their own
        case _:
            assert_never(step)


def _carry_over(step: ast.CarryOver, settlement: ast.Settlement, analysis: Analysis) -> Iterator[Diagnostic]:
    if not isinstance(step.amount, ast.TheCharge | ast.TheLimit):
        yield from _above_zero(_number(step.amount), "carry everything over")
    yield from carried.exceeded(step, settlement, analysis)
    yield from carried.periods(step)
    yield from carried.compared_before(step, settlement)


def _earning(step: ast.Step, what: str, analysis: Analysis) -> Iterator[Diagnostic]:
    with_credit = {level.name for level in analysis.levels if credit_of(level) is not None or level.is_open}
    for path in levels_of(step):
        named = analysis.named.get(path)
        if named is not None and named.module is analysis.module and named.path not in with_credit:
            earns_none = error(
                "SLA230",
                path.span,
                f"`{path.text}` earns no credit, so there is nothing to {what}",
                clause=_CLAUSE,
                write="name a level that has a credit",
            )
            yield about(earns_none, clause_of(named.node))


def _scope(step: ast.Ignore | ast.Raise, what: str, analysis: Analysis) -> Iterator[Diagnostic]:
    """What a step of small credits is about earns credits, as what a limit is about does."""
    if step.scope is not None:
        yield from _earning(step, what, analysis)
        yield from apart.measured_by(step.scope.dimension, analysis)
        yield from services.some(step.scope, analysis)


def _factor(step: ast.Multiply) -> Iterator[Diagnostic]:
    if step.factor is not None and step.factor.value <= 1:
        yield error(
            "SLA732",
            step.factor.span,
            "a credit that is multiplied by this does not grow",
            clause=_CLAUSE,
            write="write a number above 1",
        )


def _multiplied_twice(settlement: ast.Settlement, analysis: Analysis) -> Iterator[Diagnostic]:
    """Hint that factors of several steps multiply each other where both apply."""
    steps = [step for step in settlement.steps if isinstance(step, ast.Multiply)]
    for number, step in enumerate(steps):
        levels = apart.covered(step.levels, analysis)
        if any(levels & apart.covered(before.levels, analysis) for before in steps[:number]):
            yield hint(
                "SLA733",
                step.span,
                "an earlier step multiplies credits of the same level, and this one multiplies what that has left",
                clause=_CLAUSE,
                write="write `by 1.5` after `double` to come to three times the credit",
            )


def _final(settlement: ast.Settlement) -> Iterator[Diagnostic]:
    """When a period is final is said once, as a whole number of settlements."""
    finals = [step for step in settlement.steps if isinstance(step, ast.Final)]
    for repeated in finals[1:]:
        yield error(
            "SLA765",
            repeated.span,
            "it is said twice when a period is final",
            clause=_CLAUSE,
            write="leave one of the lines out",
            labels=first_at(finals[0].span),
        )
    for step in finals:
        number = step.settlements
        if number is not None and (number.value.denominator != 1 or number.value < 1):
            yield error(
                "SLA766",
                number.span,
                "a period is final after a whole number of settlements, at least its own",
                clause=_CLAUSE,
                write="write for instance `final after 2 settlements`, or `never final`",
            )


def _lifted(settlement: ast.Settlement) -> Iterator[Diagnostic]:
    """Warn of a step that may lift credits above a limit that stands before it."""
    limits = [step for step in settlement.steps if isinstance(step, ast.Limit | ast.Risk)]
    for step in settlement.steps:
        what = _lifting(step)
        if what and limits and limits[0].span.start < step.span.start:
            yield warning(
                "SLA740",
                step.span,
                f"this {what}, so that credits may come to more than the limit",
                clause=_CLAUSE,
                write="write it before the first `limit` or `risk`",
            )


def _lifting(step: ast.Step) -> str | None:
    """What a step does behind a limit that the limit would not let through; None for one that adds nothing."""
    match step:
        case ast.Multiply():
            return "multiplies what a limit before it has let through"
        case ast.Raise():
            return "raises what a limit before it has let through"
        case ast.Convert() | ast.ConvertTable():
            return "makes money of points after a limit, which has not held them"
        case _:
            return None


def _open_term(step: ast.Limit, analysis: Analysis) -> Iterator[Diagnostic]:
    term = analysis.header.term
    if step.unit is None and isinstance(step.amount, ast.ShareOf) and term is not None and term.last is None:
        yield error(
            "SLA738",
            step.amount.span,
            "the term has no end, so nobody can say what is charged over it",
            clause=_CLAUSE,
            write="write an amount such as `GBP 50,000`, or `per contract year`",
        )


def _raised_to(step: ast.Raise, analysis: Analysis) -> Iterator[Diagnostic]:
    if step.to.value != step.below.value:
        yield error(
            "SLA737",
            step.to.span,
            "credits below one amount would be raised to another, and a higher credit could come to less than a lower",
            clause=_CLAUSE,
            write=f"write `to {words(step.below, analysis.module.source)}`",
        )


def _number(amount: ast.ShareOf | ast.ShareOfService | ast.Money) -> ast.Percent | ast.Money:
    return amount if isinstance(amount, ast.Money) else amount.share


def _above_zero(amount: ast.Percent | ast.Money, effect: str) -> Iterator[Diagnostic]:
    if amount.value <= 0:
        yield error(
            "SLA231",
            amount.span,
            f"an amount of zero would {effect}",
            clause=_CLAUSE,
            write="write an amount above zero, or leave the step out",
        )


def _quantum(step: ast.Round) -> Iterator[Diagnostic]:
    digits = MINOR_DIGITS.get(step.quantum.currency)
    if step.quantum.value <= 0:
        yield from _above_zero(step.quantum, "round to nothing")
    elif digits is not None and (step.quantum.value * 10**digits).denominator != 1:
        smallest = f"{step.quantum.currency} {Decimal(1).scaleb(-digits)}"
        yield error(
            "SLA232",
            step.quantum.span,
            f"an amount cannot be paid more finely than to `{smallest}`",
            clause=_CLAUSE,
            write=f"round to `{smallest}` or a multiple of it",
        )


def _early(settlement: ast.Settlement, analysis: Analysis) -> Iterator[Diagnostic]:
    """Hint that clocks started in the last days of a period are still running when it is settled."""
    clocked = [level.name for level in analysis.levels if level.lines.clock is not None]
    if settlement.days is None and clocked:
        yield hint(
            "SLA233",
            settlement.span,
            f"settled at the period's end, clocks that still run leave their records out of {one_of(clocked, 'and')}",
            clause=_CLAUSE,
            write=f"write `settlement per calendar {settlement.unit}, 14 days after its end` to wait for them",
        )
