"""Which series of a level a row belongs to, by its dimension values."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

from sladsl.measurement.expressions import column_name
from sladsl.measurement.sql_pieces import NOTHING, Sql, column, integer, joined, listed, name, parameter, sql
from sladsl.planning.plan import ServiceLevel, ValueType

SERIES = "#series"


def series_of(level: ServiceLevel, positions: Sequence[int]) -> Sql:
    """The position of a row's series in the level, of rows joined by `with_members`."""
    return name(SERIES) if level.dimensions else integer(positions[0])


def with_members(level: ServiceLevel, positions: Sequence[int], rows: str) -> Sql:
    """Join rows with those of some series that their dimension values belong to."""
    dimensions = level.dimensions
    if not dimensions:
        return NOTHING
    values = listed(
        sql("({})", listed([integer(position), *(parameter(value) for value in combination)]))
        for position in positions
        for combination in product(*(each or () for each in level.series[position].members))
    )
    named = [f"#value {number}" for number in range(1, len(dimensions) + 1)]
    conditions = joined(
        " AND ",
        (
            sql(
                "{} = {}",
                column("members", value),
                _member_value(rows, dimension.field.type, column_name(dimension.field)),
            )
            for value, dimension in zip(named, dimensions, strict=True)
        ),
    )
    return sql(
        " JOIN (VALUES {}) AS members({}) ON {}",
        *(values, listed(name(column_) for column_ in [SERIES, *named]), conditions),
    )


def _member_value(rows: str, type_: ValueType, field: str) -> Sql:
    value = column(rows, field)
    return sql("CASE WHEN {} THEN 'yes' ELSE 'no' END", value) if type_ is ValueType.FLAG else value
