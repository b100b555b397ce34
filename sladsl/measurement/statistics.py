"""Measures as SQL over a scan: counts, sums and values at a rank, per window and series."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import product as combinations
from typing import LiteralString

from attrs import evolve

from sladsl.measurement.engine import Statements, make_table
from sladsl.measurement.exact import Exact, Whole, product, quotient
from sladsl.measurement.expressions import Scope, column_name, number, truth
from sladsl.measurement.field_values import NARROW_DIGITS
from sladsl.measurement.layers import TAKEN
from sladsl.measurement.members import SERIES, series_of, with_members
from sladsl.measurement.scans import WINDOW, Scan, place_column, scan_key
from sladsl.measurement.sql_pieces import (
    DIVIDE,
    FEW,
    NOTHING,
    TRUE,
    UNKNOWN,
    WIDE,
    Sql,
    all_of,
    column,
    integer,
    joined,
    listed,
    name,
    parameter,
    sql,
)
from sladsl.planning.plan import Expression, Measure, ServiceLevel, Statistic
from sladsl.planning.series import reductions
from sladsl.values import frozen

MEMBERS = "#members"
SPREAD = "#spread"
PICKED = "#picked"
PERCENTS = (Statistic.PERCENT_GOOD, Statistic.PERCENT_NOT_GOOD)
SUMMED = (Statistic.SUM, Statistic.MEAN)
RANKED = (Statistic.MEDIAN, Statistic.LOWEST, Statistic.HIGHEST, Statistic.PERCENTILE)
LOW = 10**NARROW_DIGITS
_CELLS = 256
_SORTING_DIGITS = 31  # which a quotient of every engine has


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


def counts(group: Group, scope: Scope) -> Sql:
    """Per window and series: records, good, bad, decided, and those for which a counted condition holds."""
    return sql(
        "SELECT w, series, count(*) AS records, count(CASE WHEN decided AND good THEN 1 END) AS good,"
        " count(CASE WHEN decided AND NOT good THEN 1 END) AS bad, count(CASE WHEN decided THEN 1 END) AS decided,"
        " count(CASE WHEN decided AND counted THEN 1 END) AS counted"
        " FROM ({}) AS judged GROUP BY w, series ORDER BY w, series",
        judged(group, scope),
    )


def sums(group: Group, scope: Scope) -> Sql:
    """Per window, series and denominator, the sum of the numerators in two parts: how many 10**18, and the rest."""
    value = operand(group, scope).numerator
    if value.digits > NARROW_DIGITS:
        high = quotient(Whole(Sql(("numerator",)), value.digits), Whole(integer(LOW), NARROW_DIGITS + 1)).sql
        totals = sql("sum({}) AS high, sum(numerator % {}) AS low", high, integer(LOW))
    else:
        totals = sql("0 AS high, sum(CAST(numerator AS {})) AS low", WIDE)
    return sql(
        "SELECT w, series, denominator, {} FROM ({}) AS judged WHERE decided"
        " GROUP BY w, series, denominator ORDER BY w, series, denominator",
        *(totals, judged(group, scope)),
    )


def spread(group: Group, scope: Scope) -> Sql:
    """Per series: its least value, and how wide a cell is of which 256 hold all its values."""
    by_size = sorting(operand(group, scope))
    length = Whole(Sql(("(max(sorting) - min(sorting))",)), by_size.digits)
    return sql(
        "SELECT series, min(sorting) AS lowest, {} + 1 AS width FROM ({}) AS measured GROUP BY series",
        *(quotient(length, Whole(integer(_CELLS), 3)).sql, _measured(group, scope)),
    )


def picked(group: Group, scope: Scope) -> Sql:
    """Per window, series and place wanted: the cell of a histogram that has it, its ends, and the place there.

    A window and a series are one number, `w * how many series there are + series`.
    """
    return sql(
        "WITH cells AS (SELECT w, series, cell, count(*) AS records FROM ({}) AS celled GROUP BY w, series, cell),"
        " heaped AS (SELECT *, sum(records) OVER (PARTITION BY w, series ORDER BY cell) AS up_to,"
        " sum(records) OVER (PARTITION BY w, series) AS total FROM cells),"
        " wanted AS ({}),"
        " chosen AS (SELECT *, CAST(cell AS INTEGER) + {} AS below FROM wanted"
        " WHERE up_to >= place AND up_to - records < place)"
        " SELECT {}{} AS window_and_series, few.lowest + c.below * few.width AS first,"
        " few.lowest + (c.below + 1) * few.width AS beyond, place, place - (up_to - records) AS inside"
        " FROM chosen AS c JOIN {} AS few ON few.series = c.series",
        *(_celled(group, scope), _wanted(group.measure), integer(_CELLS // 2)),
        *(FEW, _window_and_series(group, "c"), name(SPREAD)),
    )


def ranked(group: Group, scope: Scope) -> Sql:
    """Per window, series and place wanted: the values among which it falls, how many of each, and the place there.

    Only what is in the cell with the place is put in order. A quotient is put in order by its whole part after scaling;
    where several values share one, the places are left to tell.
    """
    return sql(
        "WITH inside AS (SELECT {}c.w, c.series, few.place, few.inside, c.sorting, c.numerator, c.denominator,"
        " count(*) AS records FROM ({}) AS c JOIN {} AS few ON few.window_and_series = {}"
        " WHERE c.sorting >= few.first AND c.sorting < few.beyond"
        " GROUP BY c.w, c.series, few.place, few.inside, c.sorting, c.numerator, c.denominator),"
        " sorted AS (SELECT *, sum(records) OVER (PARTITION BY w, series, place ORDER BY sorting) AS up_to,"
        " sum(records) OVER (PARTITION BY w, series, place, sorting) AS alike FROM inside)"
        " SELECT w, series, place, inside - (up_to - alike) AS inside, numerator, denominator, records FROM sorted"
        " WHERE up_to >= inside AND up_to - alike < inside ORDER BY w, series, place, numerator, denominator",
        *(FEW, _measured(group, scope), name(PICKED), _window_and_series(group, "c")),
    )


def _window_and_series(group: Group, alias: LiteralString) -> Sql:
    return sql(f"{alias}.w * {{}} + {alias}.series", integer(len(group.level.series)))


def _celled(group: Group, scope: Scope) -> Sql:
    """The records with the cells that their values lie in, numbered from -128 so that one byte holds them."""
    digits = sorting(operand(group, scope)).digits
    above = Whole(Sql(("(m.sorting - few.lowest)",)), digits)
    cell = quotient(above, Whole(Sql(("few.width",)), digits))
    return sql(
        "SELECT {}m.*, CAST({} - {} AS TINYINT) AS cell FROM ({}) AS m JOIN {} AS few ON few.series = m.series",
        *(FEW, cell.sql, integer(_CELLS // 2), _measured(group, scope), name(SPREAD)),
    )


def _measured(group: Group, scope: Scope) -> Sql:
    """The decided records with an integer that is in the order of their values."""
    return sql(
        "SELECT w, series, numerator, denominator, {} AS sorting FROM ({}) AS judged WHERE decided",
        *(sorting(operand(group, scope)).sql, judged(group, scope)),
    )


def operand(group: Group, scope: Scope) -> Exact:
    """The value that a measure reduces."""
    expression = group.measure.operand
    assert expression is not None, "a sum, a mean and a value at a rank are of something"
    return number(expression, scope)


def judged(group: Group, scope: Scope, *more: Sql) -> Sql:
    """The records of a group's series: whether each is good, whether it is decided, what it counts for, and `more`."""
    decided, counted, value = _decision(group, scope)
    if group.partner is not None:
        decided = sql("({}) AND beside", decided)
        value = [*value, sql("{} AS beside", _is_decided(group, group.partner, scope))]
    columns = [
        sql("{} AS w", name(WINDOW)),
        sql("{} AS series", series_of(group.level, group.series)),
        sql("{} AS good", _good(group, scope)),
        sql("{} AS counted", counted),
        *value,
        *more,
    ]
    return sql(
        "SELECT *, {} AS decided FROM (SELECT {} FROM {} AS scan{}) AS each_record",
        *(decided, listed(columns), name(group.scan.table), _scan_members(group)),
    )


