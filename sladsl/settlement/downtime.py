"""How long a level was down in a window, and of how much time."""

from __future__ import annotations

from fractions import Fraction

from sladsl.measurement.results import WEIGHTED, Measurement
from sladsl.planning.plan import Series, Up, Uptime


def agreed_and_down(series: Series, measurement: Measurement) -> tuple[Fraction, Fraction] | None:
    """Give the agreed time of a window and the time down in it, in µs; None where they are not known.

    An example that gives an availability speaks of all the time of the window.
    """
    if measurement.times is not None:
        return Fraction(measurement.times.agreed), Fraction(measurement.times.down)
    value, whole = measurement.value, Fraction(measurement.window.end - measurement.window.start)
    if value is None or not isinstance(series.measure, Uptime):
        return None
    match series.measure.statistic:
        case Up.AVAILABILITY:
            return whole, (1 - value.amount) * whole
        case Up.DOWNTIME:
            return whole, value.amount
        case _:
            return None


def affected_share(measurement: Measurement) -> Fraction:
    """Give the share of users that the time down of a window affected: the mean of the outages' shares over that time.

    It is all of them where an example gives a value, and none where nothing was down.
    """
    weighted = next((part.value for part in measurement.parts if part.name == WEIGHTED), None)
    if weighted is None or measurement.times is None:
        return Fraction(1)
    down = measurement.times.down
    return weighted.amount / down if down else Fraction(0)
