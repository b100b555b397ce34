"""The instant at which a period is settled."""

from __future__ import annotations

import datetime as dt
from itertools import islice

from sladsl.planning.calendars import calendar_of, open_days
from sladsl.planning.plan import Plan
from sladsl.planning.zones import day_start, known_zone

_HORIZON = 366


def settled_at(plan: Plan, until: dt.date) -> int:
    """When a period that ends before the local day `until` is settled, in µs since the epoch.

    So many local days later, at the start of the day; or at the last close of the Nth open day of the calendar from
    `until` on, whatever a business day of it means for clocks: a period ends with a day, not at a time of day. In a
    calendar that opens on fewer days within a year, at the last close of these.
    """
    settlement = plan.settlement
    assert settlement is not None
    if settlement.calendar is None:
        return day_start(known_zone(plan.zone), until + dt.timedelta(days=settlement.days))
    return close_of(plan, settlement.calendar, until, settlement.days)


def close_of(plan: Plan, name: str, first: dt.date, number: int) -> int:
    """The last close of the Nth day from `first` on that a calendar opens on, or of the last one within a year."""
    calendar = calendar_of(plan, name)
    days = open_days(calendar, first, first + dt.timedelta(days=_HORIZON + 7 * number))
    listed = list(islice(days, number))
    if not listed:
        return day_start(known_zone(plan.zone), first)
    return max(closes for _, closes in listed[-1][1])
