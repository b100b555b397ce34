"""Files that are read in place: their columns are taken for what they should hold, without a text to take apart.

Most values of a Parquet file are plainly what their field is: an instant, a flag, a text without blanks around it. They
are read where they are, as often as they are needed; nothing is copied. Whether they all are is found in one pass, and
where one is not, the record set is read value by value as every other is (`sladsl.measurement.records.staging`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sladsl.measurement.engines.engine import Statements, query
from sladsl.measurement.files.raw_files import ROW, ColumnKind, RawFile
from sladsl.measurement.records.field_values import in_years_covered
from sladsl.measurement.records.staging import BAD, FILE, KEY, key_column
from sladsl.measurement.scanning.reads import record_set
from sladsl.measurement.sql.pieces import (
    FALSE,
    MICROSECONDS,
    Sql,
    any_of,
    how_many,
    integer,
    joined,
    listed,
    name,
    parameter,
    sql,
)
from sladsl.planning.plan import FieldDecl, Plan, RecordSet, ValueType

_SIDES = (Sql(("min",)), Sql(("max",)))
_BLANKS = (" ", "\t", "\r", "\n")


def is_read_in_place(plan: Plan, raw: RawFile) -> bool:
    """Whether the columns of a file may be taken as they are."""
    return (
        raw.rows is not None
        and key_column(raw.records) != KEY
        and all(_is_plain(plan, raw, field) for field in raw.records.fields)
    )


def plain_rows(raw: RawFile, number: int) -> Sql:
    """The rows of a file as its table would hold them, if all its values are what they seem."""
    columns = [
        name(ROW),
        sql("{} AS {}", integer(number), name(FILE)),
        sql("FALSE AS {}", name(BAD)),
        *(sql("{} AS {}", _value(field), name(field.name)) for field in raw.records.fields),
    ]
    return sql("SELECT {} FROM ({})", listed(columns), raw.relation)


def ends_of_instants(
    session: Statements, files: Sequence[RawFile], fields: Sequence[str]
) -> dict[str, tuple[int | None, int | None]]:
    """The first and the last instant of some fields; an engine finds them in what Parquet files say of themselves."""
    found: dict[str, list[int]] = {field: [] for field in fields}
    for raw in files if fields else ():
        ends = listed(sql("{}({}({}))", MICROSECONDS, side, name(f)) for f in fields for side in _SIDES)
        row = iter(query(session, sql("SELECT {} FROM ({})", ends, raw.relation))[0])
        for field in fields:
            found[field] += [end for end in (next(row), next(row)) if end is not None]
    return {field: (min(ends, default=None), max(ends, default=None)) for field, ends in found.items()}


def exceptions(plan: Plan, records: RecordSet) -> Sql:
    """Count the values of a record set read in place that are not what they should be, or missing: an aggregate."""
    counts = [count for field in records.fields for count in _exceptions(plan, field)]
    return joined(" + ", counts) if counts else integer(0)


def _is_plain(plan: Plan, raw: RawFile, field: FieldDecl) -> bool:
    kind = raw.kinds.get(field.name)
    match field.type:
        case ValueType.TEXT | ValueType.CHOICE | ValueType.SEVERITY:
            return kind is ColumnKind.TEXT
        case ValueType.REF:
            assert field.target is not None, "a ref is to records"
            keys = [key for key in record_set(plan, field.target).fields if key.key]
            return kind is ColumnKind.TEXT and all(key.type is not ValueType.NUMBER for key in keys)
        case ValueType.FLAG:
            return kind is ColumnKind.FLAG
        case ValueType.TIME:
            return kind is ColumnKind.INSTANT
        case _:
            return False


def _value(field: FieldDecl) -> Sql:
    return sql("{}({})", MICROSECONDS, name(field.name)) if field.type is ValueType.TIME else name(field.name)


def _exceptions(plan: Plan, field: FieldDecl) -> Iterator[Sql]:
    value = name(field.name)
    if not field.optional:
        yield sql("count(*) - count({})", value)
    fault = _fault(plan, field)
    if fault is not None:
        yield how_many(fault)


def _fault(plan: Plan, field: FieldDecl) -> Sql | None:
    """That a value which is there is not one of the field; it may be NULL where there is none."""
    value = name(field.name)
    match field.type:
        case ValueType.TEXT | ValueType.REF:
            ends = (sql("{} LIKE {}", value, parameter(f"%{blank}")) for blank in _BLANKS)
            return any_of([sql("{} < '!'", value), *ends])
        case ValueType.CHOICE:
            return sql("NOT ({})", _is_one_of(value, field.choices))
        case ValueType.SEVERITY:
            return sql("NOT ({})", _is_one_of(value, tuple(tier.name for tier in plan.severities)))
        case ValueType.TIME:
            return sql("NOT ({})", in_years_covered(value))
        case _:
            return None


def _is_one_of(value: Sql, choices: tuple[str, ...]) -> Sql:
    return any_of(sql("{} = {}", value, parameter(choice)) for choice in choices) if choices else FALSE
