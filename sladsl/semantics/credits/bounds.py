"""What all credits come to at most within a calendar or contract unit or over the term, and why no more."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from sladsl.semantics.credits.at_risk import MONTHS, AtRisk, at_risk, charges_on, days_of_change, total
from sladsl.semantics.credits.step_versions import step_versions
from sladsl.semantics.credits.window_counts import most_within, spread_of, units_in, windows_in_term
from sladsl.semantics.meaning import Analysis, Level
from sladsl.syntax import ast

_LIFTING = ast.Multiply | ast.Raise | ast.Convert | ast.ConvertTable | ast.CarryOver | ast.Risk


def credit_bounds(event: ast.CreditsReach, analysis: Analysis) -> Iterator[tuple[Fraction, str]]:
    """Amounts of money that the credits of an event never exceed, each with the beginning of a reason.

    There are none where it cannot be told: where a remedy has a credit, a level none that has a greatest amount, or a
    charge is measured.
    """
    if analysis.settlement is None or any(_has_credit(remedy) for remedy in analysis.remedies):
        return
    steps = analysis.settlement.steps
    if event.paid:
        for number, step in enumerate(steps):
            is_last = not any(isinstance(later, _LIFTING) for later in steps[number:])
            if isinstance(step, ast.Limit) and step.scope.is_all and is_last:
                versions = [_let_through(each, event, analysis) for _, each in step_versions(step)]
                known = [most for most in versions if most is not None]
                if len(known) == len(versions):
                    yield max(known), "the limits let no more through than"
    if not event.paid or not any(isinstance(step, _LIFTING) for step in steps):
        most = _calculated(event, analysis)
        if most is not None:
            yield most, "at their worst, all levels together come to"


def _has_credit(remedy: ast.Remedy) -> bool:
    return any(isinstance(item, ast.RemedyCredit) for item in remedy.items)


def held_by(step: ast.Limit, months: int, analysis: Analysis) -> AtRisk | None:
    """What a limit, as it is at one time, lets through in so many months; None where that cannot be told."""
    match step.amount:
        case ast.Money(value=value):
            return AtRisk(Fraction(value))
        case ast.ShareOf(share=share, charge=charge):
            named = analysis.named.get(charge)
            return None if named is None else AtRisk(shares={named.path: share.value * months})
        case _:
            return None


def _let_through(step: ast.Limit, event: ast.CreditsReach, analysis: Analysis) -> Fraction | None:
    """What a limit lets through within the horizon of an event."""
    if step.unit is None:
        return Fraction(step.amount.value) if isinstance(step.amount, ast.Money) else None
    held = held_by(step, MONTHS[step.unit], analysis) if step.unit in MONTHS else None
    each = None if held is None else _dearest(held, analysis)
    times = None if each is None else _times(step, event, analysis)
    return None if each is None or times is None else each * times


def _times(step: ast.Limit, event: ast.CreditsReach, analysis: Analysis) -> int | None:
    """How many horizons of a limit lie wholly or partly in one of an event."""
    assert step.unit is not None
    assert step.anchor is not None
    if event.unit is None:
        term = analysis.header.days
        if term is None or term.last is None:
            return None
        return units_in(step.anchor, step.unit, term.first.value, term.last.value)
    if event.unit not in MONTHS:
        return 1 if event.anchor == step.anchor else 2
    whole = max(1, MONTHS[event.unit] // MONTHS[step.unit])
    return whole + (event.anchor != step.anchor)


def _calculated(event: ast.CreditsReach, analysis: Analysis) -> Fraction | None:
    parts = [_of_level(level, event, analysis) for level in analysis.service_levels]
    whole = total(parts)
    return _dearest(whole, analysis) if whole.is_all else None


def _of_level(level: Level, event: ast.CreditsReach, analysis: Analysis) -> AtRisk:
    """What the windows of a level that end within the horizon of an event come to."""
    spread = spread_of(level, analysis)
    in_term = windows_in_term(level, analysis)
    term = analysis.header.days
    if spread is None or spread[1] not in MONTHS or term is None:
        return AtRisk(is_all=False)
    if event.unit is None:
        times = in_term
    else:
        most = most_within(spread, event.anchor or "", event.unit, term.first.value)
        times = most if in_term is None else min(most, in_term)
    one = at_risk(level, MONTHS[spread[1]], analysis)
    return AtRisk(is_all=False) if times is None else total([one] * times)


def _dearest(amount: AtRisk, analysis: Analysis) -> Fraction | None:
    """An amount in money while the charges are highest; None where they are not fixed, or have days of their own."""
    if any(charge.part is not None for charge in analysis.known_charges.values()):
        return None
    amounts = [amount.at(charges_on(day, analysis)) for day in days_of_change(analysis)]
    known = [each for each in amounts if each is not None]
    return max(known) if len(known) == len(amounts) else None
