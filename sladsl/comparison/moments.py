"""When something is: instants with their day of the week, and windows in a row."""

from __future__ import annotations

from collections.abc import Sequence

from sladsl.planning.plan import Plan
from sladsl.planning.windows import zone_of
from sladsl.planning.wording.quantities import write_instant
from sladsl.planning.zones import to_local


def write_moment(plan: Plan, instant: int) -> str:
    """An instant in words, with its day of the week: `Fri 2026-03-06 16:00`."""
    return f"{to_local(zone_of(plan), instant):%a} {write_instant(plan, instant)}"


def in_windows(labels: Sequence[str]) -> str:
    """Windows in a row, by their labels: `in 2026-01`, `in each of 2026-01 to 2026-03`."""
    return f"in {labels[0]}" if len(labels) == 1 else f"in each of {labels[0]} to {labels[-1]}"
