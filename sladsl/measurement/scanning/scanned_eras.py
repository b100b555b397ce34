"""The eras of an amended agreement on records that are read once: what is scanned in each, in which windows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sladsl.diagnostics.diagnostic import DataPlace, Diagnostic
from sladsl.measurement.clocks.clocking import all_end
from sladsl.measurement.engines.engine import Session
from sladsl.measurement.records.faults import backward_clocks
from sladsl.measurement.records.inspection import Inspection, known_delays, known_ranges, make_views
from sladsl.measurement.records.loading import Loaded
from sladsl.measurement.records.problems import Finding, row_diagnostics
from sladsl.measurement.records.validation import inspect, stranded_rows
from sladsl.measurement.scanning.scan_tables import Tables
from sladsl.measurement.scanning.scans import Scan, scans, scope_of
from sladsl.measurement.scanning.tables import (
    MeasurementRequest,
    Running,
    Windows,
    compile_tables,
    hours_looked_at,
    instants_of_clocks,
    through_asked,
    unknown_holidays,
    windows_asked,
)
from sladsl.measurement.sql.expressions import Scope
from sladsl.measurement.uptime.measurement_context import MeasurementContext
from sladsl.planning.buckets import DAY
from sladsl.planning.eras import eras_of
from sladsl.planning.periods import Period
from sladsl.planning.plan import Plan
from sladsl.planning.windows import zone_of
from sladsl.planning.zones import day_start
from sladsl.values import evolve, frozen

_HORIZON = 2 * 366 * DAY
"""How far after the instant of reading a deadline is looked for, in µs."""


@frozen
class Era:
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


def inspected(session: Session, loaded: Loaded, *, sets_aside: bool) -> tuple[Inspection, list[Finding]]:
    """Look at what was loaded, before anything is counted: what is wrong with the records."""
    inspection = Inspection(session, loaded, sets_aside=sets_aside)
    make_views(inspection)
    return inspection, [
        *inspect(inspection),
        *backward_clocks(inspection, scoped_scans(loaded)),
        *stranded_rows(inspection),
    ]


def scoped_scans(loaded: Loaded) -> list[tuple[Scan, Scope]]:
    """The scans of a plan, each with what its expressions are read in."""
    return [(scan, scope_of(loaded.plan, scan, loaded.reading.shapes)) for scan in scans(loaded.plan)]


def scanned(
    inspection: Inspection, eras: Sequence[Plan], request: MeasurementRequest, *, deadlines: bool, hours: bool
) -> tuple[tuple[Era, ...], tuple[Diagnostic, ...]]:
    """Each era with its tables, or none and the calendars whose holidays are not known in the years that are needed.

    Windows go through the last counted instant of all eras. With `deadlines`, calendars are looked at until these, with
    `hours` for agreed time, too. No tables are handed over.
    """
    session, known, delays = inspection.session, known_ranges(inspection), known_delays(inspection)
    of_each = [evolve(inspection, loaded=evolve(inspection.loaded, plan=era)) for era in eras]
    scoped = [scoped_scans(each.loaded) for each in of_each]
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
        Era(
            one,
            [(scan, evolve(scope, all_ended=all_end(scan, tables, delays))) for scan, scope in mine],
            units,
            tables,
        )
        for one, mine, (units, running) in zip(of_each, scoped, found, strict=True)
        for tables in (compile_tables(one.loaded.plan, [scan for scan, _ in mine], units, running, known),)
    ), ()


def _with_deadlines(running: Running) -> Running:
    """Where each calendar is looked at when deadlines are, which may lie after the instants of reading."""
    return {
        calendar: None if span is None else (span[0], span[1] + _HORIZON)
        for calendar, span in running.items()
    }


def eras_begun(plan: Plan, period: Period | None) -> tuple[Plan, ...]:
    """The eras that have begun before a period ends."""
    zone = zone_of(plan)
    return tuple(
        era
        for era in eras_of(plan)
        if period is None or era.since is None or day_start(zone, era.since) < period.end
    )


def refused(loaded: Loaded, findings: Iterable[Finding]) -> tuple[Diagnostic, ...]:
    """Why nothing is measured: what loading and these findings say, file by file as they were given."""
    fields = [(records.name, field.name) for records in loaded.plan.records for field in records.fields]
    told = (*loaded.diagnostics, *row_diagnostics(findings, fields))
    return tuple(sorted(told, key=lambda one: _rank(loaded, one)))


def _rank(loaded: Loaded, found: Diagnostic) -> int:
    """The place of a finding's file among those given; before all of them what is about no file."""
    return loaded.given.index(found.place.file) if isinstance(found.place, DataPlace) else -1
