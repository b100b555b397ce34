"""What has to be known about a file's values before they can be turned into integers.

That is how many digits its numbers have, and between which days its local times lie.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from attrs import frozen

from sladsl.measurement.decoding import NUMERIC, decoded, naive_column, read_column
from sladsl.measurement.duckdb import Session, query
from sladsl.measurement.field_values import (
    DIGITS_AFTER,
    DIGITS_BEFORE,
    NumberShape,
    digits_after,
    digits_before,
    shape_of,
)
from sladsl.measurement.raw_files import ROW, RawFile
from sladsl.measurement.sql_pieces import Sql, integer, joined, name, sql
from sladsl.planning.plan import FieldDecl, ValueType


@frozen
class Survey:
    """The rows of a file, the digits of its numbers by field, and its first and last local times in µs by field."""

    rows: int
    digits: dict[str, tuple[int, int]]
    local: dict[str, tuple[int, int]]


def survey(session: Session, raw: RawFile, currency: str) -> Survey:
    """Go once through the numbers and times of a file.

    Raises EngineError when the engine cannot take the file apart.
    """
    fields = [field for field in raw.records.fields if field.name in raw.kinds]
    numbers = [field for field in fields if field.type in NUMERIC]
    times = [field for field in fields if field.type is ValueType.TIME]
    columns = [*(_digits(field) for field in numbers), *(_local(field) for field in times)]
    answer = query(
        session,
        sql("SELECT count({}){} FROM ({})", name(ROW), joined("", columns), decoded(raw, currency)),
    )[0]
    pairs = list(_pairs(answer[1:]))
    return Survey(
        answer[0],
        _known(numbers, pairs[: len(numbers)]),
        _known(times, pairs[len(numbers) :]),
    )


def shapes(fields: Iterable[FieldDecl], surveys: Iterable[Survey]) -> dict[str, NumberShape]:
    """Find the shape of each numeric column over all files of a record set."""
    found = list(surveys)
    return {
        field.name: shape_of(
            max((one.digits[field.name][0] for one in found if field.name in one.digits), default=0),
            max((one.digits[field.name][1] for one in found if field.name in one.digits), default=0),
        )
        for field in fields
        if field.type in NUMERIC
    }


def _digits(field: FieldDecl) -> Sql:
    number = read_column(field.name)
    before, after = digits_before(number), digits_after(number)
    fits = sql("{} <= {} AND {} <= {}", before, integer(DIGITS_BEFORE), after, integer(DIGITS_AFTER))
    return sql(", max(CASE WHEN {} THEN {} END), max(CASE WHEN {} THEN {} END)", fits, before, fits, after)


def _local(field: FieldDecl) -> Sql:
    value = sql("CASE WHEN {} THEN {} END", naive_column(field.name), read_column(field.name))
    return sql(", min({}), max({})", value, value)


def _pairs(values: tuple[Any, ...]) -> Iterator[tuple[Any, Any]]:
    return zip(values[::2], values[1::2], strict=True)


def _known(fields: list[FieldDecl], pairs: list[tuple[Any, Any]]) -> dict[str, tuple[int, int]]:
    return {
        field.name: (low, high)
        for field, (low, high) in zip(fields, pairs, strict=True)
        if low is not None and high is not None
    }
