"""Between which values fields lie, and how long one is after another, as far as known before any record is counted."""

from __future__ import annotations

from collections.abc import Mapping

Ranges = Mapping[tuple[str, str], tuple[int | None, int | None]]
"""The first and the last value of fields by record set and name, None where there is none."""

Delays = Mapping[tuple[str, str, str], int]
"""How many µs an instant, which no record is without, comes at most after another, by record set and both names."""


def lies_within(ranges: Ranges, records: str, field: str, start: int, end: int) -> bool:
    """Whether every value of a field is known to be in [start, end)."""
    first, last = ranges.get((records, field), (None, None))
    return first is not None and last is not None and start <= first and last < end