def placed(group: Group, columns: Iterable[Sql], where: Sql = TRUE) -> Sql:
    """The records of a group's series `where` something holds: their window, the series' position, and some columns."""
    heads = [sql("{} AS w", name(WINDOW)), sql("{} AS series", series_of(group.level, group.series))]
    rows = name(group.scan.table)
    taken = listed([*heads, *columns])
    kept = NOTHING if where == TRUE else sql(" WHERE {}", where)
    return sql("SELECT {} FROM {} AS scan{}{}", taken, rows, _scan_members(group), kept)


def members(group: Group, rows: Sql) -> Sql:
    """Count the rows of each window and series, whatever they say."""
    return sql(
        "SELECT {} AS w, {} AS series, count(*) FROM ({}) AS scan{} GROUP BY w, series",
        *(
            name(WINDOW),
            series_of(group.level, group.series),
            rows,
            with_members(group.level, group.series, "scan"),
        ),
    )


def _decision(group: Group, scope: Scope) -> tuple[Sql, Sql, list[Sql]]:
    """When a record is decided, when it is one of those counted, and the columns of its value."""
    measure = group.measure
    if measure.statistic in PERCENTS:
        return Sql(("good IS NOT NULL",)), UNKNOWN, []
    if measure.statistic is Statistic.NUMBER:
        condition = TRUE if measure.operand is None else truth(measure.operand, scope)
        return Sql(("counted IS NOT NULL",)), condition, []
    value = operand(group, scope)
    denominator = value.denominator
    return (
        Sql(("numerator IS NOT NULL" + ("" if denominator is None else " AND denominator IS NOT NULL"),)),
        UNKNOWN,
        [
            sql("{} AS numerator", value.numerator.sql),
            sql("{} AS denominator", Sql(("1",)) if denominator is None else denominator.sql),
        ],
    )


