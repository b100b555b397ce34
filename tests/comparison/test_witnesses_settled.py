"""What shows that a step has changed, against the same credits settled as those of an agreement that earns them."""

from fractions import Fraction
from itertools import accumulate, islice

from hypothesis import given
from hypothesis import strategies as st

from sladsl.comparison.aspects import PlanPair
from sladsl.comparison.compare import Agreed, compare
from sladsl.comparison.effect import Effect
from sladsl.comparison.settlements.step_trials import trials_of
from sladsl.comparison.settlements.step_witnesses import found_witnesses
from sladsl.comparison.settlements.trials import Trial, TrialWindow, trial_agreement, tried
from sladsl.planning.contract import Contract
from sladsl.planning.plan import (
    Apart,
    CarryOver,
    Consecutive,
    EarnBack,
    Failing,
    HighestOf,
    Ignore,
    Limit,
    Multiply,
    OfAny,
    Raise,
    Round,
    RoundingMode,
    Unit,
)
from sladsl.settlement.settle import settle
from tests.settlement import build as b
from tests.tries import tries

AT = b.span(50)
NO_PROSE = Contract((), (), (), says_when_final=True)
MONTHS = [f"{year}-{month:02}" for year in (2026, 2027) for month in range(1, 13)]
LEVELS = ("Accuracy", "Turnaround")
scopes = st.sampled_from([None, ("Accuracy",), ("Turnaround",)])
sums = st.sampled_from([b.money(40), b.money(250), b.share("1"), b.share("2")])

rivals = st.sampled_from([("Accuracy",), ("Accuracy", "Turnaround"), ("Turnaround", "Accuracy")])
together = st.one_of(
    st.tuples(st.booleans(), scopes, st.none()),
    st.just((False, None, Apart.LEVEL)),
)
"""Which small credits are looked at, and which of them together."""

small = st.builds(
    lambda kind, amount, looked_at: kind("s", AT, looked_at[0], Fraction(amount), *looked_at[1:]),
    st.sampled_from([Ignore, Raise]),
    st.sampled_from([30, 60]),
    together,
)
step = st.one_of(
    st.builds(b.limit, sums, st.sampled_from([Unit.MONTH, Unit.YEAR, None]), levels=scopes),
    small,
    st.builds(lambda names: HighestOf("h", AT, tuple((name,) for name in names)), rivals),
    st.builds(
        lambda levels, lately, factor: Multiply("m", AT, levels, Failing.MISSED, lately, Fraction(factor)),
        scopes,
        st.sampled_from([Consecutive(2), Consecutive(3), OfAny(2, 3)]),
        st.integers(2, 3),
    ),
    st.builds(
        lambda levels, target, windows: EarnBack("e", AT, levels, Fraction(1, 2), target, False, windows),
        scopes,
        st.sampled_from(["minimum", "expected"]),
        st.integers(1, 3),
    ),
    st.builds(
        lambda most, periods, paid: CarryOver("c", AT, most, periods, paid),
        sums,
        st.sampled_from([1, 2, None]),
        st.booleans(),
    ),
    st.builds(b.rounding, st.sampled_from(RoundingMode), st.sampled_from([Fraction(1), Fraction(1, 100)])),
)
few = st.lists(step, max_size=2)
early = few.map(lambda steps: [each for each in steps if not isinstance(each, EarnBack)])
"""What is earned back stands behind all other steps."""


def agreement(steps, *levels):
    return b.plan(*levels, steps=steps, term=("2026-01-01", "2027-12-31"))


def promised(credit, name):
    expected, minimum = b.at_least("expected", "80"), b.at_least("minimum", "60")
    return b.level(name, b.series(expected=expected, minimum=minimum, credit=credit))


PLAIN = [promised(b.flat(b.money(100)), name) for name in LEVELS]
VALUES = {"met": "95", "below expected": "70", "at the minimum": "60", "at what is expected": "80"}


def settled(steps, trial):
    """What an agreement pays by the end of each month whose tables credit what a trial has."""
    values = {each: str(1 + at) if each.credit else VALUES[each.value] for at, each in enumerate(trial.given)}
    levels = []
    for name in LEVELS:
        rows = [
            (b.percent(values[each]), each.credit)
            for each in trial.given
            if each.level == name and each.credit
        ]
        table = [
            ((b.edge(value, includes=True), b.edge(value, includes=True)), credit) for value, credit in rows
        ]
        levels.append(promised(b.bands(*table) if table else None, name))
    plan = agreement(steps, *levels)
    measured = [
        b.valued(plan, MONTHS[each.number], b.percent(values[each]), each.level) for each in trial.given
    ]
    periods = settle(plan, b.measurements(*measured)).periods
    return dict(
        zip((each.label for each in periods), accumulate(each.total for each in periods), strict=True)
    )


@tries(6)
@given(ahead=few, pair=st.tuples(step, step), behind=few)
def test_a_witness_is_what_both_lists_of_steps_settle(ahead, pair, behind):
    old, new = ([*ahead, one, *behind] for one in pair)
    stand = trial_agreement(PlanPair(agreement(old, *PLAIN), agreement(new, *PLAIN)))
    for witness in found_witnesses(stand, Effect.INCOMPARABLE, old, new):
        assert settled(old, witness.trial)[witness.before.period] == witness.before.money
        assert settled(new, witness.trial)[witness.after.period] == witness.after.money
        assert witness.before.money != witness.after.money


shared = st.tuples(
    st.builds(b.limit, st.just(b.money(100)), st.sampled_from([Unit.MONTH, Unit.YEAR]), levels=scopes), step
)
"""A limit that levels and windows may share, and a step that may treat what they have of it alike or not."""

windows = st.lists(st.one_of(st.sampled_from([10, 30, 60, 100, 400]), st.sampled_from([*VALUES])), max_size=4)
trials = st.tuples(windows, windows).map(
    lambda each: Trial(
        tuple(
            TrialWindow(level, (), number, None, value=it)
            if isinstance(it, str)
            else TrialWindow(level, (), number, b.money(it))
            for level, listed in zip(LEVELS, each, strict=True)
            for number, it in enumerate(listed)
        )
    )
)


def rounded_away(steps):
    """What rounding may make of sums that a limit for longer than a period shares out otherwise among periods."""
    is_longer = any(isinstance(each, Limit) and each.per is not Unit.MONTH for each in steps)
    return is_longer * sum(len(MONTHS) * each.quantum for each in steps if isinstance(each, Round))


@tries(6)
@given(
    ahead=early,
    pair=st.one_of(st.tuples(step, step), st.tuples(small, small)),
    behind=st.one_of(few, shared),
    made=st.lists(trials, min_size=8, max_size=8),
)
def test_no_trial_gainsays_an_effect(ahead, pair, behind, made):
    old, new = ([*ahead, one, *behind] for one in pair)
    plans = [agreement(steps, *PLAIN) for steps in (old, new)]
    told = compare(*(Agreed(plan, NO_PROSE) for plan in plans)).changes
    if len(told) != 1:
        return
    stand = trial_agreement(PlanPair(*plans))
    slack = rounded_away([*old, *new])
    for trial in (*islice(trials_of(stand, old, new), 40), *(each for each in made if each.given)):
        for one, other in zip(tried(stand, old, trial), tried(stand, new, trial), strict=True):
            if told[0].effect in {"stricter", "neutral"}:
                assert one.money <= other.money + slack, (told[0], trial)
            if told[0].effect in {"weaker", "neutral"}:
                assert one.money + slack >= other.money, (told[0], trial)
