"""What has to be known about a file's values before they can be turned into integers.

That is how many digits its numbers have, and between which months its local times lie.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from sladsl.measurement.engines.engine import Session, query
from sladsl.measurement.files.raw_files import ROW, RawFile
from sladsl.measurement.records.decoding import NUMERIC, decoded, naive_column, read_column
from sladsl.measurement.records.field_values import (
    DIGITS_AFTER,
    DIGITS_BEFORE,
    NumberShape,
    digits_after,
    digits_before,
    shape_of,
)
from sladsl.measurement.sql.pieces import Sql, integer, joined, name, sql
from sladsl.planning.plan import FieldDecl, ValueType
from sladsl.values import evolve, frozen

_EPOCH = dt.datetime(1970, 1, 1)  # noqa: DTZ001 - of the clock on the wall


@frozen
class Survey:
    """The rows of a file, and by field the digits of its numbers and the first and last months of its local times.

    Digits are those before and after the point, of the numbers that are not `outsized` in their field.
    """

    rows: int
    digits: dict[str, tuple[int, int]]
    outsized: frozenset[str]
    local: dict[str, tuple[dt.date, dt.date]]


def survey(session: Session, raw: RawFile, currency: str) -> Survey:
    """Go once through the numbers and times of a file.

    Raises EngineError when the engine cannot take the file apart.
    """
    fields = [field for field in raw.records.fields if field.name in raw.kinds]
    numbers = [field.name for field in fields if field.type in NUMERIC]
    times = [field.name for field in fields if field.type is ValueType.TIME]
    columns = [*map(_digits, numbers), *map(_local_times, times)]
    counted = sql("SELECT *{} FROM ({})", joined("", map(_digits_of, numbers)), decoded(raw, currency))
    rows, *answer = query(
        session, sql("SELECT count({}){} FROM ({})", name(ROW), joined("", columns), counted)
    )[0]
    triples = {field: answer[3 * place : 3 * place + 3] for place, field in enumerate(numbers)}
    times_ = answer[3 * len(numbers) :]
    pairs = {field: times_[2 * place : 2 * place + 2] for place, field in enumerate(times)}
    return Survey(
        rows,
        {field: (before, after) for field, (before, after, _) in triples.items() if before is not None},
        frozenset(field for field, (_, _, outsized) in triples.items() if outsized),
        {field: (_month(first), _month(last)) for field, (first, last) in pairs.items() if first is not None},
    )


def shapes(fields: Iterable[FieldDecl], surveys: Iterable[Survey]) -> dict[str, NumberShape]:
    """Find the shape of each numeric column over all files of a record set."""
    found = list(surveys)
    return {field.name: _shape(field.name, found) for field in fields if field.type in NUMERIC}


def _shape(field: str, surveys: Sequence[Survey]) -> NumberShape:
    digits = [survey.digits[field] for survey in surveys if field in survey.digits]
    shape = shape_of(
        max((before for before, _ in digits), default=0), max((after for _, after in digits), default=0)
    )
    return evolve(shape, holds_all=shape.holds_all and not any(field in one.outsized for one in surveys))


def _digits_of(field: str) -> Sql:
    number = read_column(field)
    return sql(
        ", {} AS {}, {} AS {}", digits_before(number), _before(field), digits_after(number), _after(field)
    )


def _digits(field: str) -> Sql:
    before, after = _before(field), _after(field)
    fits = sql("{} <= {} AND {} <= {}", before, integer(DIGITS_BEFORE), after, integer(DIGITS_AFTER))
    return sql(
        ", max(CASE WHEN {} THEN {} END), max(CASE WHEN {} THEN {} END), count(CASE WHEN NOT ({}) THEN 1 END)",
        *(fits, before, fits, after, fits),
    )


def _before(field: str) -> Sql:
    return name(f"{field}#before")


def _after(field: str) -> Sql:
    return name(f"{field}#after")


def _local_times(field: str) -> Sql:
    """The first and the last local time of a field, in µs."""
    local = sql("CASE WHEN {} THEN {} END", naive_column(field), read_column(field))
    return sql(", min({}), max({})", local, local)


def _month(microseconds: int) -> dt.date:
    return (_EPOCH + dt.timedelta(microseconds=microseconds)).date().replace(day=1)
