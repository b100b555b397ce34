"""From a file's texts to the typed columns of its record set, with what is wrong with each row beside them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import assert_never

from sladsl.measurement.files.raw_files import ROW, ColumnKind, RawFile
from sladsl.measurement.records.decoding import decoded
from sladsl.measurement.records.field_values import (
    WHOLE,
    NumberShape,
    canonical_number,
    date_days,
    days,
    duration,
    flag,
    number_text,
    one_of,
    point,
    scaled,
    significand,
    time_of_day,
)
from sladsl.measurement.sql.pieces import (
    DIVIDE,
    FALSE,
    WIDE,
    Sql,
    any_of,
    column,
    integer,
    joined,
    listed,
    name,
    sql,
)
from sladsl.planning.plan import FieldDecl, Plan, RecordSet, ValueType
from sladsl.planning.zones import LocalTable
from sladsl.values import frozen

FILE = "#file"
BAD = "#bad"
KEY = "#key"
LOCAL = "#local"
_KEYED_AS_TEXT = (ValueType.TEXT, ValueType.CHOICE, ValueType.SEVERITY, ValueType.REF)


@frozen
class StagingContext:
    """What values are read by: the plan, the shapes of its numbers by record set and field, and its local times."""

    plan: Plan
    shapes: Mapping[tuple[str, str], NumberShape]
    local: LocalTable | None


def aside(records: str) -> str:
    """The view of a record set's bad rows."""
    return f"{records}#aside"


def no_rows(reading: StagingContext, records: RecordSet) -> Sql:
    """The columns of a record set's table, with no row."""
    columns = listed(
        sql("CAST(NULL AS {}) AS {}", type_, name(column_))
        for column_, type_ in _typed_columns(reading, records)
    )
    return sql("SELECT {} WHERE FALSE", columns)


def columns_of(records: RecordSet) -> tuple[str, ...]:
    """The columns of a record set's table."""
    keys = (KEY,) if key_column(records) == KEY else ()
    return (ROW, FILE, BAD, *(field.name for field in records.fields), *keys)


def key_column(records: RecordSet) -> str | None:
    """The column that holds a record set's key as text; None without a key of one field."""
    keys = [field for field in records.fields if field.key]
    if len(keys) != 1:
        return None
    return keys[0].name if keys[0].type in _KEYED_AS_TEXT else KEY


def staged(reading: StagingContext, raw: RawFile) -> Sql:
    """The rows of a file: `f` typed, `f#text` as written, `f#bad` and `f#missing` for each field f."""
    typed = listed(_typed(reading, raw, field) for field in raw.records.fields)
    source = sql(
        "SELECT {}, {} FROM ({}) AS t {}",
        column("t", ROW),
        typed,
        decoded(raw, reading.plan.currency),
        _joins(reading, raw),
    )
    faults = listed(_faults(raw, field) for field in raw.records.fields)
    return sql("SELECT *, {} FROM ({})", faults, source)


def loaded(reading: StagingContext, raw: RawFile, number: int) -> Sql:
    """The rows of a file as its table holds them."""
    fields = [field.name for field in raw.records.fields]
    bad = any_of(name(f"{field}#{kind}") for field in fields for kind in ("bad", "missing"))
    columns = [
        name(ROW),
        sql("{} AS {}", integer(number), name(FILE)),
        sql("({}) AS {}", bad, name(BAD)),
        *map(name, fields),
    ]
    if key_column(raw.records) == KEY:
        columns.append(sql("{} AS {}", _key_text(raw.records), name(KEY)))
    return sql("SELECT {} FROM ({})", listed(columns), staged(reading, raw))


def _typed_columns(reading: StagingContext, records: RecordSet) -> Iterator[tuple[str, Sql]]:
    yield ROW, Sql(("BIGINT",))
    yield FILE, Sql(("INTEGER",))
    yield BAD, Sql(("BOOLEAN",))
    for field in records.fields:
        yield field.name, _column_type(reading, records, field)
    if key_column(records) == KEY:
        yield KEY, Sql(("STRING",))


def _column_type(reading: StagingContext, records: RecordSet, field: FieldDecl) -> Sql:
    match field.type:
        case ValueType.TEXT | ValueType.CHOICE | ValueType.SEVERITY | ValueType.REF:
            return Sql(("STRING",))
        case ValueType.FLAG:
            return Sql(("BOOLEAN",))
        case _:
            wide = reading.shapes.get((records.name, field.name), WHOLE).is_wide
            return WIDE if wide else Sql(("BIGINT",))


