"""Limits below a single credit: it is written, and never paid in full."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from attrs import evolve

from sladsl.diagnostics.diagnostic import Diagnostic, Label
from sladsl.semantics.at_risk import MONTHS, AtRisk, charges_on, days_of_change, of_one_window
from sladsl.semantics.checks.apart import covered
from sladsl.semantics.credit_bounds import held_by
from sladsl.semantics.currencies import money
from sladsl.semantics.findings import hint
from sladsl.semantics.meaning import Analysis, Level
from sladsl.semantics.step_versions import dates_in, step_on
from sladsl.syntax import ast
from sladsl.values import frozen

_CLAUSE = "settlement"


def check(analysis: Analysis) -> Iterator[Diagnostic]:
    """Hint at each credit that is more than a limit lets through, at the first limit of which that is so.

    That all credits together come to more than a limit is what limits are for, and is not told.
    """
    if analysis.settlement is None or not analysis.is_agreement:
        return
    told: set[ast.Node] = set()
    for step in analysis.settlement.steps:
        match step:
            case ast.Limit(scope=ast.CreditScope(dimension=None), unit=str(unit)) if unit in MONTHS:
                names = covered(step.scope.levels, analysis)
                held = tuple(_held(step, MONTHS[unit], analysis))
                for level in analysis.service_levels:
                    if level.name in names:
                        yield from _cut(step, level, held, told, analysis)
            case ast.Convert() | ast.ConvertTable():
                return


@frozen
class _LimitedCharges:
    """What a limit lets through from a day on, and what a month of each charge comes to then."""

    since: dt.date
    most: AtRisk
    months: int
    rates: Mapping[str, Fraction]


def _held(step: ast.Limit, months: int, analysis: Analysis) -> Iterator[_LimitedCharges]:
    """On each day on which anything changes, until one on which what is let through is not known."""
    for day in sorted({*days_of_change(analysis), *dates_in(step)}):
        most = held_by(step_on(step, day), months, analysis)
        if most is None:
            return
        yield _LimitedCharges(day, most, months, charges_on(day, analysis))


def _cut(
    step: ast.Limit, level: Level, times: Sequence[_LimitedCharges], told: set[ast.Node], analysis: Analysis
) -> Iterator[Diagnostic]:
    """The dearest amount of a level that a limit does not let through, on the first day on which there is one."""
    for held in times:
        amounts = {
            amount: most for amount, most in of_one_window(level, analysis, held.since) if amount not in told
        }
        cut = {
            amount: shown
            for amount, most in amounts.items()
            if (shown := _compared(most, held, analysis)) is not None
        }
        if cut:
            told.update(cut)
            said = cut[max(cut, key=lambda amount: amounts[amount].size)]
            finding = hint(
                "SLA824",
                step.span,
                f"a credit of `{level.name}` comes to {said[0]} per {step.anchor} {step.unit}, and this limit lets "
                f"{said[1]} through",
                clause=_CLAUSE,
                write="write a limit that lets it through, or a credit that the limit pays",
            )
            yield evolve(finding, labels=tuple(Label(amount.span, "never paid in full") for amount in cut))
            return


def _compared(most: AtRisk, held: _LimitedCharges, analysis: Analysis) -> tuple[str, str] | None:
    """Both amounts in words where the first is more: as shares of one charge where they are that, else in money."""
    names = {*most.shares, *held.most.shares}
    if len(names) == 1 and not most.money and not held.most.money:
        (name,) = names
        first, second = (each.shares.get(name, Fraction(0)) / held.months for each in (most, held.most))
        return (f"{_percent(first)} of `{name}`", _percent(second)) if first > second else None
    amounts = most.at(held.rates), held.most.at(held.rates)
    if amounts[0] is None or amounts[1] is None or amounts[0] <= amounts[1]:
        return None
    return money(amounts[0], analysis.currency), money(amounts[1], analysis.currency)


def _percent(share: Fraction) -> str:
    shown = Decimal(share.numerator) * 100 / Decimal(share.denominator)
    return f"{shown.quantize(Decimal('0.01'), ROUND_HALF_UP).normalize():f}%"
