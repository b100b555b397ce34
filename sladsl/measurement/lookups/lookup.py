"""What is looked up beside the measurements, so that they can be explained: records, stretches of time, one record."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from sladsl.measurement.backlog.open_then import OpenThen, open_then
from sladsl.measurement.dues.due_instants import hand_over_open_time
from sladsl.measurement.lookups.deciding import Decided, RecordAccess, deciding_records
from sladsl.measurement.lookups.one_record import RecordTrace, record_traces
from sladsl.measurement.lookups.worst_intervals import WorstIntervals, worst_intervals
from sladsl.measurement.results import Measurement
from sladsl.measurement.scanning.scan_tables import Tables
from sladsl.measurement.uptime.measurement_context import MeasurementContext
from sladsl.measurement.uptime.one_record import EvidenceTrace, evidence_traces
from sladsl.measurement.uptime.stretches import Stretches, StretchQuery, stretches
from sladsl.planning.plan import IntervalMean, Measure, OpenRecords, Ratio, ServiceLevel
from sladsl.planning.windows import Window
from sladsl.values import frozen

ALL_TIME = (-(2**62), 2**62)
"""From before all instants to after them, in µs."""

_ALL = 2**62
"""More records and stretches than a window has."""


@frozen
class LookupQuery:
    """What is looked up: of the level of a name, or of all, in the windows that end in (after, until], in µs.

    `most` is how many records of a window are listed at most; `record` is the key of one to look at by itself.
    """

    level: str | None
    after: int
    until: int
    most: int
    record: str | None = None

    def is_shown(self, window: Window) -> bool:
        """Whether a window ends in the stretch that is wanted."""
        return self.after < window.end <= self.until


EVERY_RECORD = LookupQuery(None, *ALL_TIME, _ALL)
"""All records of all levels in all windows."""


@frozen
class LookupResult:
    """What was found: the records and stretches of the wanted windows, or what the levels make of the one record.

    `traces` are those of levels of records, `times` those of levels of time; `opened` are the records of backlogs,
    `intervals` those of means over intervals.
    """

    decided: tuple[Decided, ...]
    stretches: tuple[Stretches, ...]
    traces: tuple[RecordTrace, ...] = ()
    times: tuple[EvidenceTrace, ...] = ()
    opened: tuple[OpenThen, ...] = ()
    intervals: tuple[WorstIntervals, ...] = ()


def look(access: RecordAccess, measured: Sequence[Measurement], query: LookupQuery) -> LookupResult:
    """Look at the records of the wanted windows; what was `measured` has left the scans' tables."""
    hand_over_open_time(access.session, access.tables)
    loaded, tables = access.loaded, access.tables
    levels = [each for each in loaded.plan.levels if query.level in {None, each.name} and each.series]
    if query.record is not None:
        return LookupResult((), (), *_traces(access, levels, query, query.record))
    return LookupResult(
        tuple(
            found
            for level in levels
            if level.counted is not None and isinstance(level.series[0].measure, Measure | Ratio)
            for found in deciding_records(access, level, _windows(level, tables, query), query.most)
        ),
        tuple(
            found
            for level in levels
            if level.down is not None
            for found in _stretches(access, level, query, StretchQuery(query.most))
        ),
        opened=tuple(
            found
            for level in levels
            if isinstance(level.series[0].measure, OpenRecords)
            for found in open_then(access, level, measured, _windows(level, tables, query), query.most)
        ),
        intervals=tuple(
            found
            for level in levels
            if isinstance(level.series[0].measure, IntervalMean)
            for found in worst_intervals(access, level, _windows(level, tables, query), query.most)
        ),
    )


def _traces(
    access: RecordAccess, levels: Sequence[ServiceLevel], query: LookupQuery, record: str
) -> tuple[tuple[RecordTrace, ...], tuple[EvidenceTrace, ...]]:
    context, files = _context(access), _files(access)
    names = {level.name for level in levels}
    return (
        tuple(trace for trace in record_traces(access, record) if trace.level.name in names),
        tuple(
            trace
            for level in levels
            if level.down is not None
            for trace in evidence_traces(
                context, level, record, partial(_meeting, access, level, query), files
            )
        ),
    )


def _meeting(
    access: RecordAccess, level: ServiceLevel, query: LookupQuery, since: int, until: int
) -> tuple[Stretches, ...]:
    """All stretches of a level that meet [since, until), in µs."""
    return tuple(_stretches(access, level, query, StretchQuery(_ALL, since, until)))


def _stretches(
    access: RecordAccess, level: ServiceLevel, query: LookupQuery, listed: StretchQuery
) -> Iterator[Stretches]:
    return stretches(_context(access), level, _windows(level, access.tables, query), _files(access), listed)


def _context(access: RecordAccess) -> MeasurementContext:
    return MeasurementContext(access.session, access.loaded.plan, access.loaded.reading.shapes, access.tables)


def _files(access: RecordAccess) -> list[str]:
    return [file.raw.name for file in access.loaded.files]


def _windows(level: ServiceLevel, tables: Tables, query: LookupQuery) -> tuple[Window, ...]:
    """The windows of a level that are wanted, as the settlement that is their own reads them."""
    own: dict[tuple[int, int], Window] = {}
    for window in tables.windows[level.window].windows:
        known = own.get((window.start, window.end))
        if query.is_shown(window) and (known is None or window.as_of < known.as_of):
            own[window.start, window.end] = window
    return tuple(own.values())
