"""When remedies fire, against walks that know nothing of proofs."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sladsl.planning.plan import (
    AllOf,
    Anchor,
    AnyOf,
    Beyond,
    Consecutive,
    CreditsReach,
    EveryNth,
    Failing,
    Fails,
    Happens,
    OfAny,
    PeriodWindow,
    Remedy,
    RemedyCredit,
    Together,
    Unit,
    Whose,
)
from sladsl.planning.windows import windows
from sladsl.settlement.settle import settle
from sladsl.values import evolve
from tests.settlement.build import (
    flat,
    good_in,
    level,
    measurements,
    money,
    percent,
    plan,
    rounding,
    series,
    span,
)

ANY = Whose(None, None)
MISSED = Fails(Failing.MISSED)
PLAN = plan(
    level("Accuracy", series(credit=flat(money(100)))),
    level("Speed", series(credit=flat(money(60)))),
    steps=(rounding(),),
    term=("2026-01-01", "2027-12-31"),
)
MONTHS = windows(PLAN, PeriodWindow(Anchor.CALENDAR, Unit.MONTH), 1_900_000_000_000_000)
ACCURACY, SPEED = (Happens(Whose(name, ()), MISSED, None) for name in ("Accuracy", "Speed"))
SCORES = st.lists(st.sampled_from([90, 100, None]), min_size=1, max_size=20)


def remedy(when, credit=None):
    given_ = None if credit is None else RemedyCredit("remedy:R/credit", span(60), money(credit))
    return Remedy("remedy:R", span(60), "R", "Remedy", when, (), given_)


def settled(when, credit=None, **scores):
    agreement = evolve(PLAN, remedies=(remedy(when, credit),))
    rows = [
        good_in(month, name, score or 0, 0 if score is None else 100)
        for name, values in scores.items()
        for month, score in zip(MONTHS, values, strict=False)
    ]
    return settle(agreement, measurements(*rows))


def by(made):
    """The windows by which each firing came about, as months counted from 0."""
    labels = [month.label for month in MONTHS]
    return [
        [labels.index(each.measurement.window.label) for each in firing.windows] for firing in made.remedies
    ]


@given(SCORES, st.integers(2, 4))
def test_a_row_of_misses_fires_once_for_each_group_of_them(scores, times):
    run: list[int] = []
    expected: list[list[int]] = []
    for month, score in enumerate(scores):
        if score is not None:
            run = [*run, month] if score == 90 else []
        if len(run) == times:
            expected, run = [*expected, run], []
    assert by(settled(Happens(ANY, MISSED, Consecutive(times)), Accuracy=scores)) == expected


@given(SCORES, st.integers(1, 3), st.integers(0, 3))
def test_among_the_last_windows_each_miss_is_used_once(scores, times, more):
    counted: list[int] = []
    used: set[int] = set()
    expected: list[list[int]] = []
    for month, score in enumerate(scores):
        if score is None:
            continue
        counted.append(month)
        free = [each for each in counted[-(times + more) :] if scores[each] == 90 and each not in used]
        if len(free) == times and free[-1] == month:
            used |= set(free)
            expected.append(free)
    assert by(settled(Happens(ANY, MISSED, OfAny(times, times + more)), Accuracy=scores)) == expected


@given(SCORES, st.integers(2, 5))
def test_every_nth_miss(scores, times):
    missed = [month for month, score in enumerate(scores) if score == 90]
    groups = [missed[at : at + times] for at in range(0, len(missed) - times + 1, times)]
    assert by(settled(Happens(Whose("Accuracy", ()), MISSED, EveryNth(times)), Accuracy=scores)) == groups


@given(SCORES, SCORES)
def test_levels_that_fail_together(one, other):
    both = [month for month, pair in enumerate(zip(one, other, strict=False)) if pair == (90, 90)]
    assert by(settled(Together(2, Failing.MISSED), Accuracy=one, Speed=other)) == [
        [each, each] for each in both
    ]


@given(SCORES, st.integers(50, 900))
def test_a_sum_fires_once_in_its_year(scores, amount):
    event = CreditsReach(True, False, Fraction(amount), Anchor.CALENDAR, Unit.YEAR)
    made = settled(event, Accuracy=scores)
    total, is_open = 0, True
    expected: list[int] = []
    for month, score in enumerate(scores):
        if month % 12 == 0:
            total, is_open = 0, True
        total += 100 if score == 90 else 0
        if is_open and total > amount and score == 90:
            is_open = False
            expected.append(MONTHS[month].end)
    assert [each.at for each in made.remedies] == expected


@given(SCORES, st.permutations(range(20)))
def test_the_order_of_measurements_is_irrelevant(scores, order):
    event = Happens(ANY, MISSED, OfAny(2, 3))
    agreement = evolve(PLAN, remedies=(remedy(event, 5),))
    rows = [
        good_in(MONTHS[at], "Accuracy", score or 0, 0 if score is None else 100)
        for at, score in enumerate(scores)
    ]
    shuffled = [rows[at] for at in order if at < len(rows)]
    assert settle(agreement, measurements(*rows)) == settle(agreement, measurements(*shuffled))


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        (
            AllOf(ACCURACY, SPEED),
            [[1, 1]],
        ),
        (AnyOf(ACCURACY, SPEED), [[0], [1, 1], [3]]),
        (
            AllOf(
                Happens(Whose("Accuracy", ()), MISSED, Consecutive(2)),
                Happens(Whose("Speed", ()), Beyond("at or below", percent("90")), None),
            ),
            [[0, 1, 1]],
        ),
    ],
    ids=["and", "or", "a row and a value"],
)
def test_events_join(event, expected):
    assert by(settled(event, Accuracy=[90, 90, 100, 100], Speed=[100, 90, 100, 90])) == expected


def test_any_level_is_a_service_level_and_no_indicator_or_obligation():
    kpi = evolve(PLAN.levels[1], is_kpi=True)
    agreement = evolve(PLAN, levels=(PLAN.levels[0], kpi), remedies=(remedy(Happens(ANY, MISSED, None)),))
    rows = [good_in(MONTHS[0], name, 90, 100) for name in ("Accuracy", "Speed")]
    assert [
        each.windows[0].measurement.level for each in settle(agreement, measurements(*rows)).remedies
    ] == ["Accuracy"]
    both = evolve(agreement, remedies=(remedy(Together(2, Failing.MISSED)),))
    assert settle(both, measurements(*rows)).remedies == ()


def test_a_credit_is_settled_with_the_others():
    made = settled(Happens(Whose("Accuracy", ()), MISSED, Consecutive(2)), 25, Accuracy=[90, 90, 90, 90, 100])
    assert [period.total for period in made.periods] == [100, 125, 100, 125, 0]
    assert [(line.kind.value, line.amount) for line in made.periods[1].lines] == [
        ("credit", 100),
        ("remedy", 25),
    ]
