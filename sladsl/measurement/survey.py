"""What has to be known about a file's values before they can be turned into integers.

That is how many digits its numbers have, and between which days its local times lie.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from attrs import frozen

from sladsl.measurement.duckdb import Session, query
from sladsl.measurement.field_values import (
    DIGITS_AFTER,
    DIGITS_BEFORE,
    NumberShape,
    digits_after,
    digits_before,
    in_years_covered,
    instant,
    is_naive,
    money_text,
    number_text,
    percent_text,
    present,
    shape_of,
)
from sladsl.measurement.raw_files import ROW, Kind, RawFile
from sladsl.measurement.sql_pieces import Sql, joined, name, sql
from sladsl.planning.plan import FieldDecl, ValueType

NUMERIC = (ValueType.NUMBER, ValueType.PERCENT, ValueType.MONEY)


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
    columns = [*(_digits(field, currency) for field in numbers), *(_local(field, raw) for field in times)]
    answer = query(
        session,
        sql("SELECT count({}){} FROM ({})", name(ROW), joined("", columns), texts(raw)),
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


def texts(raw: RawFile) -> Sql:
    """The rows of a file with the blanks taken off its texts; an empty text is missing."""
    columns = (
        sql(", {} AS {}", present(name(field)) if kind is Kind.TEXT else name(field), name(field))
        for field, kind in raw.kinds.items()
    )
    return sql("SELECT {}{} FROM ({})", name(ROW), joined("", columns), raw.relation)


def decimal_text(field: FieldDecl, currency: str) -> Sql:
    """The decimal in the text of a numeric field; NULL where the text is not one of its type."""
    text = name(field.name)
    match field.type:
        case ValueType.PERCENT:
            return percent_text(text)
        case ValueType.MONEY:
            return money_text(text, currency)
        case _:
            return number_text(text)


def _digits(field: FieldDecl, currency: str) -> Sql:
    number = decimal_text(field, currency)
    before, after = digits_before(number), digits_after(number)
    fits = sql("{} <= {} AND {} <= {}", before, Sql((str(DIGITS_BEFORE),)), after, Sql((str(DIGITS_AFTER),)))
    return sql(", max(CASE WHEN {} THEN {} END), max(CASE WHEN {} THEN {} END)", fits, before, fits, after)


def _local(field: FieldDecl, raw: RawFile) -> Sql:
    value, naive = local_time(field.name, raw.kinds[field.name])
    covered = sql("CASE WHEN ({}) AND ({}) THEN {} END", naive, in_years_covered(value), value)
    return sql(", min({}), max({})", covered, covered)


def local_time(field: str, kind: Kind) -> tuple[Sql, Sql]:
    """The µs of a time as written, and whether they are those of the clock on the wall."""
    column = name(field)
    match kind:
        case Kind.WALL_TIME:
            return sql("epoch_us({})", column), Sql(("TRUE",))
        case Kind.INSTANT:
            return sql("epoch_us({})", column), Sql(("FALSE",))
        case _:
            return instant(column), is_naive(column)


def _pairs(values: tuple[Any, ...]) -> Iterator[tuple[Any, Any]]:
    return zip(values[::2], values[1::2], strict=True)


def _known(fields: list[FieldDecl], pairs: list[tuple[Any, Any]]) -> dict[str, tuple[int, int]]:
    return {
        field.name: (low, high)
        for field, (low, high) in zip(fields, pairs, strict=True)
        if low is not None and high is not None
    }
