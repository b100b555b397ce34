"""Records in, exact measurements out: one page with every step of measuring, in order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from functools import partial

from attrs import evolve

from sladsl.diagnostics.diagnostic import DataPlace, Diagnostic
from sladsl.measurement.bindings import Bindings
from sladsl.measurement.charged import charged, with_charges
from sladsl.measurement.claims import claims_made
from sladsl.measurement.counting import measured_rows
from sladsl.measurement.deciding import Sight
from sladsl.measurement.due import HORIZON, Dues, Listing, due_of_level, hand_over_open_time
from sladsl.measurement.engine import EngineError, Session
from sladsl.measurement.engines import Engine, open_session
from sladsl.measurement.excluded.faults import exclusion_faults, overlong_exclusions
from sladsl.measurement.excluded.records import make_excluded
from sladsl.measurement.expressions import Scope
from sladsl.measurement.faults import backward_clocks, calculation_faults, clocks_before_their_date, overlong
from sladsl.measurement.loading import Loaded, load
from sladsl.measurement.looking import Seen, Wanted, look
from sladsl.measurement.merging import merged, merged_seen
from sladsl.measurement.outside import outside_term
from sladsl.measurement.problems import Finding, row_diagnostics
from sladsl.measurement.quarantine import QuarantinedRow, quarantined_rows
from sladsl.measurement.read_first import read_first
from sladsl.measurement.results import DataFile, Measurements
from sladsl.measurement.scans import Scan, Tables, scans, scope_of
from sladsl.measurement.tables import (
    Asked,
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
from sladsl.measurement.uptime.ground import Ground
from sladsl.measurement.uptime.until import outages_until
from sladsl.measurement.validation import Inspection, inspect, known_ranges, make_views, stranded_rows
from sladsl.planning.eras import eras_of
from sladsl.planning.periods import Period
from sladsl.planning.plan import Plan
from sladsl.planning.windows import Window, zone_of
from sladsl.planning.zones import day_start
from sladsl.values import frozen

_DEFAULT = Engine()


def _silent(_text: str) -> None:
    """Report nothing."""


@frozen
class How:
    """How records are measured: on which engine, telling whom, and whether bad rows are set aside."""

    open: Callable[[], AbstractContextManager[Session]]
    report: Callable[[str], None] = _silent
    quarantine: bool = False


@frozen
class Measured:
    """What measuring came to: measurements, or None where diagnostics say why not; and the rows set aside.

    `seen` is what was to be looked up beside them, `through` the instant through which windows were measured.
    """

    measurements: Measurements | None
    diagnostics: tuple[Diagnostic, ...]
    quarantined: tuple[QuarantinedRow, ...]
    seen: Seen | None = None
    through: int = 0


def measure(  # noqa: PLR0913 - what is measured, how it is asked for, and how it runs
    plan: Plan,
    bindings: Bindings,
    *,
    period: Period | None = None,
    as_of: int | None = None,
    quarantine: bool = False,
    progress: Callable[[str], None] | None = None,
    engine: Engine = _DEFAULT,
    wanted: Wanted | None = None,
    every_record: bool = False,
) -> Measured:
    """Measure every series of a plan in every window from the start of the term.

    Windows go through the end of `period`, or else through the one of the last counted instant; `as_of`, in µs since
    the epoch, replaces the instants of settlement. Of levels whose windows are single records, only those are listed
    that do not keep a target, or else `every_record`. With `quarantine`, bad rows are set aside and counted; without,
    they are errors and nothing is measured. `progress` is told what is being done. What is `wanted` is looked up beside
    the measurements. Raises OSError when the temporary folder cannot be written, and EngineMissingError where the
    engine is not installed.
    """
    asked = Asked(period, as_of, every_record)
    how = How(partial(open_session, engine), progress or _silent, quarantine)
    return measure_by(how, plan, bindings, asked, wanted)


def measure_by(
    how: How, plan: Plan, bindings: Bindings, asked: Asked, wanted: Wanted | None = None
) -> Measured:
    """Measure as `measure` does, on whatever engine is opened; what that has measured before is of no effect."""
    eras = _begun(plan, asked.period)
    parts = [_of_era(era, bindings, asked, how, wanted) for era in eras]
    last = max(part.through for part in parts)
    asked = evolve(asked, through=last)
    parts = [
        part
        if part.measurements is None or part.through == last
        else _of_era(era, bindings, asked, how, wanted)
        for era, part in zip(eras, parts, strict=True)
    ]
    return parts[0] if len(parts) == 1 else _of_all_eras(plan, parts)


def _begun(plan: Plan, period: Period | None) -> tuple[Plan, ...]:
    """The eras that have begun before a period ends."""
    zone = zone_of(plan)
    return tuple(
        era
        for era in eras_of(plan)
        if period is None or era.since is None or day_start(zone, era.since) < period.end
    )


def _of_all_eras(plan: Plan, parts: Sequence[Measured]) -> Measured:
    diagnostics = tuple(dict.fromkeys(each for part in parts for each in part.diagnostics))
    quarantined = tuple(dict.fromkeys(row for part in parts for row in part.quarantined))
    measured = [part.measurements for part in parts if part.measurements is not None]
    if diagnostics or len(measured) < len(parts):
        return Measured(None, diagnostics, ())
    seen = [part.seen for part in parts if part.seen is not None]
    return Measured(merged(plan, measured), (), quarantined, merged_seen(seen) if seen else None)


def _of_era(plan: Plan, bindings: Bindings, asked: Asked, how: How, wanted: Wanted | None) -> Measured:
    plan = with_charges(plan)
    with how.open() as session:
        loaded = load(session, plan, bindings, how.report)
        inspection, scoped, findings = _inspected(session, loaded, sets_aside=how.quarantine)
        if loaded.diagnostics or (findings and not how.quarantine):
            return _refused(loaded, () if how.quarantine else findings)
        how.report("counting")
        return _measured(inspection, scoped, asked, findings, wanted)


def list_due(  # noqa: PLR0913 - what is measured, how it is asked for, and how it runs
    plan: Plan,
    bindings: Bindings,
    asked: Asked,
    *,
    level: str | None = None,
    most: int | None = None,
    quarantine: bool = False,
    engine: Engine = _DEFAULT,
) -> Dues:
    """Find when each record of a level, or of all, is due in the windows of a period, the worst of each deadline first.

    `most` is how many of each. With `quarantine`, bad rows are set aside; without, they are errors. Records that an
    exclusion takes are left out. Without a period the windows are those that `measure` takes.
    """
    how, listing = How(partial(open_session, engine), quarantine=quarantine), Listing(frozenset(), most)
    parts = [_due_in_era(era, bindings, asked, listing, level, how) for era in _begun(plan, asked.period)]
    diagnostics = tuple(dict.fromkeys(each for part in parts for each in part.diagnostics))
    found = () if diagnostics else tuple(each for part in parts for each in part.deadlines)
    held = {each.level.name for each in found if each.counts}
    # A level that an amendment replaces has deadlines of before and after; those that hold for nothing are not told.
    deadlines = tuple(each for each in found if each.counts or each.level.name not in held)
    aside = dict.fromkeys(row for part in parts for row in part.quarantined)
    return Dues(deadlines if len(parts) > 1 else found, diagnostics, tuple(aside))


def _due_in_era(
    plan: Plan, bindings: Bindings, asked: Asked, listing: Listing, level: str | None, how: How
) -> Dues:
    quarantine = how.quarantine
    with how.open() as session:
        loaded = load(session, plan, bindings, how.report)
        inspection, scoped, findings = _inspected(session, loaded, sets_aside=quarantine)
        if loaded.diagnostics or (findings and not quarantine):
            return Dues((), _refused(loaded, () if quarantine else findings).diagnostics)
        each = [scan for scan, _ in scoped]
        known = known_ranges(inspection)
        units = windows_asked(session, plan, each, asked, known)
        running = _with_deadlines(instants_of_clocks(session, plan, each, units, known))
        if unknown := unknown_holidays(plan, running):
            return Dues((), unknown)
        tables = compile_tables(plan, each, units, running)
        hand_over(session, tables)
        hand_over_open_time(session, tables)
        ground = Ground(session, plan, loaded.reading.shapes, tables)
        faults = [
            *clocks_before_their_date(inspection, scoped, tables),
            *calculation_faults(inspection, scoped, tables),
            *exclusion_faults(inspection, ground, each),
        ]
        if faults and not quarantine:
            return Dues((), _refused(loaded, faults).diagnostics)
        findings += [*faults, *stranded_rows(inspection)]
        listing = evolve(listing, windows=frozenset(_shown(units, asked.period)))
        for scan, scope in scoped:
            if scan.key.exclusions:
                make_excluded(ground, scan, scope)
        levels = [one for one in plan.levels if level in {None, one.name} and one.counted is not None]
        return Dues(
            tuple(
                found
                for one in levels
                for found in due_of_level(session, loaded, one, scoped, tables, listing)
            ),
            (),
            quarantined_rows(findings),
        )


def _inspected(
    session: Session, loaded: Loaded, *, sets_aside: bool
) -> tuple[Inspection, list[tuple[Scan, Scope]], list[Finding]]:
    """Look at what was loaded, before anything is counted: what is scanned, and what is wrong with the records."""
    make_views(session, loaded.plan)
    inspection = Inspection(session, loaded, sets_aside=sets_aside)
    scoped = [(scan, scope_of(loaded.plan, scan, loaded.reading.shapes)) for scan in scans(loaded.plan)]
    return (
        inspection,
        scoped,
        [*inspect(inspection), *backward_clocks(inspection, scoped), *stranded_rows(inspection)],
    )


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
    scoped: Sequence[tuple[Scan, Scope]],
    asked: Asked,
    findings: list[Finding],
    wanted: Wanted | None,
) -> Measured:
    session, loaded = inspection.session, inspection.loaded
    each = [scan for scan, _ in scoped]
    known = known_ranges(inspection)
    through = through_asked(session, loaded.plan, each, asked, known)
    units = windows_asked(session, loaded.plan, each, evolve(asked, through=through), known)
    running = instants_of_clocks(session, loaded.plan, each, units, known)
    if wanted is not None:
        running = _with_deadlines(running)
    unknown = unknown_holidays(loaded.plan, hours_looked_at(loaded.plan, running, units))
    if unknown:
        return Measured(None, unknown, ())
    tables = compile_tables(loaded.plan, each, units, running)
    hand_over(session, tables)
    ground = Ground(session, loaded.plan, loaded.reading.shapes, tables)
    try:
        faults = [
            *clocks_before_their_date(inspection, scoped, tables),
            *calculation_faults(inspection, scoped, tables),
            *evidence_faults(inspection, ground),
            *exclusion_faults(inspection, ground, each),
        ]
        if faults and not inspection.sets_aside:
            return _refused(loaded, faults)
        faults += stranded_rows(inspection)
        reduced = {found.records for found in (*findings, *faults)}
        cells = {} if faults else checked_cells(loaded.plan)
        rows, records = measured_rows(ground, scoped, reduced, cells, every_record=asked.every_record)
        unplaced = tuple(unplaced_rows(ground, scoped, reduced, (*rows, *records)))
        seen = None if wanted is None else look(Sight(session, loaded, tuple(scoped), tables), rows, wanted)
    except EngineError:
        found = _overlong(inspection, scoped, tables, ground)
        if not found:
            raise
        return _refused(loaded, found)
    findings = findings + faults
    outside = outside_term(session, loaded.plan, each)
    of_levels, charges = charged(loaded.plan, rows)
    outages = tuple(outages_until(session, loaded.plan))
    claims = claims_made(session, loaded.plan)
    twice = read_first(session, loaded)
    measurements = Measurements(
        of_levels, _files(loaded, findings), outside, records, charges, outages, claims, unplaced, twice
    )
    return Measured(measurements, (), quarantined_rows(findings), seen, through)


def _overlong(
    inspection: Inspection, scoped: Sequence[tuple[Scan, Scope]], tables: Tables, ground: Ground
) -> list[Finding]:
    """What is too long to be calculated, wherever an engine has found that something is."""
    with inspection.session.overflowing_to_null():
        return [
            *overlong(inspection, scoped, tables),
            *overlong_evidence(inspection, ground),
            *overlong_exclusions(inspection, ground, [scan for scan, _ in scoped]),
        ]


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
