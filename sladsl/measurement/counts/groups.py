"""The series of a level, sorted by how their records are reduced."""

from __future__ import annotations

from collections.abc import Sequence

from sladsl.measurement.scanning.scans import Scan, scan_key
from sladsl.planning.plan import Measure, ServiceLevel
from sladsl.planning.series import reductions
from sladsl.values import evolve, frozen


@frozen
class Group:
    """The series of a level, by position, for which one reduction of a scan's records is the same.

    Where it is a part of a ratio, only records are decided that the other part, `partner`, is decided for, too.
    """

    level: ServiceLevel
    scan: Scan
    series: tuple[int, ...]
    measure: Measure
    partner: Measure | None = None


def groups(level: ServiceLevel, scans: Sequence[Scan]) -> tuple[Group, ...]:
    """Sort the series of a level by scan and by the reduction that they are measured by."""
    by_key = {scan.key: scan for scan in scans}
    alike: dict[tuple[object, ...], Group] = {}
    for position, series in enumerate(level.series):
        measures = reductions(series.measure)
        for measure, partner in zip(measures, reversed(measures), strict=True):
            scan = by_key[scan_key(level, series)]
            beside = None if partner is measure else partner
            kind = (scan.key, reduction(measure), None if beside is None else reduction(beside))
            group = alike.get(kind, Group(level, scan, (), measure, beside))
            alike[kind] = evolve(group, series=(*group.series, position))
    return tuple(alike.values())


def reduction(measure: Measure) -> tuple[object, ...]:
    """What a reduction is, apart from its place in the agreement."""
    return measure.statistic, measure.type, measure.operand, measure.rank
