"""Settlement: steps that have something to do, amounts above zero, rounding to money that exists."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from sladsl.diagnostics.diagnostic import Diagnostic
from sladsl.semantics.checks.credits import credit_of
from sladsl.semantics.currencies import MINOR_DIGITS
from sladsl.semantics.findings import error, hint
from sladsl.semantics.meaning import Analysis
from sladsl.semantics.nearest import one_of
from sladsl.syntax import ast

_CLAUSE = "settlement"


def check(analysis: Analysis) -> Iterator[Diagnostic]:
    """Look at the settlement and its steps."""
    settlement = analysis.settlement
    if settlement is None:
        return
    for step in settlement.steps:
        match step:
            case ast.Limit():
                yield from _scope(step, analysis)
                amount = step.amount.share if isinstance(step.amount, ast.ShareOf) else step.amount
                yield from _above_zero(amount, "limit credits to nothing")
            case ast.Ignore():
                yield from _above_zero(step.below, "ignore nothing")
            case ast.Round():
                yield from _quantum(step)
    yield from _early(settlement, analysis)


def _scope(step: ast.Limit, analysis: Analysis) -> Iterator[Diagnostic]:
    with_credit = {level.name for level in analysis.levels if credit_of(level) is not None or level.is_open}
    for path in step.scope.levels or ():
        named = analysis.named.get(path)
        if named is not None and named.module is analysis.module and named.path not in with_credit:
            yield error(
                "SLA230",
                path.span,
                f"`{path.text}` earns no credit, so there is nothing to limit",
                clause=_CLAUSE,
                write="name a level that has a credit",
            )


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
