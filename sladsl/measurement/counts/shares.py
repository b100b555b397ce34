"""The share of the records that pass the test of each further target of a level."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from sladsl.measurement.counts.groups import groups
from sladsl.measurement.counts.shared_passes import tallies_of
from sladsl.measurement.counts.tallies import Tally, WindowSeries
from sladsl.measurement.engines.engine import Statements
from sladsl.measurement.results import Share
from sladsl.measurement.scanning.scans import Scan
from sladsl.measurement.sql.expressions import Scope
from sladsl.planning.plan import ClockWithin, Quantity, Series, ServiceLevel, Target, ValueType
from sladsl.values import evolve


def shares_of(
    session: Statements, level: ServiceLevel, scoped: Sequence[tuple[Scan, Scope]]
) -> list[dict[WindowSeries, Tally]]:
    """What the records come to by the test of each further target, which are the same for every series."""
    scopes = {scan.key: scope for scan, scope in scoped}
    each = tuple(scan for scan, _ in scoped)
    found: list[dict[WindowSeries, Tally]] = []
    for number in range(len(level.series[0].further)):
        tested = evolve(level, series=tuple(_tested(series, number) for series in level.series))
        found.append({})
        for _, tallied in tallies_of(session, groups(tested, each), scopes):
            found[-1].update(tallied)
    return found


def _tested(series: Series, number: int) -> Series:
    """A series in which the test of a further target says what is good."""
    within = series.further[number].within
    assert within is not None, "a further target has a test"
    return evolve(series, good=ClockWithin(within))


def share_of(target: Target, tally: Tally) -> Share:
    """The share of the decided records that a further target is on, of what they come to by its test."""
    passed = tally.bad if target.over else tally.good
    value = Quantity(ValueType.PERCENT, Fraction(passed, tally.decided)) if tally.decided else None
    return Share(passed, tally.decided, tally.records - tally.decided, value)
