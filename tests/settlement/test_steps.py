from fractions import Fraction
from math import floor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sladsl.planning.plan import Anchor, Apart, HighestOf, HighestPer, Raise, RoundingMode, Unit
from sladsl.settlement.explanation import SettlementLine, total_of
from sladsl.settlement.period_context import PeriodContext, StepMemory
from sladsl.settlement.rounding import rounded
from sladsl.settlement.steps import take_steps
from sladsl.values import evolve
from tests.settlement.build import (
    PENNY,
    ignore,
    level,
    limit,
    money,
    plan,
    rounding,
    series,
    share,
    span,
    window,
)

TERM = plan(
    level(),
    level("Speed", series("A"), series("B"), series("north"), series("south")),
    level("Other"),
    term=("2026-01-16", "2029-01-15"),
)


SPAN = span(43)


def line(label, amount, name="Accuracy", *key):
    ends = window(TERM, label)
    return SettlementLine(name, key, ends.label, ends.start, ends.end, Fraction(amount))


def run(steps, *periods):
    """The steps taken in each of several settlement periods, one after the other."""
    agreement = evolve(TERM, settlement=plan(steps=steps).settlement)
    taken = []
    memory = StepMemory()
    for lines in periods:
        period = window(TERM, "2026-02")
        scene = PeriodContext(agreement, {}, period, period.as_of)
        now, memory = take_steps(scene, tuple(lines), memory)
        taken.append(now)
    return taken


def amounts(taken):
    return [[each.amount for each in steps[-1].lines] for steps in taken]


def test_steps_run_in_their_written_order():
    lines = [line("2026-02", "12.004"), line("2026-02", "4", "Speed")]
    limit_first, ignore_first = (
        run(steps, lines)[0]
        for steps in (
            (limit(money(9), Unit.MONTH), ignore(10), rounding()),
            (ignore(10), limit(money(9), Unit.MONTH), rounding()),
        )
    )
    assert [(each.before, each.after) for each in limit_first] == [(Fraction("16.004"), 9), (9, 0), (0, 0)]
    assert [(each.before, each.after) for each in ignore_first] == [
        (Fraction("16.004"), Fraction("16.004")),
        (Fraction("16.004"), 9),
        (9, 9),
    ]


def test_a_cut_is_pro_rata_among_lines_of_one_window_end():
    taken = run(
        (limit(money(60), Unit.MONTH),),
        [line("2026-02", 30), line("2026-02", 60, "Speed"), line("2026-02", 0, "Other")],
    )
    assert amounts(taken) == [[20, 40, 0]]


def test_an_earlier_window_end_comes_first_wherever_its_line_stands():
    taken = run(
        (limit(money(60), Unit.QUARTER),), [line("2026-Q1", 50), line("2026-02", 45), line("2026-W10", 10)]
    )
    assert amounts(taken) == [[5, 45, 10]]


def test_a_limit_remembers_what_it_let_through_in_earlier_periods():
    taken = run(
        (limit(money(100)),),
        [line("2026-02", 70)],
        [line("2026-03", 70)],
        [line("2026-04", 70)],
        [line("2027-01", 70)],
    )
    assert amounts(taken) == [[70], [30], [0], [70]]
    uses = [
        (use.label, use.limit, use.used, use.left, use.taken) for steps in taken for use in steps[0].limits
    ]
    assert uses == [
        ("2026", 100, 0, 100, 70),
        ("2026", 100, 70, 30, 30),
        ("2026", 100, 100, 0, 0),
        ("2027", 100, 0, 100, 70),
    ]


def test_what_a_later_step_takes_away_still_counts_as_let_through():
    taken = run((limit(money(100)), ignore(80)), [line("2026-02", 70)], [line("2026-03", 70)])
    assert amounts(taken) == [[0], [0]]
    assert taken[1][0].after == 30


def test_two_limits_keep_separate_accounts():
    steps = (limit(money(50), Unit.MONTH), limit(money(80), Unit.YEAR))
    assert amounts(run(steps, [line("2026-02", 70)], [line("2026-03", 70)])) == [[50], [30]]


def test_a_limit_may_name_the_levels_it_holds_for_together():
    lines = [line("2026-02", 30), line("2026-02", 30, "Speed"), line("2026-02", 30, "Other")]
    assert amounts(run((limit(money(40), Unit.MONTH, levels=("Accuracy", "Speed")),), lines)) == [
        [20, 20, 30]
    ]


