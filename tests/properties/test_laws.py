"""What holds of every agreement and all records, whoever is right about a single figure."""

from __future__ import annotations

import datetime as dt
import tempfile
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from random import Random

from hypothesis import assume, given, note
from hypothesis import strategies as st

from sladsl.planning.serialise import plan_hash
from sladsl.settlement.statement import Statement
from tests.oracle.agreement import (
    Agreement,
    Charge,
    Credit,
    Ignore,
    Level,
    Limit,
    Measure,
    Record,
    Round,
    Row,
    Settlement,
    Target,
    Terms,
)
from tests.oracle.clock import Hours
from tests.oracle.periods import Term, windows
from tests.oracle.wall import DAY, starts
from tests.properties.agreements import agreement as made_agreement
from tests.properties.phrases import LIMITS, within
from tests.properties.runs import Asked, compiled, plain_periods, plain_results, statement
from tests.properties.text import SEVERITIES, agreement_text
from tests.properties.tickets import scene, tickets, tickets_csv
from tests.tries import tries

SEEDS = st.integers(0, 2**32)
LISTS = st.lists(SEEDS, min_size=1, max_size=3)
MANY = st.lists(SEEDS, max_size=40)
few = tries(4)


def run(agreement: Agreement, *runs: tuple[list[str], Asked]) -> list[Statement]:
    """One agreement over files of tickets, as often as something is asked."""
    text = agreement_text(agreement)
    note(text)
    with tempfile.TemporaryDirectory() as folder:
        once = compiled(Path(folder), text)
        return [statement(Path(folder), once, csvs, asked) for csvs, asked in runs]


def made(seed: int, levels: list[int], steps: list[int], many: list[int]) -> tuple[Agreement, list[Record]]:
    """An agreement and tickets."""
    agreement = made_agreement(seed, levels, steps)
    return agreement, tickets(many, scene(Random(seed), agreement, ()))


def csv(agreement: Agreement, records: list[Record]) -> str:
    """Tickets as a file."""
    return tickets_csv(records, agreement.term.zone, agreement.currency)


@few
@given(SEEDS, LISTS, LISTS, MANY)
def test_order_and_files_of_records_are_irrelevant(seed, levels, steps, many):
    agreement, records = made(seed, levels, steps, many)
    random = Random(seed)
    shuffled = random.sample(records, len(records))
    files = random.randint(2, 4)
    split_up = [csv(agreement, shuffled[number::files]) for number in range(files)]
    one, split = run(agreement, ([csv(agreement, records)], Asked()), (split_up, Asked()))
    assert split.origin.measurements == one.origin.measurements
    assert split.settled == one.settled


@few
@given(SEEDS, LISTS, LISTS, MANY)
def test_a_period_settled_alone_is_what_it_is_among_all(seed, levels, steps, many):
    agreement, records = made(seed, levels, steps, many)
    assume(agreement.settlement is not None)
    assert agreement.settlement is not None
    last = agreement.term.last or agreement.term.first + 200 * DAY
    period = Random(seed).choice(windows(agreement.term, agreement.settlement.per, last + DAY))
    file = [csv(agreement, records)]
    statements = run(agreement, (file, Asked(str(last.year))), (file, Asked(period.label)))
    whole, alone = (each.settled for each in statements)
    through = max((period.end for period in alone.periods), default=0)
    assert plain_results(alone) == [
        plain
        for plain, result in zip(plain_results(whole), whole.results, strict=True)
        if result.measurement.window.end <= through
    ]
    assert plain_periods(alone) == plain_periods(whole)[: len(alone.periods)]


@few
@given(SEEDS, LISTS, LISTS, MANY)
def test_records_read_as_of_a_settlement_say_what_it_said(seed, levels, steps, many):
    agreement, records = made(seed, levels, steps, many)
    assume(agreement.settlement is not None)
    assert agreement.settlement is not None
    last = agreement.term.last or agreement.term.first + 200 * DAY
    period = Random(seed).choice(windows(agreement.term, agreement.settlement.per, last + DAY))
    settled_at = starts(agreement.term.zone, period.until + agreement.settlement.days * DAY)
    year, file = str(last.year), [csv(agreement, records)]
    asked = Asked(year, f"{settled_at:%Y-%m-%d %H:%M}Z")
    statements = run(agreement, (file, asked), (file, Asked(year)))
    then, whole = (
        [each for each in plain_results(one.settled) if period.start < _end(each) <= period.end]
        for one in statements
    )
    assert then == whole


def _end(plain: dict[str, object]) -> dt.datetime:
    end = plain["end"]
    assert isinstance(end, dt.datetime)
    return end


