"""Groups of records to try: what their fields hold, as cells of a table and in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import cache
from itertools import takewhile
from typing import assert_never

from sladsl.comparison.moments import write_moment
from sladsl.measurement.files.bindings import RecordTable
from sladsl.measurement.scanning.reads import declaration, fields_read, record_set, records_read
from sladsl.planning.plan import Constant, Plan, ValueType
from sladsl.planning.wording import write_expression, write_money
from sladsl.planning.wording.quantities import write_instant, write_number
from sladsl.values import frozen

Held = Fraction | int | str | bool | None
"""What a field holds, as a constant of its type does: a time in µs; None where it is missing."""


Path = tuple[str, ...]
_NOTHING: Mapping[Path, Held] = {}
OWN = "*"
"""The key of the records of a group that nothing names: another one in each group."""


@frozen
class Row:
    """A record: what its fields hold, and what is told of it, by the paths to that.

    `of` says what it refers to, `alike` how many more there are of its kind.
    """

    records: str
    held: Mapping[str, Held]
    told: Mapping[Path, Held] = _NOTHING
    of: str = ""
    alike: str = ""


"""Records that belong together."""


Rows = tuple[Row, ...]
"""Records that belong together."""

RowsWithin = tuple[int, int, Rows | None]
"""Records that lie in a stretch of time, [start, end) in µs; None where there are none that are wanted so."""


@frozen(eq=False)
class RecordGroup:
    """Records that belong together, the first of them the one that is looked at; `size` is less for a simpler one."""

    rows: Rows
    size: int


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
    written = cache(lambda type_, held: _cell(plan, type_, held))
    for number, group in enumerate(groups):
        for row in group.rows:
            if row.records in fields:
                held = {name: _keyed(of, number) for name, of in row.held.items()}
                cells = tuple(written(each.type, held.get(each.name)) for each in fields[row.records])
                place = rows[row.records].setdefault(cells, len(rows[row.records]) + 1)
                if row is group.rows[0]:
                    firsts.append(place)
    made = (
        RecordTable(name, tuple(each.name for each in columns), tuple(rows[name]))
        for name, columns in fields.items()
    )
    return GroupTables({each.name: each for each in made}, firsts)


def own(number: int) -> str:
    """One of several keys of a group."""
    return f"{OWN}{number or ''}"


def is_own(held: Held) -> bool:
    """Whether a field holds a key that nothing names."""
    return isinstance(held, str) and held.startswith(OWN)


def _keyed(held: Held, group: int) -> Held:
    if isinstance(held, str) and is_own(held):
        return f"{group + 1}{held.replace(OWN, '.')}".removesuffix(".")
    return held


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


def in_words(plan: Plan, group: RecordGroup) -> str:
    """The records of a group in words: `a query (amount GBP 20.00) with asked_at Fri 2026-03-06 16:00`."""
    rows = [row for row in group.rows if row.told or row.of]
    words = []
    while rows:
        number = max(_alike(rows), _in_order(rows))
        name = f"{rows[0].records}{rows[0].of}"
        article = "an" if name[0].lower() in "aeiou" else "a"
        words.append(f"{article} {name}" if number == 1 else f"{number} records of {name}")
        words[-1] += _told(plan, rows[:number])
        rows = rows[number:]
    return ", and ".join(words)


def _alike(rows: Sequence[Row]) -> int:
    """How many records in a row there is the same to tell of."""
    return sum(1 for _ in takewhile(lambda row: _all_but(row) == _all_but(rows[0]), rows))


def _in_order(rows: Sequence[Row]) -> int:
    """How many records in a row differ in one field alone, in which no two of them are alike; 1 where there are few."""
    return max((_apart_in(rows, path) for path in rows[0].told), default=1)


def _apart_in(rows: Sequence[Row], path: Path) -> int:
    same = [*takewhile(lambda row: _all_but(row, path) == _all_but(rows[0], path), rows)]
    values = {row.told[path] for row in same}
    return len(same) if len(same) >= _SEVERAL and len(values) == len(same) else 1


_SEVERAL = 3


def _all_but(row: Row, path: Path | None = None) -> tuple[str, str, str, dict[Path, Held]]:
    held = {each: None if each == path else value for each, value in row.told.items()}
    return row.records, row.of, row.alike, held


def _told(plan: Plan, rows: Sequence[Row]) -> str:
    """What is told of records behind their name."""
    row = rows[0]
    declared = [each.name for each in record_set(plan, row.records).fields]
    paths = sorted(row.told, key=lambda path: declared.index(path[0]))
    types = {path: _type(plan, row.records, path) for path in paths}
    times = [_fields(plan, rows, path) for path, type_ in types.items() if type_ is ValueType.TIME]
    others = [_fields(plan, rows, path) for path, type_ in types.items() if type_ is not ValueType.TIME]
    kind = f" ({', '.join(others)})" if others else ""
    return f"{kind}{f' with {_joined(times)}' if times else ''}{row.alike}"


def _fields(plan: Plan, rows: Sequence[Row], path: Path) -> str:
    """A field with what it holds in some records: `effort 1 h, 2 h and 9 h`."""
    first, *others = dict.fromkeys(_field(plan, row, path) for row in rows)
    return _joined([first, *(each.removeprefix(f"{'.'.join(path)} ") for each in others)])


def _type(plan: Plan, records: str, path: Path) -> ValueType:
    return declaration(record_set(plan, reached(plan, records, path[:-1])), path[-1]).type


def reached(plan: Plan, records: str, refs: Path) -> str:
    """The record set that one reaches from another one through refs."""
    for name in refs:
        target = declaration(record_set(plan, records), name).target
        assert target is not None, "only a ref leads to another record set"
        records = target
    return records


def _field(plan: Plan, row: Row, path: Path) -> str:
    """A field with what it holds: `asked_at Fri 2026-03-06 16:00`, `no answered_at`."""
    name, held, type_ = ".".join(path), row.told[path], _type(plan, row.records, path)
    if held is None:
        return f"no {name}"
    if type_ is ValueType.TIME and isinstance(held, int):
        return f"{name} {write_moment(plan, held)}"
    if type_ is ValueType.MONEY and isinstance(held, int | Fraction):
        return f"{name} {write_money(plan, Fraction(held))}"
    return f"{name} {_cell(plan, type_, held)}"


def _joined(parts: Sequence[str]) -> str:
    *others, last = parts
    return f"{', '.join(others)} and {last}" if others else last
