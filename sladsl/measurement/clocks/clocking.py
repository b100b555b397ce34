"""Rows with their clocks: when each starts and stops or is read, and the time on it less what is paused."""

from __future__ import annotations

from sladsl.measurement.clocks.deadlines import with_deadlines
from sladsl.measurement.clocks.done_by import with_done_by
from sladsl.measurement.clocks.open_time import (
    AS_OF,
    START,
    START_DAY,
    STOP,
    open_time,
    placed_in,
    ran_last,
    twice_open,
)
from sladsl.measurement.clocks.pauses import PAUSED, PAUSED_LAST, with_pauses
from sladsl.measurement.clocks.successors import NEXT
from sladsl.measurement.scanning.ranges import Delays
from sladsl.measurement.scanning.scan_tables import Tables
from sladsl.measurement.scanning.scans import Clocking, Scan, set_limits, starts_on_date
from sladsl.measurement.scanning.wall_time import with_day_end
from sladsl.measurement.sql.expressions import ELAPSED, ENDED, RUN, UP_TO, Scope, column_name
from sladsl.measurement.sql.pieces import NOTHING, Sql, all_of, column, listed, name, sql
from sladsl.planning.calendars import BucketTable
from sladsl.planning.plan import Field, Plan

DAY_ENDS = "#day ends"


def clocked(plan: Plan, scan: Scan, scope: Scope, rows: Sql, tables: Tables) -> Sql:
    """Rows with their clock: the time on it, just before it stopped or was read, both added, and whether it stopped.

    Beside them stand the flags of deadlines in days, and of what is to be done by a point of a business day; see
    `sladsl.measurement.clocks.deadlines` and `sladsl.measurement.clocks.done_by`.
    """
    if scan.key.at is not None:
        return rows
    timed = rows if scan.key.clock is None else _with_clock(plan, scan, scope, rows, tables)
    return with_done_by(timed, scope.done, tables)


def _with_clock(plan: Plan, scan: Scan, scope: Scope, rows: Sql, tables: Tables) -> Sql:
    clock = scan.key.clock
    assert clock is not None, "only a clock runs"
    begun = begun_at(clock, rows, tables)
    table = None if clock.calendar is None else tables.calendars[clock.calendar]
    if clock.pauses:
        begun = with_pauses(plan, scan, scope, begun, tables)
    timed = _timed(scan, begun, clock, table)
    return with_deadlines(timed, set_limits(scan), clock, tables)


def begun_at(clock: Clocking, rows: Sql, tables: Tables) -> Sql:
    """Rows with when their clocks start, and stop where that needs no more than what is read with them."""
    return _begun_on_date(clock, rows, tables) if starts_on_date(clock) else _begun(clock, rows)


def _begun(clock: Clocking, rows: Sql) -> Sql:
    """Rows with the instants at which their clocks started, and stopped or were read."""
    if stops_at_field(clock):
        return sql("SELECT *, {} AS {} FROM ({})", started(clock), name(START), rows)
    end = sql("least({}, {})", name(column_name(clock.end)), name(NEXT))
    return sql(
        "SELECT *, {} AS {}, least({}, {}) AS {}, {} IS NOT NULL AS {} FROM ({})",
        *(started(clock), name(START), end, name(AS_OF), name(STOP), end, name(ENDED), rows),
    )


def stops_at_field(clock: Clocking) -> bool:
    """Whether a clock stops at a field of its record as it stands: when it does is found with what is known by then."""
    return clock.each is None and not starts_on_date(clock)


def all_end(scan: Scan, tables: Tables, delays: Delays) -> bool:
    """Whether all clocks of a scan are known to have stopped by the as-of instants of the windows they are counted in.

    What exclusions leave is read with scopes of their own, and always says which have.
    """
    clock, counted = scan.key.clock, scan.key.counted
    if clock is None or scan.key.at is not None or scan.key.exclusions or not stops_at_field(clock):
        return False
    delay = delays.get((scan.key.records, column_name(counted), column_name(clock.end)))
    windows = tables.windows[scan.key.read_in].windows
    return delay is not None and all(window.end - 1 + delay <= window.as_of for window in windows)


def _begun_on_date(clock: Clocking, rows: Sql, tables: Tables) -> Sql:
    """The same of clocks that start at the end of a date.

    One that was stopped in the course of that day was stopped when it started; one that is read before it has started
    is not known to start.
    """
    end, starts, day_ends = name(column_name(clock.end)), name(START), column("s", DAY_ENDS)
    dated = sql("SELECT *, {} AS {} FROM ({})", started(clock), name(START_DAY), rows)
    ends = with_day_end(dated, column("s", START_DAY), tables, DAY_ENDS)
    begun = sql(
        "SELECT s.*, CASE WHEN {} IS NOT NULL OR {} <= {} THEN {} END AS {}, {} IS NOT NULL AS {} FROM ({}) AS s",
        *(end, day_ends, name(AS_OF), day_ends, starts, end, name(ENDED), ends),
    )
    return sql(
        "SELECT *, greatest(coalesce({}, {}), {}) AS {} FROM ({})",
        end,
        name(AS_OF),
        starts,
        name(STOP),
        begun,
    )


def started(clock: Clocking) -> Sql:
    """When, or on which date, a clock starts; of the later of two it is not known while one of them is not."""
    if isinstance(clock.start, Field):
        return name(column_name(clock.start))
    fields = listed(name(column_name(field)) for field in clock.start.fields)
    if not clock.start.latest:
        return sql("least({})", fields)
    known = all_of(sql("{} IS NOT NULL", name(column_name(field))) for field in clock.start.fields)
    return sql("CASE WHEN {} THEN greatest({}) END", known, fields)


def _timed(scan: Scan, begun: Sql, clock: Clocking, table: BucketTable | None) -> Sql:
    """Rows with the time on their clocks, less what of it is paused."""
    start, stop = column("s", START), column("s", STOP)
    before_stop = sql("{} - 1", stop)
    paused, up_to, run = NOTHING, NOTHING, NOTHING
    if clock.pauses:
        paused = sql(" - {}", column("s", PAUSED))
        up_to = sql(" - ({} - {})", column("s", PAUSED), column("s", PAUSED_LAST))
        run = sql(" - (2 * {} - {})", column("s", PAUSED), column("s", PAUSED_LAST))
    if table is None or clock.calendar is None:
        elapsed, before, joins = sql("{} - {}", stop, start), sql("{} - {}", before_stop, start), NOTHING
        twice = sql("2 * ({} - {}) - 1", stop, start)
    else:
        # A clock of which the start is known runs within the table.
        is_known = clock.start == scan.key.counted and not starts_on_date(clock)
        joins = sql(
            "{}{}",
            placed_in(clock.calendar, "a", start, table, is_known=is_known),
            placed_in(clock.calendar, "z", before_stop, table, is_known=is_known),
        )
        # The row that holds the instant before the stop is right for the stop itself, too: its segment ends by then.
        elapsed, before = (open_time(("a", start), ("z", last)) for last in (stop, before_stop))
        twice = sql("{} - {}", twice_open(("a", start), ("z", stop)), ran_last("z", stop))
    return sql(
        "SELECT s.*, {}{} AS {}, {}{} AS {}, {}{} AS {} FROM ({}) AS s{}",
        *(elapsed, paused, name(ELAPSED), before, up_to, name(UP_TO), twice, run, name(RUN), begun, joins),
    )
