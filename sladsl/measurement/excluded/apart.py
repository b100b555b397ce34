"""Which series of a level a row is of, whether its values are named or found."""

from __future__ import annotations

from collections.abc import Sequence

from sladsl.measurement.scanning.scans import BudgetPartition
from sladsl.measurement.sql.expressions import column_name
from sladsl.measurement.sql.pieces import Sql, all_of, column, integer, joined, listed, parameter, sql
from sladsl.planning.plan import Field, ValueType


def series_position(apart: BudgetPartition) -> Sql:
    """The position of the series that a row is of, as `s`; -1 where it is of none."""
    by_most = sorted(
        range(len(apart.members)), key=lambda at: sum(each is None for each in apart.members[at])
    )
    cases = (sql("WHEN {} THEN {}", _is_in(apart.fields, apart.members[at]), integer(at)) for at in by_most)
    return sql("CASE {} ELSE -1 END", joined(" ", cases))


def _is_in(fields: Sequence[Field], members: Sequence[tuple[str, ...] | None]) -> Sql:
    return all_of(
        sql("{} IN ({})", text_of(field), listed(map(parameter, values)))
        for field, values in zip(fields, members, strict=True)
        if values is not None
    )


def text_of(field: Field) -> Sql:
    """A value of a dimension of a row, as `s`, as text."""
    value = column("s", column_name(field))
    return sql("CASE WHEN {} THEN 'yes' ELSE 'no' END", value) if field.type is ValueType.FLAG else value
