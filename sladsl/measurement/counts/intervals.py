"""Means over intervals: the rows of each are summed before they are divided, the quotients averaged unweighted.

A quotient of every interval may have a denominator of its own. Quotients of one denominator are added first, then the
sums in pairs, so that the numbers stay as short as they can.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from fractions import Fraction

from sladsl.measurement.counts.groups import Group
from sladsl.measurement.counts.statistics import LOW, placed
from sladsl.measurement.counts.tallies import WindowSeries
from sladsl.measurement.engines.engine import Statements, insert, make_table, query
from sladsl.measurement.records.field_values import NARROW_DIGITS
from sladsl.measurement.results import Counts, Measurement, ValuePart
from sladsl.measurement.scanning.members import MEMBERS, numbered_members
from sladsl.measurement.scanning.scans import Scan, scan_key
from sladsl.measurement.sql.exact import Exact, SqlInteger, quotient
from sladsl.measurement.sql.expressions import Scope, column_name, number
from sladsl.measurement.sql.pieces import DIVIDE, TRUE, WIDE, Sql, integer, listed, name, sql
from sladsl.planning.plan import (
    Expression,
    IntervalMean,
    Measure,
    Quantity,
    ServiceLevel,
    Statistic,
    ValueType,
)
from sladsl.planning.windows import Window
from sladsl.values import evolve, frozen


def interval_rows(
    session: Statements, level: ServiceLevel, scoped: Sequence[tuple[Scan, Scope]], windows: Sequence[Window]
) -> list[Measurement]:
    """The rows of a level that is measured as a mean over intervals, in the order of its windows, then its series."""
    found = summed_intervals(session, level, scoped, windows)
    return [
        _row(level, s, window, found.get((w, s)))
        for w, window in enumerate(windows)
        for s in range(len(level.series))
    ]


def summed_intervals(
    session: Statements,
    level: ServiceLevel,
    scoped: Sequence[tuple[Scan, Scope]],
    windows: Sequence[Window],
    where: Sql = TRUE,
) -> dict[WindowSeries, Intervals]:
    """The sums of each interval by window and series, of the records for `where` something holds."""
    found: dict[WindowSeries, Intervals] = {}
    insert(
        session,
        _starts_table(level),
        [(n, window.start) for n, window in enumerate(windows)],
        ("number", "start"),
    )
    for group, measure, scope in interval_groups(level, scoped):
        numbered = numbered_members(group)
        if numbered is not None:
            make_table(session, MEMBERS, numbered)
        for w, s, at, records, *sums in query(session, _interval_sums(group, measure, scope, where)):
            held = found.setdefault((w, s), Intervals(0, defaultdict(Fraction), defaultdict(Fraction)))
            over, under = _read(measure, scope, sums)
            found[w, s] = evolve(held, records=held.records + records)
            held.over[at] += over
            held.under[at] += under
    return found


def _starts_table(level: ServiceLevel) -> str:
    """The table of the instants at which the windows of a level start."""
    return f"starts of windows of {level.name}"


def interval_groups(
    level: ServiceLevel, scoped: Sequence[tuple[Scan, Scope]]
) -> Iterator[tuple[Group, IntervalMean, Scope]]:
    """The series of a level by the scan that they are measured from."""
    for scan, scope in scoped:
        at = tuple(n for n, series in enumerate(level.series) if scan_key(level, series) == scan.key)
        if at:
            measure = level.series[at[0]].measure
            assert isinstance(measure, IntervalMean), "a level is measured in one way"
            summed = Measure(measure.id, measure.span, Statistic.SUM, measure.type, measure.over)
            yield Group(level, scan, at, summed), measure, scope


def _interval_sums(group: Group, measure: IntervalMean, scope: Scope, where: Sql = TRUE) -> Sql:
    """Per window, series, interval and denominators: how many records, and the sums of both numerators in two parts."""
    assert group.level.counted is not None, "only records are measured in intervals"
    over, under = number(measure.over, scope), number(measure.under, scope)
    columns = [
        sql("{} AS instant", name(column_name(group.level.counted))),
        sql("{} AS top, {} AS top_by", over.numerator.sql, _denominator(over)),
        sql("{} AS bottom, {} AS bottom_by", under.numerator.sql, _denominator(under)),
    ]
    return sql(
        "SELECT w, series, i, count(*) AS records, top_by, {}, bottom_by, {} FROM ("
        "SELECT p.*, (p.instant - s.start) {} {} AS i FROM ({}) AS p JOIN {} AS s ON s.number = p.w) AS intervals"
        " GROUP BY w, series, i, top_by, bottom_by ORDER BY w, series, i, top_by, bottom_by",
        *(_total(over.numerator, "top"), _total(under.numerator, "bottom")),
        *(DIVIDE, integer(measure.every), placed(group, columns, where), name(_starts_table(group.level))),
    )


@frozen
class Intervals:
    """The records of a window and series, and the sums of each interval by its number."""

    records: int
    over: dict[int, Fraction]
    under: dict[int, Fraction]

    @property
    def quotients(self) -> dict[int, Fraction]:
        """The quotient of each interval that has one, by its number."""
        return {at: self.over[at] / under for at, under in self.under.items() if under}


def _denominator(value: Exact) -> Sql:
    return Sql(("1",)) if value.denominator is None else value.denominator.sql


def _total(value: SqlInteger, column: str) -> Sql:
    """The sum of a column in two parts: how many 10**18, and the rest."""
    summed = name(column)
    if value.digits <= NARROW_DIGITS:
        return sql(
            "0 AS {}, sum(CAST({} AS {})) AS {}", name(f"{column}_high"), summed, WIDE, name(f"{column}_low")
        )
    high = quotient(SqlInteger(summed, value.digits), SqlInteger(integer(LOW), NARROW_DIGITS + 1)).sql
    return listed(
        [
            sql("sum({}) AS {}", high, name(f"{column}_high")),
            sql("sum({} % {}) AS {}", summed, integer(LOW), name(f"{column}_low")),
        ]
    )


def _read(measure: IntervalMean, scope: Scope, sums: Sequence[int]) -> tuple[Fraction, Fraction]:
    (over_by, over_high, over_low), (under_by, under_high, under_low) = sums[:3], sums[3:]
    return (
        _exact(measure.over, scope, int(over_high) * LOW + int(over_low), int(over_by)),
        _exact(measure.under, scope, int(under_high) * LOW + int(under_low), int(under_by)),
    )


def _exact(expression: Expression, scope: Scope, total: int, denominator: int) -> Fraction:
    return Fraction(total, 10 ** number(expression, scope).scale * denominator)


def _row(level: ServiceLevel, position: int, window: Window, found: Intervals | None) -> Measurement:
    series = level.series[position]
    measure = series.measure
    assert isinstance(measure, IntervalMean), "a level is measured in one way"
    held = found or Intervals(0, {}, {})
    quotients = list(held.quotients.values())
    ended = max(0, min(window.end, window.as_of) - window.start)
    empty = -(-ended // measure.every) - len(quotients)
    valued = len(quotients) if measure.empty is None else len(quotients) + empty
    total = exact_sum(quotients) + (0 if measure.empty is None else measure.empty * empty)
    return Measurement(
        level.name,
        series.key,
        window,
        Counts(held.records, held.records, None, None, 0, 0, 0),
        Quantity(measure.type, total / valued) if valued and held.records else None,
        parts=(_count("intervals with a quotient", len(quotients)), _count("intervals without one", empty)),
    )


def exact_sum(values: Sequence[Fraction]) -> Fraction:
    """Add fractions, those of one denominator first, then in pairs of similar length."""
    by_denominator: dict[int, int] = defaultdict(int)
    for value in values:
        by_denominator[value.denominator] += value.numerator
    sums = [Fraction(numerator, denominator) for denominator, numerator in sorted(by_denominator.items())]
    while len(sums) > 1:
        sums = [sum(sums[n : n + 2], Fraction()) for n in range(0, len(sums), 2)]
    return sums[0] if sums else Fraction()


def _count(what: str, how_many: int) -> ValuePart:
    return ValuePart(what, Quantity(ValueType.NUMBER, Fraction(how_many)))
