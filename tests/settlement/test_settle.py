from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from sladsl.planning.plan import Anchor, PeriodWindow, Unit
from sladsl.planning.windows import through_last, windows
from sladsl.settlement.explanation import Verdict
from sladsl.settlement.settle import settle
from tests.settlement.build import (
    charge,
    flat,
    good_in,
    good_of,
    ignore,
    level,
    limit,
    measurements,
    money,
    plan,
    rate,
    rounding,
    series,
    share,
    window,
)
from tests.tries import tries

# Each example settles a year of four levels, some of them twice.
few = tries(15)


def misses(agreement, *missed, label="2026-03"):
    return measurements(*(good_of(agreement, name, label, 0, 10) for name in missed))


def test_the_cap_on_a_sum():
    # Case W12 of the published worked examples: billing 1,000, at risk 3% a failure, cap 6% for the sum.
    names = ("Quality", "Speed", "Uptime")
    agreement = plan(
        *(level(name, series(credit=flat(rate("3")))) for name in names),
        steps=(limit(share("6"), Unit.MONTH), rounding()),
        charges=(charge("Monthly", (None, 1_000, Unit.MONTH)),),
    )
    totals = [
        settle(agreement, misses(agreement, *names[:failures])).periods[-1].total for failures in (1, 2, 3)
    ]
    assert totals == [30, 60, 60]
    three = settle(agreement, misses(agreement, *names)).periods[-1]
    assert [line.amount for line in three.lines] == [20, 20, 20]
    assert [taken.before for taken in three.steps] == [90, 60]
    assert three.total == 60


def test_periods_run_from_the_start_of_the_term_with_or_without_results():
    agreement = plan(level("Accuracy", window=Unit.QUARTER))
    periods = settle(agreement, measurements(good_of(agreement, "Accuracy", "2026-Q1", 96, 100))).periods
    assert [(each.label, len(each.results)) for each in periods] == [
        ("2026-01", 0),
        ("2026-02", 0),
        ("2026-03", 1),
    ]
    assert [each.total for each in periods] == [0, 0, 25_500]


def test_a_week_is_settled_in_the_month_in_which_it_ends():
    agreement = plan(level("Accuracy", window=Unit.WEEK))
    weeks = measurements(*(good_of(agreement, "Accuracy", f"2026-W{week}", 1, 1) for week in (13, 14)))
    periods = settle(agreement, weeks).periods
    assert [[each.measurement.window.label for each in period.results] for period in periods] == [
        [],
        [],
        ["2026-W13"],
        ["2026-W14"],
    ]


def test_a_period_is_read_as_of_its_settlement():
    agreement = plan(level("Accuracy", window=Unit.QUARTER))
    periods = settle(agreement, measurements(good_of(agreement, "Accuracy", "2026-Q1", 1, 1))).periods
    expected = windows(agreement, PeriodWindow(Anchor.CALENDAR, Unit.MONTH), window(agreement, "2026-Q1").end)
    assert [each.as_of for each in periods] == [each.as_of for each in expected]
    assert [each.provisional for each in periods] == [False] * 3


def test_a_period_that_has_not_ended_is_provisional():
    agreement = plan()
    as_of = window(agreement, "2026-02-11").start
    running = windows(
        agreement, PeriodWindow(Anchor.CALENDAR, Unit.MONTH), window(agreement, "2026-02").end, as_of
    )
    rows = measurements(*(good_in(each, "Accuracy", 96, 100) for each in running))
    periods = settle(agreement, rows, as_of).periods
    assert [(each.label, each.as_of, each.provisional) for each in periods] == [
        ("2026-01", as_of, False),
        ("2026-02", as_of, True),
    ]
    assert [each.total for each in periods] == [8_500, 8_500]


def test_without_a_settlement_there_are_results_only():
    agreement = plan(steps=None)
    settled = settle(agreement, measurements(good_of(agreement, "Accuracy", "2026-03", 96, 100)))
    assert [each.verdict for each in settled.results] == [Verdict.MISSED]
    assert settled.periods == ()


def test_no_measurements_settle_nothing():
    settled = settle(plan(), measurements())
    assert (settled.results, settled.periods) == ((), ())


def test_credits_of_several_series_are_separate_lines():
    tiers = (series("P1", credit=flat(rate("10"))), series("P2", credit=flat(rate("5"))))
    agreement = plan(level("Response", *tiers))
    rows = measurements(
        good_of(agreement, "Response", "2026-02", 9, 10, "P2"),
        good_of(agreement, "Response", "2026-02", 9, 10, "P1"),
    )
    period = settle(agreement, rows).periods[-1]
    assert [line.key for line in period.lines] == [("P1",), ("P2",)]
    assert [line.amount for line in period.lines] == [8_500, 4_250]


TIERS = (series("P1", credit=flat(rate("3"))), series("P2", needs=11, credit=flat(rate("1"))))
YEAR = plan(
    level("Accuracy"),
    level("Speed", series(credit=flat(money("1234.56")))),
    level("Weekly", series(credit=flat(rate("7"))), window=Unit.WEEK),
    level("Response", *TIERS, window=Unit.QUARTER),
    steps=(
        limit(share("12"), Unit.MONTH),
        limit(share("9"), Unit.YEAR, Anchor.CONTRACT),
        limit(money(9_000), Unit.YEAR, levels=("Accuracy", "Weekly")),
        ignore(50),
        rounding(),
    ),
    term=("2025-11-16", None),
)
PLACES = [
    (name, key, each)
    for name, unit, keys in (
        ("Accuracy", Unit.MONTH, [()]),
        ("Speed", Unit.MONTH, [()]),
        ("Weekly", Unit.WEEK, [()]),
        ("Response", Unit.QUARTER, [("P1",), ("P2",)]),
    )
    for key in keys
    for each in windows(YEAR, PeriodWindow(Anchor.CALENDAR, unit), window(YEAR, "2026-12").end)
]


@st.composite
def years(draw):
    """A year of every level, good and bad."""
    return [
        good_in(each, name, draw(st.sampled_from([2, 5, 9, 10, 10])), 10, *key) for name, key, each in PLACES
    ]


@few
@given(years(), st.integers(0, 13))
def test_settling_period_by_period_is_settling_at_once(rows, month):
    at_once = settle(YEAR, measurements(*rows)).periods
    until = at_once[month].end
    so_far = [row for row in rows if row.window.end <= until]
    assert settle(YEAR, measurements(*so_far)).periods == at_once[: month + 1]


@few
@given(years(), st.randoms(use_true_random=False))
def test_the_order_of_measurements_is_irrelevant(rows, random):
    shuffled = list(rows)
    random.shuffle(shuffled)
    assert settle(YEAR, measurements(*shuffled)) == settle(YEAR, measurements(*rows))


@few
@given(years())
def test_what_is_paid_exceeds_a_limit_by_no_more_than_half_a_penny_a_period(rows):
    periods = settle(YEAR, measurements(*rows)).periods
    first_year = [each for each in periods if each.end <= window(YEAR, "2026-10").end]
    most = Fraction("0.09") * 12 * 85_000
    assert sum(each.total for each in first_year) <= most + len(first_year) * Fraction("0.005")
    for each in periods:
        assert each.total == sum(line.amount for line in each.lines)


def test_the_last_period_is_the_one_in_which_the_last_window_ends():
    row = good_of(YEAR, "Accuracy", "2026-05", 1, 1)
    assert settle(YEAR, measurements(row)).periods[-1].end == through_last(
        YEAR, PeriodWindow(Anchor.CALENDAR, Unit.MONTH), row.window.start
    )
