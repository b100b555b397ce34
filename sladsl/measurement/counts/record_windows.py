"""Windows of single records: those that do not keep a target are read off, all others only counted.

The limits in force when a record is counted are compared by the engine, exactly; settlement judges what is listed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from fractions import Fraction
from typing import Any, LiteralString
from zoneinfo import ZoneInfo

from sladsl.measurement.counts.groups import Group
from sladsl.measurement.counts.statistics import PERCENTS, judged, operand
from sladsl.measurement.engines.engine import Statements, query
from sladsl.measurement.results import Counts, Measurement
from sladsl.measurement.scanning.scans import RECORD
from sladsl.measurement.sql.exact import Exact, SqlInteger, comparison, constant
from sladsl.measurement.sql.expressions import Scope, column_name
from sladsl.measurement.sql.pieces import TRUE, Sql, any_of, integer, joined, name, sql
from sladsl.planning.plan import (
    Comparator,
    Field,
    Plan,
    Quantity,
    Series,
    Statistic,
    Target,
    ValueType,
)
from sladsl.planning.windows import Window, record_window, zone_of
from sladsl.planning.zones import day_start
from sladsl.values import frozen

_EPOCH = dt.date(1970, 1, 1)
_KEEPS: dict[Comparator, LiteralString] = {
    Comparator.AT_LEAST: ">=",
    Comparator.ABOVE: ">",
    Comparator.AT_MOST: "<=",
    Comparator.UNDER: "<",
}


@frozen
class ListedRecords:
    """The records of a group that are listed, and how many of each window and series do not keep a target."""

    rows: tuple[tuple[int, int, Measurement], ...]
    failing: dict[tuple[int, int], int]


def listed_records(
    session: Statements,
    plan: Plan,
    group: Group,
    scope: Scope,
    windows: Sequence[Window],
    *,
    every_record: bool,
) -> ListedRecords:
    """The records that do not keep a target, or `every_record`, with their windows.

    Where a settlement period is settled several times, a record that does not keep one at any of them is listed at all.
    """
    is_settled_once = len({window.start for window in windows}) == len(windows)
    rows, failing = [], dict[tuple[int, int], int]()
    for w, s, fails, *record in query(
        session,
        _record_statement(plan, group, scope, every_record=every_record, is_settled_once=is_settled_once),
    ):
        rows.append((w, s, _measurement(plan, group, scope, windows[w], s, record)))
        if fails:
            failing[w, s] = failing.get((w, s), 0) + 1
    return ListedRecords(tuple(rows), failing)


def _record_statement(
    plan: Plan, group: Group, scope: Scope, *, every_record: bool = False, is_settled_once: bool = True
) -> Sql:
    """Per window and series: whether a record keeps no target, its key, when it is counted, and its value."""
    counted = group.level.counted
    assert counted is not None, "only records are windows"
    more = (
        sql("{} AS record", name(RECORD)),
        sql("{} AS instant", name(column_name(counted))),
    )
    fails = sql(
        "SELECT *, coalesce({}, FALSE) AS fails FROM ({}) AS judged",
        *(_fails(plan, group, scope), judged(group, scope, *more)),
    )
    if every_record:
        wanted = TRUE
    elif is_settled_once:
        wanted = Sql(("fails",))
    else:
        wanted = Sql(("record IN (SELECT record FROM known WHERE fails)",))
    value = Sql(("0, 1",)) if group.measure.statistic in PERCENTS else Sql(("numerator, denominator",))
    return sql(
        "WITH known AS ({}) SELECT w, series, fails, CAST(record AS STRING) AS record, instant, decided, good, {}"
        " FROM known WHERE {} ORDER BY w, series, instant, record",
        *(fails, value, wanted),
    )


def _fails(plan: Plan, group: Group, scope: Scope) -> Sql:
    """Whether the value of a record keeps some target of its series not."""
    value = _value(group, scope)
    cases = joined(
        " ",
        (
            sql(
                "WHEN {} THEN {}",
                integer(position),
                _beyond(plan, group, group.level.series[position], value),
            )
            for position in group.series
        ),
    )
    return sql("CASE series {} END", cases)


def _value(group: Group, scope: Scope) -> Exact:
    """The value of a record: all or nothing where a share is measured, else the amount itself."""
    if group.measure.statistic in PERCENTS:
        word = "good" if group.measure.statistic is Statistic.PERCENT_GOOD else "NOT good"
        return Exact(
            SqlInteger(
                sql("CASE WHEN good IS NOT NULL THEN CASE WHEN {} THEN 1 ELSE 0 END END", Sql((word,))), 1
            )
        )
    amount = operand(group, scope)
    denominator = amount.denominator
    return Exact(
        SqlInteger(Sql(("numerator",)), amount.numerator.digits),
        amount.scale,
        None if denominator is None else SqlInteger(Sql(("denominator",)), denominator.digits),
    )


def _beyond(plan: Plan, group: Group, series: Series, value: Exact) -> Sql:
    targets = [target for target in (series.expected, series.minimum) if target is not None]
    return any_of(_one_beyond(plan, group, target, value) for target in targets)


def _one_beyond(plan: Plan, group: Group, target: Target, value: Exact) -> Sql:
    """Whether a value is beyond the limit that is in force when its record is counted."""
    tests = [
        sql("NOT {}", comparison(_KEEPS[target.comparator], value, constant(dated.value.amount)))
        for dated in target.values
    ]
    counted = group.level.counted
    assert counted is not None, "only records are windows"
    until = [
        _as_counted(plan, counted, dated.since) for dated in target.values[1:] if dated.since is not None
    ]
    if not until:
        return tests[0]
    cases = (
        sql("WHEN instant < {} THEN {}", integer(end), test) for end, test in zip(until, tests, strict=False)
    )
    return sql("CASE {} ELSE {} END", joined(" ", cases), tests[-1])


def _as_counted(plan: Plan, counted: Field, day: dt.date) -> int:
    """The first instant of a day, or the day itself, as the field by which records are counted holds it."""
    return (day - _EPOCH).days if counted.type is ValueType.DATE else day_start(zone_of(plan), day)


def _measurement(
    plan: Plan, group: Group, scope: Scope, period: Window, position: int, record: Sequence[Any]
) -> Measurement:
    key, counted_at, decided, good, _, _ = record
    level, series = group.level, group.level.series[position]
    assert level.counted is not None, "only records are windows"
    instant = _instant(zone_of(plan), level.counted, counted_at)
    value = _amount(group, scope, record) if decided else None
    return Measurement(
        level.name,
        series.key,
        record_window(period, key, instant),
        Counts(
            1,
            int(decided),
            None if series.good is None else int(good is True),
            None if series.good is None else int(good is False),
            int(not decided),
            0,
            0,
        ),
        None if value is None else Quantity(series.measure.type, value),
    )


def _instant(zone: ZoneInfo, counted: Field, held: int) -> int:
    return day_start(zone, _EPOCH + dt.timedelta(days=held)) if counted.type is ValueType.DATE else held


def _amount(group: Group, scope: Scope, record: Sequence[Any]) -> Fraction:
    _, _, _, good, numerator, denominator = record
    match group.measure.statistic:
        case Statistic.PERCENT_GOOD:
            return Fraction(good is True)
        case Statistic.PERCENT_NOT_GOOD:
            return Fraction(good is False)
    return Fraction(int(numerator), 10 ** operand(group, scope).scale * int(denominator))