def test_a_share_of_a_charge_is_of_what_falls_in_the_horizon_within_the_term():
    taken = run((limit(share("10"), Unit.MONTH),), [line("2026-01", 85_000)], [line("2026-02", 85_000)])
    assert amounts(taken) == [[8_500 * Fraction(16, 31)], [8_500]]


def test_an_amount_of_money_is_not_pro_rated():
    assert amounts(run((limit(money(500), Unit.MONTH),), [line("2026-01", 600)])) == [[500]]


@pytest.mark.parametrize(
    ("anchor", "per", "through"),
    [
        # The window 2027-01 ends on 31 January: in the second calendar year, and the second contract year.
        (Anchor.CALENDAR, Unit.YEAR, [100, 0, 100]),
        (Anchor.CONTRACT, Unit.YEAR, [100, 0, 100]),
        # Contract months run from the 16th to the 15th; each line ends in another.
        (Anchor.CONTRACT, Unit.MONTH, [100, 100, 100]),
        # The first contract quarter ends on 15 April.
        (Anchor.CONTRACT, Unit.QUARTER, [100, 0, 100]),
        (Anchor.CALENDAR, Unit.QUARTER, [100, 0, 100]),
    ],
)
def test_the_horizon_is_the_one_that_holds_the_last_instant_of_the_window(anchor, per, through):
    periods = [[line(label, 100)] for label in ("2026-01", "2026-03", "2027-01")]
    assert [cut for (cut,) in amounts(run((limit(money(100), per, anchor),), *periods))] == through


def test_calendar_and_contract_quarters_part_in_april():
    weeks = [
        line("2026-W13", 100),
        line("2026-W15", 100),
        line("2026-W17", 100),
    ]  # to 29 March, 12 and 26 April
    calendar, contract = (
        amounts(run((limit(money(100), Unit.QUARTER, anchor),), weeks))
        for anchor in (Anchor.CALENDAR, Anchor.CONTRACT)
    )
    assert calendar == [[100, 100, 0]]
    assert contract == [[100, 0, 100]]


def test_a_limit_may_hold_levels_or_values_apart():
    lines = [line("2026-02", 30, "Speed", key) for key in ("north", "south")] + [line("2026-02", 50)]
    by_level = limit(money(40), Unit.MONTH, apart=Apart.LEVEL)
    by_site = limit(money(20), Unit.MONTH, apart=Apart.VALUE, dimension="severity")
    assert amounts(run((by_level,), lines)) == [[20, 20, 40]]
    assert amounts(run((by_site,), lines)) == [[20, 20, 50]]  # Accuracy is not measured by it


def test_a_limit_over_the_term_remembers_all_of_it():
    over = limit(money(100), None)
    assert amounts(run((over,), [line("2026-02", 70)], [line("2027-02", 20)], [line("2028-12", 70)])) == [
        [70],
        [20],
        [10],
    ]


def test_of_one_window_the_first_of_the_highest_credits_is_kept():
    lines = [
        line("2026-02", 30),
        line("2026-02", 50, "Speed"),
        line("2026-02", 50, "Other"),
        line("2026-Q1", 10),
    ]
    assert amounts(run((HighestPer("highest", SPAN),), lines)) == [[0, 50, 0, 10]]


def test_of_one_incident_what_exceeds_earlier_credits_is_kept():
    step = HighestPer("highest", SPAN, "severity")
    periods = [
        [line("2026-02", 30, "Speed", "A"), line("2026-02", 20, "Speed", "A"), line("2026-02", 5)],
        [line("2026-03", 20, "Speed", "A"), line("2026-03", 7, "Speed", "B")],
        [line("2026-04", 45, "Speed", "A")],
        [line("2026-05", 45, "Speed", "A")],
    ]
    assert amounts(run((step,), *periods)) == [[30, 0, 5], [0, 7], [15], [0]]


def test_sums_of_levels_are_compared_for_each_window_and_value():
    step = HighestOf("highest", SPAN, (("Accuracy", "Speed"), ("Other",)))
    lines = [
        *(line("2026-02", amount, name) for name, amount in (("Accuracy", 30), ("Speed", 20), ("Other", 49))),
        *(line("2026-03", amount, name) for name, amount in (("Accuracy", 30), ("Other", 49))),
        *(line("2026-04", amount, name) for name, amount in (("Accuracy", 30), ("Speed", 20), ("Other", 50))),
    ]
    assert amounts(run((step,), lines)) == [[30, 20, 0, 0, 49, 30, 20, 0]]


