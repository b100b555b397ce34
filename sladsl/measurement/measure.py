"""Records in, exact measurements out: one page with every step of measuring, in order."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

from attrs import evolve

from sladsl.diagnostics.diagnostic import DataPlace, Diagnostic
from sladsl.measurement.bindings import Bindings
from sladsl.measurement.charged import charged, with_charges
from sladsl.measurement.choices import choices_made
from sladsl.measurement.claims import claims_made
from sladsl.measurement.counting import measured_rows
from sladsl.measurement.deciding import RecordAccess
from sladsl.measurement.dimensions import held_after
from sladsl.measurement.due import ALL, HORIZON, Deadline, DueQuery, Dues, Listing, due_of_level, keep
from sladsl.measurement.due_instants import hand_over_open_time
from sladsl.measurement.dues_of_eras import of_all_eras
from sladsl.measurement.engine import EngineError, Session
from sladsl.measurement.engines import open_session
from sladsl.measurement.excluded.faults import exclusion_faults, overlong_exclusions
from sladsl.measurement.excluded.records import make_excluded
from sladsl.measurement.expressions import Scope
from sladsl.measurement.faults import backward_clocks, calculation_faults, clocks_before_their_date, overlong
from sladsl.measurement.held import Held
from sladsl.measurement.how import AS_USUAL, How
from sladsl.measurement.inspection import Inspection, known_ranges, make_views
from sladsl.measurement.loading import Loaded, load
from sladsl.measurement.lookup import LookupQuery, LookupResult, look
from sladsl.measurement.merging import merged, merged_seen
from sladsl.measurement.outside import outside_term
from sladsl.measurement.problems import Finding, row_diagnostics
from sladsl.measurement.quarantine import QuarantinedRow, quarantined_rows
from sladsl.measurement.read_first import read_first
from sladsl.measurement.results import DataFile, Measurements
from sladsl.measurement.scan_tables import Tables
from sladsl.measurement.scans import Scan, scans, scope_of
from sladsl.measurement.tables import (
    MeasurementRequest,
    Running,
    Windows,
    compile_tables,
    hand_over,
    hours_looked_at,
    instants_of_clocks,
    through_asked,
    unknown_holidays,
    windows_asked,
)
from sladsl.measurement.unplaced import unplaced_rows
from sladsl.measurement.uptime.faults import checked_cells, evidence_faults, overlong_evidence
from sladsl.measurement.uptime.level import Cells
from sladsl.measurement.uptime.measurement_context import MeasurementContext
from sladsl.measurement.uptime.until import outages_until
from sladsl.measurement.validation import inspect, stranded_rows
from sladsl.planning.eras import eras_of, read_together
from sladsl.planning.periods import Period
from sladsl.planning.plan import Plan
from sladsl.planning.windows import Window, zone_of
from sladsl.planning.zones import day_start
from sladsl.values import frozen

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
    eras = tuple(with_charges(era) for era in _begun(plan, request.period))
    loaded = load(session, read_together(eras), bindings, how.report)
    inspection, findings = _inspected(session, loaded, sets_aside=how.quarantine)
    if loaded.diagnostics or (findings and not how.quarantine):
        return _refused(loaded, () if how.quarantine else findings)
    how.report("counting")
    return _measured(inspection, plan, eras, request, findings, query)


def _begun(plan: Plan, period: Period | None) -> tuple[Plan, ...]:
    """The eras that have begun before a period ends."""
    zone = zone_of(plan)
    return tuple(
        era
        for era in eras_of(plan)
        if period is None or era.since is None or day_start(zone, era.since) < period.end
    )


def list_due(
    plan: Plan,
    bindings: Bindings,
    request: MeasurementRequest,
    how: How = AS_USUAL,
    of: DueQuery = ALL,
) -> Dues:
    """Find when each record of a level, or of all, is due in the windows of a period, the worst of each deadline first.

    Records that an exclusion takes are left out. Without a period the windows are those
    that `measure` takes. The records of each deadline are given to `take` once everything has been found sound.
    """
    eras = _begun(plan, request.period)
    in_eras = of if len(eras) == 1 else evolve(of, take=keep)
    with open_session(how.engine) as session:
        loaded = load(session, read_together(eras), bindings, how.report)
        inspection, findings = _inspected(session, loaded, sets_aside=how.quarantine)
        if loaded.diagnostics or (findings and not how.quarantine):
            return Dues((), _refused(loaded, () if how.quarantine else findings).diagnostics)
        parts, unknown = _scanned(inspection, eras, request, deadlines=True, hours=False)
        if unknown:
            return Dues((), unknown)
        faults = [found for part in parts for found in _faults_for_deadlines(part)]
        if faults and not how.quarantine:
            return Dues((), _refused(loaded, faults).diagnostics)
        findings += [*faults, *stranded_rows(inspection)]
        found = [
            each for part in parts for each in _due_in_era(part, request, in_eras, is_handed=len(parts) == 1)
        ]
        told = of_all_eras(plan, found, of.most)
        if in_eras is not of:
            told = tuple(of.take(evolve(each, records=()), iter(each.records)) for each in told)
        return Dues(told, (), quarantined_rows(findings))


def _due_in_era(
    part: _Era, request: MeasurementRequest, of: DueQuery, *, is_handed: bool
) -> Iterator[Deadline]:
    session, loaded = part.inspection.session, part.inspection.loaded
    if not is_handed:
        hand_over(session, part.tables)
    hand_over_open_time(session, part.tables)
    for scan, scope in part.scoped:
        if scan.key.exclusions:
            make_excluded(part.context, scan, scope)
    listing = Listing(_last_read(_shown(part.units, request.period)), of.most, of.take)
    for each in loaded.plan.levels:
        if of.level in {None, each.name} and each.counted is not None:
            yield from due_of_level(session, loaded, each, part.scoped, part.tables, listing)


def _last_read(windows: Iterable[Window]) -> frozenset[Window]:
    """Of windows that each settlement reads anew, those that are read last."""
    last = dict[tuple[int, int, str], Window]()
    for window in windows:
        held = last.get(window.place)
        if held is None or held.as_of < window.as_of:
            last[window.place] = window
    return frozenset(last.values())


def _faults_for_deadlines(part: _Era) -> Iterator[Finding]:
    """Find, with the tables of an era, what deadlines cannot be found for."""
    hand_over(part.inspection.session, part.tables)
    yield from clocks_before_their_date(part.inspection, part.scoped, part.tables)
    yield from calculation_faults(part.inspection, part.scoped, part.tables)
    yield from exclusion_faults(part.inspection, part.context, [scan for scan, _ in part.scoped])


# --- what eras share -----------------------------------------------------------------------------------------------


@frozen
class _Era:
    """An era on records that are read: what is scanned, in which windows, and the tables compiled for that."""

    inspection: Inspection
    scoped: Sequence[tuple[Scan, Scope]]
    units: Windows
    tables: Tables

    @property
    def plan(self) -> Plan:
        return self.inspection.loaded.plan

    @property
    def context(self) -> MeasurementContext:
        loaded = self.inspection.loaded
        return MeasurementContext(self.inspection.session, loaded.plan, loaded.reading.shapes, self.tables)


def _inspected(session: Session, loaded: Loaded, *, sets_aside: bool) -> tuple[Inspection, list[Finding]]:
    """Look at what was loaded, before anything is counted: what is wrong with the records."""
    make_views(session, loaded.plan)
    inspection = Inspection(session, loaded, sets_aside=sets_aside)
    return inspection, [
        *inspect(inspection),
        *backward_clocks(inspection, _scoped(loaded)),
        *stranded_rows(inspection),
    ]


def _scoped(loaded: Loaded) -> list[tuple[Scan, Scope]]:
    return [(scan, scope_of(loaded.plan, scan, loaded.reading.shapes)) for scan in scans(loaded.plan)]


def _scanned(
    inspection: Inspection, eras: Sequence[Plan], request: MeasurementRequest, *, deadlines: bool, hours: bool
) -> tuple[tuple[_Era, ...], tuple[Diagnostic, ...]]:
    """Each era with its tables, or none and the calendars whose holidays are not known in the years that are needed.

    Windows go through the last counted instant of all eras. With `deadlines`, calendars are looked at until these, with
    `hours` for agreed time, too. No tables are handed over.
    """
    session, known = inspection.session, known_ranges(inspection)
    of_each = [evolve(inspection, loaded=evolve(inspection.loaded, plan=era)) for era in eras]
    scoped = [_scoped(each.loaded) for each in of_each]
    through = max(
        through_asked(session, era, [scan for scan, _ in mine], request, known)
        for era, mine in zip(eras, scoped, strict=True)
    )
    found: list[tuple[Windows, Running]] = []
    unknown: list[Diagnostic] = []
    for era, mine in zip(eras, scoped, strict=True):
        each = [scan for scan, _ in mine]
        units = windows_asked(session, era, each, evolve(request, through=through), known)
        running = instants_of_clocks(session, era, each, units, known)
        running = _with_deadlines(running) if deadlines else running
        unknown += unknown_holidays(era, hours_looked_at(era, running, units) if hours else running)
        found.append((units, running))
    if unknown:
        return (), tuple(dict.fromkeys(unknown))
    return tuple(
        _Era(one, mine, units, compile_tables(one.loaded.plan, [scan for scan, _ in mine], units, running))
        for one, mine, (units, running) in zip(of_each, scoped, found, strict=True)
    ), ()


def _with_deadlines(running: Running) -> Running:
    """Where each calendar is looked at when deadlines are, which may lie after the instants of reading."""
    return {
        calendar: None if span is None else (span[0], span[1] + HORIZON) for calendar, span in running.items()
    }


def _shown(units: Windows, period: Period | None) -> Iterator[Window]:
    for listed in units.values():
        for window in listed:
            if period is None or (window.start < period.end and period.start < window.end):
                yield window


def _measured(
    inspection: Inspection,
    plan: Plan,
    eras: Sequence[Plan],
    request: MeasurementRequest,
    findings: list[Finding],
    query: LookupQuery | None,
) -> Measured:
    loaded = inspection.loaded
    parts, unknown = _scanned(inspection, eras, request, deadlines=query is not None, hours=True)
    if unknown:
        return Measured(None, unknown, ())
    try:
        faults = [found for part in parts for found in _faults(part)]
        if faults and not inspection.sets_aside:
            return _refused(loaded, faults)
        faults += stranded_rows(inspection)
        reduced = {found.records for found in (*findings, *faults)}
        is_handed = len(parts) == 1
        cells = checked_cells(eras[0]) if is_handed and not faults else {}
        counted = list[tuple[Measurements, LookupResult | None]]()
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
        outside=outside_term(inspection.session, loaded.plan, scans(loaded.plan)),
        read_first=read_first(inspection.session, loaded),
    )
    seen = [each for _, each in counted if each is not None]
    return Measured(measurements, (), quarantined_rows(findings), merged_seen(seen) if seen else None)


def _faults(part: _Era) -> Iterator[Finding]:
    """Find, with the tables of an era, what only measuring shows to be bad."""
    inspection, scoped, tables = part.inspection, part.scoped, part.tables
    hand_over(inspection.session, tables)
    yield from clocks_before_their_date(inspection, scoped, tables)
    yield from calculation_faults(inspection, scoped, tables)
    yield from evidence_faults(inspection, part.context)
    yield from exclusion_faults(inspection, part.context, [scan for scan, _ in scoped])


def _counted(
    part: _Era,
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
    access = RecordAccess(session, part.inspection.loaded, tuple(part.scoped), part.tables)
    return measurements, None if query is None else look(access, rows, query)


def _overlong(part: _Era) -> Iterator[Finding]:
    """Find what is too long to be calculated in an era, wherever an engine has found that something is."""
    inspection, scoped, tables = part.inspection, part.scoped, part.tables
    hand_over(inspection.session, tables)
    with inspection.session.overflowing_to_null():
        yield from overlong(inspection, scoped, tables)
        yield from overlong_evidence(inspection, part.context)
        yield from overlong_exclusions(inspection, part.context, [scan for scan, _ in scoped])


def _refused(loaded: Loaded, findings: Iterable[Finding]) -> Measured:
    fields = [(records.name, field.name) for records in loaded.plan.records for field in records.fields]
    told = (*loaded.diagnostics, *row_diagnostics(findings, fields))
    return Measured(None, tuple(sorted(told, key=lambda one: _rank(loaded, one))), ())


def _rank(loaded: Loaded, found: Diagnostic) -> int:
    """The place of a finding's file among those given; before all of them what is about no file."""
    return loaded.given.index(found.place.file) if isinstance(found.place, DataPlace) else -1


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
