"""Instants with their day of the week."""

from __future__ import annotations

from sladsl.planning.plan import Plan
from sladsl.planning.windows import zone_of
from sladsl.planning.wording.quantities import write_instant
from sladsl.planning.zones import to_local


def write_moment(plan: Plan, instant: int) -> str:
    """An instant in words, with its day of the week: `Fri 2026-03-06 16:00`."""
    return f"{to_local(zone_of(plan), instant):%a} {write_instant(plan, instant)}"
