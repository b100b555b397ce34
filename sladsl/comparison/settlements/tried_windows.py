"""Windows to try: what measuring would give where they come to a value, to time down or to records."""

from __future__ import annotations

from fractions import Fraction
from math import ceil, floor

from sladsl.measurement.results import WEIGHTED, Counts, Measurement, RecordTally, Times, ValuePart
from sladsl.planning.plan import Quantity, Series, ServiceLevel, Up, Uptime, ValueType
from sladsl.planning.record_units import RecordUnits, units_in
from sladsl.planning.series import series_at
from sladsl.planning.windows import Window
from sladsl.values import evolve, frozen

_AFFECTED = Fraction(1, 4)
"""The share of users that time down is taken to affect, where it is weighed."""


@frozen
class TriedWindow:
    """What a window comes to: a value, or so many µs down in it, and so many records that are alike.

    Each has `clock` on its clock, in µs, and `amount` in each field that a credit is a share of.
    """

    number: int
    value: Quantity | None = None
    down: int | None = None
    clock: Fraction | None = None
    amount: Fraction | None = None
    records: int = 1


def measured(level: ServiceLevel, given: TriedWindow, window: Window, key: tuple[str, ...]) -> Measurement:
    """What measuring would give of a window of a level that comes to what is given, for the values of `key`."""
    series = series_at(level, key)
    value = given.value if given.down is None else _value_of(series, window, given.down)
    number = given.records
    found = Measurement(level.name, key, window, Counts(number, number, None, None, 0, 0, 0), value)
    if given.down is not None:
        whole, down = window.end - window.start, given.down
        part = ValuePart(WEIGHTED, Quantity(ValueType.DURATION, down * _AFFECTED))
        times = Times(whole, down, 0, whole, down, int(down > 0), down)
        found = evolve(found, times=times, parts=(part,))
    return evolve(found, each=tuple(_tally(each, given) for each in units_in(series)))


def weighs_users(series: Series) -> bool:
    """Whether the time down that a series measures counts by the share of users that it affects."""
    return isinstance(series.measure, Uptime) and series.measure.affected is not None


def _value_of(series: Series, window: Window, down: int) -> Quantity:
    """What is measured of one run of time down."""
    assert isinstance(series.measure, Uptime), "time down is of a level that measures it"
    kind = series.measure.type
    match series.measure.statistic:
        case Up.AVAILABILITY:
            weight = _AFFECTED if weighs_users(series) else Fraction(1)
            return Quantity(kind, 1 - weight * Fraction(down, window.end - window.start))
        case Up.OUTAGES:
            return Quantity(kind, Fraction(down > 0))
        case _:
            return Quantity(kind, Fraction(down))


def _tally(units: RecordUnits, given: TriedWindow) -> RecordTally:
    """What records come to for a credit that is owed for each."""
    steps = _steps(units, given)
    size = Fraction(1) if units.field is None else given.amount or Fraction(0)
    if steps * size <= 0:
        return RecordTally(0, Fraction(0))
    is_cut = (units.most_steps is not None and steps > units.most_steps) or (
        units.most_units is not None and steps * size > units.most_units
    )
    if is_cut:
        one = Fraction(1) if units.most_units is not None else size
        return RecordTally(given.records, Fraction(0), given.records, given.records * one)
    return RecordTally(given.records, given.records * steps * size)


def _steps(units: RecordUnits, given: TriedWindow) -> int:
    if units.steps is None:
        return 1
    beyond = ((given.clock or Fraction(0)) - units.steps.above) / units.steps.size
    return max(0, floor(beyond) if units.steps.is_full else ceil(beyond))
