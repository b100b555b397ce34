"""A step that an amendment replaces goes on with the account of the one before; what no step takes up lapses."""

import datetime as dt
from fractions import Fraction

import pytest

from sladsl.planning.eras import joined
from sladsl.planning.plan import Anchor, Apart, CarryOver, EarnBack, FreePoints, HighestPer, Unit
from sladsl.planning.windows import zone_of
from sladsl.planning.zones import day_start
from sladsl.settlement.explanation import SettlementLine
from sladsl.settlement.period_context import CarriedCredit, StepMemory, Through
from sladsl.settlement.step_memory import kept_through
from tests.settlement.build import ignore, limit, money, plan, rounding, span

CHANGES = dt.date(2026, 7, 1)
LINE = SettlementLine("Accuracy", (), "2026-06", 1, 2, Fraction(5))
THROUGH: Through = {(1, ()): Fraction(70)}


def earn_back(percent, levels=None):
    return EarnBack(
        "earn back", span(42), levels, Fraction(percent, 100), "minimum", exceeded=False, windows=1
    )


def carry_over(amount):
    return CarryOver("carry over", span(43), money(amount), 1, paid=True)


def free_points(points):
    return FreePoints("free points", span(44), Fraction(points), Anchor.CALENDAR, Unit.QUARTER)


def kept(old, new, memory):
    """What the first period after an amendment knows of the one before."""
    before, after = (plan(steps=(*steps, rounding())) for steps in (old, new))
    whole = joined((), [(None, before), (CHANGES, after)])
    last, first = (day_start(zone_of(whole), day) for day in (dt.date(2026, 6, 1), CHANGES))
    return kept_through(whole, last, first, memory)


def test_a_limit_goes_on_wherever_it_stands_among_the_new_steps():
    found = kept([limit(money(100))], [ignore(5), limit(money(150))], StepMemory(through={0: THROUGH}))
    assert found == StepMemory(through={1: THROUGH})


@pytest.mark.parametrize(
    "other",
    [
        limit(money(100), Unit.MONTH),
        limit(money(100), anchor=Anchor.CONTRACT),
        limit(money(100), levels=("Accuracy",)),
        limit(money(100), apart=Apart.LEVEL),
        limit(money(100), apart=Apart.VALUE, dimension="site"),
        ignore(5),
    ],
)
def test_a_limit_of_another_scope_or_period_begins_anew(other):
    assert kept([limit(money(100))], [other], StepMemory(through={0: THROUGH})) == StepMemory()


def test_of_two_alike_the_first_follows_the_first():
    used: dict[int, Through] = {0: {(1, ()): Fraction(1)}, 1: {(1, ()): Fraction(2)}}
    both = [limit(money(100)), limit(money(90))]
    assert kept(both, [ignore(1), *both], StepMemory(through=used)).through == {1: used[0], 2: used[1]}
    assert kept(both, both[1:], StepMemory(through=used)).through == {0: used[0]}


def test_each_kind_of_memory_goes_on():
    old = [HighestPer("highest", span(45), "incident"), earn_back(50), carry_over(10), free_points(4)]
    new = [free_points(9), carry_over(20), earn_back(100), HighestPer("highest", span(46), "incident")]
    remembered = StepMemory(
        through={3: THROUGH},
        highest={0: THROUGH},
        provisional={1: (LINE,)},
        carried={2: (CarriedCredit(LINE, 1),)},
    )
    assert kept(old, new, remembered) == StepMemory(
        through={0: THROUGH},
        highest={3: THROUGH},
        provisional={2: (LINE,)},
        carried={1: (CarriedCredit(LINE, 1),)},
    )


def test_what_no_step_takes_up_lapses():
    remembered = StepMemory(provisional={0: (LINE,)})
    assert kept([earn_back(50)], [earn_back(50, ("Turnaround",))], remembered) == StepMemory()


def test_the_same_steps_remember_all():
    remembered = StepMemory(through={0: THROUGH})
    assert kept([limit(money(100))], [limit(money(100))], remembered) == remembered
