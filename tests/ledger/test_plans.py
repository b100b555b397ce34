"""A ledger keeps what plans say, and tells what has changed; of one that does not keep it, it says so."""

from sladsl.comparison.since import changes_since
from sladsl.ledger.appending import lacking
from sladsl.ledger.entry import EntryKind, chained
from sladsl.ledger.show import ledger_text
from sladsl.ledger.stated import read_ledger
from sladsl.planning.serialise import plan_facts, plan_hash
from sladsl.settlement.settle import settle
from sladsl.settlement.statement import Statement
from sladsl.values import evolve
from tests.settlement.build import ORIGIN, good_of, level, limit, measurements, money, plan, rounding


def stated(most, labels, tools=()):
    made = plan(level(), steps=(limit(money(most)), rounding()))
    rows = [good_of(made, "Accuracy", label, 99, 100) for label in labels]
    origin = evolve(ORIGIN, plan=plan_hash(made), tools=tools)
    return Statement(made, settle(made, measurements(*rows)), (), origin)


def entries_of(entries, statement):
    end = statement.settled.periods[-1].end
    found = lacking("l.db", read_ledger(entries), statement, end, changes_since)
    return (*entries, *chained(statement.plan.name, entries, found.bodies))


def test_a_plan_entry_tells_what_has_changed():
    first, second = stated(20_000, ["2026-01"]), stated(15_000, ["2026-01", "2026-02"])
    opened, _, changed, _ = entries_of(entries_of((), first), second)
    assert opened.body["facts"] == plan_facts(first.plan)
    assert changed.kind is EntryKind.PLAN
    assert changed.body["changes"] == [
        {
            "clause": "settlement",
            "part": "step",
            "effect": "weaker",
            "before": "limit all credits to GBP 20,000.00 per calendar year",
            "now": "limit all credits to GBP 15,000.00 per calendar year",
        }
    ]


def test_tools_that_decide_dates_are_told():
    first = stated(20_000, ["2026-01"], (("tzdata", "2026.1"),))
    second = stated(20_000, ["2026-01", "2026-02"], (("tzdata", "2026.2"), ("holidays", "0.9")))
    second = evolve(second, origin=evolve(second.origin, plan="another"))
    told = ledger_text(entries_of(entries_of((), first), second))
    assert "tzdata: 2026.1 before, 2026.2 now" in told
    assert "holidays: not used before, 0.9 now" in told


def test_a_ledger_from_before_plans_were_kept_is_read_and_goes_on():
    first, second = stated(20_000, ["2026-01"]), stated(15_000, ["2026-01", "2026-02"])
    bodies = [
        (each.kind, {name: held for name, held in each.body.items() if name != "facts"})
        for each in entries_of((), first)
    ]
    old = chained(first.plan.name, (), bodies)
    entries = entries_of(old, second)
    assert entries[: len(old)] == old
    assert "changes" not in entries[2].body
    assert entries[2].body["facts"] == plan_facts(second.plan)
    assert "does not keep what the plan before said" in " ".join(ledger_text(entries).split())


def test_a_plan_of_another_schema_is_not_compared():
    assert changes_since({"schema": "sladsl.plan/0", "plan": {}}, stated(20_000, ["2026-01"]).plan) is None
