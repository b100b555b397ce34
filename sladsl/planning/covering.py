"""Whether a promise of availability is covered by the promises that it relies on, and by how much it is not.

In series a service is up only while all that it relies on is up. If each keeps its promise in a window, their times
down add up at worst: what is covered is 100% less the sum of the shortfalls. In parallel the service is down only while
all are down, at worst as long as the best of them: what is covered is the highest promise. The product is what would be
seen if outages fell at random and independently of each other; nobody promises that, and it is an estimate.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from fractions import Fraction
from math import prod

from sladsl.planning.plan import (
    Comparator,
    Dated,
    Plan,
    Quantity,
    Reliance,
    RoundingMode,
    Series,
    ServiceLevel,
    SupplierPromise,
    Target,
)
from sladsl.planning.windows import first_window_from
from sladsl.values import frozen

_DAY = dt.timedelta(days=1)
_SLACK = {
    RoundingMode.HALF_UP: Fraction(1, 2),
    RoundingMode.HALF_EVEN: Fraction(1, 2),
    RoundingMode.UP: Fraction(1),
    RoundingMode.DOWN: Fraction(0),
}
"""By how many units of its last digit a value may be rounded up to what is promised."""


@frozen
class Cover:
    """What is promised from a day to another, both inclusive, and what the promises relied on cover of it.

    `estimate` is the product. `lapsed` are promises that bind nobody in these days; in series nothing is covered then.
    """

    since: dt.date
    until: dt.date | None
    promised: Fraction
    covered: Fraction
    estimate: Fraction
    is_enough: bool
    lapsed: tuple[SupplierPromise, ...]

    @property
    def missing(self) -> Fraction:
        """By how much the promise is not covered."""
        return max(self.promised - self.covered, Fraction(0))


def promise_of(series: Series) -> Target | None:
    """What a level promises: its minimum, or what is expected where it has none."""
    return series.minimum or series.expected


def is_comparable(reliance: Reliance) -> bool:
    """Whether every promise can be held against the level that relies on it."""
    return not any(each.obstacles for promise in reliance.promises for each in promise.wordings)


def covers(plan: Plan, level: ServiceLevel, series: Series) -> tuple[Cover, ...]:
    """What is covered of a series of a level, from change to change: over its term or era, but for its grace."""
    reliance, target = level.reliance, promise_of(series)
    if reliance is None or target is None or not is_comparable(reliance):
        return ()
    own = tuple(_binding(plan, level, each) for each in target.values)
    first, last = bound(plan, level)
    if last is not None and last < first:
        return ()
    days = sorted({first, *_changes(own, reliance, first, last)})
    ends = [*(day - _DAY for day in days[1:]), last]
    found: list[Cover] = []
    for since, until in zip(days, ends, strict=True):
        cover = _cover(reliance, target, own, since, until)
        if found and _same(found[-1], cover):
            cover = _joined(found.pop(), cover)
        found.append(cover)
    return tuple(found)


def bound(plan: Plan, level: ServiceLevel) -> tuple[dt.date, dt.date | None]:
    """The first day that a level binds, and the last, of the windows that start in the era of a plan."""
    begins = [plan.term.first, plan.since, None if level.grace is None else level.grace.until]
    first = first_window_from(plan, level.window, max(day for day in begins if day is not None))
    if plan.until is None:
        return first, plan.term.last
    last = first_window_from(plan, level.window, plan.until) - _DAY
    return first, last if plan.term.last is None else min(last, plan.term.last)


def _binding(plan: Plan, level: ServiceLevel, value: Dated[Quantity]) -> Dated[Quantity]:
    since = None if value.since is None else first_window_from(plan, level.window, value.since)
    return Dated(since, value.value, value.span)


def _changes(
    own: tuple[Dated[Quantity], ...], reliance: Reliance, first: dt.date, last: dt.date | None
) -> Iterator[dt.date]:
    """The days on which something else is promised, here or there."""
    days = [value.since for value in own]
    for promise in (each for of in reliance.promises for each in of.wordings):
        days += [value.since for value in promise.values]
        days += [promise.since, None if promise.until is None else promise.until + _DAY]
    for day in days:
        if day is not None and day > first and (last is None or day <= last):
            yield day


def _cover(
    reliance: Reliance,
    target: Target,
    own: tuple[Dated[Quantity], ...],
    since: dt.date,
    until: dt.date | None,
) -> Cover:
    promised = _on(own, since)
    bound_by = [(promise, promise.binding(since)) for promise in reliance.promises]
    binding = [wording for _, wording in bound_by if wording is not None]
    lapsed = tuple(promise for promise, wording in bound_by if wording is None)
    least = [_least(each, since) for each in binding]
    if not least or (lapsed and reliance.in_series):
        covered = estimate = Fraction(0)
    elif reliance.in_series:
        covered = max(1 - sum((1 - value for value in least), Fraction(0)), Fraction(0))
        estimate = prod(least, start=Fraction(1))
    else:
        covered = max(least)
        estimate = 1 - prod((1 - value for value in least), start=Fraction(1))
    is_beyond = any(each.comparator is Comparator.ABOVE for each in binding)
    is_enough = covered > promised or (
        covered == promised and (target.comparator is not Comparator.ABOVE or is_beyond)
    )
    return Cover(since, until, promised, covered, estimate, is_enough, lapsed)


def _on(values: tuple[Dated[Quantity], ...], day: dt.date) -> Fraction:
    return [value.value.amount for value in values if value.since is None or value.since <= day][-1]


def _least(promise: SupplierPromise, day: dt.date) -> Fraction:
    """The least availability of a window that keeps a promise."""
    value = _on(promise.values, day)
    if promise.rounded is None:
        return value
    return value - _SLACK[promise.rounded.mode] * Fraction(1, 10 ** (promise.rounded.decimals + 2))


def _same(one: Cover, other: Cover) -> bool:
    return (one.promised, one.covered, one.estimate, one.lapsed) == (
        other.promised,
        other.covered,
        other.estimate,
        other.lapsed,
    )


def _joined(one: Cover, other: Cover) -> Cover:
    return Cover(one.since, other.until, one.promised, one.covered, one.estimate, one.is_enough, one.lapsed)
