"""The values of a scan's records, and what tells which series each record belongs to."""

from __future__ import annotations

from functools import reduce

from sladsl.measurement.counts.groups import Group
from sladsl.measurement.counts.statistics import judged, operand, placed, value_columns
from sladsl.measurement.records.field_values import NARROW_DIGITS
from sladsl.measurement.scanning.members import MEMBERS, SERIES, member_places
from sladsl.measurement.scanning.scans import WINDOW
from sladsl.measurement.sql.exact import Exact, SqlInteger, product, quotient
from sladsl.measurement.sql.expressions import RUN, Scope
from sladsl.measurement.sql.pieces import Sql, all_of, column, integer, listed, name, sql
from sladsl.planning.plan import ClockTime
from sladsl.values import evolve, frozen

_SORTING_DIGITS = 31  # which a quotient of every engine has


@frozen
class ValuedRows:
    """The rows of a group: `w`, the columns told, `numerator`, `denominator` and `sorting`, NULL where undecided.

    `told` are the columns that tell a series, with one more than the greatest integer in each: the places of dimension
    values, or the series itself where `is_series`. So rows are counted, and some found, without a join for each.
    """

    rows: Sql
    told: tuple[tuple[str, int], ...]
    is_series: bool

    @property
    def own(self) -> Sql:
        """One number for a window and what tells a series."""
        return reduce(_next_digit, self.told, Sql(("w",)))

    def with_series(self, table: str) -> Sql:
        """A table that has the columns told, with the `series` of each row; of several, a row for each."""
        if self.is_series:
            return name(table)
        same = all_of(
            sql("{} = {}", column("counted", each), column("members", each)) for each, _ in self.told
        )
        return sql(
            "(SELECT counted.*, {} AS series FROM {} AS counted JOIN {} AS members ON {})",
            *(column("members", SERIES), name(table), name(MEMBERS), same),
        )

    def with_own(self, table: str) -> Sql:
        """A table that has windows and `series`, with the numbers of the rows that belong to them as `own`."""
        rows = name(table)
        if not self.is_series:
            rows = sql(
                "(SELECT picked.*, {} FROM {} AS picked JOIN {} AS members ON {} = picked.series)",
                listed(column("members", each) for each, _ in self.told),
                *(rows, name(MEMBERS), column("members", SERIES)),
            )
        return sql("(SELECT *, {} AS own FROM {} AS picked)", self.own, rows)


def valued(group: Group, scope: Scope) -> ValuedRows:
    """The rows of a group; among them are those of other series where no value can outgrow an engine's integers."""
    value, by_series = operand(group, scope), (("series", len(group.level.series)),)
    in_order = sql("{} AS sorting", order(group, scope).sql)
    if not is_narrow(value):
        rows = sql("SELECT *, {} FROM ({}) AS judged WHERE decided", in_order, judged(group, scope))
        return ValuedRows(rows, by_series, is_series=True)
    if group.partner is not None:
        rows = sql("SELECT * FROM ({}) AS judged WHERE decided", judged(group, scope, in_order))
        return ValuedRows(rows, by_series, is_series=True)
    columns, places = [*value_columns(value), in_order], member_places(group)
    if not places:
        return ValuedRows(placed(group, columns), by_series, is_series=True)
    told = [sql("{} AS {}", name(place), name(told)) for told, (place, _) in places.items()]
    rows = sql(
        "SELECT {} FROM {}",
        listed([sql("{} AS w", name(WINDOW)), *told, *columns]),
        name(group.scan.table),
    )
    return ValuedRows(
        rows, tuple((told, values + 1) for told, (_, values) in places.items()), is_series=False
    )


def is_narrow(value: Exact) -> bool:
    """Whether a value is an integer of 64 bits, whatever the records hold."""
    return value.denominator is None and value.numerator.digits <= NARROW_DIGITS


def order(group: Group, scope: Scope) -> SqlInteger:
    """An integer in the order of the values, of the columns of a scan's table, or else of the value's own."""
    if isinstance(group.measure.operand, ClockTime):
        return SqlInteger(name(RUN), NARROW_DIGITS)  # which has no step less than the time on the clock
    value = operand(group, scope)
    return value.numerator if is_narrow(value) else sorting(value)


def sorting(value: Exact) -> SqlInteger:
    """An integer that is in the order of the values in `numerator` and `denominator`, though several may share one."""
    numerator = SqlInteger(Sql(("numerator",)), value.numerator.digits)
    excess = numerator.digits - _SORTING_DIGITS
    if excess > 0:
        numerator = quotient(numerator, SqlInteger(integer(10**excess), excess + 1))
    if value.denominator is None:
        return evolve(numerator, digits=min(numerator.digits, _SORTING_DIGITS))
    exponent = max(0, -excess)
    shifted = product(numerator, SqlInteger(integer(10**exponent), exponent + 1))
    divided = quotient(shifted, SqlInteger(Sql(("denominator",)), value.denominator.digits))
    return evolve(divided, digits=_SORTING_DIGITS)


def _next_digit(number: Sql, told: tuple[str, int]) -> Sql:
    column_, size = told
    return sql("({} * {} + {})", number, integer(size), name(column_))
