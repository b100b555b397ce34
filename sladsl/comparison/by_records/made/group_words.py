"""Groups of records in words."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import takewhile

from sladsl.comparison.by_records.made.group_tables import cell
from sladsl.comparison.by_records.made.record_groups import Held, Path, RecordGroup, Row, reached
from sladsl.comparison.moments import write_moment
from sladsl.measurement.scanning.reads import declaration, record_set
from sladsl.planning.plan import Plan, ValueType
from sladsl.planning.wording import write_money


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


def _field(plan: Plan, row: Row, path: Path) -> str:
    """A field with what it holds: `asked_at Fri 2026-03-06 16:00`, `no answered_at`."""
    name, held, type_ = ".".join(path), row.told[path], _type(plan, row.records, path)
    if held is None:
        return f"no {name}"
    if type_ is ValueType.TIME and isinstance(held, int):
        return f"{name} {write_moment(plan, held)}"
    if type_ is ValueType.MONEY and isinstance(held, int | Fraction):
        return f"{name} {write_money(plan, Fraction(held))}"
    return f"{name} {cell(plan, type_, held)}"


def _joined(parts: Sequence[str]) -> str:
    *others, last = parts
    return f"{', '.join(others)} and {last}" if others else last
