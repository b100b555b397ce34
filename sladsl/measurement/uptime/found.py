"""The series of a level of time that is measured by values which its records hold."""

from __future__ import annotations

from sladsl.measurement.engines.engine import Statements, query
from sladsl.measurement.scanning.dimensions import for_each
from sladsl.measurement.sql.pieces import Sql, all_of, listed, name, sql
from sladsl.measurement.uptime.partition import key, referred_to
from sladsl.planning.plan import Plan, ServiceLevel, ValueType
from sladsl.values import evolve

Found = list[tuple[str, ...]]


def found_values(session: Statements, plan: Plan, level: ServiceLevel, rows: Sql) -> Found | None:
    """The tuples of values of open dimensions that rows with keys hold, in their order; None without such dimensions.

    Of a ref that is the only open dimension, it is every record that it may lead to.
    """
    opened = [at for at, members in enumerate(level.series[0].members) if members is None]
    if not opened:
        return None
    columns = [name(key(at)) for at in opened]
    there = all_of(sql("{} IS NOT NULL", column) for column in columns)
    held = query(session, sql("SELECT DISTINCT {} FROM ({}) WHERE {}", listed(columns), rows, there))
    field = level.dimensions[opened[0]].field
    if len(opened) == 1 and field.type is ValueType.REF:
        held += query(session, sql("SELECT entity FROM ({})", referred_to(plan, level, field)))
    return sorted(set(held))


def with_values(level: ServiceLevel, found: Found | None) -> ServiceLevel:
    """The level with a series for each tuple of values that were found."""
    if found is None:
        return level
    return evolve(level, series=tuple(one for each in level.series for one in for_each(level, each, found)))
