"""Agreements that change over time, cut where one of them is amended: what is in force from one date up to another."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import partial

from attrs import evolve

from sladsl.comparison.aspects import Pair
from sladsl.planning.eras import plan_on
from sladsl.planning.plan import Dated, Plan
from sladsl.planning.relocating import rewritten

Stretch = tuple[dt.date | None, dt.date | None]
"""From one date up to, not including, another; from the start, or without an end, where it is None."""


def stretches(pair: Pair) -> Sequence[Stretch]:
    """The stretches of time in which neither of two agreements is amended."""
    eras = (era.since for plan in (pair.old, pair.new) for era in plan.eras)
    dates = sorted({since for since in eras if since is not None})
    return list(zip([None, *dates], [*dates, None], strict=True))


def in_stretch(plan: Plan, stretch: Stretch) -> Plan:
    """An agreement as it is in force in a stretch of time, with the dated values that begin before or in it."""
    since, until = stretch
    whole = plan_on(plan, plan.term.first if since is None else since)
    return whole if stretch == (None, None) else rewritten(whole, partial(_held, since=since, until=until))


def _held(value: object, since: dt.date | None, until: dt.date | None) -> object:
    if not isinstance(value, tuple) or not value or not all(isinstance(each, Dated) for each in value):
        return value
    begun = [each for each in value if each.since is None or (since is not None and each.since <= since)]
    later = [
        each
        for each in value[len(begun) :]
        if each.since is not None and (until is None or each.since < until)
    ]
    return (evolve(begun[-1], since=None), *later)
