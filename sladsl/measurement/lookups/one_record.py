"""One record: where each level counts it, or which part of its condition does not hold, and how its clock ran."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sladsl.measurement.clocks.pauses import own_key
from sladsl.measurement.clocks.successors import starts_none
from sladsl.measurement.engines.engine import query
from sladsl.measurement.excluded.missed import causes
from sladsl.measurement.excluded.records import own_window
from sladsl.measurement.files.raw_files import ROW
from sladsl.measurement.lookups.deciding import (
    DecidingRecord,
    RecordAccess,
    judged_rows,
    named_rows,
    read_record,
)
from sladsl.measurement.records.refs import with_refs
from sladsl.measurement.records.staging import FILE, key_column
from sladsl.measurement.scanning.dimensions import for_each
from sladsl.measurement.scanning.layers import windowed
from sladsl.measurement.scanning.local_days import with_moves
from sladsl.measurement.scanning.reads import fields_of_pause, record_set
from sladsl.measurement.scanning.scan_tables import Tables
from sladsl.measurement.scanning.scans import WINDOW, Clocking, Scan
from sladsl.measurement.scanning.wall_time import with_day_start
from sladsl.measurement.sql.expressions import Scope, column_name, truth
from sladsl.measurement.sql.pieces import (
    FALSE,
    NULL,
    TRUE,
    Sql,
    column,
    integer,
    listed,
    name,
    parameter,
    sql,
)
from sladsl.planning.calendars import Interval, calendar_of, open_intervals
from sladsl.planning.plan import (
    Evidence,
    Expression,
    Logical,
    Plan,
    RecordSet,
    Series,
    ServiceLevel,
    ValueType,
)
from sladsl.planning.windows import Window
from sladsl.planning.zones import known_zone, local_date
from sladsl.values import evolve, frozen

_KEY = "#own key"


@frozen
class Condition:
    """A part of a level's condition on its records, and whether it holds; None where that is not known."""

    part: Expression
    holds: bool | None


@frozen
class Pause:
    """A record that pauses a clock, or would: its place in the data, its times as known, and whether it counts.

    `inside` is what of it lies within the clock's run, None where nothing does.
    """

    evidence: Evidence
    record: str | None
    file: str
    row: int
    starts: int
    until: int | None
    holds: bool
    inside: Interval | None


@frozen
class Cause:
    """A record of an obligation that is not good, and takes another one out of a level: its place in the data."""

    record: str | None
    file: str
    row: int


@frozen
class Placed:
    """A record in a window of a level: the parts of the condition, and what it counted for where they hold.

    `starts_none` says that it comes after the end of what it is part of, and starts no clock. `series` is None where
    the level is not measured for its values. `counted` is the time that the clock counted, without pauses, as intervals
    in order: together they are the time on it. `causes` are records of an obligation that takes it out.
    """

    window: Window
    conditions: tuple[Condition, ...]
    starts_none: bool
    series: Series | None
    decided: DecidingRecord | None
    pauses: tuple[Pause, ...] = ()
    counted: tuple[Interval, ...] = ()
    causes: tuple[Cause, ...] = ()


@frozen
class RecordTrace:
    """A record and a level that is about records of its kind: when it is counted, and where.

    `counted` is the instant by which it is counted, None where that is missing; `places` are the windows that it is in.
    """

    level: ServiceLevel
    record: str
    file: str
    row: int
    counted: int | None
    places: tuple[Placed, ...]


@frozen
class _RecordContext:
    """What is at hand while one record of one scan is looked at."""

    access: RecordAccess
    scan: Scan
    scope: Scope

    @property
    def plan(self) -> Plan:
        return self.access.loaded.plan

    @property
    def tables(self) -> Tables:
        return self.access.tables

    def asked(self, statement: Sql) -> list[tuple[Any, ...]]:
        return query(self.access.session, statement)

    def file(self, number: int) -> str:
        return self.access.loaded.files[number].raw.name


def record_traces(access: RecordAccess, record: str) -> Iterator[RecordTrace]:
    """What the levels of records come to for the record of a key."""
    plan = access.loaded.plan
    for level in plan.levels:
        if level.counted is None or not level.series:
            continue
        key = key_column(record_set(plan, level.records))
        if key is None:
            continue
        where = sql(
            "SELECT {}, {} FROM {} WHERE CAST({} AS STRING) = {} ORDER BY {}, {}",
            *(*map(name, (FILE, ROW, level.records, key)), parameter(record), name(FILE), name(ROW)),
        )
        for file, row in query(access.session, where):
            context = _RecordContext(access, *access.scan_of(level, level.series[0]))
            yield RecordTrace(
                level,
                record,
                context.file(file),
                row,
                _counted(context, file, row),
                tuple(_places(context, level, (file, row))),
            )


