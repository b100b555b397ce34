"""Findings about promises that others' promises do not cover, or cannot be held against."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from sladsl.diagnostics.diagnostic import Diagnostic, Label, Severity
from sladsl.planning.covering import Cover, covers, promise_of
from sladsl.planning.plan import Plan, Reliance, Series, ServiceLevel, SupplierPromise
from sladsl.planning.wording import percentage

OF_RELIANCE = frozenset({"SLA828", "SLA829"})


def uncovered(plan: Plan) -> Iterator[Diagnostic]:
    """Look at each level that relies on others: one finding, of the first days on which it is not covered."""
    for level in plan.levels:
        if level.reliance is None:
            continue
        yield from _incomparable(level, level.reliance)
        short = [
            (series, cover)
            for series in level.series
            for cover in covers(plan, level, series)
            if not cover.is_enough
        ]
        if short:
            yield _short(plan, level, *min(short, key=lambda each: each[1].since))


def _incomparable(level: ServiceLevel, reliance: Reliance) -> Iterator[Diagnostic]:
    for promise in reliance.promises:
        wrong = next((each for each in promise.wordings if each.obstacles), None)
        if wrong is not None:
            days = f" in its wording from {_days([wrong])}" if promise.earlier else ""
            yield Diagnostic(
                "SLA829",
                Severity.WARNING,
                f"`{promise.level}` of `{promise.file}` cannot be held against `{level.name}`{days}: "
                + "; ".join(wrong.obstacles),
                promise.span,
                help="agree the same with the supplier, or leave it out here and say in a `clause` what is relied on",
                clause=_clause(level),
            )


def _days(wordings: Iterable[SupplierPromise]) -> str:
    """The days on which wordings of a promise bind, as far as they follow each other as one stretch."""
    stretches: list[tuple[dt.date, dt.date | None]] = []
    for each in wordings:
        last = stretches[-1][1] if stretches else None
        if last is not None and (each.since - last).days == 1:
            stretches[-1] = (stretches[-1][0], each.until)
        else:
            stretches.append((each.since, each.until))
    told = (f"{since}{' on' if until is None else f' to {until}'}" for since, until in stretches)
    return " and from ".join(told)


def _short(plan: Plan, level: ServiceLevel, series: Series, cover: Cover) -> Diagnostic:
    assert level.reliance is not None
    target = promise_of(series)
    assert target is not None
    key = f" for {' / '.join(series.key)}" if series.key else ""
    since = key + ("" if cover.since == plan.term.first else f" from {cover.since} on")
    return Diagnostic(
        "SLA828",
        Severity.WARNING,
        _nothing(level, cover, since)
        if _is_nothing(level.reliance, cover)
        else _too_little(level, cover, since),
        level.reliance.span,
        labels=(Label(target.span, "what it promises"),),
        help=_advice(level.reliance, cover),
        clause=_clause(level),
    )


def _is_nothing(reliance: Reliance, cover: Cover) -> bool:
    """Whether too few promises bind for anything to be covered."""
    return bool(cover.lapsed) and (reliance.in_series or len(cover.lapsed) == len(reliance.promises))


def _nothing(level: ServiceLevel, cover: Cover, since: str) -> str:
    promise = cover.lapsed[0]
    binds = f"`{promise.level}` binds from {_days(promise.wordings)}"
    return f"nothing covers what `{level.name}` promises{since}: {binds}"


def _too_little(level: ServiceLevel, cover: Cover, since: str) -> str:
    covered = f"what `{level.name}` relies on covers {percentage(cover.covered)}{since}"
    if not cover.missing:
        return f"{covered}, and it promises more than that"
    less = f"{percentage(cover.missing)[:-1]} percentage points less"
    return f"{covered}, {less} than the {percentage(cover.promised)} that it promises"


def _advice(reliance: Reliance, cover: Cover) -> str:
    if _is_nothing(reliance, cover):
        return "agree with the supplier for the whole term, or promise less from that day on"
    advice = f"promise {percentage(cover.covered)}, or agree more with a supplier"
    if cover.estimate < cover.promised or cover.estimate == cover.covered:
        return advice
    estimate = percentage(cover.estimate)
    return f"{advice}; that outages independent of each other would leave {estimate} is an estimate, and no promise"


def _clause(level: ServiceLevel) -> str:
    return f"{'kpi' if level.is_kpi else 'service level'} {level.name}"
