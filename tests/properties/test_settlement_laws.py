"""What holds of every settlement, whatever its steps: of limits, of points, of what is carried over, and of time."""

from __future__ import annotations

import datetime as dt
import tempfile
from fractions import Fraction
from pathlib import Path
from random import Random

from hypothesis import given, note
from hypothesis import strategies as st

from sladsl.measurement.results import Counts, Measurement, Measurements
from sladsl.planning.plan import (
    CarryOver,
    CreditUnit,
    FreePoints,
    Limit,
    Money,
    Plan,
    Quantity,
    Round,
    ValueType,
)
from sladsl.planning.windows import horizon, windows
from sladsl.planning.zones import day_start, known_zone
from sladsl.settlement.explanation import Settled, SettledPeriod, StepTaken, total_of
from sladsl.settlement.settle import settle
from tests.properties.runs import compiled
from tests.tries import tries

SEEDS = st.integers(0, 2**32)
few = tries(8)

HEAD = """agreement A "A" {
  provider P "P Ltd"
  customer C "C plc"
  term     2026-01-15 to 2027-06-20
  timezone Europe/London
  currency GBP
  charge Fee "Fee" GBP 1,000 per month, from 2026-08-10 GBP 1,400 per month
  charge Sites "Sites" by site
    | site  | charge            |
    | north | GBP 300 per month |
    | south | GBP 90 per quarter |
  records report "Report" {
    made_at : time
    score   : percent
    site    : one of { north, south }
  }
"""
HIGHEST_FEE = 1_400
PENNY = Fraction(1, 100)
LEVELS = ("Money", "Share", "Score", "Site")
CREDITS = {
    "Money": ["credit GBP {n}50", "credit GBP {n} per started 1% below the minimum, up to GBP 333"],
    "Share": ["credit {n}% of Fee", "credit the shortfall of Fee", "weight 100%"],
    "Score": ["credit {n} points"],
    "Site": ["credit {n}5% of Sites"],
}
DUTY = """  obligation Duty "Duty" of C {
    for each report
    counted in the window of made_at
    measure mean of score
    window calendar quarter
    minimum at least 96%
"""
STEPS = [
    "double credits of Money missed in 2 or more consecutive windows",
    "only the highest of Money, Share",
    "limit all credits to {n}% of Fee per calendar month",
    "limit credits of Money to GBP {n}00 per contract year",
    "limit credits of each level to GBP {n}0 per calendar quarter",
    "limit credits of each site to {n}% of Sites per calendar month",
    "ignore each credit below GBP {n}",
    "raise credits below GBP {n} to GBP {n}",
    "carry over what exceeds {n}% of Fee, then lost",
    "carry over what exceeds GBP {n}0 until 3 periods later, then paid",
    "carry over what exceeds GBP {n}5 until the end of the term, then paid",
]
POINTS = [
    "convert each point to GBP {n}",
    "convert points of Fee\n      | at or above | credit |\n      | 1 | 1% |\n      | {n} | {n}% |",
    "convert points\n      | when | credit |\n      | 1 to under {n} | GBP 10 |\n      | at least {n} | GBP {n}5 |",
]


def agreement_text(random: Random) -> str:
    """An agreement of four levels, one of points and one by site, and steps in any order."""

    def some(text: str) -> str:
        return text.replace("{n}", str(random.randint(2, 9)))

    levels = []
    for name in LEVELS:
        by = " by site" if name == "Site" else ""
        levels.append(
            f'  service level {name} "{name}"{by} {{\n    for each report\n    counted in the window of made_at\n'
            f"    measure mean of score\n    window calendar month\n    minimum at least 90%\n"
            f"    {some(random.choice(CREDITS[name]))}\n  }}\n"
        )
    if random.random() < 0.7:
        excused = random.choice(["Money", "Share", "Site"])
        levels.append(f"{DUTY}    excuses {excused}\n  }}\n")
    drawn = random.sample(STEPS, random.randint(1, 5))
    carrying = [step for step in drawn if step.startswith("carry over")]
    steps = [some(step) for step in drawn if step not in carrying[1:]]
    if carrying:  # whole credits are compared (SLA790)
        steps.sort(key=lambda step: not step.startswith("only the highest"))
    points = [some("free points {n} per calendar quarter")] * random.randint(0, 1) + [
        some(random.choice(POINTS))
    ]
    place = random.randint(0, len(steps))
    steps[place:place] = points
    if any("weight" in level for level in levels):
        steps.insert(random.randint(0, len(steps)), some("risk {n}% of Fee per calendar month"))
    written = "".join(f"    {step}\n" for step in steps)
    return f"{HEAD}{''.join(levels)}  settlement per calendar month, 9 days after its end {{\n{written}  }}\n}}\n"