def _is_decided(group: Group, partner: Measure, scope: Scope) -> Sql:
    """Whether a record is decided for the other part of a ratio."""
    if partner.statistic in PERCENTS:
        return sql("({}) IS NOT NULL", _good(group, scope))
    if partner.operand is None:
        return TRUE
    if partner.statistic is Statistic.NUMBER:
        return sql("({}) IS NOT NULL", truth(partner.operand, scope))
    value = number(partner.operand, scope)
    parts = [part for part in (value.numerator, value.denominator) if part is not None]
    return all_of(sql("{} IS NOT NULL", part.sql) for part in parts)


def _good(group: Group, scope: Scope) -> Sql:
    conditions = {position: group.level.series[position].good for position in group.series}
    if len(set(conditions.values())) == 1:
        return good_unless_taken(group, _condition(conditions[group.series[0]], scope))
    cases = joined(
        " ",
        (
            sql("WHEN {} THEN {}", integer(position), _condition(condition, scope))
            for position, condition in conditions.items()
        ),
    )
    return good_unless_taken(group, sql("CASE {} {} END", name(SERIES), cases))


def good_unless_taken(group: Group, good: Sql) -> Sql:
    """Whether a row is good, which those are that an exclusion takes as good whatever else they are."""
    return sql("({} > 0 OR {})", name(TAKEN), good) if group.scan.taken_is_good else good


def _condition(condition: Expression | None, scope: Scope) -> Sql:
    return UNKNOWN if condition is None else truth(condition, scope)


def numbered_members(group: Group) -> Sql | None:
    """The series of each tuple of places that a scan's table has for dimension values, None where it has no places.

    They are kept as a table: the engine then knows how small the numbers are, and finds them by place, not by hash.
    """
    if not _is_numbered(group):
        return None
    rows = [
        (position, *places)
        for position in group.series
        for places in places_of(group.level, position, group.scan.choices)
    ]
    return sql(
        "SELECT * FROM (VALUES {}) AS members({})",
        listed(sql("({})", listed(map(integer, row))) for row in rows),
        listed(map(name, (SERIES, *(_value_column(number) for number in range(len(rows[0]) - 1))))),
    )


def keep_members(session: Statements, group: Group) -> None:
    """Make the table of the series of a group by the places of their dimension values, where it has places."""
    numbered = numbered_members(group)
    if numbered is not None:
        make_table(session, MEMBERS, numbered)


