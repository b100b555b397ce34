"""What credits and limits are said to come to in money, against what is settled for every month of the term."""

from fractions import Fraction
from itertools import accumulate

from hypothesis import example, given
from hypothesis import strategies as st

from sladsl.comparison.compare import Agreed, compare
from sladsl.planning.contract import Contract
from sladsl.planning.plan import Anchor, Base, Mark, Shortfall, TargetWord, TimeOf, TimeUnit, Unit
from sladsl.settlement.settle import settle
from sladsl.values import evolve
from tests.settlement import build as b
from tests.tries import tries

NO_PROSE = Contract((), (), (), says_when_final=True)
TERM = ("2026-01-16", "2027-02-28")
MONTHS = [*(f"2026-{month:02}" for month in range(1, 13)), "2027-01", "2027-02"]
CHARGES = (
    b.charge("Monthly", (None, 1200, Unit.MONTH)),
    b.charge("Rising", (None, 1000, Unit.MONTH), ("2026-09-11", 1500, Unit.MONTH)),
    b.charge("Yearly", (None, 14_400, Unit.YEAR)),
)
NAMES = [charge.name for charge in CHARGES]
VALUES = [Fraction(value, 10) for value in (0, 555, 580, 595, 600)]

names = st.sampled_from(NAMES)
amounts = st.one_of(
    st.builds(b.money, st.sampled_from([36, 40, 60, 120])),
    st.builds(b.rate, st.sampled_from(["3", "5", "10"]), names),
    st.builds(lambda of: b.rate("4", *of), st.permutations(NAMES).map(lambda each: tuple(each[:2]))),
    st.builds(
        lambda number, unit, of: TimeOf(Fraction(number), unit, Base((of,))),
        st.sampled_from([1, 24, 36]),
        st.sampled_from(list(TimeUnit)),
        names,
    ),
)
SHORT = Mark(True, TargetWord("minimum"))
credits = st.one_of(
    st.builds(b.flat, amounts),
    st.builds(lambda amount, most: evolve(b.flat(amount), most=most), amounts, amounts),
    st.builds(
        lambda of, most: evolve(b.flat(Shortfall(Base((of,)))), mark=SHORT, most=most),
        names,
        st.one_of(st.none(), amounts),
    ),
    st.builds(
        lambda one, other: b.bands((b.below_at("minimum"), one), (b.below_at(b.percent("58")), other)),
        amounts,
        amounts,
    ),
)


def agreement(credit, steps=()):
    line = b.series(minimum=b.at_least("minimum", "60"), credit=credit)
    return b.plan(b.level("Accuracy", line), steps=steps, charges=CHARGES, term=TERM)


def paid(plan, values):
    """What is credited by the end of each period, all periods before it included."""
    rows = (b.valued(plan, month, b.percent(str(value))) for month, value in zip(MONTHS, values, strict=True))
    return [period.total for period in settle(plan, b.measurements(*rows)).periods]


def effect_of(old, new):
    told = compare(Agreed(old, NO_PROSE), Agreed(new, NO_PROSE)).changes
    assert len(told) <= 1
    return told[0].effect.value if told else "neutral"


def signs(pairs):
    return {(other > one) - (other < one) for one, other in pairs} - {0}


@tries(13)
@given(pair=st.tuples(credits, credits).filter(lambda pair: pair[0] != pair[1]))
@example(pair=(b.flat(b.rate("3")), b.flat(b.money(36))))
@example(pair=(b.flat(b.rate("3", "Rising")), b.flat(b.money(36))))
def test_credits_are_judged_by_what_they_come_to(pair):
    plans = [agreement(credit) for credit in pair]
    effect = effect_of(*plans)
    seen = signs(
        both
        for value in VALUES
        for both in zip(*(paid(plan, [value] * len(MONTHS)) for plan in plans), strict=True)
    )
    expected = {"stricter": {1}, "weaker": {-1}, "neutral": set(), "incomparable": {1, -1}}
    assert seen <= expected[effect]


limits = st.builds(
    lambda amount, anchor, per: b.limit(amount, per, anchor=anchor),
    st.one_of(
        st.builds(b.money, st.sampled_from([100, 250, 300, 1200])),
        st.builds(b.share, st.sampled_from(["10", "25", "30"]), names),
    ),
    st.sampled_from(Anchor),
    st.sampled_from([Unit.MONTH, Unit.QUARTER, Unit.YEAR, None]),
)
behind = st.lists(
    st.sampled_from([b.limit(b.money(700), Unit.YEAR), b.ignore(30), b.limit(b.money(150), Unit.MONTH)]),
    max_size=1,
)
OWED = b.bands(
    *((b.below_at(b.percent(str(value))), b.money(10 * (60 - value))) for value in range(60, 0, -1))
)
misses = st.lists(st.sampled_from([30, 45, 57, 60]), min_size=len(MONTHS), max_size=len(MONTHS))
ROWS = [[30] * 14, [30, *[60] * 13], [60, 60, *[50] * 12], [57] * 14, [30, 60, 60] * 4 + [30, 30]]


@tries(8)
@given(pair=st.tuples(limits, limits).filter(lambda pair: pair[0] != pair[1]), later=behind, row=misses)
@example(pair=(b.limit(b.money(100)), b.limit(b.money(1200), Unit.YEAR)), later=[], row=ROWS[0])
@example(pair=(b.limit(b.money(100)), b.limit(b.money(300), Unit.QUARTER)), later=[b.ignore(30)], row=ROWS[4])
def test_limits_are_judged_by_what_they_come_to(pair, later, row):
    plans = [agreement(OWED, [each, *later]) for each in pair]
    effect = effect_of(*plans)
    seen = signs(
        both
        for each in (row, *ROWS)
        for both in zip(*(accumulate(paid(plan, each)) for plan in plans), strict=True)
    )
    expected = {"stricter": {1}, "weaker": {-1}, "neutral": set(), "incomparable": {1, -1}}
    assert seen <= expected[effect]
