"""What is earned back, against a walk over the months of a level."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from sladsl.planning.plan import Anchor, EarnBack, PeriodWindow, Unit
from sladsl.planning.windows import windows
from sladsl.settlement.explanation import EarnBackState, LineKind, total_of
from sladsl.settlement.settle import settle
from tests.settlement.build import (
    at_least,
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

SCORES = (96, 98, 99, 100, None)
"""What is measured of 100 records: missed, at the minimum, at the expected level, above it, and nothing at all."""


def agreement(step, credit, cap):
    terms = series(expected=at_least("expected", "99"), credit=flat(money(credit)))
    steps = (limit(money(cap), Unit.MONTH), step, rounding())
    return plan(level("Accuracy", terms), steps=steps, term=("2026-01-01", "2026-12-31"))


def settled(made, scores):
    months = windows(made, PeriodWindow(Anchor.CALENDAR, Unit.MONTH), 1_900_000_000_000_000)
    rows = [
        good_in(month, "Accuracy", score or 0, 0 if score is None else 100)
        for month, score in zip(months, scores, strict=False)
    ]
    return settle(made, measurements(*rows))


def good_enough(score, step):
    limit_ = 99 if step.target == "expected" else 98
    return score > limit_ if step.exceeded else score >= limit_


STEPS = st.builds(
    lambda percent, target, exceeded, number: EarnBack(
        "earn", span(44), None, Fraction(percent, 100), target, exceeded, number
    ),
    st.integers(1, 100),
    st.sampled_from(["expected", "minimum"]),
    st.booleans(),
    st.integers(1, 4),
)
MONTHS = st.lists(st.sampled_from(SCORES), min_size=1, max_size=12)
CREDITS = st.fractions(Fraction(1, 100), 900, max_denominator=300)


@given(STEPS, CREDITS, st.integers(1, 900), MONTHS)
def test_each_credit_is_earned_back_by_the_months_that_follow_it(step, credit, cap, scores):
    made = settled(agreement(step, credit, cap), scores)
    paid = {at: period.lines[0].amount for at, period in enumerate(made.periods) if scores[at] == 96}
    expected = {}
    for at, amount in paid.items():
        counted = [month for month in range(at + 1, len(scores)) if scores[month] is not None][: step.windows]
        if (
            len(counted) == step.windows
            and all(good_enough(scores[month], step) for month in counted)
            and amount
        ):
            expected[at, counted[-1]] = -step.share * amount
    booked = {
        (
            next(n for n, each in enumerate(made.periods) if each.label == change.after.window),
            at,
        ): change.after.amount
        for at, period in enumerate(made.periods)
        for change in period.steps[1].changes
    }
    assert booked == expected


@given(STEPS, CREDITS, st.integers(1, 900), MONTHS)
def test_no_more_is_given_back_than_was_credited(step, credit, cap, scores):
    made = settled(agreement(step, credit, cap), scores)
    paid: dict[str, Fraction] = {}
    back: dict[str, Fraction] = {}
    for period in made.periods:
        for line in period.lines:
            by_window = back if line.kind is LineKind.EARNED_BACK else paid
            by_window[line.window] = by_window.get(line.window, Fraction(0)) + line.amount
        assert period.total == total_of(period.lines)
    assert all(-amount <= paid[window] for window, amount in back.items())


@given(STEPS, CREDITS, MONTHS)
def test_a_credit_is_provisional_until_it_is_decided_once(step, credit, scores):
    made = settled(agreement(step, credit, 900), scores)
    seen: dict[str, EarnBackState] = {}
    for period in made.periods:
        for prospect in period.steps[1].prospects:
            assert seen.get(prospect.line.window) in {None, EarnBackState.PROVISIONAL}
            seen[prospect.line.window] = prospect.standing
    if len(scores) == 12:
        assert EarnBackState.PROVISIONAL not in seen.values()
