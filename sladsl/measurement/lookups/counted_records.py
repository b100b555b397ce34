"""What levels of several plans count the same records for, which are read and checked once."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from sladsl.measurement.counts.counting import make_scan
from sladsl.measurement.engines.engine import Session, query
from sladsl.measurement.files.bindings import Bindings
from sladsl.measurement.how import silent
from sladsl.measurement.lookups.deciding import (
    DecidingRecord,
    RecordAccess,
    counted_rows,
    read_record,
)
from sladsl.measurement.measure import faults_of
from sladsl.measurement.records.loading import load
from sladsl.measurement.scanning.dimensions import with_found_values
from sladsl.measurement.scanning.scanned_eras import Era, inspected, scanned
from sladsl.measurement.scanning.scans import scan_key
from sladsl.measurement.scanning.tables import MeasurementRequest
from sladsl.planning.eras import read_together
from sladsl.planning.plan import Plan, Series, ServiceLevel

Rows = Mapping[str, Collection[int]]
"""The rows of the data, from 1, whose records are wanted of each level, by its name."""

CountedRecords = Mapping[str, Mapping[int, DecidingRecord]]
"""What levels count records for, by the name of the level and the row of the data, without keys and deadlines."""


def counted_records(
    session: Session, plans: Sequence[Plan], bindings: Bindings, as_of: int | None, wanted: Rows
) -> CountedRecords | None:
    """What each level that is wanted counts records for, as of an instant in µs; None where something is refused.

    The plans have the same record sets, levels of different names, and settlements that are final at once. Raises
    EngineError where a number is too long to be calculated with.
    """
    loaded = load(session, read_together(plans), bindings, silent)
    inspection, findings = inspected(session, loaded, sets_aside=False)
    if loaded.diagnostics or findings:
        return None
    parts, unknown = scanned(inspection, plans, MeasurementRequest(as_of=as_of), deadlines=False, hours=True)
    found = dict[str, Mapping[int, DecidingRecord]]()
    for part in parts:
        if any(True for _ in faults_of(part)):
            return None
        found |= _counted(part, wanted)
    return None if unknown else found


def _counted(part: Era, wanted: Rows) -> Iterator[tuple[str, Mapping[int, DecidingRecord]]]:
    """The wanted levels of a plan, each with what it counts the records in its rows for; its tables are there."""
    inspection, context = part.inspection, part.context
    levels = [each for each in part.plan.levels if each.name in wanted]
    keys = {scan_key(level, series) for level in levels for series in level.series if _is_kept(level, series)}
    for scan, scope in part.scoped:
        if scan.key in keys:
            make_scan(context, scan, scope)
    scans = [scan for scan, _ in part.scoped]
    access = RecordAccess(inspection.session, inspection.loaded, tuple(part.scoped), part.tables)
    for level in levels:
        of_values = with_found_values(inspection.session, level, scans, part.tables.held)
        read = (one for alike in _alike(of_values) for one in _of_series(access, level, alike))
        yield level.name, {one.row: one for one in read if one.row in wanted[level.name]}


def _is_kept(level: ServiceLevel, series: Series) -> bool:
    """Whether exclusions take records of a series, or records say what its values are: then its scan has a table."""
    return bool(level.exclusions) or None in series.members


def _alike(level: ServiceLevel) -> Iterator[Sequence[Series]]:
    """The series of a level that differ only in the values of their records, which are asked for together."""
    found = dict[object, list[Series]]()
    for series in level.series:
        found.setdefault((scan_key(level, series), series.good, series.measure), []).append(series)
    yield from found.values()


def _of_series(
    access: RecordAccess, level: ServiceLevel, alike: Sequence[Series]
) -> Iterator[DecidingRecord]:
    _, scope = access.scan_of(level, alike[0])
    for _, *row in query(access.session, counted_rows(access, level, alike)):
        yield read_record(access.loaded, (level, alike[0]), scope, row)
