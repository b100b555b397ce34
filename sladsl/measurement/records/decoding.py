"""The first half of reading a value: what its text says by itself, before shapes and zones are known.

It is done in layers, each a SELECT over the one before: an expression used twice would be written out twice.
"""

from __future__ import annotations

from collections.abc import Iterator

from sladsl.measurement.files.raw_files import ROW, ColumnKind, RawFile
from sladsl.measurement.records.field_values import (
    in_years_covered,
    instant,
    money_text,
    number_text,
    percent_text,
    point,
    present,
    significand,
    zone_length,
)
from sladsl.measurement.sql.pieces import FALSE, MICROSECONDS, TRUE, Sql, integer, joined, name, sql
from sladsl.planning.plan import FieldDecl, ValueType

NUMERIC = (ValueType.NUMBER, ValueType.PERCENT, ValueType.MONEY)


def read_column(field: str) -> Sql:
    """The column of a decoded number (as decimal text) or time (in µs, of the clock on the wall where it is naive)."""
    return name(f"{field}#read")


def naive_column(field: str) -> Sql:
    """The column that says whether a time is local to the agreement."""
    return name(f"{field}#naive")


def decoded(raw: RawFile, currency: str) -> Sql:
    """The rows of a file: each field as text (or as Parquet has it), and its numbers and times decoded.

    Blanks are taken off texts; an empty text is missing.
    """
    if raw.kept is not None:
        return sql("SELECT * FROM {}", name(raw.kept))
    fields = [field for field in raw.records.fields if field.name in raw.kinds]
    columns = (
        sql(
            ", {} AS {}",
            present(name(field.name)) if _is_text(raw, field) else name(field.name),
            name(field.name),
        )
        for field in fields
    )
    rows = sql("SELECT {}{} FROM ({})", name(ROW), joined("", columns), raw.relation)
    for layer in (_marked, _parted, _measured, _covered):
        added = [piece for field in fields for piece in layer(raw, field, currency)]
        rows = sql("SELECT *{} FROM ({})", joined("", added), rows) if added else rows
    return rows


def _marked(raw: RawFile, field: FieldDecl, currency: str) -> Iterator[Sql]:
    """Where the zone of a time starts, and a number without its unit."""
    text = name(field.name)
    if field.type is ValueType.TIME and _is_text(raw, field):
        yield sql(", {} AS {}", zone_length(text), _zone(field))
    if field.type is ValueType.PERCENT:
        yield sql(", {} AS {}", percent_text(text), _bare(field))
    if field.type is ValueType.MONEY:
        yield sql(", {} AS {}", money_text(text, currency), _bare(field))


def _parted(_raw: RawFile, field: FieldDecl, _currency: str) -> Iterator[Sql]:
    """The digits and the point of a number with an exponent."""
    if field.type in NUMERIC:
        yield sql(", {} AS {}", significand(_number(field)), _digits(field))
        yield sql(", {} AS {}", point(_number(field)), _point(field))


def _measured(raw: RawFile, field: FieldDecl, _currency: str) -> Iterator[Sql]:
    """The µs of a time, and a number as decimal text."""
    if field.type is ValueType.TIME:
        text = name(field.name)
        value = instant(text, _zone(field)) if _is_text(raw, field) else sql("{}({})", MICROSECONDS, text)
        yield sql(", {} AS {}", value, _instant(field))
    if field.type in NUMERIC:
        text = number_text(_number(field), _digits(field), _point(field))
        yield sql(", {} AS {}", text, read_column(field.name))


def _covered(raw: RawFile, field: FieldDecl, _currency: str) -> Iterator[Sql]:
    """A time within the years covered, and whether it is local."""
    if field.type is not ValueType.TIME:
        return
    value = _instant(field)
    yield sql(", CASE WHEN {} THEN {} END AS {}", in_years_covered(value), value, read_column(field.name))
    match raw.kinds[field.name]:
        case ColumnKind.WALL_TIME:
            naive = TRUE
        case ColumnKind.INSTANT:
            naive = FALSE
        case _:
            naive = sql("{} = {}", _zone(field), integer(0))
    yield sql(", {} AS {}", naive, naive_column(field.name))


def _is_text(raw: RawFile, field: FieldDecl) -> bool:
    return raw.kinds[field.name] is ColumnKind.TEXT


def _zone(field: FieldDecl) -> Sql:
    return name(f"{field.name}#zone")


def _bare(field: FieldDecl) -> Sql:
    return name(f"{field.name}#bare")


def _number(field: FieldDecl) -> Sql:
    return name(field.name) if field.type is ValueType.NUMBER else _bare(field)


def _digits(field: FieldDecl) -> Sql:
    return name(f"{field.name}#digits")


def _point(field: FieldDecl) -> Sql:
    return name(f"{field.name}#point")


def _instant(field: FieldDecl) -> Sql:
    return name(f"{field.name}#instant")
