"""Rows of a record set with what their refs lead to."""

from __future__ import annotations

from collections.abc import Sequence

from sladsl.measurement.files.raw_files import ROW
from sladsl.measurement.records.staging import FILE, key_column
from sladsl.measurement.scanning.reads import declaration, record_set
from sladsl.measurement.scanning.scans import owner
from sladsl.measurement.sql.expressions import column_name
from sladsl.measurement.sql.pieces import Sql, column, joined, listed, name, sql
from sladsl.planning.plan import Field, Plan, ValueType


def with_refs(plan: Plan, records: str, source: str, fields: Sequence[Field], *more: Sql) -> Sql:
    """The rows of a view of a record set, with some fields by their columns' names, and `more` columns."""

    def alias(path: tuple[str, ...]) -> str:
        return ".".join(path) or "#base"

    prefixes = dict.fromkeys(field.path[:length] for field in fields for length in range(1, len(field.path)))
    joins = joined(
        "",
        (_ref_join(plan, records, prefix, alias(prefix[:-1]), alias(prefix)) for prefix in prefixes),
    )
    columns = (
        sql("{} AS {}", column(alias(field.path[:-1]), field.path[-1]), name(column_name(field)))
        for field in fields
    )
    places = (column("#base", ROW), column("#base", FILE))
    return sql(
        "SELECT {} FROM {} AS {}{}", listed([*places, *columns, *more]), name(source), name("#base"), joins
    )


def _ref_join(plan: Plan, records: str, prefix: tuple[str, ...], before: str, alias: str) -> Sql:
    holder = owner(plan, records, Field(ValueType.REF, prefix, optional=True))
    target = declaration(record_set(plan, holder[0]), holder[1]).target
    assert target is not None, "only a ref leads to another record set"
    key = key_column(record_set(plan, target))
    assert key is not None, "a ref is to records with one key"
    return sql(
        " LEFT JOIN {} AS {} ON {} = {}",
        *(name(target), name(alias), column(alias, key), column(before, prefix[-1])),
    )
