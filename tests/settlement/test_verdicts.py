from fractions import Fraction

import pytest

from sladsl.planning.plan import Comparator, Quantity, Unit, ValueType
from sladsl.settlement.explanation import Verdict
from sladsl.settlement.settle import result_of
from tests.settlement.build import (
    at_least,
    counting,
    good_of,
    level,
    percent,
    plan,
    series,
    target,
    valued,
)

BOTH = plan(level("Accuracy", series(expected=at_least("expected", "99.5"), needs=200)))


def judged(agreement, measurement):
    result = result_of(agreement, measurement)
    return result.verdict, result.reason


@pytest.mark.parametrize(
    ("good", "verdict", "reason"),
    [
        (9950, Verdict.MET, "99.50% is at least 99.5% (expected) and is at least 98% (minimum)"),
        (9949, Verdict.BELOW_EXPECTED, "99.49% is not at least 99.5% (expected)"),
        (9800, Verdict.BELOW_EXPECTED, "98.00% is not at least 99.5% (expected)"),
        (9799, Verdict.MISSED, "97.99% is not at least 99.5% (expected) and is not at least 98% (minimum)"),
    ],
)
def test_a_verdict_compares_the_exact_value(good, verdict, reason):
    assert judged(BOTH, good_of(BOTH, "Accuracy", "2026-03", good, 10_000)) == (verdict, reason)


def test_attainment_within_a_duration():
    # Case W31 of the published worked examples: at least 95%; 2 misses of 40 are met, 2 of 35 are not.
    agreement = plan(level("Response", series(minimum=at_least("minimum", "95"), credit=None)))
    assert [
        judged(agreement, good_of(agreement, "Response", "2026-03", all_ - 2, all_)) for all_ in (40, 35)
    ] == [
        (Verdict.MET, "95.00% is at least 95% (minimum)"),
        (Verdict.MISSED, "94.29% is not at least 95% (minimum)"),
    ]


def test_too_few_decided_records_are_unmeasured_and_keep_their_value():
    few = counting(good_of(BOTH, "Accuracy", "2026-03", 190, 199), records=300, undecided=101)
    assert judged(BOTH, few) == (Verdict.UNMEASURED, "199 records decided, fewer than the 200 needed")
    enough = good_of(BOTH, "Accuracy", "2026-03", 190, 200)
    assert result_of(BOTH, enough).verdict is Verdict.MISSED


@pytest.mark.parametrize(
    ("counts", "reason"),
    [
        ({}, "no records"),
        ({"records": 3, "undecided": 3}, "no record is decided yet, 3 undecided"),
        ({"records": 2, "excluded": 2}, "no record is left, 2 excluded"),
    ],
)
def test_no_value_says_why(counts, reason):
    agreement = plan()
    nothing = counting(good_of(agreement, "Accuracy", "2026-03", 0, 0), **counts)
    assert judged(agreement, nothing) == (Verdict.UNMEASURED, reason)
    assert [each.satisfied for each in result_of(agreement, nothing).comparisons] == [None]


@pytest.mark.parametrize(
    ("comparator", "met"),
    [
        (Comparator.AT_LEAST, (False, True, True)),
        (Comparator.ABOVE, (False, False, True)),
        (Comparator.AT_MOST, (True, True, False)),
        (Comparator.UNDER, (True, False, False)),
    ],
)
def test_each_comparator_at_its_limit(comparator, met):
    agreement = plan(level("Accuracy", series(minimum=target("required", comparator, (None, percent("5"))))))
    values = [percent(text) for text in ("4.999999", "5", "5.000001")]
    verdicts = [result_of(agreement, valued(agreement, "2026-03", value)).verdict for value in values]
    assert verdicts == [Verdict.MET if kept else Verdict.MISSED for kept in met]


def test_a_level_without_minimum_is_never_missed():
    agreement = plan(level("Backlog", series(expected=at_least("expected", "99"), minimum=None, credit=None)))
    assert (
        result_of(agreement, good_of(agreement, "Backlog", "2026-03", 0, 10)).verdict
        is Verdict.BELOW_EXPECTED
    )


def test_a_level_without_targets_is_met():
    agreement = plan(level("Backlog", series(minimum=None, credit=None)))
    assert judged(agreement, good_of(agreement, "Backlog", "2026-03", 0, 10)) == (
        Verdict.MET,
        "no target is set",
    )


RISING = target("minimum", Comparator.AT_LEAST, (None, percent("98")), ("2026-03-16", percent("99")))


@pytest.mark.parametrize(
    ("unit", "label", "limit"),
    [
        (Unit.MONTH, "2026-03", "98"),
        (Unit.MONTH, "2026-04", "99"),
        (Unit.WEEK, "2026-W11", "98"),
        (Unit.WEEK, "2026-W12", "99"),  # starts on Monday, 16 March
        (Unit.DAY, "2026-03-15", "98"),
        (Unit.DAY, "2026-03-16", "99"),
        (Unit.YEAR, "2026", "98"),
    ],
)
def test_a_new_target_binds_windows_that_start_on_or_after_its_date(unit, label, limit):
    agreement = plan(level("Accuracy", series(minimum=RISING), window=unit))
    result = result_of(agreement, valued(agreement, label, percent("98.5")))
    assert [each.bound for each in result.comparisons] == [percent(limit)]


def test_a_window_that_the_term_cuts_starts_where_the_term_does():
    agreement = plan(level("Accuracy", series(minimum=RISING)), term=("2026-03-16", None))
    result = result_of(agreement, valued(agreement, "2026-03", percent("98.5")))
    assert result.verdict is Verdict.MISSED


def test_the_date_of_a_target_is_a_local_day():
    # In New York 16 March starts at 04:00 UTC.
    agreement = plan(level("Accuracy", series(minimum=RISING), window=Unit.DAY), zone="America/New_York")
    days = [valued(agreement, label, percent("98.5")) for label in ("2026-03-15", "2026-03-16")]
    assert [result_of(agreement, day).verdict for day in days] == [Verdict.MET, Verdict.MISSED]


def test_a_duration_is_compared_to_the_fraction_of_a_microsecond():
    hours = Quantity(ValueType.DURATION, Fraction(4 * 3600 * 10**6))
    agreement = plan(
        level(
            "Speed",
            series(
                minimum=target("required", Comparator.AT_MOST, (None, hours)),
                credit=None,
                measured=hours.type,
            ),
        )
    )
    over = Quantity(ValueType.DURATION, hours.amount + Fraction(1, 3))
    assert judged(agreement, valued(agreement, "2026-03", over, "Speed")) == (
        Verdict.MISSED,
        "4 h 0.0000003 s is not at most 4 h (required)",
    )
