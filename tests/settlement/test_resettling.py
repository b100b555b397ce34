"""Periods that are settled more than once."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from sladsl.planning.plan import (
    Anchor,
    Consecutive,
    Failing,
    Fails,
    Happens,
    Multiply,
    PeriodWindow,
    Remedy,
    Unit,
    Whose,
)
from sladsl.planning.windows import resettled, windows
from sladsl.settlement.explanation import total_of
from sladsl.settlement.settle import settle
from sladsl.settlement.statement_remedies import remedy_lines
from sladsl.values import evolve
from tests.settlement.build import (
    flat,
    good_in,
    level,
    limit,
    measurements,
    money,
    plan,
    rounding,
    series,
    span,
)

STEPS = (
    Multiply("multiply", span(41), None, Failing.MISSED, Consecutive(2), Fraction(2)),
    limit(money(250), Unit.QUARTER),
    rounding(),
)
ONCE = plan(
    level("Accuracy", series(credit=flat(money("100.01")))), steps=STEPS, term=("2026-01-01", "2026-12-31")
)
MONTHS = windows(ONCE, PeriodWindow(Anchor.CALENDAR, Unit.MONTH), 1_900_000_000_000_000)
SCORES = st.lists(st.lists(st.sampled_from([90, 100]), min_size=6, max_size=6), min_size=6, max_size=6)


def agreement(final_after):
    assert ONCE.settlement is not None
    return evolve(ONCE, settlement=evolve(ONCE.settlement, final_after=final_after))


def settled(final_after, scores):
    """The k-th settlement of a month reads the k-th of its scores."""
    made = agreement(final_after)
    rows = []
    for month, values in zip(MONTHS[:6], scores, strict=True):
        versions = resettled(made, [month], MONTHS[5].end)
        rows += [good_in(each, "Accuracy", score, 100) for each, score in zip(versions, values, strict=False)]
    return settle(made, measurements(*rows))


def last(final_after, month, scores):
    """What the last settlement by June reads of a month."""
    times = 6 - month if final_after is None else min(final_after, 6 - month)
    return [scores[times - 1]]


@given(st.sampled_from([1, 2, 3, None]), SCORES)
def test_all_statements_come_to_what_the_periods_come_to_as_they_stand(final_after, scores):
    whole = settled(final_after, scores)
    standing = settled(1, [last(final_after, month, each) * 6 for month, each in enumerate(scores)])
    assert sum(each.total for each in whole.periods) == sum(each.total for each in standing.periods)


@given(st.sampled_from([1, 2, 3, None]), SCORES)
def test_a_total_is_its_lines_and_adjustments(final_after, scores):
    for period in settled(final_after, scores).periods:
        assert period.total == total_of(period.lines) + sum(each.amount for each in period.adjustments)


@given(st.sampled_from([2, 3, None]), SCORES, st.integers(1, 6))
def test_a_settlement_does_not_depend_on_those_after_it(final_after, scores, number):
    whole = settled(final_after, scores)
    made = agreement(final_after)
    rows = []
    for month, values in zip(MONTHS[:number], scores, strict=False):
        versions = resettled(made, [month], MONTHS[number - 1].end)
        rows += [good_in(each, "Accuracy", score, 100) for each, score in zip(versions, values, strict=False)]
    part = settle(made, measurements(*rows))
    assert [each.total for each in part.periods] == [each.total for each in whole.periods[:number]]
    assert [each.adjustments for each in part.periods] == [
        each.adjustments for each in whole.periods[:number]
    ]


def test_a_remedy_stays_when_what_caused_it_is_corrected():
    event = Happens(Whose(None, None), Fails(Failing.MISSED), Consecutive(2))
    remedy = Remedy("remedy:Review", span(60), "Review", "Review", event, ())
    made = evolve(agreement(3), remedies=(remedy,))
    rows = []
    for month, values in zip(MONTHS[:3], ([90, 90, 100], [90, 90], [100]), strict=True):
        versions = resettled(made, [month], MONTHS[2].end)
        rows += [good_in(each, "Accuracy", score, 100) for each, score in zip(versions, values, strict=True)]
    whole = settle(made, measurements(*rows))
    assert [(each.at, len(each.windows)) for each in whole.remedies] == [(MONTHS[1].end, 2)]
    assert remedy_lines(made, whole.periods[2], whole.remedies) == [
        "Remedies",
        "  Review, Invoice accuracy, of 2026-02, stands although what is credited for 2026-01, 2026-02 has",
        "  been corrected",
    ]


@given(SCORES)
def test_nothing_changes_where_nothing_is_read_anew(scores):
    same = [[each[0]] * 6 for each in scores]
    assert all(not period.adjustments for period in settled(None, same).periods)
    assert [each.total for each in settled(None, same).periods] == [
        each.total for each in settled(1, same).periods
    ]
