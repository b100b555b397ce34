"""The records that were open when a backlog was at its value: at the first of the snapshots that show it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from sladsl.measurement.backlog.open_scans import FIRST, PAST, PIECE, depends_on_window, snapshots_key
from sladsl.measurement.engines.engine import query
from sladsl.measurement.files.raw_files import ROW
from sladsl.measurement.lookups.deciding import DecidingRecord, RecordAccess, RecordStanding, Timing
from sladsl.measurement.records.staging import FILE, key_column
from sladsl.measurement.results import Measurement
from sladsl.measurement.scanning.dimensions import with_found_values
from sladsl.measurement.scanning.layers import populated, windowed
from sladsl.measurement.scanning.members import members_of
from sladsl.measurement.scanning.reads import record_set
from sladsl.measurement.sql.expressions import column_name
from sladsl.measurement.sql.pieces import NULL, Sql, all_of, column, integer, name, sql
from sladsl.planning.plan import Series, ServiceLevel
from sladsl.planning.windows import Window
from sladsl.values import frozen


@frozen
class OpenThen:
    """The records of one series that were open at the instant `at`, the oldest first, and how many there were."""

    level: str
    key: tuple[str, ...]
    window: Window
    at: int
    number: int
    records: tuple[DecidingRecord, ...]


def open_then(
    access: RecordAccess,
    level: ServiceLevel,
    measured: Sequence[Measurement],
    wanted: Collection[Window],
    most: int,
) -> Iterator[OpenThen]:
    """The records that were open when each of some windows was first at its value; a mean has no such instant."""
    rows = [row for row in measured if row.level == level.name and row.window in wanted]
    scans = [scan for scan, _ in access.scoped]
    named = {
        series.key: series
        for series in with_found_values(access.session, level, scans, access.tables.held).series
    }
    for row in rows:
        if row.looks is not None and row.looks.at is not None:
            found = query(access.session, _open(access, level, named[row.key], row, row.looks.at))
            records = tuple(_record(access, each) for each in found[:most])
            yield OpenThen(level.name, row.key, row.window, row.looks.at, len(found), records)


def _open(access: RecordAccess, level: ServiceLevel, series: Series, row: Measurement, at: int) -> Sql:
    scan, scope = access.scan_of(level, series)
    plan, tables = access.loaded.plan, access.tables
    clock, number = scan.key.clock, tables.snapshots[snapshots_key(scan)].instants.index(at)
    assert clock is not None, "records are open from one instant to another"
    piece = tables.windows[level.window].windows.index(row.window) if depends_on_window(scan) else 0
    source = windowed(plan, scan, scope, tables, scan.key.records)
    held = sql(
        "SELECT s.* FROM ({}) AS s WHERE {}",
        populated(scan, scope, source, tables),
        all_of(
            [
                sql("{} = {}", column("s", PIECE), integer(piece)),
                sql("{} <= {}", column("s", FIRST), integer(number)),
                sql("{} < {}", integer(number), column("s", PAST)),
                members_of(level, series),
            ]
        ),
    )
    key = key_column(record_set(plan, scan.key.records))
    begins, ends = name(column_name(scan.key.counted)), name(column_name(clock.end))
    return sql(
        "SELECT CAST({} AS STRING), o.{}, o.{}, o.{}, o.{} FROM ({}) AS o JOIN {} AS k ON k.{} = o.{} AND k.{} = o.{}"
        " ORDER BY o.{}, o.{}, o.{}",
        *(NULL if key is None else column("k", key), name(FILE), name(ROW), begins, ends, held),
        *(
            name(scan.key.records),
            name(ROW),
            name(ROW),
            name(FILE),
            name(FILE),
            begins,
            name(FILE),
            name(ROW),
        ),
    )


def _record(access: RecordAccess, row: Sequence[object]) -> DecidingRecord:
    key, file, line, begins, ends = row
    assert isinstance(file, int)
    assert isinstance(line, int)
    timing = Timing(_instant(begins), _instant(ends), None, None, None)
    held = None if key is None else str(key)
    return DecidingRecord(
        held, access.loaded.files[file].raw.name, line, RecordStanding.COUNTED, None, timing
    )


def _instant(value: object) -> int | None:
    assert value is None or isinstance(value, int)
    return value
