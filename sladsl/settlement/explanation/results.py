"""Windows judged: the verdict, the limits that it was held against, and what has raised these."""

from __future__ import annotations

from enum import StrEnum

from sladsl.measurement.results import Measurement
from sladsl.planning.plan import Quantity, Ratchet, Rounding, Series
from sladsl.settlement.explanation.comparisons import TargetComparison
from sladsl.settlement.explanation.credits import Assessment, Credit, thresholds_of
from sladsl.values import frozen


class Verdict(StrEnum):
    """What a window's value means; exactly one holds."""

    MET = "met"
    BELOW_EXPECTED = "below expected"
    MISSED = "missed"
    UNMEASURED = "unmeasured"
    EXCUSED = "excused"
    GRACE = "grace"


@frozen
class RaisedTarget:
    """A target that has become stricter: by which rule, from what, to what, by the mean of the values of windows."""

    rule: Ratchet
    before: Quantity
    mean: Quantity
    after: Quantity
    windows: tuple[str, ...]


@frozen
class Result:
    """The verdict of one series in one window, with all that decided it.

    Where targets have been `raised`, `terms` is the series with those that bind the window. One that `is_final` stays
    as it was stated, whatever becomes known later.
    """

    title: str
    measurement: Measurement
    comparisons: tuple[TargetComparison, ...]
    verdict: Verdict
    reason: str
    assessments: tuple[Assessment, ...] = ()
    rounding: Rounding | None = None
    unrounded: Quantity | None = None
    terms: Series | None = None
    raised: tuple[RaisedTarget, ...] = ()
    is_final: bool = False

    @property
    def place(self) -> tuple[str, tuple[str, ...], tuple[int, int, str]]:
        """What tells it apart from others of one settlement: its level, dimension values and window."""
        return self.measurement.level, self.measurement.key, self.measurement.window.place

    @property
    def credits(self) -> tuple[Credit, ...]:
        """What the window earns before settlement."""
        return tuple(each.credit for each in self.assessments if each.credit is not None)

    @property
    def thresholds(self) -> tuple[Quantity, ...]:
        """The thresholds of credits that the value was held against, words resolved."""
        return thresholds_of(self.assessments)

    @property
    def compared(self) -> tuple[Quantity, ...]:
        """Every limit that the value was held against, so that its display keeps it on its side of each."""
        of_value = (each for each in self.comparisons if each.share is None)
        limits = (limit for each in of_value for limit in each.compared)
        return (*limits, *self.thresholds)