def made(seed: int) -> tuple[Plan, list[Measurement]]:
    """An agreement, and a score of every level in every window of its term; of some there is none."""
    random = Random(seed)
    text = agreement_text(random)
    note(text)
    with tempfile.TemporaryDirectory() as folder:
        plan = compiled(Path(folder), text).plan
    end = day_start(known_zone(plan.zone), dt.date(2027, 6, 21))
    rows = []
    for level in plan.levels:
        for window in windows(plan, level.window, end):
            for series in level.series:
                value = random.choice([None, Fraction(random.randint(0, 1_000), 1_000), Fraction(95, 100)])
                known = None if value is None else Quantity(ValueType.PERCENT, value)
                counts = Counts(1, int(value is not None), None, None, int(value is None), 0, 0)
                rows.append(Measurement(level.name, series.key, window, counts, known))
    return plan, rows


def settled(plan: Plan, rows: list[Measurement]) -> Settled:
    return settle(plan, Measurements(tuple(rows), ()))


@few
@given(SEEDS)
def test_lines_add_up_and_their_order_is_irrelevant(seed):
    plan, rows = made(seed)
    whole = settled(plan, rows)
    for period in whole.periods:
        assert period.total == total_of(period.lines)
        assert (period.total * 100).denominator == 1
        (rounded,) = (taken for taken in period.steps if isinstance(taken.step, Round))
        assert -PENNY / 2 < rounded.after - rounded.before <= PENNY / 2
        moved = [each.after.amount - each.before.amount for each in rounded.changes]
        assert all(-PENNY < each < PENNY for each in moved)
        assert all(line.amount >= 0 for line in period.lines)
    assert settled(plan, Random(seed).sample(rows, len(rows))) == whole


@few
@given(SEEDS, st.integers(1, 17))
def test_settling_some_periods_gives_what_settling_all_gives_of_them(seed, months):
    plan, rows = made(seed)
    whole = settled(plan, rows).periods
    until = whole[months - 1].end
    assert settled(plan, [row for row in rows if row.window.end <= until]).periods == whole[:months]


@few
@given(SEEDS)
def test_no_limit_lets_more_through_than_it_says(seed):
    plan, rows = made(seed)
    for period in settled(plan, rows).periods:
        for taken in period.steps:
            for use in taken.limits:
                assert use.used + use.taken <= use.limit
                assert use.taken >= 0
            if isinstance(taken.step, Limit) and taken.step.levels is None and taken.step.apart is None:
                uses = sum((use.taken for use in taken.limits), Fraction(0))
                assert taken.after == uses


@few
@given(SEEDS)
def test_no_more_points_are_free_than_are_written(seed):
    plan, rows = made(seed)
    gone: dict[int, Fraction] = {}
    for period, taken in _steps(settled(plan, rows), FreePoints):
        assert isinstance(taken.step, FreePoints)
        for change in taken.changes:
            assert change.before.unit is CreditUnit.POINTS
            start = horizon(plan, taken.step.anchor, taken.step.per, change.before.window_end).start
            gone[start] = gone.get(start, Fraction(0)) + change.before.amount - change.after.amount
        assert all(free <= taken.step.points for free in gone.values()), period.label


@few
@given(SEEDS)
def test_what_is_carried_over_is_paid_in_the_end_or_lost(seed):
    plan, rows = made(seed)
    assert plan.settlement is not None
    whole = settled(plan, rows)
    for step in plan.settlement.steps:
        if not isinstance(step, CarryOver):
            continue
        of_step = [taken for _, taken in _steps(whole, CarryOver) if taken.step is step]
        come, gone = (
            sum((getattr(each, side) for each in of_step), Fraction(0)) for side in ("before", "after")
        )
        assert gone == come if step.paid else gone <= come
        amount = step.amount
        most = amount.amount if isinstance(amount, Money) else amount.share * HIGHEST_FEE
        for period, taken in _steps(whole, CarryOver):
            may_be_due = step.paid and (step.periods is not None or period is whole.periods[-1])
            assert may_be_due or taken.after <= most, period.label


def _steps(whole: Settled, kind: type) -> list[tuple[SettledPeriod, StepTaken]]:
    return [
        (period, taken) for period in whole.periods for taken in period.steps if isinstance(taken.step, kind)
    ]
