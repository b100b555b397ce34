"""Values made up for more than a year: every verdict, credit, step, adjustment and total is the oracle's."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Iterator, Sequence
from fractions import Fraction
from pathlib import Path
from random import Random

from hypothesis import example, given, note
from hypothesis import strategies as st

from sladsl.measurement.results import Counts, Measurement, Measurements, RecordTally, Share
from sladsl.planning.plan import ChoiceMade, ClaimMade, Plan, Quantity, ValueType
from sladsl.planning.windows import resettled, windows
from sladsl.settlement.settle import settle
from tests.oracle import settlement as oracle
from tests.oracle.agreement import Agreement, Level
from tests.oracle.eras import amended
from tests.oracle.outcomes import Measured
from tests.oracle.periods import Term
from tests.oracle.reading import Tally, series_of
from tests.oracle.steps import Chosen, Claimed
from tests.oracle.wall import DAY, starts
from tests.properties import oracle_terms
from tests.properties.agreements import GRIDS
from tests.properties.agreements import agreement as made_agreement
from tests.properties.amending import amended_text, versions
from tests.properties.dating import changing
from tests.properties.oracle_terms import plain_outcome, plain_settled
from tests.properties.runs import EPOCH, compiled, plain_fired, plain_periods, plain_results
from tests.properties.text import agreement_text
from tests.tries import tries

SEEDS = st.integers(0, 2**32)
TERM = Term("Europe/London", dt.date(2026, 1, 15), dt.date(2027, 3, 20))
MICROSECOND = dt.timedelta(microseconds=1)


@tries(6)
# A limit of each service, one of which has indicators alone.
@example(seed=492, levels=[1, 6_362_368], steps=[0, 200], claims=False)
# Of two values that share a credit, one has no record left when few records forgive a miss.
@example(seed=3, levels=[0, 6_024], steps=[0, 0], claims=False)
@given(
    seed=SEEDS,
    levels=st.lists(SEEDS, min_size=2, max_size=4),
    steps=st.lists(SEEDS, min_size=2, max_size=7),
    claims=st.booleans(),
)
def test_values_come_to_what_the_oracle_says(seed, levels, steps, claims):
    agreement = made_agreement(seed, levels, steps, TERM, claims=claims)
    text = agreement_text(agreement)
    note(text)
    with tempfile.TemporaryDirectory() as folder:
        plan = compiled(Path(folder), text).plan
    found = measured(Random(seed), agreement)
    made = _claims(Random(seed), found) if claims else None
    rows = tuple(_rows(plan, found))
    claimed = None if made is None else tuple(_claim_made(each) for each in made)
    settled = settle(plan, Measurements(rows, (), claims=claimed))
    whole = oracle.whole(agreement, found, claims=made)
    assert plain_results(settled) == [plain_outcome(each) for each in whole.outcomes]
    assert plain_periods(settled) == [plain_settled(each) for each in whole.periods]


# --- values made up ------------------------------------------------------------------------------------------------


@tries(2)
@given(
    seed=SEEDS,
    levels=st.lists(SEEDS, min_size=2, max_size=4),
    steps=st.lists(SEEDS, min_size=1, max_size=6),
)
def test_what_windows_and_the_customer_make_of_each_other_is_what_the_oracle_says(seed, levels, steps):
    agreement = made_agreement(seed, levels, steps, TERM, wide=True)
    text = agreement_text(agreement)
    note(text)
    with tempfile.TemporaryDirectory() as folder:
        plan = compiled(Path(folder), text).plan
    found = measured(Random(seed), agreement)
    made = _choices(Random(seed), agreement, found)
    settled = settle(
        plan, Measurements(tuple(_rows(plan, found)), (), choices=tuple(_choice_made(each) for each in made))
    )
    whole = oracle.whole(agreement, found, choices=made)
    assert plain_results(settled) == [plain_outcome(each) for each in whole.outcomes]
    assert plain_periods(settled) == [plain_settled(each) for each in whole.periods]
    assert plain_fired(settled) == [oracle_terms.plain_fired(agreement, each) for each in whole.fired]


@tries(2)
@given(
    seed=SEEDS,
    levels=st.lists(SEEDS, min_size=2, max_size=4),
    steps=st.lists(SEEDS, min_size=1, max_size=6),
    claims=st.booleans(),
)
def test_what_changes_on_dates_and_what_single_limits_owe_is_what_the_oracle_says(
    seed, levels, steps, claims
):
    made = made_agreement(seed, levels, steps, TERM, claims=claims, wide=True)
    agreement = changing(Random(seed), made)
    text = agreement_text(agreement)
    note(text)
    with tempfile.TemporaryDirectory() as folder:
        plan = compiled(Path(folder), text).plan
    found = measured(Random(seed), agreement)
    chosen = _choices(Random(seed), agreement, found)
    asked = _claims(Random(seed), found) if claims else None
    settled = settle(
        plan,
        Measurements(
            tuple(_rows(plan, found)),
            (),
            choices=tuple(_choice_made(each) for each in chosen),
            claims=None if asked is None else tuple(_claim_made(each) for each in asked),
        ),
    )
    whole = oracle.whole(agreement, found, claims=asked, choices=chosen)
    assert plain_results(settled) == [plain_outcome(each) for each in whole.outcomes]
    assert [*map(_at_last, plain_periods(settled))] == [
        _at_last(plain_settled(each)) for each in whole.periods
    ]
    assert plain_fired(settled) == [oracle_terms.plain_fired(agreement, each) for each in whole.fired]


@tries(1)
# What a level earned as offset, which a later amendment takes out.
@example(seed=20053, claims=False)
@given(seed=SEEDS, claims=st.booleans())
def test_what_is_amended_comes_to_what_the_oracle_says(seed, claims):
    first, later = versions(seed, TERM, claims=claims)
    text = amended_text(first, later)
    note(text)
    with tempfile.TemporaryDirectory() as folder:
        plan = compiled(Path(folder), text).plan
    ends = [*(day for day, _ in later), dt.date.max]
    eras = zip([TERM.first, *ends], [first, *(each for _, each in later)], ends, strict=False)
    found = [
        each
        for begins, version, until in eras
        for each in measured(Random(seed), version)
        if begins <= each.window.first < until
    ]
    names = [*dict.fromkeys(each.level.name for each in found)]
    found = sorted(found, key=lambda each: names.index(each.level.name))
    asked = _claims(Random(seed), found) if claims else None
    claimed = None if asked is None else tuple(_claim_made(each) for each in asked)
    settled = settle(plan, Measurements(tuple(_rows(plan, found)), (), claims=claimed))
    whole = oracle.whole(amended(first, later), found, claims=asked)
    results = [plain_outcome(each) for each in whole.outcomes]
    assert sorted(plain_results(settled), key=_place) == sorted(results, key=_place)
    assert [*map(_at_last, plain_periods(settled))] == [
        _at_last(plain_settled(each)) for each in whole.periods
    ]


def _place(result: dict[str, object]) -> tuple[str, ...]:
    return tuple(str(result[name]) for name in ("level", "key", "start", "end"))


def _at_last(period: dict[str, object]) -> dict[str, object]:
    """A period with what its last step leaves: of a limit with dates, two may be in force in one period."""
    steps, totals = period["steps"], period["totals"]
    assert isinstance(steps, list)
    assert isinstance(totals, list)
    return {**period, "steps": steps[-1], "totals": totals[-1]}


def measured(random: Random, agreement: Agreement) -> list[Measured]:
    """Every series in every window of the term at each settlement that reads it; later readings seldom differ."""
    assert TERM.last is not None
    asked = oracle.Asked(starts(TERM.zone, TERM.last + DAY), None)
    found = []
    for level in agreement.levels:
        for window, first in oracle.asked_windows(agreement, level.window, asked):
            before: dict[tuple[str, ...], Measured] = {}
            for as_of in oracle.readings(agreement, window, first, asked):
                for members, terms in series_of(level):
                    key = tuple(", ".join(values) for values in members)
                    raw = _drawn(random, level)
                    made = Measured(level, key, terms, window, as_of, *raw)
                    if key in before and random.random() < 0.8:
                        old = before[key]
                        made = Measured(level, key, terms, window, as_of, old.tally, old.passed, old.units)
                    before[key] = made
                    found.append(made)
    return found


Drawn = tuple[Tally, tuple[tuple[int, int], ...], tuple[tuple[Fraction, ...], ...]]


def _drawn(random: Random, level: Level) -> Drawn:
    """Counts and a value, often one that a target is; shares of further targets; and records that are credited."""
    decided = random.choice([0, 1, 2, 3, 3, 4, 6, 8, 12])
    good = random.randint(0, decided)
    tally = Tally(decided + random.choice([0, 0, 2]), decided, None, None, None)
    if decided:
        near = random.choice(GRIDS[level.measure.kind])
        value = random.choice([near, near, near + random.choice([-1, 1]) * Fraction(1, 1000)])
        tally = Tally(tally.records, decided, None, None, max(value, Fraction(0)))
    if level.measure.statistic in {"percent good", "percent not good"}:
        of = good if level.measure.statistic == "percent good" else decided - good
        share = Fraction(of, decided) if decided else None
        tally = Tally(tally.records, decided, good, decided - good, share)
    passed = tuple((random.randint(0, decided), decided) for _ in level.rules.further)
    units = tuple(
        tuple(Fraction(random.randint(1, 90), 10) for _ in range(random.choice([0, 1, 3])))
        for owed in level.owed
        if owed.each is not None
    )
    return tally, passed, units


def _claims(random: Random, found: Sequence[Measured]) -> list[Claimed]:
    """A claim for most windows, in time or late, now and then under another name."""
    windows_ = dict.fromkeys((each.level.name, each.window) for each in found)
    return [
        Claimed(level, window.label, window.end + random.choice([2, 20, 29, 31, 61, 95]) * DAY)
        for level, window in windows_
        if random.random() < 0.8
    ]


def _choices(random: Random, agreement: Agreement, found: Sequence[Measured]) -> list[Chosen]:
    """Choices for most windows of levels that offer some: in time or late, of an option or not, changed or not."""
    offer = {level.name: level.options for level in agreement.levels if level.options}
    windows_ = dict.fromkeys((each.level.name, each.window) for each in found if each.level.name in offer)
    return [
        Chosen(level, window.label, window.end + days * DAY, random.randint(1, offer[level] + 1))
        for level, window in windows_
        for days in sorted(random.sample([0, 2, 6, 8, 20, 29, 31, 50, 61, 95], random.choice([0, 1, 1, 2])))
    ]


# --- as the package measures ---------------------------------------------------------------------------------------


def _rows(plan: Plan, found: Sequence[Measured]) -> Iterator[Measurement]:
    """What is measured, in the order of the oracle, in the windows of the plan and of those that amend it."""
    assert TERM.last is not None
    through = (starts(TERM.zone, TERM.last + DAY) - EPOCH) // MICROSECOND
    spans = {
        (level.name, window.label, EPOCH + window.as_of * MICROSECOND): window
        for of in (plan, *plan.eras)
        for level in of.levels
        for window in resettled(of, windows(of, level.window, through), through)
    }
    for made in found:
        tally = made.tally
        counts = Counts(
            tally.records, tally.decided, tally.good, tally.bad, tally.records - tally.decided, 0, 0
        )
        further = zip(made.level.rules.further, made.passed, strict=True)
        in_order = sorted(further, key=lambda each: each[0].word != "expected")
        yield Measurement(
            made.level.name,
            made.key,
            spans[made.level.name, made.window.label, made.as_of],
            counts,
            _quantity(made),
            shares=tuple(_share(many, decided) for _, (many, decided) in in_order),
            each=tuple(_tallies(made)),
        )


def _tallies(made: Measured) -> Iterator[RecordTally]:
    """What is owed for records by each line, and again by what it is from each date on."""
    lines = (owed for owed in made.level.owed if owed.each is not None)
    for owed, units in zip(lines, made.units, strict=True):
        for _ in range(1 + len(owed.later)):
            yield RecordTally(len(units), sum(units, Fraction(0)))


def _share(many: int, decided: int) -> Share:
    value = Quantity(ValueType.PERCENT, Fraction(many, decided)) if decided else None
    return Share(many, decided, 0, value)


def _quantity(made: Measured) -> Quantity | None:
    kind = {
        "percent": ValueType.PERCENT,
        "number": ValueType.NUMBER,
        "money": ValueType.MONEY,
        "duration": ValueType.DURATION,
        "days": ValueType.DAYS,
    }[made.level.measure.kind]
    return None if made.tally.value is None else Quantity(kind, made.tally.value)


def _choice_made(choice: Chosen) -> ChoiceMade:
    at = (choice.at - EPOCH) // MICROSECOND
    return ChoiceMade(choice.level, choice.window, Fraction(choice.option), at)


def _claim_made(claim: Claimed) -> ClaimMade:
    return ClaimMade(claim.level, claim.window, (claim.at - EPOCH) // MICROSECOND)
