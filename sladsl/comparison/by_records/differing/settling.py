"""What windows come to with records that could be: many groups of records measured at once, each settled by itself."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

from sladsl.comparison.by_records.differing.side_by_side import (
    can_stand_side_by_side,
    side_by_side,
    with_groups,
)
from sladsl.comparison.by_records.made.group_tables import group_tables, group_value
from sladsl.comparison.by_records.made.record_groups import RecordGroup
from sladsl.measurement.engines.engine import EngineError, Session
from sladsl.measurement.measure import measure_on
from sladsl.measurement.results import Measurement, Measurements, RecordWindows
from sladsl.measurement.scanning.reads import record_set, records_read
from sladsl.measurement.scanning.tables import MeasurementRequest
from sladsl.planning.plan import Plan, RecordSet, ServiceLevel
from sladsl.settlement.explanation import Result
from sladsl.settlement.settle import settle
from sladsl.values import evolve, frozen

_MOST = 20_000
"""So many records are measured together, since each level reads those of all."""


@frozen(eq=False)
class Asked:
    """Groups of records that the first level of two plans is to measure, each group by itself.

    Windows go through an instant in µs, or else through the last record.
    """

    plans: tuple[Plan, Plan]
    groups: Sequence[RecordGroup]
    through: int | None = None


Told = tuple[Sequence[Result], Sequence[Result]]
"""What the windows of a level come to by each of two plans; nothing where the records are refused."""


def settled(session: Session, asked: Sequence[Asked]) -> list[list[Told]]:
    """What each group comes to, in the order of what is asked; groups of all that is asked are measured together."""
    trials = [
        _Trial(plan, group, each.through) for each in asked for group in each.groups for plan in each.plans
    ]
    found: dict[_Trial, Sequence[Result]] = {}
    for several in _alike(trials):
        found |= _settled(session, several)
    results = (found.get(each, ()) for each in trials)
    pairs = zip(results, results, strict=True)
    return [[next(pairs) for _ in each.groups] for each in asked]


@frozen(eq=False)
class _Trial:
    """A group of records that the first level of a plan is to measure, through an instant in µs or the last record."""

    plan: Plan
    group: RecordGroup
    through: int | None


# --- what is measured together ---------------------------------------------------------------------------------------


def _alike(trials: Sequence[_Trial]) -> Iterator[list[_Trial]]:
    """Trials that are measured together: of plans that have all but their levels in common."""
    common = _common(trials)
    kinds: dict[tuple[object, ...], list[_Trial]] = {}
    for each in trials:
        is_apart = not can_stand_side_by_side(each.plan)
        kind = (common[id(each.plan)], each.through is None, id(each.group) if is_apart else None)
        kinds.setdefault(kind, []).append(each)
    for several in kinds.values():
        yield from _bounded(several)


def _common(trials: Sequence[_Trial]) -> Mapping[int, int]:
    """A number for each plan, by its identity: the same for plans that have all but their levels in common."""
    plans = {id(each.plan): each.plan for each in trials}
    kinds: list[Plan] = []
    numbers = {}
    for at, plan in plans.items():
        bare = evolve(plan, levels=())
        if bare not in kinds:
            kinds.append(bare)
        numbers[at] = kinds.index(bare)
    return numbers


def _bounded(trials: Sequence[_Trial]) -> Iterator[list[_Trial]]:
    """Trials in their order, so many at once as do not have too many records."""
    several: list[_Trial] = []
    for each in trials:
        if sum(len(group.rows) for group in _groups([*several, each])) > _MOST and several:
            yield several
            several = []
        several.append(each)
    yield several


def _groups(trials: Sequence[_Trial]) -> list[RecordGroup]:
    return list({id(each.group): each.group for each in trials}.values())


def _settled(session: Session, trials: Sequence[_Trial]) -> dict[_Trial, Sequence[Result]]:
    """Measure records together or, where they are refused, those of each half of the groups."""
    groups = _groups(trials)
    try:
        found = _together(session, trials, groups)
    except EngineError:  # a number in the agreement that is too long to be calculated with
        found = None
    if found is not None:
        return found
    half = {id(each) for each in groups[: len(groups) // 2]}
    halves = ([each for each in trials if (id(each.group) in half) is is_first] for is_first in (True, False))
    return {} if not half else {at: each for one in halves for at, each in _settled(session, one).items()}


# --- measured, then settled ------------------------------------------------------------------------------------------


_Place = tuple[str, str]
"""The name of a level where it is measured, and the value of a group; none where there is only one."""


def _together(
    session: Session, trials: Sequence[_Trial], groups: Sequence[RecordGroup]
) -> dict[_Trial, Sequence[Result]] | None:
    """What each trial comes to; None where records are refused."""
    plans = {id(each.plan): each.plan for each in trials}
    names = {at: f"Trial{number}" for number, at in enumerate(plans)}
    several = {id(each): group_value(number) for number, each in enumerate(groups)} if len(groups) > 1 else {}
    plan = _plan_of(trials, groups, names)
    ends = [each.through for each in trials if each.through is not None]
    asked = MeasurementRequest(through=max(ends, default=None))
    found = measure_on(session, plan, group_tables(plan, groups).tables, asked).measurements
    if found is None:
        return None
    is_several = len(groups) > 1
    rows = _apart(found.rows, is_several=is_several)
    records = _apart(found.records, is_several=is_several)
    told = {}
    for each in trials:
        level, *others = each.plan.levels
        place = names[id(each.plan)], several.get(id(each.group), "")
        beside = [row for other in others for row in rows[other.name, ""]]
        own = evolve(
            found, rows=(*_of_level(level, rows[place]), *beside), records=_of_level(level, records[place])
        )
        told[each] = _results(each, own)
    return told


def _plan_of(trials: Sequence[_Trial], groups: Sequence[RecordGroup], names: Mapping[int, str]) -> Plan:
    """One plan of the first level of each, with a series for each of its groups where there are several."""
    plans = {id(each.plan): each.plan for each in trials}
    numbers = {id(each): number for number, each in enumerate(groups)}
    levels = {}
    for at, plan in plans.items():
        level = evolve(plan.levels[0], name=names[at], id=f"level:{names[at]}")
        mine = [numbers[id(each.group)] for each in trials if each.plan is plan]
        levels[names[at]] = side_by_side(level, mine) if len(groups) > 1 else level
    others = {each.name: each for plan in plans.values() for each in plan.levels[1:]}
    plan = evolve(trials[0].plan, levels=(*levels.values(), *others.values()))
    if len(groups) > 1:
        plan = evolve(plan, records=with_groups(plan.records, len(groups)))
    return evolve(plan, records=tuple(_reached(plan)))


def _reached(plan: Plan) -> Iterator[RecordSet]:
    """The record sets that levels read, and those that these refer to: what else there is, is not looked at."""
    reached = {*records_read(plan)}
    left = [*reached]
    while left:
        fields = record_set(plan, left.pop()).fields
        targets = {each.target for each in fields if each.target is not None} - reached
        reached |= targets
        left += targets
    yield from (each for each in plan.records if each.name in reached)


def _apart(rows: Iterable[_Row], *, is_several: bool) -> Mapping[_Place, list[_Row]]:
    """Rows by what they are of."""
    found: dict[_Place, list[_Row]] = defaultdict(list)
    for row in rows:
        found[row.level, row.key[-1] if is_several else ""].append(row)
    return found


_Row = TypeVar("_Row", Measurement, RecordWindows)


def _of_level(level: ServiceLevel, rows: Iterable[_Row]) -> tuple[_Row, ...]:
    """Rows of a level as those of one that is measured by itself."""
    width = len(level.dimensions)
    return tuple(evolve(row, level=level.name, key=row.key[:width]) for row in rows)


def _results(trial: _Trial, found: Measurements) -> Sequence[Result]:
    name = trial.plan.levels[0].name
    return [each for each in settle(trial.plan, found).results if each.measurement.level == name]
