"""Levels of records with exclusions: measured with them and without, with what each takes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence

from sladsl.measurement.counts.groups import Group
from sladsl.measurement.counts.statistics import placed
from sladsl.measurement.engines.engine import make_table, query
from sladsl.measurement.excluded.uses import Uses, uses_of
from sladsl.measurement.results import Counts, Excluded, Measurement
from sladsl.measurement.scanning.dimensions import with_found_values
from sladsl.measurement.scanning.layers import TAKEN
from sladsl.measurement.scanning.members import MEMBERS, numbered_members
from sladsl.measurement.scanning.scans import Scan, ScanKey, scan_key, scope_of
from sladsl.measurement.sql.expressions import Scope
from sladsl.measurement.sql.pieces import Sql, all_of, integer, name, sql
from sladsl.measurement.uptime.measurement_context import MeasurementContext
from sladsl.planning.plan import Measure, ServiceLevel, Statistic, ValueType
from sladsl.values import evolve, frozen

Scoped = Sequence[tuple[Scan, Scope]]
Measuring = Callable[[ServiceLevel, Scoped], list[Measurement]]
"""Measures a level without exclusions in scans of its own, windows in order, then series."""

_WindowSeries = tuple[int, int]


def net_table(scan: Scan) -> str:
    """The table of the records of a scan that exclusions leave in it."""
    return f"{scan.table} net"


def net_rows(scan: Scan) -> Sql:
    """The records of a scan that exclusions leave in it, those that they take as good among them."""
    absent = [number for number, each in enumerate(scan.key.exclusions, 1) if not each.as_uptime]
    left = all_of(sql("{} <> {}", name(TAKEN), integer(number)) for number in absent)
    return sql("SELECT * FROM {} WHERE {}", name(scan.table), left)


def _net_scan(scan: Scan) -> Scan:
    """A scan of what exclusions leave, as one without any."""
    is_good = any(each.as_uptime for each in scan.key.exclusions)
    return evolve(gross_scan(scan), table=net_table(scan), taken_is_good=is_good)


def gross_scan(scan: Scan) -> Scan:
    """A scan as if there were no exclusions."""
    return evolve(scan, key=_bare(scan.key))


def _bare(key: ScanKey) -> ScanKey:
    return evolve(key, exclusions=(), told=(), apart=None)


@frozen
class LevelScans:
    """The scans of a level as exclusions leave them, and as if there were none."""

    net: Scoped
    gross: Scoped


def left_by_exclusions(context: MeasurementContext, level: ServiceLevel, scoped: Scoped) -> LevelScans:
    """The scans from which a level is measured, all of them where it has no exclusions."""
    if not level.exclusions:
        return LevelScans(scoped, scoped)
    keys = {scan_key(level, series) for series in level.series}
    own = [scan for scan, _ in scoped if scan.key in keys]
    net, gross = (
        [(scan, _scope(context, scan)) for scan in map(read, own)] for read in (_net_scan, gross_scan)
    )
    return LevelScans(net, gross)


def with_exclusions(
    context: MeasurementContext, level: ServiceLevel, scans: Sequence[Scan], net: Measuring, gross: Measuring
) -> list[Measurement]:
    """The rows of a level with exclusions; `net` and `gross` measure it with them and without."""
    keys = {scan_key(level, series) for series in level.series}
    own = [scan for scan in scans if scan.key in keys]
    bare = evolve(level, exclusions=())
    found = with_found_values(context.session, bare, list(map(gross_scan, own)), context.tables.held)
    if not found.series:
        return []
    with_them = net(found, [(scan, _scope(context, scan)) for scan in map(_net_scan, own)])
    without = gross(found, [(scan, _scope(context, scan)) for scan in map(gross_scan, own)])
    taken = _taken(context, found, list(map(gross_scan, own)))
    uses = [uses_of(context, own[0], level, found, position) for position in range(len(level.exclusions))]
    places = [(w, s) for w in range(len(with_them) // len(found.series)) for s in range(len(found.series))]
    return [
        _joined(left, right, _excluded(place, taken, uses))
        for place, left, right in zip(places, with_them, without, strict=True)
    ]


def _scope(context: MeasurementContext, scan: Scan) -> Scope:
    return scope_of(context.plan, scan, context.shapes)


def _joined(net: Measurement, gross: Measurement, excluded: tuple[Excluded, ...]) -> Measurement:
    counts = net.counts
    return evolve(
        net,
        counts=evolve(counts, records=gross.counts.records, excluded=gross.counts.records - counts.records),
        gross=gross.value,
        gross_counts=_without_rows_aside(gross.counts, counts.quarantined),
        exclusions=excluded,
    )


def _without_rows_aside(counts: Counts, quarantined: int) -> Counts:
    return evolve(counts, quarantined=quarantined)


def _excluded(
    place: _WindowSeries, taken: dict[tuple[int, int, int], int], uses: Sequence[Uses | None]
) -> tuple[Excluded, ...]:
    return tuple(
        Excluded(
            taken.get((*place, position + 1), 0),
            () if used is None else used.at(*place),
        )
        for position, used in enumerate(uses)
    )


def _taken(
    context: MeasurementContext, level: ServiceLevel, scans: Sequence[Scan]
) -> dict[tuple[int, int, int], int]:
    """Of each window and series, how many records each exclusion takes, by its number from 1."""
    found: dict[tuple[int, int, int], int] = defaultdict(int)
    for scan in scans:
        positions = tuple(at for at, series in enumerate(level.series) if scan_key(level, series) == scan.key)
        counted = Measure("", level.span, Statistic.NUMBER, ValueType.NUMBER)
        group = Group(level, scan, positions, counted)
        numbered = numbered_members(group)
        if numbered is not None:
            make_table(context.session, MEMBERS, numbered)
        for window, series, number, records in query(context.session, _taken_statement(group)):
            found[window, series, number] += records
    return found


def _taken_statement(group: Group) -> Sql:
    """Per window and series, how many records each exclusion has taken."""
    return sql(
        "SELECT w, series, taken, count(*) FROM ({}) AS p WHERE taken > 0 GROUP BY w, series, taken"
        " ORDER BY w, series, taken",
        placed(group, [sql("{} AS taken", name(TAKEN))]),
    )
