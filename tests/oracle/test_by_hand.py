"""The oracle against what docs/ says in words and what a person reckons with a calendar on the table."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from fractions import Fraction

import pytest

from tests.oracle.agreement import (
    Agreement,
    CarryOver,
    Charge,
    Claim,
    ConvertTable,
    Credit,
    EarnBack,
    FreePoints,
    HighestOf,
    Ignore,
    Level,
    Limit,
    Measure,
    Multiply,
    Of,
    Often,
    Raise,
    Round,
    Row,
    Service,
    Settlement,
    Step,
    Target,
    Terms,
)
from tests.oracle.clock import Hours, Opening, in_time
from tests.oracle.earning import charged, interval, rate, steps_in
from tests.oracle.eras import amended
from tests.oracle.measures import median, percentile
from tests.oracle.outcomes import Earned, Held, Outcome
from tests.oracle.periods import Term, contract_unit, length, windows
from tests.oracle.reading import Tally, series_of
from tests.oracle.settlement import Asked, asked_windows, verdict
from tests.oracle.steps import Claimed, Line, rounded, settle, total
from tests.oracle.wall import DAY, days_later, first_shown, starts

LONDON, UTC = "Europe/London", dt.UTC
HOUR, MINUTE = dt.timedelta(hours=1), dt.timedelta(minutes=1)
ZERO = Fraction(0)


def at(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=UTC)


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def local(text: str, zone: str = LONDON) -> dt.datetime:
    return first_shown(zone, dt.datetime.fromisoformat(text))


# --- time: docs/clocks.md --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("zone", "shown", "instant"),
    [
        (LONDON, "2026-03-29 00:59", "2026-03-29 00:59"),
        (LONDON, "2026-03-29 01:30", "2026-03-29 01:00"),  # skipped: the end of the gap
        (LONDON, "2026-03-29 02:00", "2026-03-29 01:00"),
        (LONDON, "2026-10-25 01:30", "2026-10-25 00:30"),  # twice: the first
        ("Australia/Lord_Howe", "2026-10-04 02:10", "2026-10-03 15:30"),  # a gap of half an hour
        ("Africa/Cairo", "2026-04-24 00:00", "2026-04-23 22:00"),  # a day without midnight
        ("Pacific/Apia", "2011-12-30 12:00", "2011-12-30 10:00"),  # a day that never was
    ],
)
def test_a_local_time_is_an_instant(zone, shown, instant):
    assert local(shown, zone) == at(instant)


def test_five_days_over_the_spring_change_are_119_hours():
    start = local("2026-03-26 09:00")
    assert days_later(LONDON, start, 5) - start == 119 * HOUR


NINE_TO_FIVE = Hours(LONDON, {weekday: [(540, 1020)] for weekday in range(5)})


def opening(hours: Hours) -> Opening:
    return Opening(hours, day("2026-03-20"), day("2026-04-20"))


def test_a_deadline_used_up_at_closing_time_is_closing_time():
    calendar, monday = opening(NINE_TO_FIVE), local("2026-03-23 09:00")
    assert calendar.deadline(monday, 8 * HOUR) == local("2026-03-23 17:00")
    assert calendar.deadline(monday, 8 * HOUR + MINUTE) == local("2026-03-24 09:01")
    evening = local("2026-03-23 20:00")
    assert calendar.elapsed(monday, evening) == 8 * HOUR
    assert in_time(calendar, monday, evening, 8 * HOUR, as_of=evening) is False
    assert in_time(calendar, monday, local("2026-03-23 17:00"), 8 * HOUR, as_of=evening) is True


def test_a_running_clock_is_late_only_after_its_deadline():
    calendar, start = opening(NINE_TO_FIVE), local("2026-03-23 16:30")
    due = local("2026-03-24 09:30")
    assert in_time(calendar, start, None, HOUR, as_of=due) is None
    assert in_time(calendar, start, None, HOUR, as_of=due + dt.timedelta(microseconds=1)) is False


def test_a_night_shift_over_the_spring_change_lasts_seven_hours():
    nights = Hours(LONDON, {5: [(1320, 1800)]}, special={day("2026-04-04"): []})
    calendar = opening(nights)
    assert calendar.elapsed(local("2026-03-28 12:00"), local("2026-03-29 12:00")) == 7 * HOUR
    assert calendar.elapsed(local("2026-04-04 12:00"), local("2026-04-05 12:00")) == 0 * HOUR


def test_a_holiday_drops_the_shifts_that_start_on_it_and_a_date_of_its_own_beats_it():
    nights = {weekday: [(1320, 1800)] for weekday in range(7)}
    good_friday, saturday = day("2026-04-03"), day("2026-04-04")
    calendar = opening(Hours(LONDON, nights, frozenset({good_friday, saturday}), {saturday: [(600, 660)]}))
    assert calendar.elapsed(local("2026-04-03 00:00"), local("2026-04-04 00:00")) == 6 * HOUR
    assert calendar.elapsed(local("2026-04-04 00:00"), local("2026-04-05 00:00")) == HOUR


# --- windows: docs/measures.md ---------------------------------------------------------------------------------------


def test_windows_are_cut_by_the_term_and_marked():
    term = Term(LONDON, day("2026-03-30"), day("2026-04-15"))
    found = [
        (span.label, span.first, span.until, span.partial)
        for span in windows(term, "month", day("2027-01-01"))
    ]
    assert found == [
        ("2026-03", day("2026-03-30"), day("2026-04-01"), True),
        ("2026-04", day("2026-04-01"), day("2026-04-16"), True),
    ]
    weeks = [(span.label, span.partial) for span in windows(term, "week", day("2026-04-14"))]
    assert weeks == [("2026-W14", False), ("2026-W15", False), ("2026-W16", True)]


def test_contract_units_count_from_the_first_day_of_the_term():
    term = Term(LONDON, day("2026-01-31"), None)
    assert contract_unit(term, "month", day("2026-02-28")) == (day("2026-02-28"), day("2026-03-31"))
    assert contract_unit(term, "quarter", day("2026-04-29")) == (day("2026-01-31"), day("2026-04-30"))
    assert contract_unit(term, "year", day("2027-01-31")) == (day("2027-01-31"), day("2028-01-31"))


def test_a_week_over_the_end_of_a_month_is_settled_with_the_month_it_ends_in():
    term = Term(LONDON, day("2026-01-01"), day("2026-12-31"))
    agreement = settling(term, Settlement("month", 10, ()))
    asked = Asked(starts(LONDON, day("2026-05-01")), None)
    read = {span.label: as_of for span, as_of in asked_windows(agreement, "week", asked)}
    assert read["2026-W13"] == local("2026-04-11 00:00")
    assert read["2026-W14"] == local("2026-05-11 00:00")
    assert "2026-W18" not in read


# --- measures and verdicts: docs/measures.md -------------------------------------------------------------------------


def test_percentile_and_median():
    values = [Fraction(each) for each in (40, 15, 20, 50, 35)]
    assert [percentile(values, Fraction(rank)) for rank in (5, 30, 40, 50, 100)] == [15, 20, 20, 35, 50]
    assert median(values) == 35
    assert median([*values, Fraction(36)]) == Fraction(71, 2)


@pytest.mark.parametrize(
    ("value", "decided", "judged"),
    [
        (Fraction(98, 100), 3, "below expected"),
        (Fraction(97_999, 100_000), 3, "missed"),
        (Fraction(995, 1000), 3, "met"),
        (Fraction(1, 2), 2, "unmeasured"),
        (None, 0, "unmeasured"),
    ],
)
def test_the_verdict_is_by_the_exact_value(value, decided, judged):
    terms = Terms(None, None, target("expected", "99.5"), target("minimum", "98"), 3, None)
    (window, *_) = windows(Term(LONDON, day("2026-01-01"), None), "month", day("2026-02-01"))
    assert verdict(terms, Tally(decided, decided, None, None, value), window) == judged


def target(word: str, percent: str) -> Target:
    return Target(word, "at least", ((None, Fraction(percent) / 100),))


def test_any_is_each_value_that_no_other_row_names():
    terms = Terms(None, None, target("expected", "90"), None, None, None)
    rows = tuple(Row((cell,), terms) for cell in (("P2", "P3"), None))
    level = Level(
        "Response",
        is_kpi=False,
        where=None,
        counted="opened_at",
        clock=None,
        measure=Measure("percent good", "percent"),
        window="month",
        by=(("severity", ("P1", "P2", "P3", "P4")),),
        rows=rows,
    )
    assert [members for members, _ in series_of(level)] == [(("P2", "P3"),), (("P1",),), (("P4",),)]


# --- money: docs/credits.md, docs/settlement.md ----------------------------------------------------------------------


def settling(term: Term, settlement: Settlement) -> Agreement:
    monthly = Charge("Fee", ((None, Fraction(3100), "month"), (day("2026-03-17"), Fraction(6200), "month")))
    yearly = Charge("Licence", ((None, Fraction(12_000), "year"),))
    return Agreement(term, "GBP", 2, (monthly, yearly), {}, (), settlement)


def test_a_charge_is_the_sum_of_its_days():
    agreement = settling(Term(LONDON, day("2026-01-16"), None), Settlement("month", 0, ()))
    assert charged(agreement, "Fee", day("2026-01-01"), day("2026-02-01")) == 1600  # sixteen days of the term
    assert charged(agreement, "Fee", day("2026-03-01"), day("2026-04-01")) == 16 * 100 + 15 * 200
    assert charged(agreement, "Licence", day("2026-06-01"), day("2026-07-01")) == Fraction(12_000 * 30, 365)
    assert (length("month", day("2028-02-05")), length("quarter", day("2026-02-05"))) == (29, 90)


def test_an_amended_charge_is_the_sum_of_its_days_on_either_side():
    term = Term(LONDON, day("2026-01-01"), None)
    before = settling(term, Settlement("month", 0, ()))
    replaced = Charge("Fee", ((None, Fraction(310), "month"), (day("2026-05-11"), Fraction(620), "month")))
    whole = amended(before, [(day("2026-05-06"), replace(before, charges=(replaced,)))])
    # In May five days of the dated 6,200, five of what replaces it, and twenty-one of that from its own date on.
    assert charged(whole, "Fee", day("2026-05-01"), day("2026-06-01")) == 5 * 200 + 5 * 10 + 21 * 20
    assert charged(whole, "Licence", day("2026-05-01"), day("2026-06-01")) == 5 * Fraction(
        12_000, 365
    )  # then removed


def test_a_limit_that_is_lowered_leaves_nothing_and_takes_nothing_back():
    term = Term(LONDON, day("2026-01-01"), day("2026-12-31"))
    limits = [Limit(None, None, Fraction(most), "calendar", "year") for most in (900, 500)]
    first, second = (settling(term, Settlement("month", 0, (limit,))) for limit in limits)
    spans = windows(term, "month", day("2026-04-01"))
    found = [
        Outcome(
            "A",
            (),
            span,
            span.end,
            Tally(1, 1, 0, 1, ZERO),
            "missed",
            (Earned(1, None, Fraction(600), "money"),),
        )
        for span in spans
    ]
    level = Level("A", False, None, "at", None, Measure("percent good", "percent"), "month", (), ())
    first, second = (replace(each, levels=(level,)) for each in (first, second))
    assert [each.total for each in settle(first, found)] == [600, 300, 0]
    assert [each.total for each in settle(amended(first, [(day("2026-02-01"), second)]), found)] == [
        600,
        0,
        0,
    ]


def lines(*amounts: str) -> list[Line]:
    (*_, march) = windows(Term(LONDON, day("2026-03-01"), None), "month", day("2026-04-01"))
    return [
        Line("Response", (str(number),), march, 1, Fraction(amount)) for number, amount in enumerate(amounts)
    ]


@pytest.mark.parametrize(
    ("mode", "amounts", "cents"),
    [
        ("half-up", ["1/3", "1/3", "1/3"], ["0.34", "0.33", "0.33"]),
        ("half-up", ["0.005"], ["0.01"]),
        ("half-even", ["0.005"], ["0"]),
        ("half-even", ["0.015"], ["0.02"]),
        ("up", ["0.001", "0.002"], ["0", "0.01"]),
        ("down", ["0.009", "0.009"], ["0.01", "0"]),
    ],
)
def test_the_total_is_rounded_and_lines_by_largest_remainder(mode, amounts, cents):
    after = rounded(Round(mode, Fraction(1, 100)), lines(*amounts))
    assert [line.amount for line in after] == [Fraction(each) for each in cents]


def outcome(
    agreement: Agreement, unit: str, label: str, amount: int, level: str = "Response", in_: str = "money"
) -> Outcome:
    window = next(span for span in windows(agreement.term, unit, day("2027-12-31")) if span.label == label)
    tally, earned = Tally(1, 1, None, None, ZERO), Earned(1, None, Fraction(amount), in_)
    return Outcome(
        level, (), window, window.end, tally, "missed" if amount else "met", (earned,) * bool(amount)
    )


def test_a_horizon_fills_in_order_of_window_end_and_a_tie_is_cut_in_proportion():
    limit = Limit(None, None, Fraction(100), "calendar", "quarter")
    agreement = settling(Term(LONDON, day("2026-01-01"), None), Settlement("month", 0, (limit,)))
    found = [
        outcome(agreement, "quarter", "2026-Q1", 90, "Quarterly"),
        outcome(agreement, "month", "2026-03", 30),
        outcome(agreement, "month", "2026-01", 40),
    ]
    january, february, march = settle(agreement, found)
    assert [january.total, february.total, march.total] == [40, 0, 60]
    assert [line.amount for line in march.steps[0]] == [45, 15]


def test_steps_run_as_written_and_what_a_limit_let_through_stays_used():
    limit = Limit(("Response",), "Fee", Fraction(1, 10), "contract", "year")
    steps = (limit, Ignore(each=False, below=Fraction(50)), Ignore(each=True, below=Fraction(300)))
    agreement = settling(Term(LONDON, day("2026-01-01"), day("2026-02-28")), Settlement("month", 5, steps))
    found = [
        outcome(agreement, "month", "2026-01", 400),
        outcome(agreement, "month", "2026-02", 400),
        outcome(agreement, "month", "2026-02", 40, "Other"),
    ]
    # The charges of the contract year are those of two months of the term: 6,200, a tenth of which is 620.
    january, february = settle(agreement, found)
    assert [total(step) for step in january.steps] == [400, 400, 400, 400]
    assert [[line.amount for line in step] for step in february.steps] == [
        [220, 40],
        [220, 40],
        [0, 0],
        [0, 0],
    ]


def test_a_table_pays_by_the_row_furthest_into_failure():
    credit = Credit(
        "Fee",
        None,
        "when below",
        (("minimum", Fraction(5)), (Fraction(95, 100), Fraction(20)), (Fraction(999, 1000), Fraction(1))),
    )
    terms = Terms(None, None, target("expected", "99.5"), target("minimum", "98"), None, credit)
    (window, *_) = windows(Term(LONDON, day("2026-01-01"), None), "month", day("2026-02-01"))
    paid = [
        rate(terms, credit, Fraction(value) / 100, judged, window)
        for value, judged in (
            ("94", "missed"),
            ("95", "missed"),
            ("97.9", "missed"),
            ("98", "below expected"),
        )
    ]
    assert paid == [20, 5, 5, 1]


# --- the steps of docs/settlement.md, reckoned there -----------------------------------------------------------------


def months(*amounts: int, steps: tuple[Step, ...], in_: str = "money") -> list[Fraction]:
    """The totals of months from January 2026 on, of one level that earns so much in each."""
    agreement = settling(Term(LONDON, day("2026-01-01"), day("2026-12-31")), Settlement("month", 0, steps))
    agreement = replace(agreement, services=(Service("Desk", ("Fee",), ("Response",)),))
    found = [
        outcome(agreement, "month", f"2026-{number:02}", amount, in_=in_)
        for number, amount in enumerate(amounts, 1)
    ]
    held = (Held("minimum", kept=True, exceeded=False),)
    kept = [replace(each, held=held) if each.verdict == "met" else each for each in found]
    return [each.total for each in settle(agreement, kept)]


def test_the_second_miss_in_a_row_is_doubled_and_each_that_follows():
    twice = Multiply(None, Often("missed", "consecutive", 2), Fraction(2))
    assert months(10, 10, 10, 0, 10, steps=(twice,)) == [10, 20, 20, 0, 10]
    of_any = Multiply(None, Often("missed", "any", 2, 3), Fraction(3))
    assert months(10, 0, 10, 0, 0, 10, steps=(of_any,)) == [10, 0, 30, 0, 0, 10]
    in_a_quarter = Multiply(None, Often("missed", "unit", 2, ("calendar", "quarter")), Fraction(2))
    assert months(0, 10, 10, 10, steps=(in_a_quarter,)) == [0, 10, 20, 10]


def test_what_exceeds_goes_on_for_so_many_periods_and_is_paid_or_lost():
    def totals(periods: int | None, *, paid: bool) -> list[Fraction]:
        return months(50, 10, 0, 0, steps=(CarryOver(None, Fraction(20), periods, paid),))

    assert totals(1, paid=True) == [20, 30, 10, 0]  # 30 come to February, and 10 of its own go on to March
    assert totals(1, paid=False) == [20, 20, 10, 0]
    assert totals(None, paid=False) == [20, 20, 20, 0]


def test_points_go_free_quarter_by_quarter_and_what_is_left_is_paid_by_its_total():
    table = ConvertTable(
        "Fee", "at or above", ((Fraction(1), Fraction(2, 100)), (Fraction(5), Fraction(5, 100)))
    )
    free = FreePoints(Fraction(8), "calendar", "quarter")
    assert months(5, 12, 1, 9, steps=(free, table), in_="points") == [0, 155, 92, 124]


def test_a_share_is_earned_back_when_the_last_of_the_windows_closes():
    back = EarnBack(None, Fraction(1, 2), "minimum", exceeded=False, windows=2)
    assert months(10, 0, 0, 0, 20, 0, steps=(back,)) == [10, 0, -5, 0, 20, 0]
    assert months(10, 20, 0, 0, steps=(back,)) == [10, 20, 0, -10]  # what is missed next is none of them


def test_what_is_earned_back_as_offset_is_taken_off_the_next_credits():
    step = EarnBack(None, Fraction(4, 5), "minimum", exceeded=False, windows=1, offset=True)
    assert months(300, 0, 300, 0, 0, 100, 100, steps=(step,)) == [300, 0, 60, 0, 0, 52, 100]


def test_small_totals_are_raised_and_only_the_highest_sum_is_kept():
    assert months(4, 0, 9, steps=(Raise(each=False, to=Fraction(5)),)) == [5, 0, 9]
    step = HighestOf((("A", "B"), ("C",)))
    agreement = settling(Term(LONDON, day("2026-01-01"), None), Settlement("month", 0, (step,)))
    found = [
        outcome(agreement, "month", "2026-01", amount, level)
        for level, amount in (("A", 600), ("B", 500), ("C", 1000))
    ]
    assert settle(agreement, found)[0].total == 1100


def test_a_claim_may_be_made_until_the_end_of_its_day():
    agreement = settling(Term(LONDON, day("2026-01-01"), None), Settlement("month", 60, (Claim(days=30),)))
    found = [outcome(agreement, "month", "2026-02", 10)]
    # 30 days after 28 February is 30 March, in summer time.
    for made, paid in (("2026-03-30 23:59", 10), ("2026-03-31 00:00", 0)):
        claims = [Claimed("Response", "2026-02", local(made))]
        assert settle(agreement, found, claims, lambda _, span: span.end + 60 * DAY)[-1].total == paid


def test_steps_are_full_or_started_and_a_unit_beside_may_lie_outside_the_term():
    assert [steps_in(True, Fraction(2), Fraction(each)) for each in (1, 2, 5)] == [0, 1, 2]
    assert [steps_in(False, Fraction(2), Fraction(each)) for each in (1, 2, 5)] == [1, 1, 3]
    agreement = settling(Term(LONDON, day("2026-01-16"), None), Settlement("month", 0, ()))
    (first, second, *_) = windows(agreement.term, "month", day("2026-03-01"))
    before = Of(("Fee",), ("calendar", "month", -1))
    nothing, until = interval(agreement, before, first)
    assert nothing == until
    assert interval(agreement, before, second) == (day("2026-01-16"), day("2026-02-01"))