def _joins(reading: StagingContext, raw: RawFile) -> Sql:
    """Rows of the table of local times, for each field that may hold some."""
    table = reading.local
    if table is None:
        return Sql(())
    return joined(
        " ",
        (
            sql(
                "LEFT JOIN {} AS {} ON {} = ({} - {}) {} {} AND {}",
                *(name(LOCAL), name(f"{field.name}#local"), column(f"{field.name}#local", "bucket")),
                *(column("t", f"{field.name}#read"), integer(table.origin), DIVIDE),
                integer(table.width),
                column("t", f"{field.name}#naive"),
            )
            for field in raw.records.fields
            if field.type is ValueType.TIME and field.name in raw.kinds
        ),
    )


def _typed(reading: StagingContext, raw: RawFile, field: FieldDecl) -> Sql:
    if field.name not in raw.kinds:
        empty = sql("CAST(NULL AS {})", _column_type(reading, raw.records, field))
        return sql(
            "{} AS {}, CAST(NULL AS STRING) AS {}, FALSE AS {}",
            *(empty, name(field.name), name(f"{field.name}#text"), name(f"{field.name}#given")),
        )
    text = column("t", field.name)
    value = text if raw.kinds[field.name] is ColumnKind.FLAG else _value(reading, raw.records, field, text)
    # What was given is told without its text, which an engine is slow to write and nobody reads of a good row.
    return sql(
        "{} AS {}, CAST({} AS STRING) AS {}, {} IS NOT NULL AS {}",
        *(value, name(field.name), text, name(f"{field.name}#text"), text, name(f"{field.name}#given")),
    )


def _value(reading: StagingContext, records: RecordSet, field: FieldDecl, text: Sql) -> Sql:
    match field.type:
        case ValueType.TEXT:
            return text
        case ValueType.REF:
            return _reference(reading.plan, field, text)
        case ValueType.FLAG:
            return flag(text)
        case ValueType.NUMBER | ValueType.PERCENT | ValueType.MONEY:
            return scaled(column("t", f"{field.name}#read"), reading.shapes[records.name, field.name])
        case ValueType.DURATION:
            return duration(text)
        case ValueType.DAYS:
            return days(text)
        case ValueType.DATE:
            return date_days(text)
        case ValueType.TIME_OF_DAY:
            return time_of_day(text)
        case ValueType.TIME:
            return _instant(reading, field)
        case ValueType.CHOICE:
            return one_of(text, field.choices)
        case ValueType.SEVERITY:
            return one_of(text, tuple(tier.name for tier in reading.plan.severities))
    assert_never(field.type)


def _instant(reading: StagingContext, field: FieldDecl) -> Sql:
    value = column("t", f"{field.name}#read")
    if reading.local is None:
        return value
    row = f"{field.name}#local"
    return sql(
        "CASE WHEN NOT {} THEN {} WHEN {} < {} THEN {} - {} WHEN {} < {} THEN {} ELSE {} - {} END",
        *(column("t", f"{field.name}#naive"), value),
        *(value, column(row, "split"), value, column(row, "before")),
        *(value, column(row, "gap_end"), column(row, "at"), value, column(row, "after")),
    )


def _reference(plan: Plan, field: FieldDecl, text: Sql) -> Sql:
    target = next(records for records in plan.records if records.name == field.target)
    keys = [key for key in target.fields if key.key]
    return (
        canonical_number(number_text(text, significand(text), point(text)))
        if keys and keys[0].type is ValueType.NUMBER
        else text
    )


def _key_text(records: RecordSet) -> Sql:
    key = next(field for field in records.fields if field.key)
    text = name(f"{key.name}#text")
    return (
        canonical_number(number_text(text, significand(text), point(text)))
        if key.type is ValueType.NUMBER
        else text
    )


def _faults(raw: RawFile, field: FieldDecl) -> Sql:
    value, given = name(field.name), name(f"{field.name}#given")
    bad = sql("{} AND {} IS NULL", given, value)
    missing = FALSE if field.optional or field.name not in raw.kinds else sql("NOT {}", given)
    return sql("{} AS {}, {} AS {}", bad, name(f"{field.name}#bad"), missing, name(f"{field.name}#missing"))
