"""Whole agreements with made-up tickets: every count, value, verdict, credit, step and total is the oracle's."""

from __future__ import annotations

import datetime as dt
import tempfile
from pathlib import Path
from random import Random

from hypothesis import given, note
from hypothesis import strategies as st

from tests.oracle import settlement as oracle
from tests.oracle.agreement import Agreement, Record
from tests.oracle.periods import calendar_unit, label, windows
from tests.oracle.wall import DAY, MINUTE, starts
from tests.properties.agreements import agreement as made_agreement
from tests.properties.oracle_terms import plain_outcome, plain_settled
from tests.properties.runs import Asked, compiled, plain_periods, plain_results, statement
from tests.properties.text import agreement_text
from tests.properties.tickets import Scene, scene, tickets, tickets_csv
from tests.tries import tries

SEEDS = st.integers(0, 2**32)


@tries(7)
@given(
    SEEDS,
    st.lists(SEEDS, min_size=1, max_size=5),
    st.lists(SEEDS, max_size=4),
    st.lists(SEEDS, max_size=70),
)
def test_a_statement_is_what_the_oracle_says(seed, levels, steps, seeds):
    random = Random(seed)
    agreement = made_agreement(seed, levels, steps)
    around = scene(random, agreement, _settling(agreement))
    records = tickets(seeds, around)
    written, asked = _asked(random, agreement, records, around)
    text, csv = agreement_text(agreement), tickets_csv(records, agreement.term.zone, agreement.currency)
    note(f"{text}\n{csv}\n{written}")
    with tempfile.TemporaryDirectory() as folder:
        settled = statement(Path(folder), compiled(Path(folder), text), [csv], written).settled
    found = oracle.whole(agreement, oracle.measured(agreement, records, asked), asked.as_of)
    assert plain_results(settled) == [plain_outcome(each) for each in found.outcomes]
    assert plain_periods(settled) == [plain_settled(each) for each in found.periods]


def _settling(agreement: Agreement) -> list[dt.datetime]:
    """The instants at which months are settled, if any are."""
    settlement, term = agreement.settlement, agreement.term
    if settlement is None:
        return []
    last = term.last or term.first + 200 * DAY
    spans = windows(term, settlement.per, last + DAY)
    return [starts(term.zone, span.until + settlement.days * DAY) for span in spans]


def _asked(
    random: Random, agreement: Agreement, records: list[Record], around: Scene
) -> tuple[Asked, oracle.Asked]:
    """A period or none, and an as-of instant or none, as written and as meant."""
    term = agreement.term
    last = term.last or term.first + 200 * DAY
    day = term.first + random.randint(0, (last - term.first).days) * DAY
    unit = random.choice(["month", "quarter", "year", "week", "all", "all", "all", "none", "none"])
    if unit == "all":
        day, unit = last, "year"
    period, through = None, oracle.through_last(agreement, records)
    if unit != "none":
        period, through = label(unit, day), starts(term.zone, calendar_unit(unit, day)[1])
    as_of = None
    if random.random() < 0.35:
        at = _minute(random.choice([*around.hot, through])) + random.choice([0, 0, 1, -1, 500]) * MINUTE
        as_of = max(at, starts(term.zone, term.first) + MINUTE)
    shown = None if as_of is None else f"{as_of:%Y-%m-%d %H:%M}Z"
    return Asked(period, shown), oracle.Asked(through, as_of)


def _minute(instant: dt.datetime) -> dt.datetime:
    return instant.replace(second=0, microsecond=0)
