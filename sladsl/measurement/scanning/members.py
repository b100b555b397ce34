"""Which series of a level a row belongs to, by its dimension values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import product

from sladsl.measurement.counts.groups import Group
from sladsl.measurement.engines.engine import Statements, make_table
from sladsl.measurement.scanning.scans import place_column
from sladsl.measurement.sql.expressions import column_name
from sladsl.measurement.sql.pieces import (
    NOTHING,
    Sql,
    all_of,
    any_of,
    column,
    integer,
    joined,
    listed,
    name,
    parameter,
    sql,
)
from sladsl.planning.plan import Series, ServiceLevel, ValueType

SERIES = "#series"
MEMBERS = "#members"


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


def numbered_members(group: Group) -> Sql | None:
    """The series of each tuple of places that a scan's table has for dimension values, None where it has no places.

    They are kept as a table: the engine then knows how small the numbers are, and finds them by place, not by hash.
    """
    columns = member_places(group)
    if not columns:
        return None
    rows = [
        (position, *places)
        for position in group.series
        for places in places_of(group.level, position, group.scan.choices)
    ]
    return sql(
        "SELECT * FROM (VALUES {}) AS members({})",
        listed(sql("({})", listed(map(integer, row))) for row in rows),
        listed(map(name, (SERIES, *columns))),
    )


def member_places(group: Group) -> dict[str, tuple[str, int]]:
    """For each dimension, the column of members: the column of a scan's table with the places, and how many values.

    It is empty where there is no dimension, or some value is not declared.
    """
    columns = [column_name(dimension.field) for dimension in group.level.dimensions]
    choices = group.scan.choices
    if not all(each in choices for each in columns):
        return {}
    return {
        f"#value {number}": (place_column(each), len(choices[each])) for number, each in enumerate(columns, 1)
    }


def keep_members(session: Statements, group: Group) -> None:
    """Make the table of the series of a group by the places of their dimension values, where it has places."""
    numbered = numbered_members(group)
    if numbered is not None:
        make_table(session, MEMBERS, numbered)


def group_members(group: Group) -> Sql:
    """Join the rows of a scan's table with the series that their dimension values belong to."""
    places = member_places(group)
    if not places:
        return _held_members(group)
    conditions = (
        sql("{} = {}", column("members", value), column("scan", place))
        for value, (place, _) in places.items()
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
        for values in product(*(each or () for each in group.level.series[position].members))
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
    for values in product(*(each or () for each in level.series[position].members)):
        yield tuple(among.index(value) + 1 for among, value in zip(declared, values, strict=True))


def members_of(level: ServiceLevel, series: Series) -> Sql:
    """That a row belongs to a series."""
    return all_of(
        any_of(
            sql("{} = {}", column("s", column_name(dimension.field)), parameter(value)) for value in values
        )
        for dimension, values in zip(level.dimensions, series.members, strict=True)
        if values is not None
    )
