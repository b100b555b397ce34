"""Whose time it is: the series of a level, and the entities of each, that rows of evidence are about.

A line of time is told by two columns: `series`, the position of a series, and `entity`, which is empty where a series
is about one thing.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

from sladsl.measurement.records.staging import key_column
from sladsl.measurement.scanning.reads import declaration, record_set
from sladsl.measurement.scanning.scans import owner
from sladsl.measurement.sql.expressions import column_name
from sladsl.measurement.sql.pieces import Sql, all_of, column, integer, listed, name, parameter, sql
from sladsl.planning.plan import Field, Outages, Plan, ServiceLevel, ValueType

ENTITIES = "entities"


def table(level: ServiceLevel, part: str) -> str:
    """A table of what a level of time is measured from."""
    return f"{part} of {level.name}"


def key(number: int) -> str:
    """The column of the value of a dimension."""
    return f"#key {number}"


def keys(level: ServiceLevel) -> list[Sql]:
    """The columns that `keyed` gives."""
    return [*(name(key(number)) for number in range(len(level.dimensions))), sql("entity")]


def told_apart(level: ServiceLevel) -> list[Sql]:
    """Those of `keys` that may differ: a level about one thing has no entities."""
    return keys(level)[: None if level.entities is not None else -1]


def keyed(level: ServiceLevel) -> list[Sql]:
    """The values of a record of the level's own by which it belongs to a line of time."""
    fields = [dimension.field for dimension in level.dimensions]
    values = [name(column_name(field)) for field in fields]
    values.append(sql("''") if level.entities is None else name(column_name(level.entities.field)))
    return [sql("{} AS {}", value, column_) for value, column_ in zip(values, keys(level), strict=True)]


def in_series(level: ServiceLevel, rows: Sql, columns: Sequence[Sql]) -> Sql:
    """Rows with keys as rows with `series`, `entity` and columns of their own; those of no series fall away."""
    if not level.dimensions:
        return sql(
            "SELECT CAST(0 AS BIGINT) AS series, {} FROM ({}) AS r", listed([sql("r.entity"), *columns]), rows
        )
    matched = all_of(
        sql("{} = {}", column("m", key(at)), column("r", key(at))) for at in range(len(level.dimensions))
    )
    taken = listed([sql("m.series, r.entity"), *columns])
    return sql("SELECT {} FROM ({}) AS r JOIN ({}) AS m ON {}", taken, rows, _members(level), matched)


def pools_values(level: ServiceLevel) -> bool:
    """Whether some series takes several values of a dimension together."""
    return any(len(members or ("",)) != 1 for series in level.series for members in series.members)


def entities(plan: Plan, level: ServiceLevel, found: Sql | None) -> Sql:
    """The lines of time of each series: of all entities declared or referred to, or else those that are `found`."""
    numbers = listed(sql("(CAST({} AS BIGINT))", integer(at)) for at in range(len(level.series)))
    series = sql("SELECT series FROM (VALUES {}) AS given(series)", numbers)
    if level.entities is None:
        return sql("SELECT series, '' AS entity FROM ({}) AS s", series)
    holder, last = owner(plan, level.records, level.entities.field)
    match level.entities.field.type:
        case ValueType.CHOICE | ValueType.SEVERITY:
            choices = declaration(record_set(plan, holder), last).choices
            values = choices or tuple(tier.name for tier in plan.severities)
            given = listed(sql("({})", parameter(value)) for value in values)
            each = sql("SELECT entity FROM (VALUES {}) AS given(entity)", given)
        case ValueType.REF:
            each = referred_to(plan, level, level.entities.field)
        case _:
            assert found is not None, "a check refuses outages of entities that nothing else lists"
            return found
    return sql("SELECT s.series, e.entity FROM ({}) AS s CROSS JOIN ({}) AS e", series, each)


def referred_to(plan: Plan, level: ServiceLevel, field: Field) -> Sql:
    """The keys of all records that a ref may lead to, as `entity`."""
    holder, last = owner(plan, level.records, field)
    target = declaration(record_set(plan, holder), last).target
    assert target is not None, "only a ref leads to another record set"
    text = key_column(record_set(plan, target))
    assert text is not None, "a ref is to records with one key"
    return sql("SELECT DISTINCT {} AS entity FROM {}", name(text), name(target))


def beside_series(level: ServiceLevel, alike: Sequence[str], rows: Sql, columns: Sequence[Sql]) -> Sql:
    """Rows of records beside the level's own, once for each line of time that they are about."""
    numbers = [at for at, dimension in enumerate(level.dimensions) if dimension.name in alike]
    whose, matched = name(table(level, ENTITIES)), []
    if numbers:
        named = listed(name(key(at)) for at in numbers)
        chosen = sql("SELECT DISTINCT series, {} FROM ({}) AS every_member", named, _members(level))
        own = listed([sql("e.series, e.entity"), *(column("m", key(at)) for at in numbers)])
        whose = sql("(SELECT {} FROM {} AS e JOIN ({}) AS m ON m.series = e.series)", own, whose, chosen)
        matched = [
            sql("{} = {}", column("w", key(at)), column("r", level.dimensions[at].name)) for at in numbers
        ]
    if level.entities is not None and level.entities.field.path[-1] in alike:
        matched.append(sql("w.entity = {}", column("r", level.entities.field.path[-1])))
    taken = listed([sql("w.series, w.entity"), *columns])
    return sql("SELECT {} FROM ({}) AS r JOIN {} AS w ON {}", taken, rows, whose, all_of(matched))


def begins_when_found(level: ServiceLevel) -> bool:
    """Whether a line of time is there only because samples or rates are, and so begins with the first of them."""
    assert level.down is not None
    if isinstance(level.down.evidence, Outages):
        return False
    told = [dimension.field.type for dimension in level.dimensions]
    opened = [type_ for type_ in told if type_ in {ValueType.TEXT, ValueType.REF}]
    by_text = level.entities is not None and level.entities.field.type is ValueType.TEXT
    return by_text or len(opened) > 1 or ValueType.TEXT in opened


def _members(level: ServiceLevel) -> Sql:
    """The values of all dimensions that belong to each series, which are known by now."""
    values = listed(
        sql("({})", listed([sql("CAST({} AS BIGINT)", integer(at)), *map(parameter, combination)]))
        for at, series in enumerate(level.series)
        for combination in product(*(each or () for each in series.members))
    )
    columns = listed([sql("series"), *(name(key(at)) for at in range(len(level.dimensions)))])
    return sql("SELECT * FROM (VALUES {}) AS given({})", values, columns)
