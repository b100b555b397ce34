"""A ledger states what the last settlement does: whatever was corrected in between, its entries add up to that."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from sladsl.comparison.since import changes_since
from sladsl.ledger.appending import lacking
from sladsl.ledger.entry import Entry, chained
from sladsl.ledger.stated import read_ledger
from sladsl.settlement.settle import settle
from sladsl.settlement.statement import Statement
from sladsl.values import evolve
from tests.settlement.build import ORIGIN, good_of, level, limit, measurements, money, plan, rounding, series

MONTHS = ("2026-01", "2026-02", "2026-03", "2026-04")


def agreement(final_after):
    found = plan(level(), steps=(limit(money(20_000)), rounding()))
    assert found.settlement is not None
    return evolve(found, settlement=evolve(found.settlement, final_after=final_after))


def stated(plan_, goods):
    rows = [good_of(plan_, "Accuracy", label, good, 100) for label, good in zip(MONTHS, goods, strict=False)]
    return Statement(plan_, settle(plan_, measurements(*rows)), (), ORIGIN)


def through(statement):
    return statement.settled.periods[-1].end


GOODS = st.lists(st.integers(90, 100), min_size=1, max_size=4)


@given(runs=st.lists(GOODS, min_size=1, max_size=5))
def test_entries_add_up_to_the_last_settlement(runs):
    plan_ = agreement(None)
    entries: tuple[Entry, ...] = ()
    for goods in sorted(runs, key=len):
        statement = stated(plan_, goods)
        found = lacking("l.db", read_ledger(entries), statement, through(statement), changes_since)
        assert found.findings == ()
        entries = (*entries, *chained(plan_.name, entries, found.bodies))
        totals = {period.label: period.total for period in statement.settled.periods}
        assert {label: period.total for label, period in read_ledger(entries).periods.items()} == totals
        told = [entry for entry in entries if "period" in entry.body]
        booked = [Fraction(each.body["amount" if each.kind == "adjusted" else "total"]) for each in told]
        assert sum(booked) == sum(totals.values())
        again = lacking("l.db", read_ledger(entries), statement, through(statement), changes_since)
        assert again.bodies == ()


@given(before=GOODS, after=GOODS, often=st.integers(1, 3))
def test_what_is_final_does_not_change(before, after, often):
    plan_ = agreement(often)
    after = (after + [95] * len(before))[: max(len(before), len(after))]
    first, second = stated(plan_, before), stated(plan_, after)
    entries = chained(
        plan_.name, (), lacking("l.db", read_ledger(()), first, through(first), changes_since).bodies
    )
    found = lacking("l.db", read_ledger(entries), second, through(second), changes_since)
    finals = [
        label
        for number, label in enumerate(MONTHS[: len(before)])
        if len(before) - number >= often and differs(first, second, number)
    ]
    assert [finding.message.split("`")[1] for finding in found.findings] == finals
    assert all(finding.code == "SLA445" for finding in found.findings)
    if finals:
        assert found.bodies == ()


def test_a_value_that_is_new_changes_no_period_before():
    by_site = plan(level("Accuracy", series("A"), series("B")))
    before = [good_of(by_site, "Accuracy", label, 100, 100, "A") for label in MONTHS[:2]]
    new = [
        good_of(by_site, "Accuracy", MONTHS[0], 0, 0, "B"),
        good_of(by_site, "Accuracy", MONTHS[1], 9, 10, "B"),
    ]
    first, second = (
        Statement(by_site, settle(by_site, measurements(*rows)), (), ORIGIN)
        for rows in (before[:1], [*before, *new])
    )
    entries = chained(
        by_site.name, (), lacking("l.db", read_ledger(()), first, through(first), changes_since).bodies
    )
    found = lacking("l.db", read_ledger(entries), second, through(second), changes_since)
    assert found.findings == ()
    assert [(kind, body["period"]) for kind, body in found.bodies] == [("settled", "2026-02")]


def differs(first, second, number):
    one, other = first.settled.periods[number], second.settled.periods[number]
    return one.lines != other.lines or one.results != other.results
