"""From what the time of a window comes to, to its measurement."""

from __future__ import annotations

from fractions import Fraction
from typing import assert_never

from sladsl.measurement.results import WEIGHTED, Counts, Measurement, Times, ValuePart
from sladsl.measurement.uptime.reduce import Runs, Sums
from sladsl.measurement.uptime.sources import measure_of
from sladsl.planning.plan import Quantity, Series, ServiceLevel, Up, ValueType
from sladsl.planning.series import weights_of
from sladsl.planning.windows import Window
from sladsl.values import frozen


@frozen
class RecordCounts:
    """How many of a level's own records begin in a window, are set aside, and reach into it from before.

    Of those that begin in it, `unfinished` lie in slots that are not over as of the instant of reading.
    """

    counted: int
    unfinished: int
    aside: int
    from_before: int


def measurement(
    level: ServiceLevel, series: Series, window: Window, whole: int, sums: Sums, records: RecordCounts
) -> Measurement:
    """The measurement of one series in one window, whose time before anything of it is lost is `whole`, in µs."""
    times = Times(
        agreed=whole - sums.lost.gone,
        down=sums.net.down,
        excluded=sums.lost.excluded,
        gross_agreed=whole - sums.lost.gross_gone,
        gross_down=sums.gross.down,
        outages=sums.net.outages,
        longest=sums.net.longest,
        from_before=records.from_before,
    )
    return Measurement(
        level.name,
        series.key,
        window,
        Counts(
            records=records.counted + records.unfinished,
            decided=records.counted,
            good=None,
            bad=None,
            undecided=records.unfinished,
            excluded=0,
            quarantined=records.aside,
        ),
        _value(level, times.agreed, sums.net),
        _value(level, times.gross_agreed, sums.gross) if level.exclusions else None,
        times,
        parts=_parts(level, times, sums.net),
    )


def _parts(level: ServiceLevel, times: Times, net: Runs) -> tuple[ValuePart, ...]:
    """What down time weighs where it is weighted, which the time itself does not tell."""
    if weights_of(level) is None or times.agreed == 0:
        return ()
    return (ValuePart(WEIGHTED, Quantity(ValueType.DURATION, net.weight)),)


def _value(level: ServiceLevel, agreed: int, runs: Runs) -> Quantity | None:
    """The measured value; none of no agreed time."""
    measure = measure_of(level)
    if agreed == 0:
        return None
    down = Fraction(runs.down) if measure.affected is None else runs.weight
    match measure.statistic:
        case Up.AVAILABILITY:
            amount = 1 - down / agreed
        case Up.DOWNTIME:
            amount = down
        case Up.LONGEST:
            amount = Fraction(runs.longest)
        case Up.OUTAGES:
            amount = Fraction(runs.outages)
        case _:
            assert_never(measure.statistic)
    return Quantity(measure.type, amount)