def _counted(context: _RecordContext, file: int, row: int) -> int | None:
    counted = context.scan.key.counted
    rows = with_refs(context.plan, context.scan.key.records, context.scan.key.records, [counted])
    if counted.type is ValueType.DATE:
        rows = with_day_start(rows, sql("s.{}", name(column_name(counted))), context.tables, "#instant")
    instant = name("#instant" if counted.type is ValueType.DATE else column_name(counted))
    found = context.asked(sql("SELECT {} FROM ({}) AS r WHERE {}", instant, rows, _is_at(file, row)))
    held: int | None = found[0][0]
    return held


def _is_at(file: int, row: int) -> Sql:
    return sql("{} = {} AND {} = {}", name(FILE), integer(file), name(ROW), integer(row))


def _places(context: _RecordContext, level: ServiceLevel, place: tuple[int, int]) -> Iterator[Placed]:
    read = windowed(context.plan, context.scan, context.scope, context.tables, context.scan.key.records)
    source = own_window(context.scan, read)
    rows = with_moves(
        context.scope, sql("SELECT * FROM ({}) AS w WHERE {}", source, _is_at(*place)), context.tables
    )
    parts, clock = _parts(context.scan), context.scan.key.clock
    starts_no_clock = starts_none(clock) if clock is not None and clock.each is not None else FALSE
    columns = [
        *(name(WINDOW), starts_no_clock),
        *(name(column_name(dimension.field)) for dimension in level.dimensions),
        *(truth(part, context.scope) for part in parts),
    ]
    found = sql("SELECT {} FROM ({}) AS c ORDER BY {}", listed(columns), rows, name(WINDOW))
    for number, is_none, *rest in context.asked(found):
        values, truths = rest[: len(level.dimensions)], rest[len(level.dimensions) :]
        conditions = tuple(Condition(part, holds) for part, holds in zip(parts, truths, strict=True))
        window = context.tables.windows[level.window].windows[number]
        series = None if is_none or not all(truths) else _series(level, values)
        placed = Placed(window, conditions, is_none, series, None)
        if series is None:
            yield placed
            continue
        yield _judged(
            _RecordContext(context.access, *context.access.scan_of(level, series)),
            level,
            placed,
            place,
            number,
        )


def _parts(scan: Scan) -> tuple[Expression, ...]:
    """The conditions that must hold together."""
    return () if scan.key.where is None else tuple(joined_parts(scan.key.where))


def joined_parts(expression: Expression) -> Iterator[Expression]:
    """The conditions that an expression is made of where all of them must hold."""
    if isinstance(expression, Logical) and expression.operator == "and":
        yield from joined_parts(expression.left)
        yield from joined_parts(expression.right)
    else:
        yield expression


def _series(level: ServiceLevel, values: Sequence[str | bool | None]) -> Series | None:
    """The series that dimension values belong to, with those that it is found for."""
    shown = [
        {True: "yes", False: "no"}.get(value, value) if isinstance(value, bool) else value for value in values
    ]
    fitting = [
        series
        for series in level.series
        if all(
            value is not None and (members is None or value in members)
            for members, value in zip(series.members, shown, strict=True)
        )
    ]
    if not fitting:
        return None
    series = max(fitting, key=lambda each: sum(members is not None for members in each.members))
    opened = [value for members, value in zip(series.members, shown, strict=True) if members is None]
    return next(for_each(level, series, [tuple(str(value) for value in opened)]), None) if opened else series


def _judged(
    context: _RecordContext, level: ServiceLevel, placed: Placed, place: tuple[int, int], number: int
) -> Placed:
    assert placed.series is not None
    chosen = sql("{} AND {} = {}", _is_at(*place), name(WINDOW), integer(number))
    rows = judged_rows(context.access, level, placed.series, chosen)
    named = named_rows(context.access.loaded, context.scan, sql("SELECT *, 1 AS place FROM ({}) AS j", rows))
    _, *row = context.asked(named)[0]
    decided = read_record(context.access.loaded, (level, placed.series), context.scope, row)
    by = tuple(_causes(context, level, decided, chosen))
    clock, timing = context.scan.key.clock, decided.timing
    if clock is None or timing is None or timing.start is None:
        return evolve(placed, decided=decided, causes=by)
    run = (timing.start, min(timing.stop or placed.window.as_of, placed.window.as_of))
    key = context.asked(_held_key(context, clock, place))[0][0] if clock.pauses else None
    pauses = tuple(
        pause
        for evidence, scope in zip(_written(placed.series), context.scope.pauses, strict=True)
        for pause in _pauses(context, evidence, scope, (key, run, placed.window.as_of))
    )
    counted = tuple(_counted_time(context.plan, clock, run, pauses))
    assert timing.elapsed == sum(end - begin for begin, end in counted), (
        "a clock shows the time that it counted"
    )
    return evolve(placed, decided=decided, pauses=pauses, counted=counted, causes=by)


