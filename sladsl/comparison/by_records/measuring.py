"""What an engine makes of records that could be, as many together as can be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from attrs import evolve

from sladsl.comparison.by_records.scene import Scene, staged
from sladsl.measurement.deciding import DecidingRecord
from sladsl.measurement.engine import EngineError, Session
from sladsl.measurement.lookup import LookupQuery, LookupResult
from sladsl.measurement.measure import measure_on
from sladsl.measurement.tables import MeasurementRequest
from sladsl.planning.plan import Plan, ServiceLevel
from sladsl.settlement.explanation import Result
from sladsl.settlement.settle import settle
from sladsl.values import frozen

_EVER = 2**62
_ALL = 1_000_000
"""More records than are tried."""

_TOGETHER = 8
"""So many levels are measured together, since each reads the records of all."""

Counted = Mapping[int, DecidingRecord]
"""What the first record of a scene counts for, by the number of the scene, where it is counted."""


@frozen(eq=False)
class Sitting:
    """Records that a level is to measure, the first of a plan; as of an instant in µs, or of its settlement."""

    plan: Plan
    scenes: Sequence[Scene]
    as_of: int | None


def measured(session: Session, sittings: Sequence[Sitting]) -> dict[Sitting, Counted]:
    """Measure records, those of plans together that have all but their levels in common."""
    return {each: told for several in _alike(sittings) for each, told in _measured(session, several)}


def _measured(session: Session, sittings: Sequence[Sitting]) -> Iterator[tuple[Sitting, Counted]]:
    """Measure records together or, where they are refused, each half of them; nothing is counted of one that is."""
    together = _together(session, sittings)
    if together is not None:
        yield from together.items()
    elif len(sittings) == 1:
        yield sittings[0], {}
    else:
        half = len(sittings) // 2
        yield from (*_measured(session, sittings[:half]), *_measured(session, sittings[half:]))


def _alike(sittings: Sequence[Sitting]) -> Iterator[list[Sitting]]:
    left = [*sittings]
    while left:
        first = left[0]
        several = [each for each in left if _held(each) == _held(first)][:_TOGETHER]
        left = [each for each in left if each not in several]
        yield several


def _held(sitting: Sitting) -> tuple[Plan, int | None]:
    return evolve(sitting.plan, levels=()), sitting.as_of


def _together(session: Session, sittings: Sequence[Sitting]) -> dict[Sitting, Counted] | None:
    """What each level counts; None where records are refused."""
    scenes = list({id(each): each for sitting in sittings for each in sitting.scenes}.values())
    plan = _plan_of(sittings)
    put = staged(plan, scenes)
    asked, wanted = MeasurementRequest(as_of=sittings[0].as_of), LookupQuery(None, -_EVER, _EVER, _ALL)
    try:
        seen = measure_on(session, plan, put.tables, asked, query=wanted).seen
    except EngineError:  # a number in the agreement that is too long to be calculated with
        return None
    if seen is None:
        return None
    rows = {id(scenes[at]): row for row, at in put.numbers.items()}
    return {sitting: _counted(seen, _name(at), sitting, rows) for at, sitting in enumerate(sittings)}


def settled(session: Session, sittings: Sequence[Sitting]) -> list[Sequence[Result]]:
    """What each level of plans, which have all else in common, comes to in its windows with the records of the first.

    Nothing comes of records that are refused.
    """
    plan = _plan_of(sittings)
    put = staged(plan, sittings[0].scenes)
    try:
        measurements = measure_on(
            session, plan, put.tables, MeasurementRequest(as_of=sittings[0].as_of)
        ).measurements
    except EngineError:  # (as above)
        measurements = None
    results = () if measurements is None else settle(plan, measurements).results
    return [
        [each for each in results if each.measurement.level == _name(at)] for at, _ in enumerate(sittings)
    ]


def _plan_of(sittings: Sequence[Sitting]) -> Plan:
    """One plan of the first level of each."""
    others = {each.name: each for sitting in sittings for each in sitting.plan.levels[1:]}
    named = (_renamed(sitting.plan.levels[0], _name(at)) for at, sitting in enumerate(sittings))
    return evolve(sittings[0].plan, levels=(*named, *others.values()))


def _name(number: int) -> str:
    return f"Trial{number}"


def _renamed(level: ServiceLevel, name: str) -> ServiceLevel:
    return evolve(level, name=name, id=f"level:{name}")


def _counted(seen: LookupResult, name: str, sitting: Sitting, rows: Mapping[int, tuple[str, int]]) -> Counted:
    found = {each.row: each for series in seen.decided if series.level == name for each in series.records}
    places = {number: rows[id(scene)][1] for number, scene in enumerate(sitting.scenes)}
    return {number: found[row] for number, row in places.items() if row in found}
