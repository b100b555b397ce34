"""What suppliers cover, against a walk over every day, and against the worst that they are allowed to do."""

import datetime as dt
from fractions import Fraction
from math import prod
from types import SimpleNamespace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from sladsl.planning.covering import covers
from sladsl.planning.plan import (
    Anchor,
    Comparator,
    Dated,
    PeriodWindow,
    Quantity,
    Reliance,
    Rounding,
    RoundingMode,
    SupplierPromise,
    Target,
    Term,
    Unit,
    ValueType,
)
from sladsl.source import Span
from tests.tries import tries

HERE = Span("test.sla", 0, 0, 1, 1, 1, 1)
FIRST, LAST = dt.date(2026, 1, 1), dt.date(2026, 12, 31)
DAYS = [FIRST + dt.timedelta(days=number) for number in range(365)]
SHARES = st.integers(0, 20).map(lambda number: 1 - Fraction(number, 1000))


def values_of(drawn):
    first, *others = drawn
    dated = [Dated(since, Quantity(ValueType.PERCENT, share), HERE) for since, share in sorted(others)]
    return (Dated(None, Quantity(ValueType.PERCENT, first), HERE), *dated)


MONTH_STARTS = st.integers(2, 12).map(lambda month: dt.date(2026, month, 1))
LATER = st.lists(st.tuples(MONTH_STARTS, SHARES), max_size=3, unique_by=lambda each: each[0])
VALUES = st.tuples(SHARES, LATER).map(lambda drawn: values_of((drawn[0], *drawn[1])))


@st.composite
def promises(draw):
    rounded = draw(
        st.none() | st.sampled_from(RoundingMode).map(lambda mode: Rounding("rounded", HERE, 1, mode))
    )
    since = draw(st.sampled_from([dt.date(2025, 5, 1), FIRST, dt.date(2026, 3, 1)]))
    until = draw(st.sampled_from([None, LAST, dt.date(2026, 10, 31)]))
    comparator = draw(st.sampled_from([Comparator.AT_LEAST, Comparator.ABOVE]))
    names = ("p", HERE, "f.sla", "Agreement", "Provider", "Level", "Title")
    return SupplierPromise(*names, since, until, comparator, draw(VALUES), rounded)


def plan_and_level(reliance, since=None, until=None):
    window = PeriodWindow(Anchor.CALENDAR, Unit.MONTH)
    term = Term("term", HERE, FIRST, LAST)
    plan = SimpleNamespace(term=term, zone="Europe/London", since=since, until=until)
    return plan, SimpleNamespace(reliance=reliance, window=window, grace=None)


def series_of(target) -> Any:
    return SimpleNamespace(minimum=target, expected=None)


def held(values, day):
    return max(
        (each for each in values if each.since is None or each.since <= day),
        key=lambda each: each.since or dt.date.min,
    ).value.amount


SLACK = {"half-up": Fraction(1, 2000), "half-even": Fraction(1, 2000), "up": Fraction(1, 1000), "down": 0}


def least(promise, day):
    """The least share of time up on a day; nothing where the promise does not bind."""
    if day < promise.since or (promise.until is not None and day > promise.until):
        return None
    slack = SLACK[promise.rounded.mode.value] if promise.rounded else 0
    return held(promise.values, day) - slack


def by_hand(reliance, day):
    shares = [least(each, day) for each in reliance.promises]
    if reliance.in_series:
        if None in shares:
            return 0, 0
        return max(0, 1 - sum(1 - share for share in shares)), prod(shares, start=Fraction(1))
    bound = [share for share in shares if share is not None]
    if not bound:
        return 0, 0
    return max(bound), 1 - prod((1 - share for share in bound), start=Fraction(1))


@tries(20)
@given(
    st.booleans(),
    st.lists(promises(), min_size=1, max_size=3),
    VALUES,
    st.sampled_from(["at least", "above"]),
    st.sampled_from([(None, None), (None, "2026-09-20"), ("2026-03-15", None), ("2026-03-01", "2026-04-02")]),
)
def test_every_day_is_covered_as_a_walk_over_the_days_finds(in_series, listed, own, comparator, era):
    reliance = Reliance("reliance", HERE, in_series, tuple(listed))
    target = Target("minimum", HERE, "minimum", Comparator(comparator), own)
    since, until = (None if day is None else dt.date.fromisoformat(day) for day in era)
    plan, level = plan_and_level(reliance, since, until)
    found = covers(plan, level, series_of(target))
    days = [
        day
        for day in DAYS
        if (since or FIRST) <= day.replace(day=1) < (until or LAST)  # of the months that start in the era
    ]
    assert [found[0].since, found[-1].until] == [days[0], days[-1]]
    for day in days:
        (cover,) = [each for each in found if each.since <= day <= (each.until or LAST)]
        covered, estimate = by_hand(reliance, day)
        promised = held(own, day)
        binding = [each for each in listed if least(each, day) is not None]
        is_strict = comparator == "above" and all(each.comparator is Comparator.AT_LEAST for each in binding)
        assert (cover.covered, cover.estimate, cover.promised) == (covered, estimate, promised)
        assert cover.is_enough == (covered > promised or (covered == promised and not is_strict))
        assert cover.missing == max(0, promised - covered)


@tries(30)
@given(st.lists(st.integers(0, 12), min_size=1, max_size=4), st.booleans())
def test_the_worst_that_suppliers_may_do_is_what_is_covered(down, in_series):
    """Suppliers that are down for so many of 40 slots, one after the other or all at once, whichever is worse."""
    slots = 40
    promised = [Fraction(slots - each, slots) for each in down]
    listed = tuple(
        SupplierPromise(
            *("p", HERE, "f.sla", "Agreement", "Provider", "Level", "Title"),
            FIRST,
            None,
            Comparator.AT_LEAST,
            (Dated(None, Quantity(ValueType.PERCENT, share), HERE),),
        )
        for share in promised
    )
    target = Target("minimum", HERE, "minimum", Comparator.AT_LEAST, values_of((Fraction(1, 2),)))
    plan, level = plan_and_level(Reliance("reliance", HERE, in_series, listed))
    (cover,) = covers(plan, level, series_of(target))
    starts = [sum(down[:number]) for number in range(len(down))]
    apart = [set(range(start, min(start + each, slots))) for start, each in zip(starts, down, strict=True)]
    together = [set(range(each)) for each in down]
    worst = set.union(*apart) if in_series else set.intersection(*together)
    assert cover.covered == Fraction(slots - len(worst), slots)
