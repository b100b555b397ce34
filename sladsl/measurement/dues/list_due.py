"""Records in, due instants out: when each record is due by the deadlines of an agreement, era by era."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sladsl.measurement.dues.due import ALL, Deadline, DueQuery, Dues, Listing, due_of_level, keep
from sladsl.measurement.dues.due_instants import hand_over_open_time
from sladsl.measurement.dues.dues_of_eras import of_all_eras
from sladsl.measurement.engines.by_name import open_session
from sladsl.measurement.excluded.faults import exclusion_faults
from sladsl.measurement.excluded.records import make_excluded
from sladsl.measurement.files.bindings import Bindings
from sladsl.measurement.how import AS_USUAL, How
from sladsl.measurement.records.faults import calculation_faults, clocks_before_their_date
from sladsl.measurement.records.loading import load
from sladsl.measurement.records.problems import Finding
from sladsl.measurement.records.quarantine import quarantined_rows
from sladsl.measurement.records.validation import stranded_rows
from sladsl.measurement.scanning.scanned_eras import Era, eras_begun, inspected, refused, scanned
from sladsl.measurement.scanning.tables import MeasurementRequest, Windows, hand_over
from sladsl.planning.eras import read_together
from sladsl.planning.periods import Period
from sladsl.planning.plan import Plan
from sladsl.planning.windows import Window
from sladsl.values import evolve


def list_due(
    plan: Plan,
    bindings: Bindings,
    request: MeasurementRequest,
    how: How = AS_USUAL,
    of: DueQuery = ALL,
) -> Dues:
    """Find when each record of a level, or of all, is due in the windows of a period, the worst of each deadline first.

    Records that an exclusion takes are left out. Without a period the windows are those that `measure` takes. The
    records of each deadline are given to `take` once everything has been found sound.
    """
    eras = eras_begun(plan, request.period)
    in_eras = of if len(eras) == 1 else evolve(of, take=keep)
    with open_session(how.engine) as session:
        loaded = load(session, read_together(eras), bindings, how.report)
        inspection, findings = inspected(session, loaded, sets_aside=how.quarantine)
        if loaded.diagnostics or (findings and not how.quarantine):
            return Dues((), refused(loaded, () if how.quarantine else findings))
        parts, unknown = scanned(inspection, eras, request, deadlines=True, hours=False)
        if unknown:
            return Dues((), unknown)
        faults = [found for part in parts for found in _faults_for_deadlines(part)]
        if faults and not how.quarantine:
            return Dues((), refused(loaded, faults))
        findings += [*faults, *stranded_rows(inspection)]
        found = [
            each for part in parts for each in _due_in_era(part, request, in_eras, is_handed=len(parts) == 1)
        ]
        told = of_all_eras(plan, found, of.most)
        if in_eras is not of:
            told = tuple(of.take(evolve(each, records=()), iter(each.records)) for each in told)
        return Dues(told, (), quarantined_rows(findings))


def _due_in_era(
    part: Era, request: MeasurementRequest, of: DueQuery, *, is_handed: bool
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


def _faults_for_deadlines(part: Era) -> Iterator[Finding]:
    """Find, with the tables of an era, what deadlines cannot be found for."""
    hand_over(part.inspection.session, part.tables)
    yield from clocks_before_their_date(part.inspection, part.scoped, part.tables)
    yield from calculation_faults(part.inspection, part.scoped, part.tables)
    yield from exclusion_faults(part.inspection, part.context, [scan for scan, _ in part.scoped])


def _shown(units: Windows, period: Period | None) -> Iterator[Window]:
    for listed in units.values():
        for window in listed:
            if period is None or (window.start < period.end and period.start < window.end):
                yield window
