"""Lines about time up and down in the plan as text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from sladsl.planning.plan import (
    Beside,
    DownEvidence,
    Missing,
    Outages,
    Plan,
    Rates,
    Samples,
    ServiceLevel,
    Up,
    Uptime,
)
from sladsl.planning.text_line import PlanLine
from sladsl.planning.wording import write_duration, write_expression, write_quantity


def uptime_lines(plan: Plan, level: ServiceLevel) -> Iterator[PlanLine]:
    """When the service of a level is down, of what, and what of its time is left out."""
    down = level.down
    if down is None:
        return
    least = f" for at least {write_duration(down.least)}" if down.least else ""
    yield PlanLine(f"down       {write_down(plan, down.evidence)}{least}", 1, down.span)
    for beside in down.during:
        yield PlanLine(f"           or during {write_beside(plan, beside)}", 1, beside.span)
    yield from (PlanLine(text, 1) for text in write_absent(down.evidence))
    if level.entities is not None:
        of = write_expression(plan, level.entities.field)
        yield PlanLine(f"across     {of}, {level.entities.rule}", 1, level.entities.span)
    outside = "up" if level.outside_is_up else "absent"
    yield PlanLine(
        f"time       from the start of the term, outside it {outside}; after the as-of instant absent", 1
    )


def uptime_measure(plan: Plan, measure: Uptime) -> str:
    """What is measured of the time: `availability in Office, weighted by affected of total`."""
    hours = f" in {measure.calendar}" if measure.calendar else ""
    minutes = " in whole minutes of each outage" if measure.whole_minutes else ""
    weight = ""
    if measure.affected is not None and measure.total is not None:
        parts = (write_expression(plan, each) for each in (measure.affected, measure.total))
        weight = f" weighted by {' of '.join(parts)}"
    over = " over agreed time" if measure.statistic is Up.AVAILABILITY else ""
    return f"{measure.statistic}{over}{hours}{minutes}{weight}"


def write_down(plan: Plan, evidence: DownEvidence) -> str:
    """Write what shows that a service is down: `from started_at to ended_at`."""
    match evidence:
        case Outages(starts, ends, condition):
            when = "" if condition is None else f" when {write_expression(plan, condition)}"
            return f"from {write_expression(plan, starts)} to {write_expression(plan, ends)}{when}"
        case Samples(every, at, condition):
            slot = f"in the slot of {write_duration(every)} of {write_expression(plan, at)}"
            return f"when {write_expression(plan, condition)} {slot}"
        case Rates(every, at, over, under, comparator, limit):
            sums = " / ".join(f"sum of {write_expression(plan, each)}" for each in (over, under))
            interval = f"in the interval of {write_duration(every)} of {write_expression(plan, at)}"
            return f"when {sums} {comparator} {write_quantity(plan, limit)} {interval}"
    assert_never(evidence)


def write_absent(evidence: DownEvidence) -> Iterator[str]:
    """Write what time without evidence counts as: `missing    slots absent; several samples …`."""
    match evidence:
        case Samples(missing=missing, one_slot=one_slot):
            rule = "an error in the data" if one_slot is None else f"down with {one_slot} of them bad"
            yield f"missing    slots {missing}; several samples of one slot are {rule}"
        case Rates(empty=empty):
            yield f"empty      intervals {'up' if empty is Missing.UP else 'absent'}"
        case Outages():
            return


def write_beside(plan: Plan, records: Beside) -> str:
    """Write records that are used beside the own ones of a level: `monitor where severe`."""
    where = f" where {write_expression(plan, records.where)}" if records.where else ""
    alike = f" of the same {' and '.join(records.alike)}" if records.alike else ""
    return f"{records.records}{where}{alike}"
