"""Records in, exact measurements out: one page with every step of measuring, in order.

What measures time, and what looks up more than measuring takes, is imported where there is a call for it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from sladsl.diagnostics.diagnostic import Diagnostic
from sladsl.measurement.counts.charged import charged, with_charges
from sladsl.measurement.counts.choices import choices_made
from sladsl.measurement.counts.claims import claims_made
from sladsl.measurement.counts.counting import measured_rows
from sladsl.measurement.counts.merging import merged
from sladsl.measurement.engines.by_name import open_session
from sladsl.measurement.engines.engine import EngineError, Session
from sladsl.measurement.excluded.faults import exclusion_faults, overlong_exclusions
from sladsl.measurement.files.bindings import Bindings
from sladsl.measurement.how import AS_USUAL, How
from sladsl.measurement.records.faults import calculation_faults, clocks_before_their_date, overlong
from sladsl.measurement.records.inspection import Inspection, known_ranges
from sladsl.measurement.records.loading import Loaded, load
from sladsl.measurement.records.outside import outside_term
from sladsl.measurement.records.problems import Finding
from sladsl.measurement.records.quarantine import QuarantinedRow, quarantined_rows
from sladsl.measurement.records.unclear_times import unclear_times
from sladsl.measurement.records.unplaced import unplaced_rows
from sladsl.measurement.records.validation import stranded_rows
from sladsl.measurement.results import DataFile, Measurements
from sladsl.measurement.scanning.dimensions import held_after
from sladsl.measurement.scanning.held import Held
from sladsl.measurement.scanning.scanned_eras import Era, eras_begun, inspected, refused, scanned
from sladsl.measurement.scanning.scans import scans
from sladsl.measurement.scanning.tables import (
    MeasurementRequest,
    hand_over,
)
from sladsl.measurement.uptime.asked import time_levels
from sladsl.measurement.uptime.until import outages_until
from sladsl.planning.eras import read_together
from sladsl.planning.plan import Plan
from sladsl.values import evolve, frozen

if TYPE_CHECKING:
    from sladsl.measurement.lookups.lookup import LookupQuery, LookupResult
    from sladsl.measurement.uptime.level import Cells

_THE_TERM = MeasurementRequest()


@frozen
class Measured:
    """What measuring came to: measurements, or None where diagnostics say why not; and the rows set aside.

    `seen` is what was to be looked up beside them.
    """

    measurements: Measurements | None
    diagnostics: tuple[Diagnostic, ...]
    quarantined: tuple[QuarantinedRow, ...]
    seen: LookupResult | None = None


def measure(
    plan: Plan,
    bindings: Bindings,
    request: MeasurementRequest = _THE_TERM,
    how: How = AS_USUAL,
    query: LookupQuery | None = None,
) -> Measured:
    """Measure every series of a plan in every window from the start of the term.

    Bad rows that are set aside are counted; else they are errors and nothing is measured. What `query` asks for is
    looked up beside the measurements. Raises OSError when the temporary folder cannot be written, and
    EngineMissingError where the engine is not installed.
    """
    with open_session(how.engine) as session:
        return measure_on(session, plan, bindings, request, how, query)


def measure_on(
    session: Session,
    plan: Plan,
    bindings: Bindings,
    request: MeasurementRequest,
    how: How = AS_USUAL,
    query: LookupQuery | None = None,
) -> Measured:
    """Measure as `measure` does, on an engine that is open; what that has measured before is of no effect.

    The records are read and checked once, by what all eras of an amended agreement read of them together.
    """
    eras = tuple(with_charges(era) for era in eras_begun(plan, request.period))
    loaded = load(session, read_together(eras), bindings, how.report)
    inspection, findings = inspected(session, loaded, sets_aside=how.quarantine)
    if loaded.diagnostics or (findings and not how.quarantine):
        return _refused(loaded, () if how.quarantine else findings)
    how.report("counting")
    return _measured(inspection, plan, eras, request, findings, query)


def _measured(
    inspection: Inspection,
    plan: Plan,
    eras: Sequence[Plan],
    request: MeasurementRequest,
    findings: list[Finding],
    query: LookupQuery | None,
) -> Measured:
    loaded = inspection.loaded
    parts, unknown = scanned(inspection, eras, request, deadlines=query is not None, hours=True)
    if unknown:
        return Measured(None, unknown, ())
    try:
        faults = [found for part in parts for found in faults_of(part)]
        if faults and not inspection.sets_aside:
            return _refused(loaded, faults)
        faults += stranded_rows(inspection)
        reduced = {found.records for found in (*findings, *faults)}
        is_handed = len(parts) == 1
        cells = _checked_cells(eras[0]) if is_handed and not faults else {}
        counted: list[tuple[Measurements, LookupResult | None]] = []
        held: Held = {}
        for part in parts:
            era = evolve(part, tables=evolve(part.tables, held=held))
            counted.append(_counted(era, request, reduced, cells, query, is_handed=is_handed))
            held = held_after(held, part.plan.levels, counted[-1][0].rows)
    except EngineError:
        found = [each for part in parts for each in _overlong(part)]
        if not found:
            raise
        return _refused(loaded, found)
    findings = findings + faults
    measurements = evolve(
        merged(plan, [each for each, _ in counted]),
        files=_files(loaded, findings),
        outside=outside_term(inspection.session, loaded.plan, scans(loaded.plan), known_ranges(inspection)),
        unclear=unclear_times(inspection.session, loaded),
    )
    return Measured(measurements, (), quarantined_rows(findings), _merged_seen(each for _, each in counted))


def faults_of(part: Era) -> Iterator[Finding]:
    """Find, with the tables of an era, what only measuring shows to be bad."""
    inspection, scoped, tables = part.inspection, part.scoped, part.tables
    hand_over(inspection.session, tables)
    yield from clocks_before_their_date(inspection, scoped, tables)
    yield from calculation_faults(inspection, scoped, tables)
    if time_levels(part.plan):
        from sladsl.measurement.uptime.faults import evidence_faults

        yield from evidence_faults(inspection, part.context)
    yield from exclusion_faults(inspection, part.context, [scan for scan, _ in scoped])


def _checked_cells(plan: Plan) -> Cells:
    """The tables of samples that looking for faults has made."""
    if not time_levels(plan):
        return {}
    from sladsl.measurement.uptime.faults import checked_cells

    return checked_cells(plan)


def _counted(
    part: Era,
    request: MeasurementRequest,
    reduced: Collection[str],
    cells: Cells,
    query: LookupQuery | None,
    *,
    is_handed: bool,
) -> tuple[Measurements, LookupResult | None]:
    """What an era comes to, and what was looked up beside; its tables have to be handed over anew after others."""
    session, plan, context = part.inspection.session, part.plan, part.context
    if not is_handed:
        hand_over(session, part.tables)
    rows, records, long = measured_rows(
        context, part.scoped, reduced, cells, every_record=request.every_record
    )
    of_levels, charges = charged(plan, rows)
    measurements = Measurements(
        of_levels,
        (),
        records=records,
        charges=charges,
        outages=tuple(outages_until(session, plan)),
        claims=claims_made(session, plan),
        unplaced=tuple(unplaced_rows(context, part.scoped, reduced, (*rows, *records))),
        choices=choices_made(session, plan),
        long_pauses=long,
    )
    if query is None:
        return measurements, None
    from sladsl.measurement.lookups.deciding import RecordAccess
    from sladsl.measurement.lookups.lookup import look

    access = RecordAccess(session, part.inspection.loaded, tuple(part.scoped), part.tables)
    return measurements, look(access, rows, query)


def _merged_seen(found: Iterable[LookupResult | None]) -> LookupResult | None:
    seen = [each for each in found if each is not None]
    if not seen:
        return None
    from sladsl.measurement.lookups.merging import merged_seen

    return merged_seen(seen)


def _overlong(part: Era) -> Iterator[Finding]:
    """Find what is too long to be calculated in an era, wherever an engine has found that something is."""
    inspection, scoped, tables = part.inspection, part.scoped, part.tables
    hand_over(inspection.session, tables)
    with inspection.session.overflowing_to_null():
        yield from overlong(inspection, scoped, tables)
        if time_levels(part.plan):
            from sladsl.measurement.uptime.faults import overlong_evidence

            yield from overlong_evidence(inspection, part.context)
        yield from overlong_exclusions(inspection, part.context, [scan for scan, _ in scoped])


def _refused(loaded: Loaded, findings: Iterable[Finding]) -> Measured:
    return Measured(None, refused(loaded, findings), ())


def _files(loaded: Loaded, findings: Sequence[Finding]) -> tuple[DataFile, ...]:
    return tuple(
        DataFile(
            file.raw.records.name,
            file.raw.name,
            file.raw.sha256,
            file.rows,
            len(
                {
                    row.row
                    for one in findings
                    if _is_of(one, file.raw.records.name, file.raw.name)
                    for row in one.rows
                }
            ),
            file.raw.ignored,
        )
        for file in loaded.files
    )


def _is_of(found: Finding, records: str, file: str) -> bool:
    return (found.records, found.file) == (records, file)