def _is_numbered(group: Group) -> bool:
    columns = [column_name(dimension.field) for dimension in group.level.dimensions]
    return bool(columns) and all(each in group.scan.choices for each in columns)


def _value_column(number: int) -> str:
    return f"#value {number + 1}"


def _scan_members(group: Group) -> Sql:
    """Join the rows of a scan's table with the series that their dimension values belong to."""
    if not _is_numbered(group):
        return _held_members(group)
    conditions = (
        sql(
            "{} = {}",
            column("members", _value_column(number)),
            column("scan", place_column(column_name(dimension.field))),
        )
        for number, dimension in enumerate(group.level.dimensions)
    )
    return sql(" JOIN {} AS members ON {}", name(MEMBERS), all_of(conditions))


def _held_members(group: Group) -> Sql:
    """The same where some values are not declared; those that are, are held as places among them."""
    columns = [column_name(dimension.field) for dimension in group.level.dimensions]
    if not columns:
        return NOTHING
    choices = group.scan.choices
    rows = (
        listed([integer(position), *map(_held, values, (choices.get(each) for each in columns))])
        for position in group.series
        for values in combinations(*(each or () for each in group.level.series[position].members))
    )
    named = [f"#value {number}" for number in range(1, len(columns) + 1)]
    return sql(
        " JOIN (VALUES {}) AS members({}) ON {}",
        listed(sql("({})", row) for row in rows),
        listed(map(name, (SERIES, *named))),
        all_of(
            sql(
                "{} = {}",
                column("members", value),
                column("scan", place_column(field) if field in choices else field),
            )
            for value, field in zip(named, columns, strict=True)
        ),
    )


def _held(value: str, choices: tuple[str, ...] | None) -> Sql:
    """How a scan's table holds a dimension value."""
    return parameter(value) if choices is None else integer(choices.index(value) + 1)


def places_of(
    level: ServiceLevel, position: int, choices: Mapping[str, tuple[str, ...]]
) -> Iterator[tuple[int, ...]]:
    """The dimension values of a series, as places among the declared ones."""
    declared = [choices[column_name(dimension.field)] for dimension in level.dimensions]
    for values in combinations(*(each or () for each in level.series[position].members)):
        yield tuple(among.index(value) + 1 for among, value in zip(declared, values, strict=True))


def sorting(value: Exact) -> Whole:
    """An integer that is in the order of the values, though several may share one."""
    numerator = Whole(Sql(("numerator",)), value.numerator.digits)
    excess = numerator.digits - _SORTING_DIGITS
    if excess > 0:
        numerator = quotient(numerator, Whole(integer(10**excess), excess + 1))
    if value.denominator is None:
        return evolve(numerator, digits=min(numerator.digits, _SORTING_DIGITS))
    exponent = max(0, -excess)
    shifted = product(numerator, Whole(integer(10**exponent), exponent + 1))
    divided = quotient(shifted, Whole(Sql(("denominator",)), value.denominator.digits))
    return evolve(divided, digits=_SORTING_DIGITS)


def _wanted(measure: Measure) -> Sql:
    places = [sql("SELECT *, {} AS place FROM heaped", place) for place in _places(measure)]
    return joined(" UNION ", places)


def _places(measure: Measure) -> Iterator[Sql]:
    """The places in ascending order, from 1, of the values that a measure is made from."""
    match measure.statistic:
        case Statistic.LOWEST:
            yield Sql(("1",))
        case Statistic.HIGHEST:
            yield Sql(("total",))
        case Statistic.MEDIAN:
            yield sql("(total + 1) {} 2", DIVIDE)
            yield sql("total {} 2 + 1", DIVIDE)
        case Statistic.PERCENTILE:
            assert measure.rank is not None, "a percentile has a rank"
            share = Fraction(measure.rank) / 100
            above = integer(share.denominator)
            yield sql(
                "greatest(1, (total * {} + {} - 1) {} {})",
                *(integer(share.numerator), above, DIVIDE, above),
            )
        case _:
            raise AssertionError(f"{measure.statistic} takes no value at a rank")
