import datetime as dt
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from sladsl.planning.plan import Unit
from sladsl.planning.windows import zone_of
from sladsl.planning.zones import day_start
from sladsl.settlement.charges import charge_between
from tests.settlement.build import charge, plan, window

RISING = plan(charges=(charge("Monthly", (None, 85_000, Unit.MONTH), ("2027-01-01", 88_000, Unit.MONTH)),))
MIXED = plan(
    charges=(
        charge(
            "Monthly",
            (None, 3_100, Unit.MONTH),
            ("2026-03-11", 18_000, Unit.QUARTER),
            ("2027-02-03", 36_500, Unit.YEAR),
        ),
    ),
)


def between(agreement, first, until):
    zone = zone_of(agreement)
    start, end = (day_start(zone, dt.date.fromisoformat(day)) for day in (first, until))
    return charge_between(agreement, "Monthly", start, end)


def of(agreement, label):
    period = window(agreement, label)
    return charge_between(agreement, "Monthly", period.start, period.end)


def test_a_whole_month_costs_its_amount_whatever_its_length_and_clock_changes():
    assert [of(RISING, label) for label in ("2026-02", "2026-03", "2026-10", "2027-01")] == [85_000] * 3 + [
        88_000
    ]


def test_a_quarter_and_a_year_add_up_their_months():
    assert (of(RISING, "2026-Q1"), of(RISING, "2026")) == (255_000, 1_020_000)


def test_a_week_over_a_month_end_adds_up_days_of_both_months():
    # 2026-W14 is 2 days of March and 5 of April.
    assert of(RISING, "2026-W14") == 85_000 * (Fraction(2, 31) + Fraction(5, 30))


def test_a_rate_changes_on_its_day_within_a_month():
    # 10 days of March at 3,100 a month, 21 at 18,000 for the 90 days of the quarter.
    assert of(MIXED, "2026-03") == 1_000 + 4_200


def test_a_year_divides_by_its_actual_days():
    assert between(MIXED, "2027-03-01", "2027-03-11") == 1_000
    assert between(MIXED, "2028-03-01", "2028-03-11") == Fraction(36_500 * 10, 366)


def test_charges_do_not_accrue_outside_the_term():
    clipped = plan(term=("2026-01-16", "2026-02-14"))
    assert between(clipped, "2025-01-01", "2030-01-01") == 85_000 * (Fraction(16, 31) + Fraction(14, 28))
    assert between(clipped, "2027-01-01", "2027-02-01") == 0


DAYS = st.dates(dt.date(2025, 12, 1), dt.date(2029, 2, 1))


@given(st.tuples(DAYS, DAYS, DAYS).map(sorted))
def test_a_charge_is_the_sum_over_any_cut(days):
    first, middle, last = (day.isoformat() for day in days)
    assert between(MIXED, first, middle) + between(MIXED, middle, last) == between(MIXED, first, last)
