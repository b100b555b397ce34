"""Counts of the records of a level: all that its series need of a scan in one pass over it.

The scan's rows are counted by window and by the places of their dimension values; what a series counts is added up from
the places that belong to it. So no row is joined with its series, and no condition decided by which series it is in.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from sladsl.measurement.engine import Statements, query
from sladsl.measurement.expressions import Scope, column_name, number, truth
from sladsl.measurement.scans import WINDOW, place_column
from sladsl.measurement.sql_pieces import Sql, all_of, how_many, listed, name, sql
from sladsl.measurement.statistics import PERCENTS, Group, good_unless_taken, places_of
from sladsl.planning.plan import Expression, Statistic
from sladsl.values import frozen

Place = tuple[int, int]  # a window's number, a series' position


@frozen
class Tally:
    """What the records of one window and series come to."""

    records: int
    good: int
    bad: int
    decided: int
    counted: int

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            self.records + other.records,
            self.good + other.good,
            self.bad + other.bad,
            self.decided + other.decided,
            self.counted + other.counted,
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


def tallies(session: Statements, groups: Sequence[Group], scope: Scope) -> list[dict[Place, Tally]]:
    """Count the groups of one level and scan; a dictionary for each."""
    conditions, operands = _conditions(groups), _operands(groups)
    found: list[dict[Place, Tally]] = [defaultdict(lambda: NO_TALLY) for _ in groups]
    series_at = [_series_at(group) for group in groups]
    width = len(groups[0].level.dimensions)
    for window, *rest in query(session, tally_statement(groups, scope)):
        places, records, counts = tuple(rest[:width]), rest[width], iter(rest[width + 1 :])
        held = {condition: (next(counts), next(counts)) for condition in conditions}
        known = {operand: next(counts) for operand in operands}
        for group, at, tally in zip(groups, series_at, found, strict=True):
            for series in at.get(places, ()):
                tally[window, series] += _tally(group, series, records, held, known)
    return found


def tally_statement(groups: Sequence[Group], scope: Scope) -> Sql:
    """Per window and places of dimension values: the records, those for which each condition holds, and does not."""
    level, scan = groups[0].level, groups[0].scan
    keys = [
        WINDOW,
        *(place_column(column_name(dimension.field)) for dimension in level.dimensions),
    ]
    counts = [
        Sql(("count(*)",)),
        *(
            how_many(side)
            for condition in _conditions(groups)
            for side in _sides(groups[0], truth(condition, scope))
        ),
        *(how_many(_is_known(operand, scope)) for operand in _operands(groups)),
    ]
    named = listed(map(name, keys))
    return sql(
        "SELECT {}, {} FROM {} GROUP BY {} ORDER BY {}", named, listed(counts), name(scan.table), named, named
    )


def _sides(group: Group, condition: Sql) -> tuple[Sql, Sql]:
    """A condition and its opposite; conditions are on what is good where exclusions take records as good."""
    condition = good_unless_taken(group, condition)
    return condition, sql("NOT {}", condition)


def _tally(
    group: Group,
    series: int,
    records: int,
    held: dict[Expression, tuple[int, int]],
    known: dict[Expression, int],
) -> Tally:
    measure, good = group.measure, group.level.series[series].good
    is_good, is_bad = (0, 0) if good is None else held[good]
    if measure.statistic in PERCENTS:
        return Tally(records, is_good, is_bad, is_good + is_bad, 0)
    if measure.statistic is not Statistic.NUMBER:
        assert measure.operand is not None, "a sum, a mean and a value at a rank are of something"
        return Tally(records, 0, 0, known[measure.operand], 0)
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


def _is_known(operand: Expression, scope: Scope) -> Sql:
    value = number(operand, scope)
    parts = [value.numerator] if value.denominator is None else [value.numerator, value.denominator]
    return all_of(sql("{} IS NOT NULL", part.sql) for part in parts)


def _series_at(group: Group) -> dict[tuple[int, ...], list[int]]:
    """The series to which each tuple of places belongs; usually one."""
    found: dict[tuple[int, ...], list[int]] = defaultdict(list)
    for position in group.series:
        for places in places_of(group.level, position, group.scan.choices):
            found[places].append(position)
    return found
