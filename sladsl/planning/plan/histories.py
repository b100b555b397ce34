"""When a level has failed over several windows."""

from __future__ import annotations

from enum import StrEnum

from sladsl.planning.plan.credits import Threshold
from sladsl.planning.plan.facts import Anchor, Unit
from sladsl.values import frozen


@frozen
class Mark:
    """From where a shortfall counts: below a threshold, or above it.

    A percentage is the availability beyond which downtime counts, where it is downtime that counts.
    """

    is_below: bool
    threshold: Threshold


class Failing(StrEnum):
    """Which verdicts count as failing; a missed window is below expected, too."""

    MISSED = "missed"
    BELOW_EXPECTED = "below expected"


@frozen
class Consecutive:
    """At least so many windows of a series in a row, the last of them the window at stake.

    Windows without a verdict that counts (unmeasured, in grace, excused) neither count nor break; so it is with the
    other two.
    """

    times: int


@frozen
class OfAny:
    """At least so many of the last `windows` windows of a series, the window at stake being the last."""

    times: int
    windows: int


@frozen
class TimesInUnit:
    """At least so many windows of a series that end in the unit in which the window at stake ends, by its end."""

    times: int
    anchor: Anchor
    unit: Unit


@frozen
class TimesInMonths:
    """At least so many windows of a series that end in the `months` months that end with the window at stake."""

    times: int
    months: int


Lately = Consecutive | OfAny | TimesInUnit | TimesInMonths


@frozen
class FailedLately:
    """A credit that is owed only for a window that is failing, and one too many."""

    failing: Failing
    lately: Lately


@frozen
class EveryNth:
    """So many windows of a series, however far apart."""

    times: int


HistoryMet = FailedLately | EveryNth
