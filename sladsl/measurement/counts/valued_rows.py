"""The values of a scan's records, and what tells which series each record belongs to."""

from __future__ import annotations

from functools import reduce

from sladsl.measurement.counts.groups import Group
from sladsl.measurement.counts.statistics import judged, operand, placed, value_columns
from sladsl.measurement.records.field_values import NARROW_DIGITS
from sladsl.measurement.scanning.members import MEMBERS, SERIES, member_places
from sladsl.measurement.scanning.scans import WINDOW
from sladsl.measurement.sql.expressions import Scope
from sladsl.measurement.sql.pieces import Sql, all_of, column, integer, listed, name, sql
from sladsl.values import frozen


@frozen
class ValuedRows:
    """The rows of a group: `w`, the columns told, and `numerator` and `denominator`, either NULL where undecided.

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
    value = operand(group, scope)
    by_series = (("series", len(group.level.series)),)
    if group.partner is not None or value.denominator is not None or value.numerator.digits > NARROW_DIGITS:
        decided = sql("SELECT * FROM ({}) AS judged WHERE decided", judged(group, scope))
        return ValuedRows(decided, by_series, is_series=True)
    columns, places = value_columns(value), member_places(group)
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


def _next_digit(number: Sql, told: tuple[str, int]) -> Sql:
    column_, size = told
    return sql("({} * {} + {})", number, integer(size), name(column_))
