"""Stretches of time to put records in."""

from __future__ import annotations

from sladsl.planning.buckets import DAY
from sladsl.planning.plan import Unit

_DAYS = {Unit.DAY: 1, Unit.WEEK: 7, Unit.MONTH: 31, Unit.QUARTER: 92, Unit.YEAR: 366}


def apart(unit: Unit) -> int:
    """So far apart, in µs, two instants are never in one unit of time, and those of early days in units that follow."""
    return _DAYS[unit] * DAY
