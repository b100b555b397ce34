from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sladsl.planning.plan import Comparator, Unit
from sladsl.settlement.credit_sentences import credit_arithmetic, row_name
from sladsl.settlement.settle import result_of
from tests.settlement.build import (
    above_at,
    at_least,
    bands,
    below,
    below_at,
    charge,
    flat,
    level,
    money,
    percent,
    plan,
    rate,
    series,
    target,
    valued,
)


def only(result):
    """The credit of a level that has one credit rule, None where it earns none."""
    (assessment,) = result.assessments
    return assessment.credit


def earned(agreement, value, label="2026-03"):
    return only(result_of(agreement, valued(agreement, label, percent(value))))


def amount(agreement, value, label="2026-03"):
    credit = earned(agreement, value, label)
    return 0 if credit is None else credit.amount


TIERS = plan()


@pytest.mark.parametrize(
    ("value", "credit"),
    [
        ("98", 0),
        ("97.999", 4_250),
        ("97", 4_250),
        ("96.9", 8_500),
        ("95", 8_500),
        ("94.999", 17_000),
        ("0", 17_000),
    ],
)
def test_the_most_severe_row_applies(value, credit):
    assert amount(TIERS, value) == credit


def test_the_order_of_rows_is_irrelevant():
    shuffled = plan(level("Accuracy", series(credit=below(("95", "20"), ("minimum", "5"), ("97", "10")))))
    assert [amount(shuffled, value) for value in ("97.5", "96.9", "90")] == [4_250, 8_500, 17_000]


def test_overlapping_rows_on_purpose():
    # Case B3 of the published worked examples: below 99% 10%, below 95% 25%; 94% earns 25%.
    agreement = plan(
        level("Uptime", series(minimum=at_least("minimum", "99"), credit=below(("99", "10"), ("95", "25"))))
    )
    credit = only(result_of(agreement, valued(agreement, "2026-03", percent("94"), "Uptime")))
    assert credit is not None
    assert credit.amount == 21_250
    assert row_name(agreement, credit) == "below 95%"


def test_a_credit_shows_its_row_and_its_arithmetic():
    credit = earned(TIERS, "97.5")
    assert credit is not None
    assert row_name(TIERS, credit) == "below minimum (98%)"
    assert credit_arithmetic(TIERS, credit) == "5% of Monthly Charges GBP 85,000.00 = GBP 4,250.00"


def test_a_word_is_the_limit_in_force():
    rising = target("minimum", Comparator.AT_LEAST, (None, percent("98")), ("2027-01-01", percent("98.5")))
    agreement = plan(level("Accuracy", series(minimum=rising)))
    assert (amount(agreement, "98.2", "2026-12"), amount(agreement, "98.2", "2027-01")) == (0, 4_250)


RATE = target("required", Comparator.AT_MOST, (None, percent("5")))
HIGHER_IS_WORSE = plan(
    level(
        "Errors",
        series(
            minimum=RATE,
            credit=bands(
                (above_at("required"), rate("5")),
                (above_at(percent("10"), includes=True), rate("10")),
                (above_at(percent("10")), rate("12")),
                (above_at(percent("20")), money("9999.99")),
            ),
        ),
    )
)


@pytest.mark.parametrize(
    ("value", "credit"),
    [
        ("5", 0),
        ("5.001", 4_250),
        ("9.99", 4_250),
        ("10", 8_500),
        ("10.1", 10_200),
        ("20.1", Fraction("9999.99")),
    ],
)
def test_bands_of_a_level_where_lower_is_better(value, credit):
    found = only(result_of(HIGHER_IS_WORSE, valued(HIGHER_IS_WORSE, "2026-03", percent(value), "Errors")))
    assert (0 if found is None else found.amount) == credit


REACHING = plan(
    level(
        "Accuracy",
        series(
            expected=at_least("expected", "99.5"),
            credit=bands(
                (below_at("expected"), rate("1")),
                (below_at(percent("99")), rate("2")),
                (below_at("minimum", includes=True), rate("5")),
            ),
        ),
    )
)


@pytest.mark.parametrize(
    ("value", "credit"),
    [("99.5", 0), ("99.4", 850), ("99", 850), ("98.5", 1_700), ("98", 4_250), ("97.9", 4_250)],
)
def test_rows_above_the_minimum_pay_on_below_expected(value, credit):
    # At exactly 98% the minimum is kept, and the row at or below it pays, as its words say.
    assert amount(REACHING, value) == credit


def test_a_flat_credit_is_for_a_miss_only():
    agreement = plan(level("Accuracy", series(expected=at_least("expected", "99.5"), credit=flat(rate("1")))))
    assert [amount(agreement, value) for value in ("99.6", "99", "97.9")] == [0, 0, 850]


def test_a_miss_that_no_row_covers_earns_nothing():
    agreement = plan(level("Accuracy", series(credit=below(("90", "20")))))
    assert (earned(agreement, "95"), amount(agreement, "89")) == (None, 17_000)


def test_no_credit_without_a_minimum_or_a_measurement():
    without = plan(
        level(
            "Accuracy", series(minimum=None, expected=at_least("expected", "99"), credit=below(("99", "10")))
        )
    )
    unmeasured = plan(level("Accuracy", series(needs=2_000)))
    assert (earned(without, "10"), earned(unmeasured, "10")) == (None, None)


def test_the_base_is_the_charge_of_the_levels_own_window():
    def base(unit, label, **terms):
        agreement = plan(level("Accuracy", window=unit), **terms)
        credit = earned(agreement, "96", label)
        assert credit is not None
        assert credit.base is not None
        return credit.base.amount

    yearly = (charge("Monthly", (None, 365_000, Unit.YEAR)),)
    assert base(Unit.QUARTER, "2026-Q1") == 255_000
    assert base(Unit.DAY, "2026-02-03") == Fraction(85_000, 28)
    assert base(Unit.WEEK, "2026-W02", charges=yearly) == 7_000
    assert base(Unit.MONTH, "2026-01", term=("2026-01-16", None)) == 85_000 * Fraction(16, 31)


VALUES = st.fractions(0, 1, max_denominator=10_000).map(lambda ratio: str(ratio * 100))
# Rows of which a lower threshold never earns less.
MONOTONE = st.lists(
    st.tuples(st.integers(0, 98), st.integers(0, 100)), min_size=1, max_size=5, unique_by=lambda row: row[0]
).map(
    lambda rows: [
        (str(edge), str(credit))
        for edge, credit in zip(
            sorted((edge for edge, _ in rows), reverse=True),
            sorted(credit for _, credit in rows),
            strict=True,
        )
    ]
)


@given(MONOTONE, st.tuples(VALUES, VALUES))
def test_with_monotone_bands_a_better_value_never_costs_more(rows, values):
    agreement = plan(level("Accuracy", series(credit=below(*rows))))
    worse, better = sorted(values, key=Fraction)
    assert amount(agreement, better) <= amount(agreement, worse)
