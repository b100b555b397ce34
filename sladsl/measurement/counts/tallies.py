"""Counts of the records of a level: all that its series need of a scan in one pass over it.

The scan's rows are counted by window and by the places of their dimension values; what a series counts is added up from
the places that belong to it. So no row is joined with its series, and no condition decided by which series it is in.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from sladsl.measurement.clocks.pauses import long_columns
from sladsl.measurement.counts.groups import Group
from sladsl.measurement.counts.statistics import PERCENTS, SUMMED, good_unless_taken, operand
from sladsl.measurement.engines.engine import Statements, query
from sladsl.measurement.records.field_values import NARROW_DIGITS
from sladsl.measurement.scanning.layers import TAKEN
from sladsl.measurement.scanning.members import places_of
from sladsl.measurement.scanning.scans import WINDOW, place_column
from sladsl.measurement.sql.expressions import Scope, column_name, decided_column, known, number, sides
from sladsl.measurement.sql.pieces import Sql, how_many, listed, name, sql, total
from sladsl.planning.plan import Expression, Statistic
from sladsl.values import frozen

WindowSeries = tuple[int, int]  # a window's number, a series' position


@frozen
class Tally:
    """What the records of one window and series come to; `total` is the sum of the numerators of what they hold."""

    records: int
    good: int
    bad: int
    decided: int
    counted: int
    total: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            self.records + other.records,
            self.good + other.good,
            self.bad + other.bad,
            self.decided + other.decided,
            self.counted + other.counted,
            self.total + other.total,
        )


NO_TALLY = Tally(0, 0, 0, 0, 0)


def is_tallied(group: Group) -> bool:
    """Whether a group can be counted by the places of dimension values, and by each condition for itself."""
    measure = group.measure
    dimensions = (column_name(dimension.field) for dimension in group.level.dimensions)
    return (
        group.partner is None
        and all(each in group.scan.choices for each in dimensions)
        and (measure.statistic in PERCENTS or measure.operand is None or not any(_goods(group)))
    )


def is_totalled(group: Group, scope: Scope) -> bool:
    """Whether a group that is counted so is added up, too."""
    if not is_tallied(group) or group.measure.statistic not in SUMMED:
        return False
    value = operand(group, scope)
    return value.denominator is None and value.numerator.digits <= NARROW_DIGITS


@frozen
class Tallies:
    """What groups of one scan come to, and how many of each set of pauses are long, by the number of a window."""

    of_groups: list[dict[WindowSeries, Tally]]
    long_pauses: Mapping[int, tuple[int, ...]]


def tallies(session: Statements, groups: Sequence[Group], scope: Scope, rows: Sql | None = None) -> Tallies:
    """Count groups of one scan and of levels with the same dimensions, from its table or from `rows`.

    Long pauses are counted of rows of which there is no table.
    """
    long = () if rows is None else long_columns(groups[0].scan.key.clock)
    conditions, operands, added = _conditions(groups), _operands(groups), _added(groups, scope)
    found: list[dict[WindowSeries, Tally]] = [defaultdict(lambda: NO_TALLY) for _ in groups]
    series_at = [_series_at(group) for group in groups]
    width, pauses = len(groups[0].level.dimensions), dict[int, tuple[int, ...]]()
    for window, *rest in query(session, _tally_statement(groups, scope, rows, long)):
        places, records, counts = tuple(rest[:width]), rest[width], iter(rest[width + 1 :])
        held = {condition: (next(counts), next(counts)) for condition in conditions}
        known = {each: next(counts) for each in operands}
        totals = {each: int(next(counts)) for each in added}
        known_so_far = pauses.get(window, (0,) * len(long))
        pauses[window] = tuple(before + int(next(counts)) for before in known_so_far)
        for group, at, tally in zip(groups, series_at, found, strict=True):
            for series in at.get(places, ()):
                tally[window, series] += _tally(group, series, records, held, known, totals)
    return Tallies(found, pauses)


def _tally_statement(groups: Sequence[Group], scope: Scope, rows: Sql | None, long: Sequence[str]) -> Sql:
    """Per window and places of dimension values: records, for how many each condition holds, and not, and sums."""
    level, scan = groups[0].level, groups[0].scan
    keys = [
        WINDOW,
        *(place_column(column_name(dimension.field)) for dimension in level.dimensions),
    ]
    counts = [
        Sql(("count(*)",)),
        *(count for condition in _conditions(groups) for count in _both_counts(groups[0], condition, scope)),
        *(how_many(known(each, scope)) for each in _operands(groups)),
        *(sql("coalesce({}, 0)", total(number(each, scope).numerator.sql)) for each in _added(groups, scope)),
        *(sql("sum({})", name(each)) for each in long),
    ]
    named = listed(map(name, keys))
    source = name(scan.table) if rows is None else sql("({}) AS scan", rows)
    return sql("SELECT {}, {} FROM {} GROUP BY {} ORDER BY {}", named, listed(counts), source, named, named)


def _both_counts(group: Group, condition: Expression, scope: Scope) -> tuple[Sql, Sql]:
    """For how many records a condition holds, and for how many not.

    Where one column tells of which it is known, those for which it does not hold are the rest of these.
    """
    holds, fails = _sides(group, condition, scope)
    column = None if group.scan.taken_is_good else decided_column(condition, scope)
    if column is None:
        return how_many(holds), how_many(fails)
    return how_many(holds), sql("count({}) - {}", name(column), how_many(holds))


def _sides(group: Group, condition: Expression, scope: Scope) -> tuple[Sql, Sql]:
    """When a condition holds and when not; conditions are on what is good where exclusions take records as good."""
    holds, fails = sides(condition, scope)
    if not group.scan.taken_is_good:
        return holds, fails
    return good_unless_taken(group, holds), sql("({} = 0 AND {})", name(TAKEN), fails)


def _tally(
    group: Group,
    series: int,
    records: int,
    held: dict[Expression, tuple[int, int]],
    known: dict[Expression, int],
    totals: dict[Expression, int],
) -> Tally:
    measure, good = group.measure, group.level.series[series].good
    is_good, is_bad = (0, 0) if good is None else held[good]
    if measure.statistic in PERCENTS:
        return Tally(records, is_good, is_bad, is_good + is_bad, 0)
    if measure.statistic is not Statistic.NUMBER:
        assert measure.operand is not None, "a sum, a mean and a value at a rank are of something"
        return Tally(records, 0, 0, known[measure.operand], 0, totals.get(measure.operand, 0))
    if measure.operand is None:
        return Tally(records, is_good, is_bad, records, records)
    counted, others = held[measure.operand]
    return Tally(records, 0, 0, counted + others, counted)


def _goods(group: Group) -> Iterator[Expression | None]:
    return (group.level.series[position].good for position in group.series)


def _conditions(groups: Sequence[Group]) -> tuple[Expression, ...]:
    goods = (
        good
        for group in groups
        if group.measure.statistic in PERCENTS or group.measure.operand is None
        for good in _goods(group)
    )
    counted = (group.measure.operand for group in groups if group.measure.statistic is Statistic.NUMBER)
    return tuple(dict.fromkeys(each for each in (*goods, *counted) if each is not None))


def _operands(groups: Sequence[Group]) -> tuple[Expression, ...]:
    values = (group.measure.operand for group in groups if group.measure.statistic is not Statistic.NUMBER)
    return tuple(dict.fromkeys(each for each in values if each is not None))


def _added(groups: Sequence[Group], scope: Scope) -> tuple[Expression, ...]:
    summed = (group.measure.operand for group in groups if is_totalled(group, scope))
    return tuple(dict.fromkeys(each for each in summed if each is not None))


def _series_at(group: Group) -> dict[tuple[int, ...], list[int]]:
    """The series to which each tuple of places belongs; usually one."""
    found: dict[tuple[int, ...], list[int]] = defaultdict(list)
    for position in group.series:
        for places in places_of(group.level, position, group.scan.choices):
            found[places].append(position)
    return found