def test_small_credits_are_raised_but_nothing_is_not():
    lines = [line("2026-02", 3), line("2026-02", 1, "Speed"), line("2026-02", 0, "Other")]
    whole, each = (Raise("raise", SPAN, each, Fraction(6)) for each in (False, True))
    assert amounts(run((whole,), lines)) == [[Fraction(9, 2), Fraction(3, 2), 0]]
    assert amounts(run((each,), lines)) == [[6, 6, 0]]
    assert amounts(run((whole,), [line("2026-02", 0)])) == [[0]]
    assert amounts(run((whole,), [line("2026-02", 6)])) == [[6]]


def test_ignore_tests_the_total_or_each_line():
    lines = [line("2026-02", "9.99"), line("2026-02", "0.01", "Speed")]
    assert amounts(run((ignore(10),), lines)) == [[Fraction("9.99"), Fraction("0.01")]]
    assert amounts(run((ignore("10.01"),), lines)) == [[0, 0]]
    assert amounts(run((ignore("9.99", each=True),), lines)) == [[Fraction("9.99"), 0]]


def test_lines_round_by_largest_remainder_and_ties_by_their_order():
    thirds = [line("2026-02", Fraction(100, 3)) for _ in range(3)]
    assert amounts(run((rounding(),), thirds)) == [[Fraction("33.34"), Fraction("33.33"), Fraction("33.33")]]
    uneven = [line("2026-02", "1.004"), line("2026-02", "2.006")]
    assert amounts(run((rounding(),), uneven)) == [[1, Fraction("2.01")]]


def test_an_agreement_without_credits_settles_to_nothing():
    (steps,) = run((limit(money(100)), ignore(10), rounding()), [])
    assert [(each.before, each.after, each.lines, each.limits) for each in steps] == [(0, 0, (), ())] * 3


MONEY = st.fractions(0, 5_000, max_denominator=997)
LABELS = st.sampled_from(["2026-02", "2026-03", "2026-Q1", "2026-W10", "2026-W13", "2026-04", "2026-05"])
LINES = st.lists(
    st.builds(line, LABELS, MONEY, st.sampled_from(["Accuracy", "Speed", "Other"])), min_size=1, max_size=8
)
HORIZONS = st.tuples(st.sampled_from([Unit.MONTH, Unit.QUARTER, Unit.YEAR]), st.sampled_from(list(Anchor)))
LIMITS = st.builds(
    lambda amount, horizon, levels: limit(money(amount), horizon[0], horizon[1], levels),
    st.integers(0, 6_000),
    HORIZONS,
    st.sampled_from([None, ("Accuracy",), ("Accuracy", "Speed")]),
)


@given(LINES, st.sampled_from(list(RoundingMode)), st.sampled_from([PENNY, Fraction(1), Fraction("0.05")]))
def test_lines_sum_to_the_rounded_total_and_move_less_than_a_quantum(lines, mode, quantum):
    (((after),),) = run((rounding(mode, quantum),), lines)
    assert after.after == total_of(after.lines) == rounded(total_of(lines), quantum, mode)
    assert all(each.amount % quantum == 0 for each in after.lines)
    assert all(
        floor(b.amount / quantum) * quantum <= a.amount < b.amount + quantum
        for b, a in zip(lines, after.lines, strict=True)
    )


@given(LINES, st.lists(LIMITS, min_size=1, max_size=3))
def test_a_limit_only_takes_away_and_no_horizon_exceeds_it(lines, limits):
    (steps,) = run(limits, lines)
    before = lines
    for taken in steps:
        assert all(0 <= a.amount <= b.amount for b, a in zip(before, taken.lines, strict=True))
        assert all(use.used + use.taken <= use.limit for use in taken.limits)
        before = taken.lines


@given(LINES, st.lists(LIMITS, min_size=1, max_size=3))
def test_limits_give_the_same_period_by_period_as_at_once(lines, limits):
    in_order = sorted(lines, key=lambda each: each.window_end)
    ends = sorted({each.window_end for each in lines})
    one_by_one = amounts(
        run(limits, *([each for each in in_order if each.window_end == end] for end in ends))
    )
    ((at_once),) = amounts(run(limits, in_order))
    assert [each for period in one_by_one for each in period] == at_once


@given(LINES, LIMITS)
def test_rounding_lifts_one_period_above_its_limit_by_no_more_than_half_a_penny(lines, limited):
    steps = run((evolve(limited, levels=None, per=Unit.YEAR, anchor=Anchor.CALENDAR), rounding()), lines)
    total = steps[0][-1].after
    most = steps[0][0].limits[0].limit
    assert total <= max(most, rounded(most, PENNY, RoundingMode.HALF_UP))
    assert total - most <= PENNY / 2
