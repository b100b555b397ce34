"""A scan as SQL, in layers, each a SELECT over the one before.

They are: rows with what their refs lead to; their windows; times later than the as-of instant taken out; moves by
local days; the condition; the clock.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import LiteralString

from sladsl.measurement.expressions import ELAPSED, ENDED, UP_TO, Scope, column_name, number, truth, type_of
from sladsl.measurement.raw_files import ROW
from sladsl.measurement.reads import declaration, record_set
from sladsl.measurement.scans import (
    TO_LOCAL,
    TO_UTC,
    WINDOW,
    Scan,
    Tables,
    UnitWindows,
    all_fields,
    calendar_table,
    owner,
    window_buckets_table,
    windows_table,
)
from sladsl.measurement.sql_pieces import DIVIDE, FALSE, Sql, column, integer, joined, listed, name, sql
from sladsl.measurement.staging import FILE, key_column
from sladsl.planning.buckets import DAY, SplitTable
from sladsl.planning.calendars import BucketTable
from sladsl.planning.plan import Arithmetic, Field, Plan, ValueType
from sladsl.planning.zones import LocalTable

AS_OF = "#as of"
_START, _STOP, _COUNTED = "#start", "#stop", "#counted"


def windowed(plan: Plan, scan: Scan, tables: Tables, source: str) -> Sql:
    """The rows of a record set that are counted in a window, read as of its instant."""
    fields = all_fields(scan)
    rows = _with_refs(plan, scan, source, fields)
    if scan.key.counted.type is ValueType.DATE:
        rows = _with_day_start(scan, rows, tables)
    placed = _with_window(scan, rows, tables.windows[scan.key.unit])
    return _as_of(placed, fields)


def populated(scan: Scan, scope: Scope, rows: Sql, tables: Tables, *, unknown: Sql = FALSE) -> Sql:
    """Of rows, those that the condition holds for; `unknown` is what it counts for where it is not known."""
    rows = _with_moves(scope, rows, tables)
    if scan.key.where is None:
        return rows
    return sql("SELECT * FROM ({}) WHERE coalesce({}, {})", rows, truth(scan.key.where, scope), unknown)


def clocked(scan: Scan, rows: Sql, tables: Tables) -> Sql:
    """Rows with their clock: the time on it, the time just before it stopped or was read, and whether it stopped."""
    clock = scan.key.clock
    if clock is None:
        return rows
    end = name(column_name(clock.end))
    begun = sql(
        "SELECT *, {} AS {}, coalesce({}, {}) AS {}, {} IS NOT NULL AS {} FROM ({})",
        *(
            name(column_name(clock.start)),
            name(_START),
            end,
            name(AS_OF),
            name(_STOP),
            end,
            name(ENDED),
            rows,
        ),
    )
    if clock.calendar is None:
        return _timed(
            begun, column("s", _START), column("s", _STOP), sql("{} - 1", column("s", _STOP)), Sql(())
        )
    table = tables.calendars[clock.calendar]
    joins = sql(
        "LEFT JOIN {} AS a ON a.bucket = {} LEFT JOIN {} AS z ON z.bucket = {}",
        *(name(calendar_table(clock.calendar)), _bucket(column("s", _START), table)),
        *(name(calendar_table(clock.calendar)), _bucket(sql("{} - 1", column("s", _STOP)), table)),
    )
    # The row that holds the instant before the stop is right for the stop itself, too: its segment ends by then.
    return _timed(
        begun,
        _open_time("a", column("s", _START)),
        _open_time("z", column("s", _STOP)),
        _open_time("z", sql("{} - 1", column("s", _STOP))),
        joins,
    )


def scanned(scan: Scan, scope: Scope, rows: Sql) -> Sql:
    """What the levels of a scan need of its rows."""
    fields = [name(column_name(field)) for field in scan.fields]
    clock = [name(ELAPSED), name(UP_TO), name(ENDED)] if scan.key.clock is not None else []
    moved = [name(moved) for moved in scope.moved.values()]
    return sql("SELECT {} FROM ({})", listed([name(WINDOW), *fields, *moved, *clock]), rows)


def unwindowed(plan: Plan, scan: Scan, source: str) -> Sql:
    """All rows of a record set with the fields of a scan, as of any time."""
    return _with_refs(plan, scan, source, all_fields(scan))


def _with_refs(plan: Plan, scan: Scan, source: str, fields: Sequence[Field]) -> Sql:
    def alias(path: tuple[str, ...]) -> str:
        return ".".join(path) or "#base"

    prefixes = dict.fromkeys(field.path[:length] for field in fields for length in range(1, len(field.path)))
    joins = joined(
        "",
        (_ref_join(plan, scan.key.records, prefix, alias(prefix[:-1]), alias(prefix)) for prefix in prefixes),
    )
    columns = (
        sql("{} AS {}", column(alias(field.path[:-1]), field.path[-1]), name(column_name(field)))
        for field in fields
    )
    places = (column("#base", ROW), column("#base", FILE))
    return sql("SELECT {} FROM {} AS {}{}", listed([*places, *columns]), name(source), name("#base"), joins)


def _ref_join(plan: Plan, records: str, prefix: tuple[str, ...], before: str, alias: str) -> Sql:
    holder = owner(plan, records, Field(ValueType.REF, prefix, optional=True))
    target = declaration(record_set(plan, holder[0]), holder[1]).target
    assert target is not None, "only a ref leads to another record set"
    key = key_column(record_set(plan, target))
    assert key is not None, "a ref is to records with one key"
    return sql(
        " LEFT JOIN {} AS {} ON {} = {}",
        *(name(target), name(alias), column(alias, key), column(before, prefix[-1])),
    )


def _with_window(scan: Scan, rows: Sql, windows: UnitWindows) -> Sql:
    unit, buckets = scan.key.unit, windows.buckets
    is_date = scan.key.counted.type is ValueType.DATE
    counted = column("s", _COUNTED if is_date else column_name(scan.key.counted))
    start = windows.windows[0].start if windows.windows else 0
    return sql(
        "SELECT s.*, w.number AS {}, w.as_of AS {} FROM ({}) AS s"
        " JOIN {} AS b ON b.bucket = {} AND {} >= {}"
        " JOIN {} AS w ON w.number = CASE WHEN {} < b.split THEN b.before ELSE b.after END"
        " WHERE {} <= w.as_of",
        *(name(WINDOW), name(AS_OF), rows),
        *(name(window_buckets_table(unit)), _bucket(counted, buckets), counted, integer(start)),
        *(name(windows_table(unit)), counted, counted),
    )


def _with_day_start(scan: Scan, rows: Sql, tables: Tables) -> Sql:
    """Rows counted on a date, with the instant at which that local day starts."""
    wall = sql("{} * {}", column("s", column_name(scan.key.counted)), integer(DAY))
    return _to_utc(
        sql("SELECT s.*, {} AS {} FROM ({}) AS s", wall, name(_wall(_COUNTED)), rows), tables, _COUNTED
    )


def _wall(result: str) -> str:
    """The column of the local time of an instant that is being found."""
    return f"{result} wall"


def _as_of(rows: Sql, fields: Sequence[Field]) -> Sql:
    """Rows in which a time later than the as-of instant is missing."""
    columns = (
        sql(
            "CASE WHEN {} <= {} THEN {} END AS {}",
            *(name(column_name(field)), name(AS_OF)),
            *[name(column_name(field))] * 2,
        )
        if field.type is ValueType.TIME
        else name(column_name(field))
        for field in fields
    )
    return sql(
        "SELECT {} FROM ({})", listed([name(ROW), name(FILE), name(WINDOW), name(AS_OF), *columns]), rows
    )


def _with_moves(scope: Scope, rows: Sql, tables: Tables) -> Sql:
    for move, moved in scope.moved.items():
        rows = _with_move(scope, rows, tables, move, moved)
    return rows


def _with_move(scope: Scope, rows: Sql, tables: Tables, move: Arithmetic, moved: str) -> Sql:
    """Rows with an instant moved by local days: the same time of day on another date."""
    instant, days = move.left, move.right
    if type_of(instant) is ValueType.DAYS:
        instant, days = days, instant
    by = number(days, scope)
    assert by.scale == 0 and by.denominator is None, "days are counted whole"  # noqa: PT018 - one fact
    length = integer(-DAY if move.operator == "-" else DAY)
    table = tables.to_local
    assert table is not None, "a move by days takes the tables of the zone"
    parts = sql(
        "SELECT *, {} AS {}, {} * {} AS {} FROM ({})",
        *(
            number(instant, scope).numerator.sql,
            name(f"{moved} from"),
            by.numerator.sql,
            length,
            name(f"{moved} by"),
            rows,
        ),
    )
    operand = column("s", f"{moved} from")
    wall = sql(
        "SELECT s.*, {} + CASE WHEN {} < b.split THEN b.before ELSE b.after END + {} AS {}"
        " FROM ({}) AS s LEFT JOIN {} AS b ON b.bucket = {}",
        *(
            operand,
            operand,
            column("s", f"{moved} by"),
            name(_wall(moved)),
            parts,
            name(TO_LOCAL),
            _bucket(operand, table),
        ),
    )
    return _to_utc(wall, tables, moved)


def _to_utc(rows: Sql, tables: Tables, result: str) -> Sql:
    """Rows with the instant of a local time."""
    table = tables.to_utc
    assert table is not None, "local times take the tables of the zone"
    wall = column("s", _wall(result))
    instant = sql(
        "CASE WHEN {} < b.split THEN {} - b.before WHEN {} < b.gap_end THEN {} ELSE {} - b.after END",
        *(wall, wall, wall, column("b", "at"), wall),
    )
    return sql(
        "SELECT s.*, {} AS {} FROM ({}) AS s LEFT JOIN {} AS b ON b.bucket = {}",
        *(instant, name(result), rows, name(TO_UTC), _bucket(wall, table)),
    )


def _bucket(instant: Sql, table: SplitTable | BucketTable | LocalTable) -> Sql:
    origin = sql("{} - {}", instant, integer(table.origin)) if table.origin else instant
    return sql("({}) {} {}", origin, DIVIDE, integer(table.width))


def _open_time(alias: LiteralString, instant: Sql) -> Sql:
    return sql(f"{alias}.base + greatest(0, least({{}}, {alias}.closes) - {alias}.opens)", instant)


def _timed(begun: Sql, start: Sql, stop: Sql, before_stop: Sql, joins: Sql) -> Sql:
    return sql(
        "SELECT s.*, ({}) - ({}) AS {}, ({}) - ({}) AS {} FROM ({}) AS s {}",
        *(stop, start, name(ELAPSED), before_stop, start, name(UP_TO), begun, joins),
    )
