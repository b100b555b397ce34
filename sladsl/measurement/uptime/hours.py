"""How much of a stretch of time is agreed: all of it, or the open time of a calendar."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate

from sladsl.planning.calendars import Interval
from sladsl.values import frozen


@frozen
class OpenHours:
    """Open intervals in order, none touching another; `before` is the open time before each."""

    opened: tuple[Interval, ...]
    before: tuple[int, ...]

    def between(self, start: int, end: int) -> int:
        """The open time in [start, end)."""
        return self._until(end) - self._until(start)

    def _until(self, instant: int) -> int:
        at = bisect_right(self.opened, (instant, 0)) - 1
        if at < 0:
            return 0
        opens, closes = self.opened[at]
        return self.before[at] + min(instant, closes) - opens


def hours(opened: Sequence[Interval]) -> OpenHours:
    """Tabulate open intervals."""
    lengths = (closes - opens for opens, closes in opened)
    return OpenHours(tuple(opened), tuple(accumulate(lengths, initial=0))[:-1])
