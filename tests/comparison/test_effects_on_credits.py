"""What a change is said to do to credits, against what is paid by the end of each period, for random values."""

import datetime as dt
from fractions import Fraction
from itertools import accumulate

from hypothesis import example, given, settings
from hypothesis import strategies as st

from sladsl.comparison.compare import Agreed, compare
from sladsl.planning.contract import Contract
from sladsl.planning.plan import (
    Anchor,
    CarryOver,
    Consecutive,
    EarnBack,
    EveryNth,
    FailedLately,
    Failing,
    Grace,
    Multiply,
    Needs,
    OfAny,
    Raise,
    TimesInUnit,
    Unit,
)
from sladsl.settlement.settle import settle
from sladsl.values import evolve
from tests.settlement import build as b

MONTHS = [f"2026-{month:02}" for month in range(1, 9)]
BANDS = b.bands((b.below_at("minimum"), b.money(100)), (b.below_at(b.percent("30")), b.money(400)))
AT = b.span(50)
NO_PROSE = Contract((), (), (), says_when_final=True)

lately = st.one_of(
    st.builds(Consecutive, st.integers(2, 3)),
    st.just(OfAny(2, 3)),
    st.builds(TimesInUnit, st.integers(2, 3), st.just(Anchor.CALENDAR), st.just(Unit.YEAR)),
)
histories = st.one_of(
    st.none(),
    st.builds(FailedLately, st.just(Failing.MISSED), lately),
    st.builds(EveryNth, st.integers(2, 3)),
)
multiplied = st.builds(
    Multiply,
    st.just("multiply"),
    st.just(AT),
    st.sampled_from([None, ("Accuracy",)]),
    st.just(Failing.MISSED),
    lately,
    st.sampled_from([Fraction(2), Fraction(3)]),
)
earned = st.builds(
    EarnBack,
    st.just("earn back"),
    st.just(AT),
    st.just(None),
    st.just(Fraction(1, 2)),
    st.just("minimum"),
    st.just(False),
    st.integers(1, 2),
)
carried = st.builds(
    CarryOver,
    st.just("carry over"),
    st.just(AT),
    st.sampled_from([b.money(0), b.money(60), b.money(130), b.share("1")]),
    st.sampled_from([1, 2, None]),
    st.booleans(),
)
later = st.one_of(
    st.just(b.limit(b.money(250))),
    st.just(b.ignore(50)),
    st.just(b.ignore(50, each=True)),
    st.just(Raise("raise", AT, each=False, to=Fraction(80))),
    st.just(b.rounding()),
)
"""Steps that may stand behind one that carries over, or for which histories matter."""

windows = st.tuples(st.integers(0, 2), st.integers(1, 4))
"""How many of so many records are good; more than there are is all."""


def paid(plan, values):
    """What is credited by the end of each period, all periods before it included."""
    rows = (
        b.good_of(plan, "Accuracy", month, min(good, records), records)
        for month, (good, records) in zip(MONTHS, values, strict=False)
    )
    settled = settle(plan, b.measurements(*rows))
    return list(accumulate(period.total for period in settled.periods))


def check_effect(old, new, values):
    """The effects of what has changed are those that the credits show, and there is but one change."""
    told = compare(Agreed(old, NO_PROSE), Agreed(new, NO_PROSE)).changes
    assert len(told) == 1
    before, after = paid(old, values), paid(new, values)
    if told[0].effect in {"stricter", "neutral"}:
        assert all(one <= other for one, other in zip(before, after, strict=True)), told[0]
    if told[0].effect in {"weaker", "neutral"}:
        assert all(one >= other for one, other in zip(before, after, strict=True)), told[0]
    return told[0].effect, before != after


def agreement(steps, **fields):
    minimum = b.at_least("minimum", "60")
    series = {name: value for name, value in fields.items() if name in {"needs", "credits"}}
    rules = {name: value for name, value in fields.items() if name not in series}
    line = evolve(b.series(minimum=minimum, credit=BANDS), **series)
    return b.plan(evolve(b.level("Accuracy", line), **rules), steps=steps, term=("2026-01-01", "2026-08-31"))


both = st.tuples(st.integers(0, 4), st.integers(0, 4)).filter(lambda pair: pair[0] != pair[1])
some_values = st.lists(windows, min_size=len(MONTHS), max_size=len(MONTHS))


MISSED, MISSED_BADLY = (2, 4), (0, 4)


@settings(max_examples=60)
@given(
    numbers=both,
    values=some_values,
    history=histories,
    steps=st.lists(st.one_of(multiplied, earned), max_size=1),
)
@example(
    numbers=(0, 4),
    values=[MISSED, (2, 2), MISSED],
    history=FailedLately(Failing.MISSED, Consecutive(2)),
    steps=[],
)
def test_of_more_records_needed(numbers, values, history, steps):
    credits = (evolve(BANDS, history=history),)
    needs = [None if number == 0 else Needs("needs", AT, number) for number in numbers]
    old, new = (agreement(steps, needs=each, credits=credits) for each in needs)
    check_effect(old, new, values)


@settings(max_examples=60)
@given(
    numbers=both,
    values=some_values,
    history=histories,
    steps=st.lists(st.one_of(multiplied, earned), max_size=1),
)
@example(numbers=(0, 1), values=[MISSED, MISSED, MISSED_BADLY], history=EveryNth(2), steps=[])
def test_of_a_longer_grace(numbers, values, history, steps):
    credits = (evolve(BANDS, history=history),)
    graces = [None if number == 0 else Grace("grace", AT, dt.date(2026, 1 + number, 1)) for number in numbers]
    old, new = (agreement(steps, grace=each, credits=credits) for each in graces)
    check_effect(old, new, values)


carrying = st.one_of(st.none(), carried)


@settings(max_examples=120)
@given(
    steps=st.tuples(carrying, carrying).filter(lambda pair: pair[0] != pair[1]),
    values=some_values,
    behind=st.lists(st.one_of(later, earned), max_size=1),
)
def test_of_credits_carried_over(steps, values, behind):
    old, new = (agreement([*([] if each is None else [each]), *behind]) for each in steps)
    check_effect(old, new, values)
