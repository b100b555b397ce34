"""Scans of records that are open at snapshots: which of these each record is open at.

A record is open at the snapshots from `#first` up to, not including, `#past`, by their numbers. Where the condition on
the records asks for times, what is known of a record depends on the window: the record has then a row, its `#piece`,
for each window in which it is open; else it has one.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence

from sladsl.measurement.clocks.open_time import AS_OF, bucket_of
from sladsl.measurement.engines.engine import Session, insert
from sladsl.measurement.files.raw_files import ROW
from sladsl.measurement.records.refs import with_refs
from sladsl.measurement.records.staging import FILE
from sladsl.measurement.scanning.reads import fields_in
from sladsl.measurement.scanning.scan_tables import Tables, kind_of_windows
from sladsl.measurement.scanning.scans import Scan, all_fields
from sladsl.measurement.sql.expressions import column_name
from sladsl.measurement.sql.pieces import EACH, Sql, column, integer, listed, name, sql
from sladsl.planning.buckets import Split
from sladsl.planning.plan import Plan, Snapshot, ValueType, WindowRule
from sladsl.planning.snapshots import Snapshots, passed
from sladsl.planning.windows import Window
from sladsl.planning.wording import write_snapshot

PIECE = "#piece"
FIRST = "#first"
PAST = "#past"
_FROM = "#from window"
_TO = "#to window"
_WINDOW = "#near window"

SnapshotsKey = tuple[Snapshot, WindowRule]


def snapshots_key(scan: Scan) -> SnapshotsKey:
    """The snapshots that a scan is of."""
    assert scan.key.at is not None, "only a scan of open records is of snapshots"
    return scan.key.at, scan.key.window


def snapshot_table(key: SnapshotsKey, part: str) -> str:
    """A table of the snapshots of windows of a kind."""
    at, rule = key
    return f"snapshots {write_snapshot(at)}, {kind_of_windows(rule)}: {part}"


def hand_over_snapshots(
    session: Session, key: SnapshotsKey, found: Snapshots, windows: Sequence[Window]
) -> None:
    """Make snapshots known to the engine: when they are, how many are before an instant, and in which windows."""

    def hand_over(part: str, rows: Sequence[tuple[int, ...]], *columns: str) -> None:
        insert(session, snapshot_table(key, part), rows, columns)

    hand_over("instants", tuple(enumerate(found.instants)), "number", "instant")
    hand_over("passed", passed(found.instants).rows if found.instants else (), *Split._fields)
    hand_over("taken", tuple(_taken(found)), "number", "w", "is_first")
    hand_over("windows near", tuple(_windows_near(found)), "number", "first", "last")
    held = [
        (number, *each, window.as_of)
        for number, (each, window) in enumerate(zip(found.windows, windows, strict=True))
    ]
    hand_over("windows", held, "w", "first", "until", "as_of")


def depends_on_window(scan: Scan) -> bool:
    """Whether the condition on the records asks for times, which are known in some windows and not yet in others."""
    fields = () if scan.key.where is None else fields_in(scan.key.where)
    return any(field.type is ValueType.TIME for field in fields)


def open_at(plan: Plan, scan: Scan, tables: Tables, source: str) -> Sql:
    """The rows of a record set of which it is known that they opened, with the snapshots that they are open at."""
    found = tables.snapshots[snapshots_key(scan)]
    windows = tables.windows[scan.key.window].windows
    rows = with_refs(plan, scan.key.records, source, all_fields(scan))
    start = name(column_name(scan.key.counted))
    known = sql(
        "SELECT * FROM ({}) WHERE {}",
        rows,
        sql("{} <= {}", start, integer(max(each.as_of for each in windows))) if windows else Sql(("FALSE",)),
    )
    if not found.instants:
        as_of = integer(max((each.as_of for each in windows), default=0))
        nowhere = sql(
            "SELECT *, 0 AS {}, 0 AS {}, 0 AS {}, {} AS {} FROM ({})",
            *(name(PIECE), name(FIRST), name(PAST), as_of, name(AS_OF), known),
        )
        return _as_of(scan, nowhere)
    numbered = _numbered(scan, known, found)
    if not depends_on_window(scan):
        return numbered
    return _by_window(scan, numbered, len(found.instants), len(windows))


def open_scanned(scan: Scan, rows: Sql) -> Sql:
    """What the levels of a scan need of its rows: when each record opened, and what tells its series."""
    fields = {column_name(field): field for field in (scan.key.counted, *scan.fields)}
    return sql("SELECT {} FROM ({})", listed(map(name, (PIECE, FIRST, PAST, *fields))), rows)


def _taken(found: Snapshots) -> Iterator[tuple[int, int, int]]:
    for window, (first, until) in enumerate(found.windows):
        for number in range(first, until):
            yield number, window, int(number == first)


def _windows_near(found: Snapshots) -> Iterator[tuple[int, int, int]]:
    """For each snapshot, the first window that has it or a later one, and the last that has it or an earlier one."""
    begins, ends = [first for first, _ in found.windows], [until for _, until in found.windows]
    for number in range(len(found.instants)):
        yield number, bisect_right(ends, number), bisect_right(begins, number) - 1


def _numbered(scan: Scan, rows: Sql, found: Snapshots) -> Sql:
    """Rows with the first snapshot that each is open at, and the first after those."""
    clock, table = scan.key.clock, passed(found.instants)
    assert clock is not None, "records are open from one instant to another"
    first, after = integer(found.instants[0]), integer(found.instants[-1] + 1)
    begins, ends = (
        sql("least(greatest(coalesce({}, {}), {}), {})", column("s", column_name(field)), after, first, after)
        for field in (scan.key.counted, clock.end)
    )
    before = name(snapshot_table(snapshots_key(scan), "passed"))
    return sql(
        "SELECT s.*, 0 AS {}, CASE WHEN {} < a.split THEN a.before ELSE a.after END AS {},"
        " CASE WHEN {} < z.split THEN z.before ELSE z.after END AS {}"
        " FROM ({}) AS s JOIN {} AS a ON a.bucket = {} JOIN {} AS z ON z.bucket = {}",
        *(name(PIECE), begins, name(FIRST), ends, name(PAST), rows),
        *(before, bucket_of(begins, table), before, bucket_of(ends, table)),
    )


def _by_window(scan: Scan, numbered: Sql, snapshots: int, windows: int) -> Sql:
    """A row for each window in which a record is open; for the last one where it is open in none."""
    near, last = name(snapshot_table(snapshots_key(scan), "windows near")), integer(windows - 1)
    is_open = sql("{} < {} AND f.first <= l.last", column("s", FIRST), column("s", PAST))
    ranged = sql(
        "SELECT s.*, CASE WHEN {} THEN f.first ELSE {} END AS {}, CASE WHEN {} THEN l.last ELSE {} END AS {}"
        " FROM ({}) AS s JOIN {} AS f ON f.number = least({}, {}) JOIN {} AS l ON l.number = greatest({} - 1, 0)",
        *(is_open, last, name(_FROM), is_open, last, name(_TO), numbered),
        *(near, column("s", FIRST), integer(snapshots - 1), near, column("s", PAST)),
    )
    each = sql(
        "SELECT *, {} AS {} FROM ({})", sql("{}{}, {}))", EACH, name(_FROM), name(_TO)), name(_WINDOW), ranged
    )
    kept = [name(ROW), name(FILE), *(name(column_name(field)) for field in all_fields(scan))]
    placed = sql(
        "SELECT {}, v.w AS {}, greatest({}, v.first) AS {}, least({}, v.until) AS {}, v.as_of AS {}"
        " FROM ({}) AS s JOIN {} AS v ON v.w = {}",
        *(listed(kept), name(PIECE), column("s", FIRST), name(FIRST), column("s", PAST), name(PAST)),
        *(name(AS_OF), each, name(snapshot_table(snapshots_key(scan), "windows")), column("s", _WINDOW)),
    )
    return _as_of(scan, placed)


def _as_of(scan: Scan, rows: Sql) -> Sql:
    """Rows in which a time later than the as-of instant is missing."""
    columns = (
        sql("CASE WHEN {} <= {} THEN {} END AS {}", column_, name(AS_OF), column_, column_)
        if field.type is ValueType.TIME
        else column_
        for field in all_fields(scan)
        for column_ in (name(column_name(field)),)
    )
    places = map(name, (ROW, FILE, PIECE, FIRST, PAST))
    return sql("SELECT {} FROM ({})", listed([*places, *columns]), rows)