@tries(10)
@given(SEEDS, LISTS, LISTS)
def test_comments_and_layout_do_not_change_the_plan(seed, levels, steps):
    agreement = made_agreement(seed, levels, steps)
    text, random = agreement_text(agreement), Random(seed)
    lines = text.splitlines()
    commented = "\n".join(_laid_out(random, line) for line in lines)
    note(commented)
    with tempfile.TemporaryDirectory() as folder:
        plain, other = (compiled(Path(folder), each).plan for each in (text, commented))
    assert plan_hash(other) == plan_hash(plain)


def _laid_out(random: Random, line: str) -> str:
    before = random.choice(["", "", "\n", "# a line of its own\n", '\t# { | " } all sorts of signs\n'])
    after = "" if line.lstrip().startswith("|") else random.choice(["", "  # at the end", "\n\n"])
    return before + random.choice(["", "  ", "\t"]) + line + after


# --- percent good: a level by severity in opening hours, monthly and weekly ----------------------------------------

FEE = (("Fee", Fraction(85_000), "month"), ("Support", Fraction(24_000), "quarter"))


def desk(random: Random, minimum: Fraction) -> Agreement:
    """An agreement with clocks by severity, flat credits and bands, and limits that fill within a settlement period."""
    zone = random.choice(["Europe/London", "America/New_York", "Asia/Kolkata"])
    term = Term(zone, dt.date(2026, 1, random.choice([1, 16])), dt.date(2026, 4, random.choice([12, 30])))
    week = {day: [(540, 750), (810, 1050)] for day in range(5)}
    charges = tuple(Charge(name, ((None, amount, per),)) for name, amount, per in FEE)
    limits = random.sample(LIMITS, len(SEVERITIES))
    flat = Credit("Fee", Fraction(random.choice([1, 5, 10]), 100))
    bands = Credit(
        "Support",
        None,
        "when below",
        ((Fraction(1, 10), Fraction(2, 100)), ("minimum", Fraction(1, 100))),
    )
    target = Target("minimum", "at least", ((None, minimum),))
    terms = Terms(within(limits[0]), "Office", None, target, None, flat)
    by_severity = Level(
        "Response",
        is_kpi=False,
        where=None,
        counted="opened_at",
        clock=("opened_at", "responded_at"),
        measure=Measure("percent good", "percent"),
        window="month",
        by=(("severity", SEVERITIES),),
        rows=tuple(
            Row(((severity,),), replace(terms, good=within(limit)))
            for severity, limit in zip(SEVERITIES, limits, strict=True)
        ),
    )
    weekly = replace(
        by_severity, name="Weekly", window="week", by=(), rows=(Row((), replace(terms, credit=bands)),)
    )
    steps = (
        Limit(("Response",), "Fee", Fraction(12, 100), "calendar", "month"),
        Limit(None, None, Fraction(random.choice([500, 5000])), "calendar", "month"),
        Ignore(each=False, below=Fraction(random.choice([10, 300]))),
        Round(random.choice(["half-up", "half-even", "up", "down"]), Fraction(1, 100)),
    )
    return Agreement(
        term,
        "GBP",
        2,
        charges,
        {"Office": Hours(zone, week)},
        (by_severity, weekly),
        Settlement("month", 10, steps),
    )


@few
@given(SEEDS, MANY)
def test_a_stricter_minimum_never_costs_the_customer(seed, many):
    low, high = sorted(Random(seed).sample(range(2000, 9900), 2))
    loose, strict = (desk(Random(seed), Fraction(each, 10_000)) for each in (low, high))
    records = tickets(many, scene(Random(seed), loose, ()))
    before, after = (run(each, ([csv(each, records)], Asked("2026")))[0].settled for each in (loose, strict))
    assert [each.measurement.value for each in after.results] == [
        each.measurement.value for each in before.results
    ]
    for one, other in zip(before.results, after.results, strict=True):
        assert sum(each.amount for each in one.credits) <= sum(each.amount for each in other.credits)
    for period, later in zip(before.periods, after.periods, strict=True):
        assert period.total <= later.total


@few
@given(SEEDS, MANY, LISTS)
def test_a_good_record_more_never_lowers_percent_good(seed, many, more):
    agreement = desk(Random(seed), Fraction(9, 10))
    around = scene(Random(seed), agreement, ())
    records = tickets(many, around)
    good = [
        record | {"id": f"G{number}", "responded_at": record["opened_at"]}
        for number, record in enumerate(tickets(more, around))
    ]
    runs = [([csv(agreement, each)], Asked("2026")) for each in (records, records + good)]
    before, after = (each.settled.results for each in run(agreement, *runs))
    for one, other in zip(before, after, strict=True):
        value, with_more = one.measurement.value, other.measurement.value
        assert value is None or (with_more is not None and value.amount <= with_more.amount)
        assert one.measurement.counts.bad == other.measurement.counts.bad
