from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sladsl.planning.plan import Quantity, ValueType
from sladsl.settlement.display import (
    plain_money,
    show_amount,
    show_instant,
    show_limit,
    show_money,
    show_money_in_full,
    show_value,
)
from sladsl.values import evolve
from tests.settlement.build import money, percent, plan, share

PLAN = plan()
SECOND = 1_000_000


def duration(text):
    return Quantity(ValueType.DURATION, Fraction(text) * SECOND)


@pytest.mark.parametrize(
    ("value", "limit", "shown"),
    [
        ("97.996", "98", "97.996%"),
        ("97.99", "98", "97.99%"),
        ("97.9999996", "98", "97.9999996%"),
        ("98", "98", "98.00%"),
        ("98.004", "98", "98.004%"),
        ("98.005", "98", "98.01%"),
        ("99.994", "99.995", "99.99%"),
        ("99.995", "99.995", "99.995%"),
        ("99.9949", "99.995", "99.99%"),
        ("100", "99", "100.00%"),
    ],
)
def test_a_percent_has_two_decimals_and_more_where_a_limit_is_closer(value, limit, shown):
    assert show_value(PLAN, percent(value), [percent(limit)]) == shown


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [
        ("9300", "2 h 35 min"),
        ("9300.4", "2 h 35 min"),
        ("9301", "2 h 35 min 1 s"),
        ("428400", "119 h"),
        ("4320000", "1,200 h"),
        ("59.9999", "1 min"),
        ("45", "45 s"),
        ("10.5", "10.5 s"),
        ("2.0256", "2.026 s"),
        ("0", "0 s"),
        ("-90", "-1 min 30 s"),
    ],
)
def test_a_duration_is_written_in_hours_minutes_and_seconds(seconds, shown):
    assert show_value(PLAN, duration(seconds)) == shown


def test_a_duration_just_over_its_limit_does_not_look_kept():
    assert show_value(PLAN, duration("14400.25"), [duration("14400")]) == "4 h 0.3 s"


@pytest.mark.parametrize(
    ("quantity", "shown"),
    [
        (Quantity(ValueType.NUMBER, Fraction(1200)), "1,200"),
        (Quantity(ValueType.NUMBER, Fraction(2500, 2)), "1,250"),
        (Quantity(ValueType.NUMBER, Fraction(2501, 2)), "1,250.50"),
        (Quantity(ValueType.NUMBER, Fraction(-2, 3)), "-0.67"),
        (Quantity(ValueType.MONEY, Fraction(17000, 3)), "GBP 5,666.67"),
        (Quantity(ValueType.DAYS, Fraction(1)), "1 day"),
        (Quantity(ValueType.DAYS, Fraction(3)), "3 days"),
    ],
)
def test_values_of_other_types(quantity, shown):
    assert show_value(PLAN, quantity) == shown


@pytest.mark.parametrize(
    ("limit", "shown"),
    [
        (percent("98"), "98%"),
        (percent("99.95"), "99.95%"),
        (duration("5400"), "1 h 30 min"),
        (duration("2.5"), "2.5 s"),
        (Quantity(ValueType.NUMBER, Fraction("1250.5")), "1,250.5"),
        (Quantity(ValueType.MONEY, Fraction(10)), "GBP 10.00"),
        (Quantity(ValueType.MONEY, Fraction("0.005")), "GBP 0.005"),
    ],
)
def test_a_limit_is_written_exactly(limit, shown):
    assert show_limit(PLAN, limit) == shown


def test_money_has_the_minor_digits_of_its_currency():
    yen = evolve(PLAN, currency="JPY", minor_digits=0)
    assert show_money(PLAN, Fraction(8500)) == "GBP 8,500.00"
    assert show_money(yen, Fraction(17001, 2)) == "JPY 8,501"


def test_money_in_full_shows_what_rounding_will_take():
    assert show_money_in_full(PLAN, Fraction("8500.005")) == "GBP 8,500.005"
    assert show_money_in_full(PLAN, Fraction(17000, 3)) == "GBP 5,666.666666…"


def test_money_for_machines_is_a_decimal_or_a_fraction():
    amounts = (Fraction(8500), Fraction("1.125"), Fraction(17000, 3))
    assert [plain_money(PLAN, each) for each in amounts] == ["8500.00", "1.125", "17000/3"]


def test_an_amount_names_its_charge():
    assert (show_amount(PLAN, share("10")), show_amount(PLAN, money(30))) == (
        "10% of Monthly Charges",
        "GBP 30.00",
    )


def test_an_instant_is_the_time_on_the_wall():
    assert show_instant(PLAN, 1_775_001_600 * SECOND) == "2026-04-01 01:00"
    assert show_instant(PLAN, 1_775_001_601 * SECOND) == "2026-04-01 01:00:01"


RATIOS = st.fractions(0, 1, max_denominator=10**9)
# Limits are written in an agreement, so they have an end.
WRITTEN = st.integers(0, 10**5).map(lambda units: Fraction(units, 10**5))


@given(RATIOS, st.lists(WRITTEN, max_size=3))
def test_the_display_keeps_its_side_of_every_limit(value, limits):
    shown = show_value(
        PLAN, Quantity(ValueType.PERCENT, value), [Quantity(ValueType.PERCENT, limit) for limit in limits]
    )
    read = Fraction(shown.removesuffix("%")) / 100
    assert [(read > limit) - (read < limit) for limit in limits] == [
        (value > limit) - (value < limit) for limit in limits
    ]
