"""Limits below what may be credited: with every level at its worst, the credits of a period come to more."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from sladsl.diagnostics.diagnostic import Diagnostic
from sladsl.semantics.at_risk import MONTHS, AtRisk, at_risk, charges_on, days_of_change, total
from sladsl.semantics.checks.apart import covered
from sladsl.semantics.credit_bounds import held_by
from sladsl.semantics.currencies import money
from sladsl.semantics.findings import hint
from sladsl.semantics.meaning import Analysis, Level
from sladsl.semantics.nearest import one_of
from sladsl.semantics.step_versions import dates_in, step_on
from sladsl.syntax import ast

_CLAUSE = "settlement"


def check(analysis: Analysis) -> Iterator[Diagnostic]:
    """Hint at the first limit of the settlement that is less than the credits that it may be asked to hold."""
    if analysis.settlement is None or not analysis.is_agreement:
        return
    for number, step in enumerate(analysis.settlement.steps):
        match step:
            case ast.Limit(scope=ast.CreditScope(dimension=None, each_service=False)) if step.unit in MONTHS:
                before = analysis.settlement.steps[:number]
                groups = _groups(step, before, analysis)
                found = [each for group in groups for each in _beyond(step, group, analysis)]
                if found:
                    yield found[0]
                    return
            case ast.Limit() | ast.Convert() | ast.ConvertTable():
                return


def _groups(step: ast.Limit, before: Sequence[ast.Step], analysis: Analysis) -> Iterator[tuple[Level, ...]]:
    """The levels that a limit holds together; each by itself where an earlier step leaves only the highest."""
    names = covered(step.scope.levels, analysis)
    levels = tuple(level for level in analysis.service_levels if level.name in names)
    is_one = step.scope.each_level or any(isinstance(each, ast.HighestPer | ast.HighestOf) for each in before)
    yield from ((level,) for level in levels) if is_one else (levels,)


def _beyond(step: ast.Limit, levels: tuple[Level, ...], analysis: Analysis) -> Iterator[Diagnostic]:
    assert step.unit is not None
    months = MONTHS[step.unit]
    for day in sorted({*days_of_change(analysis), *dates_in(step)}):
        parts = {level.name: at_risk(level, months, analysis, day) for level in levels}
        most, held = total(parts.values()), held_by(step_on(step, day), months, analysis)
        told = None if held is None else _compared(most, held, day, months, analysis)
        if told is not None:
            names = [name for name, part in parts.items() if part.money or part.shares]
            least = "" if most.is_all else "at least "
            yield hint(
                "SLA824",
                step.span,
                f"at their worst, {one_of(names, 'and')} {'cost' if len(names) > 1 else 'costs'} {least}{told[0]} "
                f"per {step.anchor} {step.unit}, and this limit lets {told[1]} through",
                clause=_CLAUSE,
                write="check that the limit is meant to cut: a miss may then cost less than its level says",
            )
            return


def _compared(
    most: AtRisk, held: AtRisk, day: dt.date, months: int, analysis: Analysis
) -> tuple[str, str] | None:
    """Both amounts in words where the first is more: as shares of one charge where they are that, else in money."""
    names = {*most.shares, *held.shares}
    if len(names) == 1 and not most.money and not held.money:
        (name,) = names
        first, second = (each.shares.get(name, Fraction(0)) / months for each in (most, held))
        return (f"{_percent(first)} of `{name}`", _percent(second)) if first > second else None
    rates = charges_on(day, analysis)
    amounts = most.at(rates), held.at(rates)
    if amounts[0] is None or amounts[1] is None or amounts[0] <= amounts[1]:
        return None
    return money(amounts[0], analysis.currency), money(amounts[1], analysis.currency)


def _percent(share: Fraction) -> str:
    shown = Decimal(share.numerator) * 100 / Decimal(share.denominator)
    return f"{shown.quantize(Decimal('0.01'), ROUND_HALF_UP).normalize():f}%"
