"""Dimensions whose values are those that the records hold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from attrs import evolve

from sladsl.measurement.engine import Statements, query
from sladsl.measurement.expressions import column_name
from sladsl.measurement.scans import Scan, scan_key
from sladsl.measurement.sql_pieces import all_of, listed, name, sql
from sladsl.planning.plan import Dimension, Series, ServiceLevel


def with_found_values(session: Statements, level: ServiceLevel, scans: Sequence[Scan]) -> ServiceLevel:
    """The level with a series for each tuple of values that the records of its windows hold, in their order.

    The scans' tables are there already. A level whose values are all declared stays as it is.
    """
    if all(members is not None for series in level.series for members in series.members):
        return level
    by_key = {scan.key: scan for scan in scans}
    opened = (
        one
        for series in level.series
        for one in _opened(session, level, series, by_key[scan_key(level, series)])
    )
    return evolve(level, series=tuple(opened))


def _opened(session: Statements, level: ServiceLevel, series: Series, scan: Scan) -> Iterator[Series]:
    places = zip(level.dimensions, series.members, strict=True)
    yield from for_each(series, _found(session, scan, [one for one, members in places if members is None]))


def for_each(series: Series, found: Iterable[tuple[str, ...]]) -> Iterator[Series]:
    """The series once for each tuple of values of its open dimensions."""
    for values in found:
        given = iter(values)
        members = tuple((next(given),) if each is None else each for each in series.members)
        yield evolve(series, key=tuple(", ".join(each) for each in members), members=members)


def _found(session: Statements, scan: Scan, dimensions: Sequence[Dimension]) -> list[tuple[Any, ...]]:
    columns = [name(column_name(dimension.field)) for dimension in dimensions]
    there = all_of(sql("{} IS NOT NULL", column) for column in columns)
    rows = query(
        session, sql("SELECT DISTINCT {} FROM {} WHERE {}", listed(columns), name(scan.table), there)
    )
    return sorted(rows)
