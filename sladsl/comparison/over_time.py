"""Agreements that change over time, cut where one of them is amended: what is in force from one date up to another."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from functools import partial

from sladsl.comparison.aspects import PlanPair
from sladsl.planning.eras import plan_on
from sladsl.planning.plan import CreditRule, Dated, DatedStep, Plan
from sladsl.planning.relocating import rewritten
from sladsl.values import evolve

Stretch = tuple[dt.date | None, dt.date | None]
"""From one date up to, not including, another; from the start, or without an end, where it is None."""


def eras(pair: PlanPair) -> Sequence[Stretch]:
    """The stretches of time in which neither of two agreements is amended."""
    return _between(plan.since for plan in _versions(pair))


def stretches(pair: PlanPair) -> Sequence[Stretch]:
    """The stretches of time in which neither of two agreements is amended, or has other steps of settlement."""
    plans = _versions(pair)
    steps = [step for plan in plans if plan.settlement is not None for step in plan.settlement.steps]
    dated = (step.since for step in steps if isinstance(step, DatedStep))
    return _between((*(plan.since for plan in plans), *dated))


def _versions(pair: PlanPair) -> Sequence[Plan]:
    return [each for plan in (pair.old, pair.new) for each in (plan, *plan.eras)]


def _between(changes: Iterable[dt.date | None]) -> Sequence[Stretch]:
    dates = sorted({since for since in changes if since is not None})
    return list(zip([None, *dates], [*dates, None], strict=True))


def in_stretch(plan: Plan, stretch: Stretch) -> Plan:
    """An agreement as it is in force in a stretch of time, with the dated values that begin before or in it."""
    since, until = stretch
    whole = plan_on(plan, plan.term.first if since is None else since)
    return whole if stretch == (None, None) else rewritten(whole, partial(_held, since=since, until=until))


def charged_in_stretch(plan: Plan, stretch: Stretch) -> Plan:
    """The same with the charges of all times: a limit may be a share of what is charged before a stretch as well."""
    since, _ = stretch
    of_all_times = plan_on(plan, plan.term.first if since is None else since).charges
    return evolve(in_stretch(plan, stretch), charges=of_all_times)


def _held(value: object, since: dt.date | None, until: dt.date | None) -> object:
    if isinstance(value, tuple) and any(_is_cut(each, since, until) for each in value):
        inside = partial(_held, since=since, until=until)
        return rewritten(
            tuple(_cut(each, since, until) for each in value if _meets(each, since, until)), inside
        )
    if not isinstance(value, tuple) or not value or not all(isinstance(each, Dated) for each in value):
        return value
    begun = [each for each in value if each.since is None or (since is not None and each.since <= since)]
    later = [
        each
        for each in value[len(begun) :]
        if each.since is not None and (until is None or each.since < until)
    ]
    return (evolve(begun[-1], since=None), *later)


def _meets(value: object, since: dt.date | None, until: dt.date | None) -> bool:
    """Whether something is for some of the days of a stretch."""
    return not isinstance(value, CreditRule | DatedStep) or (
        (value.since is None or until is None or value.since < until)
        and (value.until is None or since is None or since < value.until)
    )


def _is_cut(value: object, since: dt.date | None, until: dt.date | None) -> bool:
    return not _meets(value, since, until) or _cut(value, since, until) != value


def _cut(value: object, since: dt.date | None, until: dt.date | None) -> object:
    """A credit, or a step, with the dates alone that lie within a stretch."""
    if not isinstance(value, CreditRule | DatedStep):
        return value
    begins = None if value.since is None or (since is not None and value.since <= since) else value.since
    ends = None if value.until is None or (until is not None and until <= value.until) else value.until
    return evolve(value, since=begins, until=ends)
