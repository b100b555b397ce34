"""How long a level was down in a window, and of how much time."""

from __future__ import annotations

from fractions import Fraction

from sladsl.measurement.results import Measurement
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
