"""When each record is due: the deadlines of an agreement as instants, found on the engine, the worst first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from enum import StrEnum

from sladsl.diagnostics.diagnostic import Diagnostic
from sladsl.measurement.clocks.clocking import clocked
from sladsl.measurement.dues.due_instants import Deadlines, deadlines_of
from sladsl.measurement.engines.engine import Session, make_table, query, streamed
from sladsl.measurement.excluded.records import untaken_rows
from sladsl.measurement.files.raw_files import ROW
from sladsl.measurement.records.loading import Loaded
from sladsl.measurement.records.quarantine import QuarantinedRow
from sladsl.measurement.records.staging import FILE, key_column
from sladsl.measurement.scanning.layers import populated, windowed
from sladsl.measurement.scanning.members import members_of
from sladsl.measurement.scanning.reads import parts_of, record_set
from sladsl.measurement.scanning.scan_tables import Tables
from sladsl.measurement.scanning.scans import WINDOW, Scan, measured_expressions, scan_key
from sladsl.measurement.sql.expressions import Scope
from sladsl.measurement.sql.pieces import (
    NULL,
    Sql,
    any_of,
    column,
    integer,
    name,
    sql,
)
from sladsl.planning.plan import (
    ClockWithin,
    DoneBy,
    Series,
    ServiceLevel,
)
from sladsl.planning.windows import Window
from sladsl.values import evolve, frozen


class DeadlineState(StrEnum):
    """How a record stands to its deadline, the worst first."""

    OVERDUE = "overdue"
    LATE = "late"
    RUNNING = "running"
    IN_TIME = "in time"
    NOT_STARTED = "not started"


@frozen
class DueRecord:
    """A record and its deadline: instants in µs since the epoch, amounts of open time in µs.

    `record` is its key, None where it has none; `stop` is None while it runs; `due` is None where it lies beyond the
    horizon. `elapsed` and `paused` are None without a clock.
    """

    record: str | None
    file: str
    row: int
    window: Window
    start: int | None
    due: int | None
    stop: int | None
    elapsed: int | None
    paused: int | None
    state: DeadlineState


@frozen
class Deadline:
    """A deadline of a series, how many records it holds for by state, and the worst of them.

    Of a level that an amendment replaces, it is of windows that start from `since` on, through `until`.
    """

    level: ServiceLevel
    series: Series
    condition: ClockWithin | DoneBy
    counts: tuple[tuple[DeadlineState, int], ...]
    records: tuple[DueRecord, ...]
    since: dt.date | None = None
    until: dt.date | None = None


@frozen
class Dues:
    """Deadlines with their records and the rows set aside, or none and the diagnostics that say why not."""

    deadlines: tuple[Deadline, ...]
    diagnostics: tuple[Diagnostic, ...]
    quarantined: tuple[QuarantinedRow, ...] = ()

    @property
    def rows_aside(self) -> int:
        """How many rows are set aside; one may have several things wrong with it."""
        return len({(row.records, row.file, row.row) for row in self.quarantined})


Take = Callable[[Deadline, Iterator[DueRecord]], Deadline]
"""What is done with the records of a deadline, the worst first, which are fetched as they are taken."""


def keep(deadline: Deadline, records: Iterator[DueRecord]) -> Deadline:
    """The deadline with its records."""
    return evolve(deadline, records=tuple(records))


@frozen
class DueQuery:
    """Which deadlines are looked for: those of a level, of all where None; `most` records of each, all where None.

    `take` is given these.
    """

    level: str | None = None
    most: int | None = None
    take: Take = keep


ALL = DueQuery()


@frozen
class Listing:
    """What is listed: windows by rule, the number of records of each deadline, all where None; and who takes them."""

    windows: frozenset[Window]
    most: int | None
    take: Take


def conditions_in(series: Series) -> tuple[ClockWithin | DoneBy, ...]:
    """The deadlines that a series asks for."""
    parts = (part for expression in measured_expressions(series) for part in parts_of(expression))
    return tuple(dict.fromkeys(part for part in parts if isinstance(part, ClockWithin | DoneBy)))


def due_of_level(
    session: Session,
    loaded: Loaded,
    level: ServiceLevel,
    scoped: Sequence[tuple[Scan, Scope]],
    tables: Tables,
    listing: Listing,
) -> Iterator[Deadline]:
    """The deadlines of a level, their records taken; the tables, those of exclusions too, are there already."""
    by_key = {scan.key: (scan, scope) for scan, scope in scoped}
    for series in level.series:
        conditions = conditions_in(series)
        if not conditions:
            continue
        scan, scope = by_key[scan_key(level, series)]
        if scan.key.exclusions:
            rows = untaken_rows(scan)
        else:
            rows = populated(
                scan, scope, windowed(loaded.plan, scan, scope, tables, scan.key.records), tables
            )
        members = members_of(level, series)
        chosen = sql("SELECT s.* FROM ({}) AS s WHERE {}", rows, members)
        judged = clocked(loaded.plan, scan, scope, chosen, tables)
        for condition in conditions:
            found = deadlines_of(Deadlines(loaded.plan, scan, scope, tables), judged, condition)
            counts, records = _listed(session, loaded, scan, tables, found, listing)
            yield listing.take(Deadline(level, series, condition, counts, ()), records)


_STATES = tuple(DeadlineState)


def _rank_of_state() -> Sql:
    """How a record stands to its deadline, by the place of that among the states."""
    overdue, late, running, in_time, not_started = (integer(rank) for rank, _ in enumerate(_STATES))
    return sql(
        "CASE WHEN ended THEN CASE WHEN stop > due THEN {} ELSE {} END WHEN missing_is_late THEN {}"
        " WHEN start IS NULL THEN {} WHEN as_of > due THEN {} ELSE {} END",
        *(late, in_time, late, not_started, overdue, running),
    )


def _listed(
    session: Session, loaded: Loaded, scan: Scan, tables: Tables, found: Sql, listing: Listing
) -> tuple[tuple[tuple[DeadlineState, int], ...], Iterator[DueRecord]]:
    """How many records stand how to a deadline, and the worst of them."""
    windows = tables.windows[scan.key.window].windows
    numbers = [number for number, window in enumerate(windows) if window in listing.windows]
    if not numbers:
        return (), iter(())
    table = "#due"
    inside = any_of(sql("{} = {}", name(WINDOW), integer(number)) for number in numbers)
    make_table(
        session, table, sql("SELECT *, {} AS state FROM ({}) WHERE {}", _rank_of_state(), found, inside)
    )
    totals = dict(query(session, sql("SELECT state, count(*) FROM {} GROUP BY state", name(table))))
    counts = tuple((each, totals[rank]) for rank, each in enumerate(_STATES) if rank in totals)
    key = key_column(record_set(loaded.plan, scan.key.records))
    held = NULL if key is None else column("k", key)
    limit = Sql(()) if listing.most is None else sql(" LIMIT {}", integer(listing.most))
    rows = streamed(
        session,
        sql(
            "SELECT CAST({} AS STRING), d.{}, d.{}, d.{}, d.start, d.due, CASE WHEN d.ended THEN d.stop END, d.elapsed,"
            " d.paused, d.state FROM {} AS d JOIN {} AS k ON k.{} = d.{} AND k.{} = d.{}"
            " ORDER BY d.state, d.due IS NULL, d.due - d.stop, d.{}, d.{}{}",
            *(held, name(FILE), name(ROW), name(WINDOW), name(table), name(scan.key.records)),
            *(name(ROW), name(ROW), name(FILE), name(FILE), name(FILE), name(ROW), limit),
        ),
    )
    return counts, (
        DueRecord(
            record,
            loaded.files[file].raw.name,
            row,
            windows[window],
            start,
            due,
            stop,
            elapsed,
            paused,
            _STATES[rank],
        )
        for record, file, row, window, start, due, stop, elapsed, paused, rank in rows
    )
