"""Credits that grow: with a shortfall, with steps of it, with downtime; and what they are taken of."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sladsl.measurement.results import Times
from sladsl.planning.plan import (
    Anchor,
    Base,
    ChargeForDowntime,
    CreditRule,
    CreditUnit,
    Gap,
    Interval,
    Mark,
    Points,
    Quantity,
    Rounding,
    RoundingMode,
    ServiceDays,
    Sharing,
    Shortfall,
    Steps,
    TargetWord,
    TimeOf,
    TimeUnit,
    Unit,
    Up,
    Uptime,
    ValueType,
)
from sladsl.settlement.credit_sentences import credit_arithmetic
from sladsl.settlement.judging import result_of
from sladsl.values import evolve
from tests.settlement.build import (
    charge,
    flat,
    level,
    money,
    percent,
    plan,
    rate,
    series,
    span,
    valued,
)

HOUR = 3_600_000_000
MONTHLY = Base(("Monthly",))
MINIMUM = Mark(is_below=True, threshold=TargetWord("minimum"))


def hours(number: int | str) -> Quantity:
    return Quantity(ValueType.DURATION, Fraction(number) * HOUR)


def rule(amount, **terms) -> CreditRule:
    return CreditRule("credit", span(29), amount, **terms)


def credit_of(agreement, value, label="2026-04"):
    (assessment,) = result_of(agreement, valued(agreement, label, value)).assessments
    return assessment.credit


def earned(credit, value="97.25", **terms):
    agreement = plan(level("Accuracy", series(credit=credit)), **terms)
    found = credit_of(agreement, percent(value))
    return None if found is None else found.amount


@pytest.mark.parametrize(
    ("value", "amount"), [("98", None), ("97.99", "8.5"), ("97.25", "637.5"), ("0", "83300")]
)
def test_the_shortfall_is_a_share_of_a_charge(value, amount):
    found = earned(rule(Shortfall(MONTHLY), mark=MINIMUM), value)
    assert found == (None if amount is None else Fraction(amount))


def test_a_shortfall_is_rounded_first():
    to_a_tenth = Rounding("rounded", span(29), 1, RoundingMode.HALF_UP)
    assert earned(rule(Shortfall(MONTHLY, to_a_tenth), mark=MINIMUM)) == 85_000 * Fraction("0.008")


@pytest.mark.parametrize(
    ("value", "full", "started"),
    [("97.51", None, 1), ("97.5", 1, 1), ("97.49", 1, 2), ("97", 2, 2), ("90", 16, 16)],
)
def test_steps_are_full_or_started(value, full, started):
    for is_full, number in ((True, full), (False, started)):
        steps = Steps(is_full, percent("0.5"), Gap.SHORTFALL)
        found = earned(rule(money(100), mark=MINIMUM, steps=steps), value)
        assert found == (None if number is None else 100 * number)


def test_a_credit_is_cut_to_its_most():
    steps = Steps(is_full=True, size=percent("0.1"), of=Gap.SHORTFALL)
    agreement = plan(
        level("Accuracy", series(credit=rule(rate("1"), mark=MINIMUM, steps=steps, most=rate("5"))))
    )
    credit = credit_of(agreement, percent("97.25"))
    assert (credit.calculated, credit.amount) == (85_000 * Fraction(7, 100), 4_250)
    assert credit_arithmetic(agreement, credit) == (
        "1% of Monthly Charges GBP 85,000.00 × 7 full steps of 0.1 percentage points "
        "(0.75 percentage points below the minimum of 98%) = GBP 5,950.00, cut to 5% of Monthly Charges = GBP 4,250.00"
    )


def test_days_and_hours_of_a_charge():
    assert earned(rule(TimeOf(Fraction(3), TimeUnit.DAY, MONTHLY))) == 8_500
    assert earned(rule(TimeOf(Fraction(7, 2), TimeUnit.HOUR, MONTHLY))) == 85_000 * Fraction(7, 2) / 720
    # March 2026 has an hour less in London.
    agreement = plan(level("Accuracy", series(credit=rule(TimeOf(Fraction(1), TimeUnit.HOUR, MONTHLY)))))
    assert credit_of(agreement, percent("97"), "2026-03").amount == Fraction(85_000, 743)


def test_the_greater_of_two_charges_in_each_window():
    charges = (
        charge("Monthly"),
        charge("Seats", (None, 80_000, Unit.MONTH), ("2026-04-01", 90_000, Unit.MONTH)),
    )
    agreement = plan(level("Accuracy", series(credit=flat(rate("10", "Monthly", "Seats")))), charges=charges)
    found = [credit_of(agreement, percent("97"), label) for label in ("2026-03", "2026-04")]
    assert [each.amount for each in found] == [8_500, 9_000]
    assert credit_arithmetic(agreement, found[1]) == (
        "10% of the greater of Monthly Charges and Seats Charges "
        "(Seats Charges GBP 90,000.00; Monthly Charges GBP 85,000.00) = GBP 9,000.00"
    )


@pytest.mark.parametrize(
    ("unit", "shift", "base"),
    [
        (Unit.MONTH, -1, 85_000),
        (Unit.MONTH, 1, 90_000),
        (Unit.QUARTER, 0, 90_000 * 3),
        (Unit.QUARTER, -1, 85_000 * 3),
        (Unit.YEAR, -1, 0),
    ],
)
def test_a_neighbouring_unit_is_of_the_term_alone(unit, shift, base):
    charges = (charge("Monthly", (None, 85_000, Unit.MONTH), ("2026-04-01", 90_000, Unit.MONTH)),)
    amount = rate("10", interval=Interval(Anchor.CALENDAR, unit, shift))
    agreement = plan(level("Accuracy", series(credit=flat(amount))), charges=charges)
    assert credit_of(agreement, percent("97")).amount == base / 10


def test_points_and_days_of_service_are_no_money():
    units = [CreditUnit.POINTS, CreditUnit.SERVICE_DAYS]
    agreement = plan(
        level("Accuracy", series(credit=(rule(Points(Fraction(3))), rule(ServiceDays(Fraction(7))))))
    )
    found = result_of(agreement, valued(agreement, "2026-04", percent("97"))).credits
    assert [(each.unit, each.amount) for each in found] == [(units[0], Fraction(3)), (units[1], Fraction(7))]


def test_equal_shares_of_the_values_that_are_measured():
    lines = [
        series(key, credit=flat(rate("6", sharing=sharing)))
        for key, sharing in (("P1", Sharing.EQUALLY), ("P2", Sharing.EQUALLY), ("P3", Sharing.IN_FULL))
    ]
    agreement = plan(level("Accuracy", *lines))
    found = [
        result_of(agreement, valued(agreement, "2026-04", percent("97"), "Accuracy", key))
        for key in ("P1", "P3")
    ]
    # Only what is measured shares: each result here stands alone.
    assert [each.amount for result in found for each in result.credits] == [5_100, 5_100]


# --- downtime ------------------------------------------------------------------------------------------------------


def availability(*credits: CreditRule, statistic: Up = Up.AVAILABILITY):
    measured = ValueType.PERCENT if statistic is Up.AVAILABILITY else ValueType.DURATION
    line = evolve(series(credit=credits), measure=Uptime("measure", span(19), measured, statistic, None))
    return plan(level("Accuracy", line), charges=(charge("Monthly", (None, 1_250, Unit.MONTH)),))


def down(agreement, time: str, value: str, agreed: str = "720"):
    minutes = int(Fraction(time) * HOUR)
    times = Times(int(Fraction(agreed) * HOUR), minutes, 0, int(Fraction(agreed) * HOUR), minutes, 1, minutes)
    measured = evolve(valued(agreement, "2026-04", percent(value)), times=times)
    return [each.credit for each in result_of(agreement, measured).assessments]


def test_a_hundred_times_the_charge_for_the_downtime():
    # W27: EUR 1,250 a month, one hour down of 720: 1,250 × 100 ÷ 720 = 173.61.
    agreement = availability(rule(ChargeForDowntime(Fraction(100), MONTHLY)))
    (credit,) = down(agreement, "1", "97.9")
    assert credit.amount == Fraction(125_000, 720)
    assert round(credit.amount, 2) == Fraction("173.61")


def test_downtime_counts_beyond_a_duration_or_an_availability():
    amount = ChargeForDowntime(Fraction(1), MONTHLY)
    marks = [
        None,
        Mark(is_below=False, threshold=hours(2)),
        Mark(is_below=True, threshold=percent("99")),
        Mark(is_below=False, threshold=hours(20)),
    ]
    agreement = availability(*(rule(amount, mark=mark) for mark in marks))
    # Of 600 agreed hours 1% is 6; an hour of the charge is of all the 720 hours of April.
    found = down(agreement, "18", "97", agreed="600")
    assert [None if each is None else each.amount * 720 / 1_250 for each in found] == [18, 16, 12, None]


def test_steps_of_downtime():
    steps = Steps(is_full=False, size=hours(4), of=Gap.DOWNTIME)
    agreement = availability(rule(money(10), steps=steps))
    assert [down(agreement, time, "97")[0].amount for time in ("0.1", "4", "4.1", "13")] == [10, 10, 20, 40]


def test_a_given_availability_speaks_of_the_whole_window():
    agreement = availability(rule(ChargeForDowntime(Fraction(1), MONTHLY)))
    assert credit_of(agreement, percent("97")).amount == 1_250 * Fraction(3, 100)


# --- laws ----------------------------------------------------------------------------------------------------------

VALUES = st.fractions(0, 1, max_denominator=10_000).map(lambda share: str(share * 100))
SIZES = st.fractions(Fraction(1, 1_000), 1, max_denominator=1_000).map(lambda share: str(share * 100))


@given(st.tuples(VALUES, VALUES), SIZES, st.booleans(), st.none() | st.integers(1, 90))
def test_a_better_value_never_costs_more(values, size, is_full, most):
    steps = Steps(is_full, percent(size), Gap.SHORTFALL)
    amounts = [
        rule(rate("2"), mark=MINIMUM, steps=steps, most=None if most is None else rate(str(most))),
        rule(Shortfall(MONTHLY), mark=MINIMUM),
        rule(TimeOf(Fraction(2), TimeUnit.DAY, MONTHLY)),
    ]
    worse, better = sorted(values, key=Fraction)
    for each in amounts:
        assert (earned(each, better) or 0) <= (earned(each, worse) or 0)


@given(VALUES, SIZES)
def test_started_steps_are_full_ones_or_one_more(value, size):
    full, started = (
        earned(rule(money(1), mark=MINIMUM, steps=Steps(is_full, percent(size), Gap.SHORTFALL)), value) or 0
        for is_full in (True, False)
    )
    short = Fraction(98) - Fraction(value)
    whole = short > 0 and short % Fraction(size) == 0
    assert started - full == (0 if short <= 0 or whole else 1)
