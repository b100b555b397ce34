"""What of a plan is scanned: the records of levels in their windows, with their clocks.

Levels that share records, condition, counted instant, windows and clock share a scan, so that a clock runs once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from attrs import frozen

from sladsl.measurement.expressions import Scope, column_name, is_move, moves_in
from sladsl.measurement.field_values import NumberShape
from sladsl.measurement.reads import declaration, fields_in, record_set
from sladsl.planning.buckets import SplitTable
from sladsl.planning.calendars import BucketTable
from sladsl.planning.plan import Expression, Field, Plan, Series, ServiceLevel, Unit, ValueType
from sladsl.planning.windows import Window
from sladsl.planning.zones import LocalTable

WINDOW = "#window"
TO_LOCAL = "#to local"
TO_UTC = "#to utc"


@frozen
class Clocking:
    """A clock without its place in the agreement: from one field to another in a calendar, None for round the clock."""

    start: Field
    end: Field
    calendar: str | None


@frozen
class ScanKey:
    """What levels must have in common to share a scan."""

    records: str
    where: Expression | None
    counted: Field
    unit: Unit
    clock: Clocking | None


@frozen
class Scan:
    """A scan: its table, its fields, and the moves by days in the expressions that read it."""

    table: str
    key: ScanKey
    fields: tuple[Field, ...]
    expressions: tuple[Expression, ...]


@frozen
class UnitWindows:
    """The windows of a unit and the table that finds the one that holds an instant."""

    windows: tuple[Window, ...]
    buckets: SplitTable


@frozen
class Tables:
    """The integer tables that planning compiled: windows by unit, calendars by name, the zone both ways if needed."""

    windows: Mapping[Unit, UnitWindows]
    calendars: Mapping[str, BucketTable]
    to_local: SplitTable | None
    to_utc: LocalTable | None


def scan_key(level: ServiceLevel, series: Series) -> ScanKey:
    """The scan that a series is measured from."""
    clock = series.clock
    clocking = None if clock is None else Clocking(clock.start, clock.end, clock.calendar)
    return ScanKey(level.records, level.where, level.counted, level.window.unit, clocking)


def scans(plan: Plan) -> tuple[Scan, ...]:
    """The scans of a plan, in the order in which its levels first need them."""
    keyed: dict[ScanKey, list[tuple[ServiceLevel, Series]]] = {}
    for level in plan.levels:
        for series in level.series:
            keyed.setdefault(scan_key(level, series), []).append((level, series))
    return tuple(
        Scan(f"scan {number}", key, tuple(_fields(users)), tuple(_expressions(users)))
        for number, (key, users) in enumerate(keyed.items(), 1)
    )


def windows_table(unit: Unit) -> str:
    """The table of a unit's windows by number, each with its as-of instant."""
    return f"windows of a {unit}"


def window_buckets_table(unit: Unit) -> str:
    """The table that finds a unit's window by instant."""
    return f"{unit} at an instant"


def calendar_table(calendar: str) -> str:
    """The table of a calendar's open time."""
    return f"calendar {calendar}"


def needs_zone(scan: Scan) -> bool:
    """Whether a scan needs the tables of the zone."""
    return scan.key.counted.type is ValueType.DATE or any(
        is_move(part) for expression in all_expressions(scan) for part in moves_in(expression)
    )


def all_expressions(scan: Scan) -> tuple[Expression, ...]:
    """Every expression evaluated over a scan's rows."""
    where = scan.key.where
    return scan.expressions if where is None else (where, *scan.expressions)


def scope_of(plan: Plan, scan: Scan, shapes: Mapping[tuple[str, str], NumberShape]) -> Scope:
    """What the expressions over a scan are read in."""
    fields = {*scan.fields, *(field for e in all_expressions(scan) for field in fields_in(e))}
    moves = dict.fromkeys(move for e in all_expressions(scan) for move in moves_in(e))
    return Scope(
        {
            field.path: shapes[held]
            for field in fields
            if (held := owner(plan, scan.key.records, field)) in shapes
        },
        {move: f"#moved {number}" for number, move in enumerate(moves, 1)},
    )


def _fields(users: Iterable[tuple[ServiceLevel, Series]]) -> Iterator[Field]:
    """The fields that measuring needs once the rows are scanned."""
    seen: dict[str, Field] = {}
    for level, series in users:
        wanted = (*(d.field for d in level.dimensions), *(f for e in _measured(series) for f in fields_in(e)))
        for field in wanted:
            seen.setdefault(column_name(field), field)
    yield from seen.values()


def _expressions(users: Iterable[tuple[ServiceLevel, Series]]) -> Iterator[Expression]:
    yield from dict.fromkeys(expression for _, series in users for expression in _measured(series))


def _measured(series: Series) -> Iterator[Expression]:
    return (expression for expression in (series.good, series.measure.operand) if expression is not None)


def all_fields(scan: Scan) -> tuple[Field, ...]:
    """Every field that a scan reads."""
    clock = scan.key.clock
    wanted = (
        scan.key.counted,
        *(() if clock is None else (clock.start, clock.end)),
        *(() if scan.key.where is None else fields_in(scan.key.where)),
        *scan.fields,
    )
    return tuple({column_name(field): field for field in wanted}.values())


def owner(plan: Plan, records: str, field: Field) -> tuple[str, str]:
    """The record set at the end of a path, and the field's name there."""
    for step in field.path[:-1]:
        target = declaration(record_set(plan, records), step).target
        assert target is not None, "only a ref leads to another record set"
        records = target
    return records, field.path[-1]
