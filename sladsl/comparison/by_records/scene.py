"""Records that could be: what their fields hold, as cells of a table and in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import cache
from typing import assert_never

from sladsl.measurement.bindings import RecordTable
from sladsl.measurement.reads import declaration, fields_read, record_set, records_read
from sladsl.planning.plan import Constant, Plan, ValueType
from sladsl.planning.windows import zone_of
from sladsl.planning.wording import write_expression, write_money
from sladsl.planning.wording.quantities import write_instant, write_number
from sladsl.planning.zones import to_local
from sladsl.values import frozen

Held = Fraction | int | str | bool | None
"""What a field holds, as a constant of its type does: a time in µs; None where it is missing."""


Path = tuple[str, ...]
_NOTHING: Mapping[Path, Held] = {}
OWN = "*"
"""The key of the records of a scene that nothing names: another one in each scene."""


@frozen
class Row:
    """A record: what its fields hold, and what is told of it, by the paths to that. `of` says what it refers to."""

    records: str
    held: Mapping[str, Held]
    told: Mapping[Path, Held] = _NOTHING
    of: str = ""


@frozen
class Scene:
    """Records that belong together, the first of them the one that is looked at; `size` is less for a simpler one."""

    rows: tuple[Row, ...]
    size: int


@frozen
class Staged:
    """The records of several scenes as what is measured, and the number of the scene that each first record is of.

    `numbers` are by the record set and the place in its table, from 1.
    """

    tables: Mapping[str, RecordTable]
    numbers: Mapping[tuple[str, int], int]


def staged(plan: Plan, scenes: Sequence[Scene]) -> Staged:
    """Put records of several scenes together, each with the keys of its scene; what two have alike stands once."""
    read = fields_read(plan)
    fields = {
        name: [each for each in record_set(plan, name).fields if each.key or (name, each.name) in read]
        for name in records_read(plan)
    }
    rows: dict[str, dict[tuple[str | None, ...], None]] = {name: {} for name in fields}
    numbers = {}
    written = cache(lambda type_, held: _cell(plan, type_, held))
    for number, scene in enumerate(scenes):
        for row in scene.rows:
            if row.records in fields:
                held = {name: str(number + 1) if of == OWN else of for name, of in row.held.items()}
                cells = tuple(written(each.type, held.get(each.name)) for each in fields[row.records])
                rows[row.records].setdefault(cells)
            if row is scene.rows[0]:
                numbers[row.records, len(rows[row.records])] = number
    made = (
        RecordTable(name, tuple(each.name for each in columns), tuple(rows[name]))
        for name, columns in fields.items()
    )
    return Staged({each.name: each for each in made}, numbers)


def _cell(plan: Plan, type_: ValueType, held: Held) -> str | None:
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


def in_words(plan: Plan, scene: Scene) -> str:
    """The records of a scene in words: `a query (amount GBP 20.00) with asked_at Fri 2026-03-06 16:00`."""
    return ", and ".join(_told(plan, row) for row in scene.rows if row.told)


def _told(plan: Plan, row: Row) -> str:
    article = "an" if row.records[0].lower() in "aeiou" else "a"
    declared = [each.name for each in record_set(plan, row.records).fields]
    paths = sorted(row.told, key=lambda path: declared.index(path[0]))
    types = {path: _type(plan, row.records, path) for path in paths}
    times = [_field(plan, row, path) for path, type_ in types.items() if type_ is ValueType.TIME]
    others = [_field(plan, row, path) for path, type_ in types.items() if type_ is not ValueType.TIME]
    kind = f" ({', '.join(others)})" if others else ""
    return f"{article} {row.records}{row.of}{kind}{f' with {_joined(times)}' if times else ''}"


def _type(plan: Plan, records: str, path: Path) -> ValueType:
    *refs, last = path
    for name in refs:
        target = declaration(record_set(plan, records), name).target
        assert target is not None, "only a ref leads to another record set"
        records = target
    return declaration(record_set(plan, records), last).type


def _field(plan: Plan, row: Row, path: Path) -> str:
    """A field with what it holds: `asked_at Fri 2026-03-06 16:00`, `no answered_at`."""
    name, held, type_ = ".".join(path), row.told[path], _type(plan, row.records, path)
    if held is None:
        return f"no {name}"
    if type_ is ValueType.TIME and isinstance(held, int):
        return f"{name} {at(plan, held)}"
    if type_ is ValueType.MONEY and isinstance(held, int | Fraction):
        return f"{name} {write_money(plan, Fraction(held))}"
    return f"{name} {_cell(plan, type_, held)}"


def at(plan: Plan, instant: int) -> str:
    """An instant in words, with its day of the week: `Fri 2026-03-06 16:00`."""
    return f"{to_local(zone_of(plan), instant):%a} {write_instant(plan, instant)}"


def _joined(parts: Sequence[str]) -> str:
    *others, last = parts
    return f"{', '.join(others)} and {last}" if others else last
