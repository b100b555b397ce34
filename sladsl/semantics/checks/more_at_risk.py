"""Limits below a single credit: it is written, and never paid in full."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from sladsl.diagnostics.diagnostic import Diagnostic, Label
from sladsl.semantics.checks.apart import covered
from sladsl.semantics.credits.at_risk import MONTHS, AtRisk, charges_on, days_of_change, of_one_window
from sladsl.semantics.credits.bounds import held_by
from sladsl.semantics.credits.step_versions import dates_in, step_on
from sladsl.semantics.declarations.currencies import money
from sladsl.semantics.findings import hint
from sladsl.semantics.meaning import Analysis, Level
from sladsl.syntax import ast
from sladsl.values import evolve, frozen

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
    days = [_Day(held, dict(of_one_window(level, analysis, held.since))) for held in times]
    cut = [{each: said for each in day.amounts if (said := day.compared(each, analysis))} for day in days]
    number = next((number for number, each in enumerate(cut) if each.keys() - told), None)
    if number is None:
        return
    amounts = {amount: said for amount, said in cut[number].items() if amount not in told}
    said = amounts[max(amounts, key=lambda amount: days[number].amounts[amount].size)]
    finding = hint(
        "SLA824",
        step.span,
        f"a credit of `{level.name}` comes to {said[0]} per {step.anchor} {step.unit}{_from(days[number].held.since)}, "
        f"and this limit lets {said[1]} through",
        clause=_CLAUSE,
        write="write a limit that lets it through, or a credit that the limit pays",
    )
    every = dict.fromkeys(amount for day in cut for amount in day if amount not in told)
    told.update(every)
    yield evolve(finding, labels=tuple(Label(amount.span, _when(amount, days, cut)) for amount in every))


@frozen(eq=False)
class _Day:
    """What a limit lets through from a day on, and what each amount of a level comes to then."""

    held: _LimitedCharges
    amounts: Mapping[ast.Node, AtRisk]

    def compared(self, amount: ast.Node, analysis: Analysis) -> tuple[str, str] | None:
        return _compared(self.amounts[amount], self.held, analysis)


def _when(amount: ast.Node, days: Sequence[_Day], cut: Sequence[Mapping[ast.Node, object]]) -> str:
    """When an amount is not paid in full, of the days on which it can be owed."""
    owed = [
        (day.held.since, amount in told) for day, told in zip(days, cut, strict=True) if amount in day.amounts
    ]
    first = next(number for number, (_, is_cut) in enumerate(owed) if is_cut)
    until = next((since for since, is_cut in owed[first:] if not is_cut), None)
    if until is None:
        return "never paid in full" if first == 0 else f"not paid in full{_from(owed[first][0])}"
    return f"not paid in full{_from(owed[first][0])} until {until}"


def _from(day: dt.date) -> str:
    """From which day on; the first of all is that of the term, and is not said."""
    return "" if day == dt.date.min else f" from {day} on"


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
