"""A scan as SQL, in layers, each a SELECT over the one before.

They are: rows with what their refs lead to; their windows; times later than the as-of instant taken out; moves by
local days; the condition; the clock.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import LiteralString

from sladsl.measurement.backlog.open_scans import open_at, open_scanned
from sladsl.measurement.clocks.clocking import DAY_ENDS, begun_at, stops_at_field
from sladsl.measurement.clocks.open_time import (
    AS_OF,
    START,
    STOP,
    bucket_of,
)
from sladsl.measurement.clocks.pauses import KEY, long_columns, own_key
from sladsl.measurement.clocks.successors import NEXT, starts_none, with_next
from sladsl.measurement.files.raw_files import ROW
from sladsl.measurement.records.refs import with_refs
from sladsl.measurement.records.staging import FILE, key_column
from sladsl.measurement.scanning.local_days import with_moves
from sladsl.measurement.scanning.ranges import Ranges, lies_within
from sladsl.measurement.scanning.reads import fields_in, parts_of, record_set
from sladsl.measurement.scanning.scan_tables import Tables, UnitWindows, window_buckets_table, windows_table
from sladsl.measurement.scanning.scans import (
    RECORD,
    WINDOW,
    Clocking,
    Scan,
    all_fields,
    place_column,
    set_limits,
)
from sladsl.measurement.scanning.severities import owner_column, owner_key, with_severities
from sladsl.measurement.scanning.wall_time import with_day_end, with_day_start
from sladsl.measurement.sql.expressions import (
    ENDED,
    RUN,
    Scope,
    column_name,
    in_time_column,
    truth,
)
from sladsl.measurement.sql.pieces import (
    FALSE,
    LIST,
    TRUE,
    Sql,
    all_of,
    column,
    integer,
    listed,
    name,
    parameter,
    sql,
)
from sladsl.planning.plan import (
    ClockTime,
    ClockWithin,
    Elapsed,
    Field,
    Plan,
    RecordWindow,
    ValueType,
)

_COUNTED = "#counted"
AT = "#at"
OWN_KEY = "#own key"
TAKEN = "#taken"


def windowed(plan: Plan, scan: Scan, scope: Scope, tables: Tables, source: str) -> Sql:
    """The rows of a record set that are counted in a window, read as of its instant; or that snapshots look at."""
    if scan.key.at is not None:
        return open_at(plan, scan, tables, source)
    placed = _with_window(scan, _all_rows(plan, scan, scope, tables, source), tables)
    return _known_rows(plan, scan, placed, tables, all_ended=scope.all_ended)


def seen(plan: Plan, scan: Scan, scope: Scope, tables: Tables, by: Sql, among: Callable[[Sql], Sql]) -> Sql:
    """The rows of a record set in windows of another level, as they are known then.

    `by` are the places of rows, each with a window and its instant, once; `among` says at which
    instants they may be counted.
    """
    at = column("s", _COUNTED if scan.key.counted.type is ValueType.DATE else column_name(scan.key.counted))
    rows = _all_rows(plan, scan, scope, tables, scan.key.records)
    same = all_of(sql("{} = {}", column("b", each), column("s", each)) for each in (ROW, FILE))
    placed = sql(
        "SELECT s.*, {}, {}, {} AS {} FROM ({}) AS s JOIN ({}) AS b ON {} WHERE {} <= {} AND {}",
        *(column("b", WINDOW), column("b", AS_OF), at, name(AT), rows, by, same),
        *(at, column("b", AS_OF), among(at)),
    )
    return _known_rows(plan, scan, placed, tables, all_ended=False)


def _all_rows(plan: Plan, scan: Scan, scope: Scope, tables: Tables, source: str) -> Sql:
    """The rows of a record set with what is read of them, whenever they are counted."""
    fields = all_fields(scan)
    rows = with_refs(plan, scan.key.records, source, fields, *_key(plan, scan), *_owners(plan, scan))
    if scan.key.clock is not None and scan.key.clock.each is not None:
        rows = with_next(scan, scope, with_moves(scope, rows, tables), scan.key.clock.each)
    if scan.key.counted.type is ValueType.DATE:
        rows = with_day_start(rows, column("s", column_name(scan.key.counted)), tables, _COUNTED)
    places = [_place(field, scan.choices[field]) for field in _placed_at_once(scan)]
    return sql("SELECT {} FROM ({})", listed([sql("*"), *places]), rows) if places else rows


def _placed_at_once(scan: Scan) -> list[str]:
    """The columns of choices that are the same whenever they are read.

    Where they are read, an engine has each value once; joined with others, a row for a row.
    """
    taken = {column_name(each.field) for each in scan.key.severities}
    return [field for field in scan.choices if field not in taken]


def _known_rows(plan: Plan, scan: Scan, placed: Sql, tables: Tables, *, all_ended: bool) -> Sql:
    """Rows in their windows as they are known at the instants of these, with the severities that count then."""
    fields = all_fields(scan)
    known = _as_of(plan, scan, placed, fields, all_ended=all_ended)
    if not scan.key.severities:
        return known
    return with_severities(
        plan, scan, _spanned(scan, known, tables), [*_kept(plan, scan), *map(column_name, fields)]
    )


def _owners(plan: Plan, scan: Scan) -> Iterator[Sql]:
    """The keys by which histories refer to the records whose severities are read."""
    for taken in scan.key.severities:
        key = owner_key(taken, record_set(plan, scan.key.records))
        yield sql("{} AS {}", key, name(owner_column(taken)))


def _spanned(scan: Scan, rows: Sql, tables: Tables) -> Sql:
    """Rows with when their clocks start and stop; without a clock both are when they are counted."""
    if scan.key.clock is not None:
        return begun_at(scan.key.clock, rows, tables)
    counted = column("s", column_name(scan.key.counted))
    if scan.key.counted.type is ValueType.DATE:
        rows, counted = with_day_end(rows, counted, tables, DAY_ENDS), column("s", DAY_ENDS)
    return sql(
        "SELECT s.*, {} AS {}, {} AS {} FROM ({}) AS s", counted, name(START), counted, name(STOP), rows
    )


def _key(plan: Plan, scan: Scan) -> Iterator[Sql]:
    """The columns by which a record is known: its key where it is a window or excluded, and what pauses refer to."""
    own = key_column(record_set(plan, scan.key.records))
    if scan.key.exclusions and own is not None:
        yield sql("{} AS {}", column("#base", own), name(OWN_KEY))
    clock = scan.key.clock
    if isinstance(scan.key.window, RecordWindow):
        yield sql("{} AS {}", own_key(plan, scan.key.records), name(RECORD))
    if clock is not None and clock.pauses:
        key = own_key(plan, scan.key.records) if clock.each is None else column("#base", *clock.each.path)
        yield sql("{} AS {}", key, name(KEY))


def populated(scan: Scan, scope: Scope, rows: Sql, tables: Tables, *, unknown: Sql = FALSE) -> Sql:
    """Of rows, those that the condition holds for; `unknown` is what it counts for where it is not known."""
    rows = with_moves(scope, rows, tables)
    conditions = []
    if scan.key.where is not None:
        conditions.append(sql("coalesce({}, {})", truth(scan.key.where, scope), unknown))
    if scan.key.clock is not None and scan.key.clock.each is not None:
        conditions.append(sql("NOT {}", starts_none(scan.key.clock)))
    return sql("SELECT * FROM ({}) WHERE {}", rows, all_of(conditions)) if conditions else rows


def scanned(scan: Scan, scope: Scope, rows: Sql) -> Sql:
    """What the levels of a scan need of its rows."""
    if scan.key.at is not None:
        return open_scanned(scan, rows)
    read = {column_name(field) for expression in scan.expressions for field in fields_in(expression)}
    fields = [each for each in map(column_name, scan.fields) if each in read or each not in scan.choices]
    limits = [in_time_column(limit) for limit in set_limits(scan)]
    moved = (*scope.moved.values(), *scope.done.values())
    placed = _placed_at_once(scan)
    counted = ([TAKEN] if scan.key.exclusions else []) + list(long_columns(scan.key.clock))
    columns = [
        _short(WINDOW),
        *([name(RECORD)] if isinstance(scan.key.window, RecordWindow) else []),
        *map(name, (*fields, *moved, *limits)),
        *_clock_columns(scan, all_ended=scope.all_ended),
        *(_short(each) for each in counted),
        *(
            name(place_column(field)) if field in placed else _place(field, choices)
            for field, choices in scan.choices.items()
        ),
    ]
    return sql("SELECT {} FROM ({})", listed(columns), rows)


def _place(field: str, choices: tuple[str, ...]) -> Sql:
    values = sql("{}({})", LIST, listed(map(parameter, choices)))
    return sql(
        "CAST(array_position({}, {}) AS INTEGER) AS {}",
        *(values, name(field), name(place_column(field))),
    )


def _short(column_: str) -> Sql:
    """A column in 32 bits: DuckDB writes integers of 8 and 16, and flags, in twice the time."""
    return sql("CAST({} AS INTEGER) AS {}", name(column_), name(column_))


def _clock_columns(scan: Scan, *, all_ended: bool) -> Iterator[Sql]:
    """The columns of the clock that some expression reads."""
    parts = [part for expression in scan.expressions for part in parts_of(expression)]
    limits = [part.limit for part in parts if isinstance(part, ClockWithin)]
    is_held_against = any(isinstance(limit, Elapsed) for limit in limits)
    if is_held_against or any(isinstance(part, ClockTime) for part in parts):
        yield name(RUN)
    if limits and not all_ended:
        yield _short(ENDED)


def unwindowed(plan: Plan, scan: Scan, source: str) -> Sql:
    """All rows of a record set with the fields of a scan, as of any time."""
    return with_refs(plan, scan.key.records, source, all_fields(scan))


def _with_window(scan: Scan, rows: Sql, tables: Tables) -> Sql:
    """Rows with their windows and the instants as of which these are measured."""
    windows = tables.windows[scan.key.read_in]
    is_date = scan.key.counted.type is ValueType.DATE
    counted = column("s", _COUNTED if is_date else column_name(scan.key.counted))
    number_, as_of, joins = _window_of(scan, counted, windows)
    placed = sql(
        "SELECT s.*, {} AS {}, {} AS {}, {} AS {} FROM ({}) AS s{}",
        *(number_, name(WINDOW), as_of, name(AS_OF), counted, name(AT), rows, joins),
    )
    conditions = list(_in_time(scan, windows, tables.ranges))
    return sql("SELECT * FROM ({}) WHERE {}", placed, all_of(conditions)) if conditions else placed


def _in_time(scan: Scan, windows: UnitWindows, ranges: Ranges) -> Iterator[Sql]:
    """What must be asked of the instants by which rows are counted, beside what the table of windows finds."""
    start, end = (windows.windows[0].start, windows.windows[-1].end) if windows.windows else (0, 0)
    counted = scan.key.counted
    is_within = counted.type is ValueType.TIME and lies_within(
        ranges, scan.key.records, column_name(counted), start, end
    )
    if not is_within:
        yield sql("{} >= {}", name(AT), integer(start))
    # A condition on what a join finds makes the engine look rows up by hash that it finds by their place otherwise.
    if not windows.follow_closely:
        yield sql("{} <= {}", name(AT), name(AS_OF))
    elif not is_within:
        yield sql("{} < {}", name(AT), integer(end))


def _window_of(scan: Scan, counted: Sql, windows: UnitWindows) -> tuple[Sql, Sql, Sql]:
    """The window that holds an instant of `s` and its as-of instant, and the joins that find them."""
    rule = scan.key.read_in
    buckets = windows.even or windows.segments.buckets
    joins = sql(
        " JOIN {} AS b ON b.bucket = {}", name(window_buckets_table(rule)), bucket_of(counted, buckets)
    )
    if windows.even is not None:
        return column("b", "number"), column("b", "as_of"), joins
    if windows.overlap:
        segment = _of_split(counted, "before", "after")
        joins = sql("{} JOIN {} AS w ON w.segment = {}", joins, name(windows_table(rule)), segment)
        return column("w", "number"), column("w", "as_of"), joins
    return (
        _of_split(counted, "before", "after"),
        _of_split(counted, "as_of_before", "as_of_after"),
        joins,
    )


def _of_split(instant: Sql, before: LiteralString, after: LiteralString) -> Sql:
    return sql(f"CASE WHEN {{}} < b.split THEN b.{before} ELSE b.{after} END", instant)


def _as_of(plan: Plan, scan: Scan, rows: Sql, fields: Sequence[Field], *, all_ended: bool) -> Sql:
    """Rows in which a time later than the as-of instant is missing."""
    clock = scan.key.clock
    owners = [name(owner_column(taken)) for taken in scan.key.severities]
    kept = [
        _known(each) if each == NEXT else name(each)
        for each in _kept(plan, scan)
        if each not in {STOP, ENDED}
    ]
    known = {scan.key.counted}
    if clock is not None and stops_at_field(clock):
        kept += _stopped(clock, all_ended=all_ended)
        known |= {clock.end} if all_ended else set()
    columns = (
        _known(column_name(field))
        if field.type is ValueType.TIME and field not in known
        else name(column_name(field))
        for field in fields
    )
    return sql("SELECT {} FROM ({})", listed([*kept, *owners, *columns]), rows)


def _stopped(clock: Clocking, *, all_ended: bool) -> Iterator[Sql]:
    """When a clock stopped or is read, and whether it had stopped by then."""
    end, as_of = name(column_name(clock.end)), name(AS_OF)
    if all_ended:
        yield sql("{} AS {}", end, name(STOP))
        yield sql("{} AS {}", TRUE, name(ENDED))
        return
    yield sql("CASE WHEN {} <= {} THEN {} ELSE {} END AS {}", end, as_of, end, as_of, name(STOP))
    yield sql("({} IS NOT NULL AND {} <= {}) AS {}", end, end, as_of, name(ENDED))


def _kept(plan: Plan, scan: Scan) -> Iterator[str]:
    """The columns of rows beside their fields."""
    clock = scan.key.clock
    yield from (ROW, FILE, WINDOW, AS_OF, *map(place_column, _placed_at_once(scan)))
    if isinstance(scan.key.window, RecordWindow):
        yield RECORD
    if scan.key.exclusions:
        yield AT
        if key_column(record_set(plan, scan.key.records)) is not None:
            yield OWN_KEY
    if clock is not None and clock.pauses:
        yield KEY
    if clock is not None and clock.each is not None:
        yield NEXT
    if clock is not None and stops_at_field(clock):
        yield from (STOP, ENDED)


def _known(instant: str) -> Sql:
    """An instant, missing where it is later than the as-of instant."""
    return sql(
        "CASE WHEN {} <= {} THEN {} END AS {}", name(instant), name(AS_OF), name(instant), name(instant)
    )
