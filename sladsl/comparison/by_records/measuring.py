"""What an engine makes of records that could be, as many together as can be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from attrs import evolve

from sladsl.comparison.by_records.record_groups import RecordGroup, group_tables
from sladsl.measurement.engines.engine import EngineError, Session
from sladsl.measurement.lookups.deciding import DecidingRecord
from sladsl.measurement.lookups.lookup import ALL_TIME, LookupQuery, LookupResult
from sladsl.measurement.measure import measure_on
from sladsl.measurement.scanning.tables import MeasurementRequest
from sladsl.planning.plan import Plan, ServiceLevel
from sladsl.settlement.explanation import Result
from sladsl.settlement.settle import settle
from sladsl.values import frozen

_ALL = 1_000_000
"""More records than are tried."""

_TOGETHER = 8
"""So many levels are measured together, since each reads the records of all."""

Counted = Mapping[int, DecidingRecord]
"""What the first record of a group counts for, by the number of the group, where it is counted."""


@frozen(eq=False)
class TrialRun:
    """Records that a level is to measure, the first of a plan; as of an instant in µs, or of its settlement."""

    plan: Plan
    groups: Sequence[RecordGroup]
    as_of: int | None


def measured(session: Session, runs: Sequence[TrialRun]) -> dict[TrialRun, Counted]:
    """Measure records, those of plans together that have all but their levels in common."""
    return {each: told for several in _alike(runs) for each, told in _measured(session, several)}


def _measured(session: Session, runs: Sequence[TrialRun]) -> Iterator[tuple[TrialRun, Counted]]:
    """Measure records together or, where they are refused, each half of them; nothing is counted of one that is."""
    together = _together(session, runs)
    if together is not None:
        yield from together.items()
    elif len(runs) == 1:
        yield runs[0], {}
    else:
        half = len(runs) // 2
        yield from (*_measured(session, runs[:half]), *_measured(session, runs[half:]))


def _alike(runs: Sequence[TrialRun]) -> Iterator[list[TrialRun]]:
    left = [*runs]
    while left:
        first = left[0]
        several = [each for each in left if _held(each) == _held(first)][:_TOGETHER]
        left = [each for each in left if each not in several]
        yield several


def _held(run: TrialRun) -> tuple[Plan, int | None]:
    return evolve(run.plan, levels=()), run.as_of


def _together(session: Session, runs: Sequence[TrialRun]) -> dict[TrialRun, Counted] | None:
    """What each level counts; None where records are refused."""
    groups = list({id(each): each for run in runs for each in run.groups}.values())
    plan = _plan_of(runs)
    put = group_tables(plan, groups)
    asked, wanted = MeasurementRequest(as_of=runs[0].as_of), LookupQuery(None, *ALL_TIME, _ALL)
    try:
        seen = measure_on(session, plan, put.tables, asked, query=wanted).seen
    except EngineError:  # a number in the agreement that is too long to be calculated with
        return None
    if seen is None:
        return None
    rows = {id(groups[at]): row for row, at in put.numbers.items()}
    return {run: _counted(seen, _name(at), run, rows) for at, run in enumerate(runs)}


def settled(session: Session, runs: Sequence[TrialRun], through: int | None = None) -> list[Sequence[Result]]:
    """What each level of plans, which have all else in common, comes to in its windows with the records of the first.

    These go through an instant in µs, or else through the last record. Nothing comes of records that are refused.
    """
    plan = _plan_of(runs)
    put = group_tables(plan, runs[0].groups)
    try:
        asked = MeasurementRequest(as_of=runs[0].as_of, through=through)
        measurements = measure_on(session, plan, put.tables, asked).measurements
    except EngineError:  # (as above)
        measurements = None
    results = () if measurements is None else settle(plan, measurements).results
    return [[each for each in results if each.measurement.level == _name(at)] for at, _ in enumerate(runs)]


def _plan_of(runs: Sequence[TrialRun]) -> Plan:
    """One plan of the first level of each."""
    others = {each.name: each for run in runs for each in run.plan.levels[1:]}
    named = (_renamed(run.plan.levels[0], _name(at)) for at, run in enumerate(runs))
    return evolve(runs[0].plan, levels=(*named, *others.values()))


def _name(number: int) -> str:
    return f"Trial{number}"


def _renamed(level: ServiceLevel, name: str) -> ServiceLevel:
    return evolve(level, name=name, id=f"level:{name}")


def _counted(seen: LookupResult, name: str, run: TrialRun, rows: Mapping[int, tuple[str, int]]) -> Counted:
    found = {each.row: each for series in seen.decided if series.level == name for each in series.records}
    places = {number: rows[id(group)][1] for number, group in enumerate(run.groups)}
    return {number: found[row] for number, row in places.items() if row in found}
