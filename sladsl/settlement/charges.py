"""What a fixed charge comes to over an interval: it accrues by local day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from fractions import Fraction

from sladsl.planning.periods import days_between, days_of_unit, unit_start
from sladsl.planning.plan import Charge, Plan, Rate
from sladsl.planning.windows import zone_of

_DAY = dt.timedelta(days=1)


def charge_between(plan: Plan, charge: str, start: int, end: int) -> Fraction:
    """Give the charge that falls in [start, end) in µs, in major units, clipped to the term.

    A day's charge is the amount in force on that day over the actual number of days of its calendar month,
    quarter or year (LANGUAGE 6). Both instants are starts of local days, as all edges of windows are.
    """
    first, until = days_between(zone_of(plan), start, end)
    last = plan.term.last
    until = until if last is None else min(until, last + _DAY)
    rates = next(each for each in plan.charges if each.name == charge)
    pieces = _pieces(rates, max(first, plan.term.first), until)
    return sum(
        (rate.amount * Fraction(days, days_of_unit(rate.per, day)) for rate, day, days in pieces), Fraction(0)
    )


def _pieces(charge: Charge, first: dt.date, until: dt.date) -> Iterator[tuple[Rate, dt.date, int]]:
    """Cut days [first, until) where the rate changes and where a calendar unit of the rate ends."""
    while first < until:
        rate = [dated.value for dated in charge.rates if dated.since is None or dated.since <= first][-1]
        changes = [dated.since for dated in charge.rates if dated.since is not None and dated.since > first]
        unit_end = unit_start(rate.per, first) + days_of_unit(rate.per, first) * _DAY
        end = min(until, unit_end, *changes)
        yield rate, first, (end - first).days
        first = end
