"""Targets as they were held against what was measured."""

from __future__ import annotations

from sladsl.measurement.results import Share
from sladsl.planning.plan import Quantity, Target
from sladsl.values import frozen


@frozen
class TargetComparison:
    """A value against the bound that holds in the window; `satisfied` is None where there is no value.

    `share` is what the target is on where that is not the value of the window. `thresholds` are those of a credit of
    the target's own, words resolved.
    """

    target: Target
    bound: Quantity
    satisfied: bool | None
    share: Share | None = None
    thresholds: tuple[Quantity, ...] = ()

    @property
    def compared(self) -> tuple[Quantity, ...]:
        """Every bound that what the target is on was held against."""
        return (self.bound, *self.thresholds)