def _causes(
    context: _RecordContext, level: ServiceLevel, decided: DecidingRecord, chosen: Sql
) -> Iterator[Cause]:
    """The records of an obligation by which a record is taken out; `chosen` is its place and window."""
    if decided.exclusion is None or decided.exclusion.missed is None:
        return
    position = level.exclusions.index(decided.exclusion)
    for key, file, row in context.asked(causes(context.plan, context.scan, position, chosen)):
        yield Cause(key, context.file(file), row)


def _written(series: Series) -> tuple[Evidence, ...]:
    """The pauses of a series as its clock has them, with their places in the agreement."""
    return () if series.clock is None else series.clock.pauses


def _held_key(context: _RecordContext, clock: Clocking, place: tuple[int, int]) -> Sql:
    """What pauses refer to a record by."""
    records = context.scan.key.records
    held = name(clock.each.path[0]) if clock.each is not None else own_key(context.plan, records)
    return sql("SELECT {} FROM {} AS {} WHERE {}", held, name(records), name("#base"), _is_at(*place))


def _pauses(
    context: _RecordContext, evidence: Evidence, scope: Scope, of: tuple[str | None, Interval, int]
) -> Iterator[Pause]:
    """The records that refer to a clock's and last, with what of them lies in its run, as known at an instant."""
    key, (start, stop), as_of = of
    records = record_set(context.plan, evidence.records)
    assert records.lasting is not None, "a check refuses pauses that do not last"
    if key is None:
        return
    fields = fields_of_pause(context.plan, evidence)
    raw = with_refs(context.plan, evidence.records, evidence.records, fields, *_own_key(records))
    known = [
        sql("CASE WHEN {} <= {} THEN {} END AS {}", *(column, integer(as_of), column, column))
        if field.type is ValueType.TIME
        else column
        for field in fields
        for column in (name(column_name(field)),)
    ]
    holds = TRUE if evidence.where is None else sql("coalesce({}, FALSE)", truth(evidence.where, scope))
    starts, ends = (name(each) for each in records.lasting)
    met = sql("SELECT {} FROM ({}) AS p", listed([name(_KEY), name(FILE), name(ROW), *known]), raw)
    met = with_moves(scope, met, context.tables)
    rows = sql(
        "SELECT {}, {}, {}, {}, {}, {} FROM ({}) AS m WHERE {} = {} ORDER BY {}, {}, {}",
        *(name(_KEY), name(FILE), name(ROW), starts, ends, holds, met, name(evidence.link), parameter(key)),
        *(starts, name(FILE), name(ROW)),
    )
    for own, file, row, begins, until, counts in context.asked(rows):
        if begins is None:
            continue
        inside = max(begins, start), min(stop if until is None else until, stop)
        is_inside = inside[0] < inside[1]
        where = context.file(file), row
        yield Pause(evidence, own, *where, begins, until, counts, inside if is_inside else None)


def _own_key(records: RecordSet) -> tuple[Sql, ...]:
    key = key_column(records)
    return (sql("CAST({} AS STRING) AS {}", NULL if key is None else column("#base", key), name(_KEY)),)


def _counted_time(plan: Plan, clock: Clocking, run: Interval, pauses: Sequence[Pause]) -> Iterator[Interval]:
    """The time that a clock counts: of its run what its calendar has open, less its pauses, in order."""
    start, stop = run
    opened: Sequence[Interval] = [run]
    if clock.calendar is not None:
        calendar = calendar_of(plan, clock.calendar)
        days = (local_date(known_zone(calendar.zone), each) for each in (start, max(start, stop)))
        opened = open_intervals(calendar, *days)
    paused = sorted(pause.inside for pause in pauses if pause.holds and pause.inside is not None)
    for opens, closes in opened:
        begin, end = max(opens, start), min(closes, stop)
        for pause_begins, pause_ends in paused:
            if begin < min(pause_begins, end):
                yield begin, min(pause_begins, end)
            begin = max(begin, pause_ends)
        if begin < end:
            yield begin, end
