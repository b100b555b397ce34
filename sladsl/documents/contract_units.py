"""Which units a document counts from the first day of the term, so that it has to define them."""

from __future__ import annotations

from collections.abc import Iterator

from sladsl.documents.credit_bases import intervals
from sladsl.planning.plan import (
    AllOf,
    Anchor,
    AnyOf,
    CreditsReach,
    Event,
    FailedLately,
    FreePoints,
    Happens,
    Limit,
    Multiply,
    PeriodWindow,
    Plan,
    Remedy,
    ServiceLevel,
    Step,
    TimesInUnit,
    Unit,
)


def contract_units(plan: Plan) -> tuple[Unit, ...]:
    """The units that levels, steps and remedies count from the first day of the term."""
    steps = plan.settlement.steps if plan.settlement else ()
    counted = [horizon for level in plan.levels for horizon in _horizons_of_level(level)]
    counted += [horizon for step in steps for horizon in _horizons(step)]
    counted += [horizon for remedy in plan.remedies for horizon in _horizons_of(remedy)]
    return tuple(dict.fromkeys(unit for anchor, unit in counted if anchor is Anchor.CONTRACT))


def _horizons_of(remedy: Remedy) -> Iterator[tuple[Anchor, Unit]]:
    if remedy.credit is not None and remedy.credit.per is not None:
        yield remedy.credit.anchor, remedy.credit.per
    yield from _horizons_in(remedy.when)


def _horizons_in(event: Event) -> Iterator[tuple[Anchor, Unit]]:
    match event:
        case AllOf(left, right) | AnyOf(left, right):
            yield from _horizons_in(left)
            yield from _horizons_in(right)
        case Happens(often=TimesInUnit(anchor=anchor, unit=unit)):
            yield anchor, unit
        case CreditsReach(anchor=anchor, per=Unit() as per):
            yield anchor, per


def _horizons_of_level(level: ServiceLevel) -> Iterator[tuple[Anchor, Unit]]:
    rules = [rule for series in level.series for rule in series.all_credits]
    often = [rule.history.lately for rule in rules if isinstance(rule.history, FailedLately)]
    often += [level.promotion.lately] if level.promotion else []
    if isinstance(level.window, PeriodWindow):
        yield level.window.anchor, level.window.unit
    for interval in intervals(rules):
        yield interval.anchor, interval.unit
    for each in often:
        if isinstance(each, TimesInUnit):
            yield each.anchor, each.unit
    for exclusion in level.exclusions:
        if exclusion.budget is not None:
            yield exclusion.budget.anchor, exclusion.budget.per


def _horizons(step: Step) -> Iterator[tuple[Anchor, Unit]]:
    """The periods in which a step counts."""
    match step:
        case Limit(anchor=anchor, per=Unit() as per) | FreePoints(anchor=anchor, per=per):
            yield anchor, per
        case Multiply(lately=TimesInUnit(anchor=anchor, unit=unit)):
            yield anchor, unit
