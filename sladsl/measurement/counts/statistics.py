"""Measures as SQL over a scan: the records of each window and series as judged, with their counts and sums."""

from __future__ import annotations

from collections.abc import Iterable

from sladsl.measurement.counts.groups import Group
from sladsl.measurement.records.field_values import NARROW_DIGITS
from sladsl.measurement.scanning.layers import TAKEN
from sladsl.measurement.scanning.members import SERIES, group_members, series_of, with_members
from sladsl.measurement.scanning.scans import WINDOW
from sladsl.measurement.sql.exact import Exact, SqlInteger, quotient
from sladsl.measurement.sql.expressions import Scope, known, number, truth
from sladsl.measurement.sql.pieces import (
    NOTHING,
    TRUE,
    UNKNOWN,
    WIDE,
    Sql,
    integer,
    joined,
    listed,
    name,
    sql,
)
from sladsl.planning.plan import Expression, Measure, Statistic

PERCENTS = (Statistic.PERCENT_GOOD, Statistic.PERCENT_NOT_GOOD)
SUMMED = (Statistic.SUM, Statistic.MEAN)
LOW = 10**NARROW_DIGITS


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
        high = quotient(
            SqlInteger(Sql(("numerator",)), value.digits), SqlInteger(integer(LOW), NARROW_DIGITS + 1)
        ).sql
        totals = sql("sum({}) AS high, sum(numerator % {}) AS low", high, integer(LOW))
    else:
        totals = sql("0 AS high, sum(CAST(numerator AS {})) AS low", WIDE)
    return sql(
        "SELECT w, series, denominator, {} FROM ({}) AS judged WHERE decided"
        " GROUP BY w, series, denominator ORDER BY w, series, denominator",
        *(totals, judged(group, scope)),
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
        *(decided, listed(columns), name(group.scan.table), group_members(group)),
    )


def placed(group: Group, columns: Iterable[Sql], where: Sql = TRUE) -> Sql:
    """The records of a group's series `where` something holds: their window, the series' position, and some columns."""
    heads = [sql("{} AS w", name(WINDOW)), sql("{} AS series", series_of(group.level, group.series))]
    rows = name(group.scan.table)
    taken = listed([*heads, *columns])
    kept = NOTHING if where == TRUE else sql(" WHERE {}", where)
    return sql("SELECT {} FROM {} AS scan{}{}", taken, rows, group_members(group), kept)


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
        value_columns(value),
    )


def value_columns(value: Exact) -> list[Sql]:
    """The columns of a value: its numerator, not divided by the scale, and its denominator."""
    denominator = Sql(("1",)) if value.denominator is None else value.denominator.sql
    return [sql("{} AS numerator", value.numerator.sql), sql("{} AS denominator", denominator)]


def _is_decided(group: Group, partner: Measure, scope: Scope) -> Sql:
    """Whether a record is decided for the other part of a ratio."""
    if partner.statistic in PERCENTS:
        return sql("({}) IS NOT NULL", _good(group, scope))
    if partner.operand is None:
        return TRUE
    if partner.statistic is Statistic.NUMBER:
        return sql("({}) IS NOT NULL", truth(partner.operand, scope))
    return known(partner.operand, scope)


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
