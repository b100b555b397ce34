"""What an engine counts of records that could be, as many together as can be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from sladsl.comparison.by_records.made.group_tables import group_tables
from sladsl.comparison.by_records.made.record_groups import RecordGroup
from sladsl.measurement.engines.engine import EngineError, Session
from sladsl.measurement.lookups.counted_records import counted_records
from sladsl.measurement.lookups.deciding import DecidingRecord
from sladsl.planning.eras import read_together
from sladsl.planning.plan import Plan
from sladsl.values import evolve, frozen

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
    """Measure records, those of plans together that have all but their levels and calendars in common."""
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
    return evolve(run.plan, levels=(), calendars=()), run.as_of


def _together(session: Session, runs: Sequence[TrialRun]) -> dict[TrialRun, Counted] | None:
    """What each level counts; None where records are refused."""
    groups = list({id(each): each for run in runs for each in run.groups}.values())
    named = _named(runs)
    plans = [_plan_of({name: named[name] for name in several}) for several in _by_calendars(named)]
    put = group_tables(read_together(plans), groups)
    rows = {id(group): row for group, row in zip(groups, put.rows, strict=True)}
    wanted = {name: [rows[id(each)] for each in run.groups] for name, run in named.items()}
    try:
        found = counted_records(session, plans, put.tables, runs[0].as_of, wanted)
    except EngineError:  # a number in the agreement that is too long to be calculated with
        return None
    return (
        None if found is None else {run: _counted(found[name], wanted[name]) for name, run in named.items()}
    )


def _by_calendars(named: Mapping[str, TrialRun]) -> Iterator[list[str]]:
    """The names of runs whose plans have the same calendars."""
    left = [*named]
    while left:
        calendars = named[left[0]].plan.calendars
        several = [each for each in left if named[each].plan.calendars == calendars]
        left = [each for each in left if each not in several]
        yield several


def _counted(found: Mapping[int, DecidingRecord], rows: Sequence[int]) -> Counted:
    return {number: found[row] for number, row in enumerate(rows) if row in found}


def _named(runs: Sequence[TrialRun]) -> dict[str, TrialRun]:
    """Runs by names that their levels have where they are measured together."""
    return {f"Trial{at}": run for at, run in enumerate(runs)}


def _plan_of(named: Mapping[str, TrialRun]) -> Plan:
    """One plan of the first level of each."""
    plans = [run.plan for run in named.values()]
    others = {each.name: each for plan in plans for each in plan.levels[1:]}
    levels = (evolve(run.plan.levels[0], name=name, id=f"level:{name}") for name, run in named.items())
    return evolve(plans[0], levels=(*levels, *others.values()))
