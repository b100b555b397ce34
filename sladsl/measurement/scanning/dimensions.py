"""Dimensions whose values are those that the records hold."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sladsl.measurement.engines.engine import Statements, query
from sladsl.measurement.results import Measurement
from sladsl.measurement.scanning.held import Held, OpenSeries
from sladsl.measurement.scanning.scans import Scan, scan_key
from sladsl.measurement.sql.expressions import column_name
from sladsl.measurement.sql.pieces import all_of, listed, name, sql
from sladsl.planning.plan import Dimension, Series, ServiceLevel
from sladsl.planning.series import named_values
from sladsl.values import evolve


def with_found_values(
    session: Statements, level: ServiceLevel, scans: Sequence[Scan], held: Held
) -> ServiceLevel:
    """The level with a series for each tuple of values that the records of its windows hold, in their order.

    Those that records of windows before an amendment `held` go on after it. Values that some series names have that
    one. The scans' tables are there already. A level whose values are all named stays as it is.
    """
    if all(members is not None for series in level.series for members in series.members):
        return level
    by_key = {scan.key: scan for scan in scans}
    opened = (
        one
        for series in level.series
        for one in _opened(session, level, series, by_key[scan_key(level, series)], held)
    )
    return evolve(level, series=tuple(opened))


def _opened(
    session: Statements, level: ServiceLevel, series: Series, scan: Scan, held: Held
) -> Iterator[Series]:
    places = zip(level.dimensions, series.members, strict=True)
    unnamed = [one for one, members in places if members is None]
    if unnamed:
        found = {*_found(session, scan, unnamed), *held.get(_place(level, series), ())}
        yield from for_each(level, series, sorted(found))
    else:
        yield series


def held_after(held: Held, levels: Iterable[ServiceLevel], rows: Sequence[Measurement]) -> Held:
    """What has been found by the end of a version of the agreement, of which these are the levels and measurements."""
    keys: dict[str, dict[tuple[str, ...], None]] = {}
    for row in rows:
        keys.setdefault(row.level, {})[row.key] = None
    found = dict(held)
    for level in levels:
        for series in level.series:
            if None in series.members:
                place = _place(level, series)
                values = frozenset(
                    _values(series, key) for key in keys.get(level.name, ()) if _is_of(series, key)
                )
                found[place] = found.get(place, frozenset()) | values
    return found


def _place(level: ServiceLevel, series: Series) -> OpenSeries:
    return level.name, tuple(each.field for each in level.dimensions), series.members


def _is_of(series: Series, key: tuple[str, ...]) -> bool:
    places = zip(series.members, key, strict=True)
    return all(members is None or ", ".join(members) == value for members, value in places)


def _values(series: Series, key: tuple[str, ...]) -> tuple[str, ...]:
    """The values of open dimensions in a key, without the quotation marks that `for_each` has put around some."""
    return tuple(
        _unquoted(value) for members, value in zip(series.members, key, strict=True) if members is None
    )


def _unquoted(value: str) -> str:
    try:
        return str(json.loads(value)) if value.startswith('"') else value
    except json.JSONDecodeError:
        return value


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
    return query(
        session, sql("SELECT DISTINCT {} FROM {} WHERE {}", listed(columns), name(scan.table), there)
    )
