"""The eras of an amended agreement: one plan of all of them, and which of them binds what."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from typing import TypeVar

from sladsl.planning.plan import (
    Amendment,
    Charge,
    ChargeShare,
    Dated,
    Plan,
    Rate,
    Service,
    ServiceLevel,
    Unit,
)
from sladsl.planning.zones import day_start, known_zone
from sladsl.values import evolve, frozen

V = TypeVar("V")
Rates = tuple[Dated[Rate], ...]


def joined(amendments: Sequence[Amendment], eras: Sequence[tuple[dt.date | None, Plan]]) -> Plan:
    """One plan of an agreement in all its eras, given with the days from which they hold, the first from the start.

    The term is the one agreed last. Charges change by the day: what an amendment says of one holds from its date on,
    whatever windows there are.
    """
    _, last = eras[-1]
    plans = [plan for _, plan in eras]
    starts = [since for since, _ in eras]
    term = last.term
    charges = _charges(eras)
    records = _of_all(plans, lambda plan: plan.records, lambda each: each.name)
    bound = tuple(
        evolve(
            plan,
            term=term,
            charges=tuple(_of_era(plan, each) for each in charges),
            records=records,
            since=since,
            until=until,
        )
        for (since, plan), until in zip(eras, [*starts[1:], None], strict=True)
    )
    return evolve(
        last,
        charges=charges,
        calendars=_of_all(plans, lambda plan: plan.calendars, lambda each: each.name),
        records=records,
        levels=_of_all(plans, lambda plan: plan.levels, lambda each: each.name),
        remedies=_of_all(plans, lambda plan: plan.remedies, lambda each: each.name),
        services=_services(plans),
        tools=tuple(dict.fromkeys(tool for plan in plans for tool in plan.tools)),
        amendments=tuple(amendments),
        eras=bound,
    )


def eras_of(plan: Plan) -> tuple[Plan, ...]:
    """The eras of an agreement, each of which knows the others; the plan itself where it is one, or has none."""
    if not plan.eras or plan.since is not None or plan.until is not None:
        return (plan,)
    return tuple(evolve(era, eras=plan.eras) for era in plan.eras)


def read_together(eras: Sequence[Plan]) -> Plan:
    """What is to be read and checked for several eras: every level, severity and claim of any; names may repeat."""
    last = eras[-1]
    settlements = [each.settlement for each in eras if each.settlement is not None]
    steps = tuple(step for each in settlements for step in each.steps)
    return evolve(
        last,
        levels=tuple(dict.fromkeys(level for era in eras for level in era.levels)),
        severities=next((era.severities for era in eras if era.severities), ()),
        settlement=evolve(settlements[-1], steps=steps) if settlements else None,
    )


def plan_on(plan: Plan, day: dt.date) -> Plan:
    """The plan that binds what starts on a day."""
    return next((era for era in reversed(plan.eras) if era.since is None or era.since <= day), plan)


def plan_at(plan: Plan, start: int) -> Plan:
    """The plan that binds what starts at an instant, in µs."""
    zone = known_zone(plan.zone)
    return next(
        (era for era in reversed(plan.eras) if era.since is None or day_start(zone, era.since) <= start), plan
    )


def level_at(plan: Plan, name: str, start: int) -> ServiceLevel:
    """The level of a name as it binds a window that starts at an instant."""
    found = (each for of in (plan_at(plan, start), plan) for each in of.levels if each.name == name)
    return next(found)


def service_at(plan: Plan, level: str, start: int) -> str | None:
    """The name of the service that a level stands in as it binds a window that starts at an instant, if in one."""
    return _service(plan_at(plan, start), level)


def _service(plan: Plan, level: str) -> str | None:
    return next((each.name for each in plan.services if level in each.levels), None)


def is_bound(plan: Plan, start: int) -> bool:
    """Whether a window that starts at an instant lies in the era of a plan; it does where a plan is of no era."""
    zone = known_zone(plan.zone)
    return (plan.since is None or day_start(zone, plan.since) <= start) and (
        plan.until is None or start < day_start(zone, plan.until)
    )


# --- what is of all eras -------------------------------------------------------------------------------------------


def _of_all(
    plans: Sequence[Plan], items: Callable[[Plan], Iterable[V]], name: Callable[[V], str]
) -> tuple[V, ...]:
    """An item of each name, in the order of their first eras, as it is in the last that has it."""
    return tuple({name(each): each for plan in plans for each in items(plan)}.values())


def _services(plans: Sequence[Plan]) -> tuple[Service, ...]:
    """The services of all eras, each with every level that stood in it when it last was one."""
    services = _of_all(plans, lambda plan: plan.services, lambda each: each.name)
    stood = {level.name: _service(plan, level.name) for plan in plans for level in plan.levels}
    return tuple(
        evolve(each, levels=tuple(level for level, service in stood.items() if service == each.name))
        for each in services
    )


@frozen
class _Stage:
    """How a charge is from a day on; None where there is none."""

    since: dt.date | None
    charge: Charge | None


def _charges(eras: Sequence[tuple[dt.date | None, Plan]]) -> tuple[Charge, ...]:
    names = dict.fromkeys(charge.name for _, plan in eras for charge in plan.charges)
    return tuple(_through_all(eras, name) for name in names)


def _through_all(eras: Sequence[tuple[dt.date | None, Plan]], name: str) -> Charge:
    """A charge with what it is in each era as rates from a date on; nothing where an era does not have it."""
    stages = [
        _Stage(since, next((each for each in plan.charges if each.name == name), None))
        for since, plan in eras
    ]
    last = [stage.charge for stage in stages if stage.charge is not None][-1]
    if last.measured is not None:
        return last
    keys = dict.fromkeys(
        share.key for stage in stages if stage.charge is not None for share in stage.charge.shares
    )
    shares = tuple(ChargeShare(key, _rates(stages, last, _share_of(key))) for key in keys)
    rates = () if last.shares else _rates(stages, last, lambda charge: charge.rates)
    return evolve(last, rates=rates, shares=shares)


def _share_of(key: tuple[str, ...]) -> Callable[[Charge], Rates]:
    return lambda charge: next((share.rates for share in charge.shares if share.key == key), ())


def _rates(stages: Sequence[_Stage], last: Charge, of: Callable[[Charge], Rates]) -> Rates:
    found: list[Dated[Rate]] = []
    ends = [*(stage.since for stage in stages[1:]), None]
    for stage, end in zip(stages, ends, strict=True):
        held = () if stage.charge is None else of(stage.charge)
        held = held or (Dated(None, _nothing(last, of), last.span),)
        begun = [each for each in held if _has_begun(each, stage.since)]
        later = [each for each in held if each not in begun and (end is None or _before(each, end))]
        now = [evolve(begun[-1], since=stage.since), *later]
        same = bool(found) and found[-1].value == now[0].value
        found += now[1:] if same else now
    return tuple(found)


def _nothing(last: Charge, of: Callable[[Charge], Rates]) -> Rate:
    per = next((each.value.per for each in of(last)), Unit.MONTH)
    return Rate(Fraction(0), per)


def _has_begun(dated: Dated[Rate], since: dt.date | None) -> bool:
    return dated.since is None or (since is not None and dated.since <= since)


def _before(dated: Dated[Rate], end: dt.date) -> bool:
    return dated.since is not None and dated.since < end


def _of_era(plan: Plan, charge: Charge) -> Charge:
    """A charge as an era needs it: one that records say is counted as that era says."""
    own = next((each for each in plan.charges if each.name == charge.name), None)
    return own if charge.measured is not None and own is not None else charge
