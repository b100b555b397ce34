"""The level that binds what has been measured: as it is in the era in which the window starts."""

from __future__ import annotations

from sladsl.measurement.results import Measurement
from sladsl.planning.eras import level_at
from sladsl.planning.plan import Plan, ServiceLevel


def level_of(plan: Plan, measured: Measurement) -> ServiceLevel:
    """The level of a measurement; of an amended agreement, as it binds the window."""
    return level_at(plan, measured.level, measured.window.start)
