"""Dimensions whose values are those that the records hold."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from attrs import evolve

from sladsl.measurement.engine import Statements, query
from sladsl.measurement.expressions import column_name
from sladsl.measurement.scans import Scan, scan_key
from sladsl.measurement.sql_pieces import all_of, listed, name, sql
from sladsl.planning.plan import Dimension, Series, ServiceLevel
from sladsl.planning.series import named_values


def with_found_values(session: Statements, level: ServiceLevel, scans: Sequence[Scan]) -> ServiceLevel:
    """The level with a series for each tuple of values that the records of its windows hold, in their order.

    Values that some series names have that one. The scans' tables are there already. A level whose values are all
    named stays as it is.
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
    unnamed = [one for one, members in places if members is None]
    if unnamed:
        yield from for_each(level, series, _found(session, scan, unnamed))
    else:
        yield series


def for_each(level: ServiceLevel, series: Series, found: Iterable[tuple[str, ...]]) -> Iterator[Series]:
    """The series once for each tuple of values of its open dimensions, but those that some series names."""
    places = zip(series.members, named_values(level), strict=True)
    named = [values for members, values in places if members is None]
    for values in found:
        if any(value in others for value, others in zip(values, named, strict=True)):
            continue
        given = iter(values)
        members = tuple((next(given),) if each is None else each for each in series.members)
        key = tuple(", ".join(each) for each in members)
        if any(key == other.key for other in level.series):
            key = _quoted(series, key)
        yield evolve(series, key=key, members=members)


def _quoted(series: Series, key: tuple[str, ...]) -> tuple[str, ...]:
    """The key with values in quotation marks that are found, where they read like several that are pooled."""
    places = zip(series.members, key, strict=True)
    return tuple(
        json.dumps(value, ensure_ascii=False) if members is None else value for members, value in places
    )


def _found(session: Statements, scan: Scan, dimensions: Sequence[Dimension]) -> list[tuple[Any, ...]]:
    columns = [name(column_name(dimension.field)) for dimension in dimensions]
    there = all_of(sql("{} IS NOT NULL", column) for column in columns)
    rows = query(
        session, sql("SELECT DISTINCT {} FROM {} WHERE {}", listed(columns), name(scan.table), there)
    )
    return sorted(rows)
