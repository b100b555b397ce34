"""Reading an instant as a person writes it outside an agreement."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from sladsl.planning.zones import day_start, to_utc

_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


def read_instant(zone: ZoneInfo, text: str) -> int | None:
    """The µs since the epoch of `2026-04-15 09:00` in a zone, of an instant with an offset, or of the end of a date.

    None for a text that is none of these.
    """
    try:
        if len(text) == len("2026-04-15"):
            return day_start(zone, dt.date.fromisoformat(text) + dt.timedelta(days=1))
        written = dt.datetime.fromisoformat(text)
    except (ValueError, OverflowError):
        return None
    if written.tzinfo is None:
        return to_utc(zone, written)
    return (written - _EPOCH) // dt.timedelta(microseconds=1)
