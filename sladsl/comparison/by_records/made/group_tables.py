"""Groups of records as the cells of tables, which say of which group a record is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import cache
from typing import assert_never

from sladsl.comparison.by_records.made.record_groups import OWN, Held, RecordGroup, is_own
from sladsl.measurement.files.bindings import RecordTable
from sladsl.measurement.scanning.reads import fields_read, record_set, records_read
from sladsl.planning.plan import Constant, Plan, ValueType
from sladsl.planning.wording import write_expression
from sladsl.planning.wording.quantities import write_instant, write_number
from sladsl.values import frozen

GROUP = "#group"
"""The field that says of which group a record is, where it is read: no agreement can declare one of that name."""


@frozen
class GroupTables:
    """The records of several groups as what is measured, and the row of the first of each group, from 1."""

    tables: Mapping[str, RecordTable]
    rows: Sequence[int]


def group_tables(plan: Plan, groups: Sequence[RecordGroup]) -> GroupTables:
    """Put records of several groups together, each with the keys of its group; what two have alike stands once."""
    read = fields_read(plan)
    fields = {
        name: [each for each in record_set(plan, name).fields if each.key or (name, each.name) in read]
        for name in records_read(plan)
    }
    rows: dict[str, dict[tuple[str | None, ...], int]] = {name: {} for name in fields}
    firsts = []
    written = cache(lambda type_, held: cell(plan, type_, held))
    for number, group in enumerate(groups):
        for row in group.rows:
            if row.records in fields:
                held = {name: _keyed(of, number) for name, of in row.held.items()}
                held[GROUP] = group_value(number)
                cells = tuple(written(each.type, held.get(each.name)) for each in fields[row.records])
                place = rows[row.records].setdefault(cells, len(rows[row.records]) + 1)
                if row is group.rows[0]:
                    firsts.append(place)
    made = (
        RecordTable(name, tuple(each.name for each in columns), tuple(rows[name]))
        for name, columns in fields.items()
    )
    return GroupTables({each.name: each for each in made}, firsts)


def group_value(number: int) -> str:
    """What that field holds in the records of a group."""
    return str(number + 1)


def _keyed(held: Held, group: int) -> Held:
    if isinstance(held, str) and is_own(held):
        return f"{group + 1}{held.replace(OWN, '.')}".removesuffix(".")
    return held


def cell(plan: Plan, type_: ValueType, held: Held) -> str | None:
    """What a field holds as the text of a cell."""
    match held:
        case None:
            return None
        case bool():
            return "yes" if held else "no"
        case str():
            return held
        case int() | Fraction():
            return _number(plan, type_, held)
    assert_never(held)


def _number(plan: Plan, type_: ValueType, held: Fraction | int) -> str:
    if type_ is ValueType.TIME:
        return write_instant(plan, int(held))
    if type_ in {ValueType.NUMBER, ValueType.MONEY, ValueType.DAYS}:
        return write_number(Fraction(held)).replace(",", "")
    return write_expression(plan, Constant(type_, held)).replace(",", "")
