"""What levels rely on, in the plan as text."""

from __future__ import annotations

from collections.abc import Iterator

from sladsl.planning.covering import Cover, covers
from sladsl.planning.plan import Plan, Reliance, Series, ServiceLevel, SupplierPromise
from sladsl.planning.text_line import PlanLine
from sladsl.planning.wording import percentage, write_quantity


def reliance_lines(plan: Plan, level: ServiceLevel) -> Iterator[PlanLine]:
    """The promises that a level relies on, then what they cover of its own."""
    if level.reliance is None:
        return
    for promise in level.reliance.promises:
        yield PlanLine(f"relies on  {write_promise(plan, promise)}", 1, promise.span)
    for series in level.series:
        for cover in covers(plan, level, series):
            yield PlanLine(f"covered    {_cover(level.reliance, series, cover)}", 1, level.reliance.span)


def write_promise(plan: Plan, promise: SupplierPromise) -> str:
    """Write a promise: `HostUptime "Host uptime" of "Hosting Agreement" (Rack Ltd, ../host.sla), at least 99%, …`."""
    where = f'{promise.level} "{promise.title}" of "{promise.agreement}" ({promise.provider}, {promise.file})'
    return ", ".join((where, *(_wording(plan, each) for each in promise.wordings)))


def _wording(plan: Plan, promise: SupplierPromise) -> str:
    values = (
        f"{'' if each.since is None else f'from {each.since} '}{promise.comparator} {write_quantity(plan, each.value)}"
        for each in promise.values
    )
    rounded = (
        ""
        if promise.rounded is None
        else f"rounded {promise.rounded.mode} to {promise.rounded.decimals} digits"
    )
    until = "" if promise.until is None else f" to {promise.until}"
    said = (*values, rounded, f"binding from {promise.since}{until}", *promise.obstacles)
    return ", ".join(part for part in said if part)


def _cover(reliance: Reliance, series: Series, cover: Cover) -> str:
    until = "" if cover.until is None else f" to {cover.until}"
    which = f" for {' / '.join(series.key)}" if series.key else ""
    how = "in series" if reliance.in_series else "in parallel"
    short = "" if cover.is_enough else f", {percentage(cover.missing)[:-1]} percentage points too little"
    return (
        f"{percentage(cover.covered)} of {percentage(cover.promised)}{which}, {how}, from {cover.since}{until}{short}; "
        f"{percentage(cover.estimate)} is an estimate"
    )
