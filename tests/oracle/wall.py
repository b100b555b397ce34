"""The clock on the wall: what it shows at an instant, and when it first shows a time."""

from __future__ import annotations

import datetime as dt
from functools import cache
from importlib.resources import files
from zoneinfo import ZoneInfo

MINUTE = dt.timedelta(minutes=1)
DAY = dt.timedelta(days=1)
NEVER = dt.datetime.max.replace(tzinfo=dt.UTC)


@cache
def rules(zone: str) -> ZoneInfo:
    """The rules of a zone as the `tzdata` package has them, whatever the machine's own are."""
    with files("tzdata").joinpath("zoneinfo", *zone.split("/")).open("rb") as data:
        return ZoneInfo.from_file(data, key=zone)


def shown(zone: str, instant: dt.datetime) -> dt.datetime:
    """What the clock shows at an instant, as a time without a zone."""
    return instant.astimezone(rules(zone)).replace(tzinfo=None)


@cache
def first_shown(zone: str, local: dt.datetime) -> dt.datetime:
    """The instant at which the clock shows a time: the first of two, and the end of the gap that skips it."""
    at = local.replace(tzinfo=rules(zone), fold=0).astimezone(dt.UTC)
    if shown(zone, at) == local:
        return at
    at = at.replace(second=0, microsecond=0)
    while shown(zone, at - MINUTE) > local:
        at -= MINUTE
    return at


def starts(zone: str, day: dt.date) -> dt.datetime:
    """The instant at which a day starts."""
    return first_shown(zone, dt.datetime.combine(day, dt.time()))


def day_of(zone: str, instant: dt.datetime) -> dt.date:
    """The day that an instant lies in: the last one that has started."""
    day = shown(zone, instant).date() + DAY
    while starts(zone, day) > instant:
        day -= DAY
    return day


def days_later(zone: str, instant: dt.datetime, days: int) -> dt.datetime:
    """The same time on the wall so many dates later."""
    return first_shown(zone, shown(zone, instant) + days * DAY)
