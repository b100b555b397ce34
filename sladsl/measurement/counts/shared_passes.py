"""Which groups of which levels are counted together: those that share a scan and have the same dimensions.

Where nothing else is asked of a scan, its rows are counted as they come, and no table is made of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from sladsl.measurement.clocks.pauses import long_columns
from sladsl.measurement.counts.groups import Group, groups
from sladsl.measurement.counts.ranks import RANKED
from sladsl.measurement.counts.statistics import SUMMED, counts
from sladsl.measurement.counts.tallies import Tally, WindowSeries, is_tallied, is_totalled, tallies
from sladsl.measurement.engines.engine import Statements, query
from sladsl.measurement.scanning.members import keep_members
from sladsl.measurement.scanning.scans import Scan, ScanKey, is_scanned, scan_key
from sladsl.measurement.sql.expressions import Scope, column_name
from sladsl.measurement.sql.pieces import Sql
from sladsl.planning.plan import Measure, Plan, Ratio, RecordWindow, Series, ServiceLevel
from sladsl.planning.record_units import units_in
from sladsl.values import frozen


@frozen
class SharedPass:
    """Groups that are counted in one pass over a scan, and whether that pass is all that is asked of it."""

    scan: Scan
    scope: Scope
    groups: tuple[Group, ...]
    is_all: bool


@frozen
class SharedCounts:
    """What groups have been counted together already, by the names of their levels.

    `long_pauses` are those of the scans of which there is no table, by the number of a window, for each set of pauses.
    """

    found: Mapping[str, Sequence[tuple[Group, dict[WindowSeries, Tally]]]]
    long_pauses: Mapping[ScanKey, Mapping[int, tuple[int, ...]]]

    def of(self, group: Group) -> dict[WindowSeries, Tally] | None:
        """The counts of a group, None where it has not been counted."""
        alike = self.found.get(group.level.name, ())
        return next((counted for one, counted in alike if one == group), None)


def counted_together(plan: Plan, scoped: Sequence[tuple[Scan, Scope]]) -> tuple[SharedPass, ...]:
    """The passes that count the levels of a plan from their scans, but single records and what has exclusions."""
    scopes = {scan.key: (scan, scope) for scan, scope in scoped}
    alike: dict[tuple[ScanKey, tuple[str, ...]], list[Group]] = {}
    for level in plan.levels:
        for group in _groups(level, [scan for scan, _ in scoped]):
            told = tuple(column_name(dimension.field) for dimension in level.dimensions)
            alike.setdefault((group.scan.key, told), []).append(group)
    return tuple(
        SharedPass(*scopes[key], tuple(found), is_all=_is_all(plan, found, scopes[key][1]))
        for (key, _), found in alike.items()
    )


def read_again(
    scoped: Sequence[tuple[Scan, Scope]], passes: Sequence[tuple[SharedPass, Sql | None]]
) -> list[tuple[Scan, Scope]]:
    """The scans of which tables are made, since more is asked of them than what one pass over their rows counts."""
    once = {one.scan.key for one, rows in passes if rows is not None}
    return [(scan, scope) for scan, scope in scoped if scan.key not in once]


def count_together(session: Statements, passes: Sequence[tuple[SharedPass, Sql | None]]) -> SharedCounts:
    """Make passes over scans, from their tables or from the rows given."""
    found: dict[str, list[tuple[Group, dict[WindowSeries, Tally]]]] = {}
    long: dict[ScanKey, Mapping[int, tuple[int, ...]]] = {}
    for one, rows in passes:
        counted = tallies(session, one.groups, one.scope, rows)
        for group, tallied in zip(one.groups, counted.of_groups, strict=True):
            found.setdefault(group.level.name, []).append((group, tallied))
        if rows is not None and long_columns(one.scan.key.clock):
            long[one.scan.key] = counted.long_pauses
    return SharedCounts(found, long)


NOT_COUNTED = SharedCounts({}, {})


def _groups(level: ServiceLevel, scans: Sequence[Scan]) -> Iterator[Group]:
    if level.exclusions or level.counted is None or isinstance(level.window, RecordWindow):
        return
    if level.series and isinstance(level.series[0].measure, Measure | Ratio):
        yield from (group for group in groups(level, scans) if is_tallied(group))


def _is_all(plan: Plan, found: Sequence[Group], scope: Scope) -> bool:
    """Whether groups are all that is measured from their scan, and nothing but counts and sums is."""
    key = found[0].scan.key
    users = [
        (level, at)
        for level in plan.levels
        for at, series in enumerate(level.series)
        if is_scanned(series, level) and scan_key(level, series) == key
    ]
    counted = [(group.level, at) for group in found for at in group.series]
    return (
        len(users) == len(counted)
        and not any(_is_read_again(level.series[at]) for level, at in users)
        and all(
            group.measure.statistic not in RANKED
            and (group.measure.statistic not in SUMMED or is_totalled(group, scope))
            for group in found
        )
    )


def _is_read_again(series: Series) -> bool:
    """Whether single records are looked at, or tested once more, beside the measure."""
    return bool(series.further or units_in(series))


def tallies_of(
    session: Statements,
    found: Sequence[Group],
    scopes: Mapping[ScanKey, Scope],
    counted: SharedCounts = NOT_COUNTED,
) -> Iterator[tuple[Group, dict[WindowSeries, Tally]]]:
    """The groups of a level with their counts: those that can be are counted in one pass for each scan."""
    together: dict[ScanKey, list[Group]] = {}
    for group in found:
        scope, known = scopes[group.scan.key], counted.of(group)
        if known is not None:
            yield group, known
        elif is_tallied(group):
            together.setdefault(group.scan.key, []).append(group)
        else:
            keep_members(session, group)
            yield group, {(w, s): Tally(*rest) for w, s, *rest in query(session, counts(group, scope))}
    for key, alike in together.items():
        yield from zip(alike, tallies(session, alike, scopes[key]).of_groups, strict=True)
